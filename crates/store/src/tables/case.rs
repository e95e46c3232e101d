//! Cases, their records and tasks.

use std::collections::BTreeSet;

use banso_access::{CaseScope, Named};
use banso_domain::{
    case::{
        Case, Due, Stage, contact::PhaseDays, event::CaseEvent, handover::HandoverEvent, network::Supporting,
        record::SupportRecord, task::AgreedTask,
    },
    id::{AgencyId, CaseId, PersonId, ResourceId, StaffId},
};
use chrono::NaiveDate;

use super::{Place, counts, from_json, missing, sharing, to_json};
use crate::{Query, StoreError, Tx, Value, params};

/// The day on which an event took place, where the event says so.
pub(super) fn took_place_on(event: &CaseEvent) -> Option<NaiveDate> {
    match event {
        CaseEvent::Opened { received_on: on, .. }
        | CaseEvent::ArrivalConfirmed { on }
        | CaseEvent::PlanDrafted { on, .. }
        | CaseEvent::SupportStartedEarly { on, .. }
        | CaseEvent::PlanCorrected { on, .. }
        | CaseEvent::EvaluationConcluded { on, .. }
        | CaseEvent::Suspended { on, .. }
        | CaseEvent::Resumed { on, .. }
        | CaseEvent::FollowedUp { on, .. }
        | CaseEvent::FollowUpEnded { on, .. }
        | CaseEvent::EmploymentDisclosureSet { on, .. }
        | CaseEvent::TaskDone { on, .. }
        | CaseEvent::SupporterLeft { on, .. }
        | CaseEvent::ShortlistDropped { on, .. }
        | CaseEvent::NeedMet { on, .. } => Some(*on),
        CaseEvent::ShortlistKept { list } => Some(list.on),
        CaseEvent::NeedUnmet { unmet } => Some(unmet.on),
        CaseEvent::ClinicVisitPlanned { visit, .. } => Some(visit.planned_on),
        CaseEvent::ConsentGiven { consent } => Some(consent.from),
        CaseEvent::ConsentWithdrawn { withdrawal, .. } => Some(withdrawal.on),
        CaseEvent::Released { release } => Some(release.told_on),
        CaseEvent::DisclosedAfterMeeting { disclosure } => Some(disclosure.on),
        CaseEvent::AfterMeetingClosed { on, .. } => Some(*on),
        CaseEvent::Carried { carried } => Some(carried.on),
        CaseEvent::DisclosedInEmergency { disclosure } => Some(disclosure.on),
        CaseEvent::EmergencyReviewed { review, .. } => Some(review.on),
        CaseEvent::ApplicationAnswered { application } => Some(application.answer.on),
        CaseEvent::Screened { screening } => Some(screening.on),
        CaseEvent::EmergencySupportStarted { support } => Some(support.started_on),
        CaseEvent::RecordWritten { record } | CaseEvent::RecordCorrected { record, .. } => Some(record.took_place.on),
        CaseEvent::PlanAnswered { answer, .. } => Some(answer.on),
        CaseEvent::Discussed { result } => Some(result.held_on),
        CaseEvent::LiaisonClaimed { claim } => Some(claim.held_on),
        CaseEvent::Decided { decision, .. } => Some(decision.on),
        CaseEvent::Monitored { monitoring, .. } => Some(monitoring.on),
        CaseEvent::ContactAttempted { attempt } => Some(attempt.on),
        CaseEvent::Closed { closure } => Some(closure.on),
        CaseEvent::SupporterJoined { content, .. } => Some(content.since),
        CaseEvent::HandedOver { what, .. } => what.took_place_on(),
        CaseEvent::Protected { protection } => Some(protection.since),
        CaseEvent::OpenedByEmergency { opening } => Some(opening.on),
        CaseEvent::OpeningReviewed { review, .. } => Some(review.on),
        CaseEvent::ProtectionChanged { .. } | CaseEvent::ProtectionLifted { .. } => None,
        CaseEvent::AnswersRecorded { .. }
        | CaseEvent::Assigned { .. }
        | CaseEvent::PlanChanged { .. }
        | CaseEvent::ActionMoved { .. }
        | CaseEvent::MinutesWritten { .. }
        | CaseEvent::SupporterChanged { .. }
        | CaseEvent::OpinionGiven { .. }
        | CaseEvent::LiaisonDropped { .. }
        | CaseEvent::SharedNoteWritten { .. }
        | CaseEvent::Evaluated { .. } => None,
    }
}

pub(super) async fn project(
    tx: &Tx,
    id: CaseId,
    person: PersonId,
    events: &[&CaseEvent],
    place: Place,
) -> Result<(), StoreError> {
    let mut current = load(tx, id).await?.map(|(case, _)| case);
    let before = current.as_ref().map(Listed::of);
    let mut writes = Writes::default();
    for event in events {
        let case = Case::apply(current, id, event)
            .ok_or_else(|| StoreError::Shape { what: "a case's stream", problem: "it does not begin".into() })?;
        write_parts(tx, &mut writes, &case, event).await?;
        current = Some(case);
    }
    let Some(case) = current else { return Ok(()) };
    write_state(&mut writes, &case, before.is_none())?;
    let named_before = before.as_ref().and_then(|before| before.scope.named);
    write_file(&mut writes, person, &case, place, before);
    write_protection(&mut writes, &case, named_before)?;
    writes.run(tx).await
}

/// Statements gathered to be run together.
#[derive(Default)]
pub(super) struct Writes(Vec<(&'static str, Vec<Value>)>);

impl Writes {
    pub(super) fn add(&mut self, sql: &'static str, params: &[Value]) {
        self.0.push((sql, params.to_vec()));
    }

    async fn run(&mut self, tx: &Tx) -> Result<(), StoreError> {
        tx.execute_all(&std::mem::take(&mut self.0)).await
    }
}

/// What an event brings that has a table of its own.
async fn write_parts(tx: &Tx, writes: &mut Writes, case: &Case, event: &CaseEvent) -> Result<(), StoreError> {
    let id = case.id;
    match event {
        CaseEvent::RecordWritten { record } => {
            insert_record(writes, id, record)?;
            counts::count_record(writes, case.centre, record, 1);
            insert_contact(writes, id, record);
        }
        CaseEvent::RecordCorrected { record, .. } => replace_record(tx, writes, id, case.centre, record).await?,
        CaseEvent::Discussed { result } => insert_tasks(writes, id, &result.tasks),
        CaseEvent::ClinicVisitPlanned { task, .. } => insert_tasks(writes, id, [task]),
        CaseEvent::HandedOver { what: HandoverEvent::Opened { steps, .. }, .. } => {
            // Nobody is asked before it is open.
            insert_tasks(writes, id, steps.iter().map(|(_, task)| task));
        }
        CaseEvent::ConsentGiven { .. }
        | CaseEvent::ConsentWithdrawn { .. }
        | CaseEvent::Released { .. }
        | CaseEvent::DisclosedInEmergency { .. }
        | CaseEvent::Protected { .. }
        | CaseEvent::ProtectionLifted { .. }
        | CaseEvent::DisclosedAfterMeeting { .. }
        | CaseEvent::AfterMeetingClosed { .. }
        | CaseEvent::EmploymentDisclosureSet { .. } => sharing::write(writes, id, case.assigned_to, &case.sharing),
        CaseEvent::HandedOver { .. } => write_asks(writes, case),
        CaseEvent::NeedUnmet { unmet } => missing::note_unmet(writes, case, unmet),
        CaseEvent::NeedMet { unmet, on } => missing::note_met(writes, *unmet, *on),
        CaseEvent::PlanDrafted { .. } | CaseEvent::PlanChanged { .. } | CaseEvent::PlanCorrected { .. } => {
            missing::note_lines(writes, case);
            write_places(writes, case);
        }
        CaseEvent::ActionMoved { .. } => missing::note_lines(writes, case),
        CaseEvent::TaskDone { task, on } => {
            writes.add("UPDATE task SET done_on = $2 WHERE id = $1", params![*task, *on]);
        }
        _ => {}
    }
    Ok(())
}

/// The entries of the directory that the plan which counts names, so that an entry can say in how many plans it stands.
fn write_places(writes: &mut Writes, case: &Case) {
    writes.add("DELETE FROM plan_place WHERE case_id = $1", params![case.id]);
    let places: BTreeSet<ResourceId> =
        case.current_plan().into_iter().flat_map(|plan| plan.content.places()).map(|place| place.resource).collect();
    for place in places {
        writes.add("INSERT INTO plan_place (case_id, resource_id) VALUES ($1, $2)", params![case.id, place]);
    }
}

/// The agencies that are asked to take over and have not said anything yet; nobody waits for them once the case has ended.
fn write_asks(writes: &mut Writes, case: &Case) {
    writes.add("DELETE FROM handover_ask WHERE case_id = $1", params![case.id]);
    for handover in case.handovers.open() {
        let (Some(agency), Some(asked)) = (handover.waits_for(), &handover.asked) else { continue };
        writes.add(
            "INSERT INTO handover_ask (case_id, handover_id, agency_id, asked_on) VALUES ($1, $2, $3, $4)",
            params![case.id, handover.id, agency, asked.on],
        );
    }
}

fn insert_tasks<'t>(writes: &mut Writes, case: CaseId, tasks: impl IntoIterator<Item = &'t AgreedTask>) {
    for task in tasks {
        writes.add(
            "INSERT INTO task (id, case_id, owner, due_on, done_on) VALUES ($1, $2, $3, $4, NULL)",
            params![task.id, case, task.owner, task.due_on],
        );
    }
}

/// What lists of cases choose and sort by.
#[derive(PartialEq)]
struct Listed {
    scope: CaseScope,
    assigned_to: StaffId,
    stage: Stage,
    due: Option<Due>,
    monitoring_on: Option<NaiveDate>,
    plan_ends_on: Option<NaiveDate>,
    to_ratify: bool,
    phases: PhaseDays,
}

impl Listed {
    fn of(case: &Case) -> Self {
        let stage = case.stage();
        let plan = case.current_plan().filter(|_| stage == Stage::InSupport);
        Self {
            scope: CaseScope::of(case),
            assigned_to: case.assigned_to,
            stage,
            due: case.next_due(),
            monitoring_on: plan.and_then(|plan| plan.next_monitoring()).map(|month| month.last_day()),
            plan_ends_on: plan.and_then(|plan| plan.content.ends_on),
            to_ratify: case.waits_for_ratification(),
            phases: case.phase_days(),
        }
    }
}

fn write_state(writes: &mut Writes, case: &Case, is_new: bool) -> Result<(), StoreError> {
    let sql = if is_new {
        "INSERT INTO case_state (case_id, state) VALUES ($1, $2)"
    } else {
        "UPDATE case_state SET state = $2 WHERE case_id = $1"
    };
    writes.add(sql, params![case.id, to_json(case)?]);
    Ok(())
}

/// Takes a case out of all lists when it becomes protected, and puts it back: while it is, no agency is named where lists look.
fn write_protection(writes: &mut Writes, case: &Case, before: Option<Named>) -> Result<(), StoreError> {
    let named = CaseScope::of(case).named;
    if named == before {
        return Ok(());
    }
    let hidden = case.id.uuid();
    let (centre, municipality) = match named {
        Some(_) => (hidden, hidden),
        None => (case.centre.uuid(), case.municipality.uuid()),
    };
    let names = named.map(|named| to_json(&named.iter().collect::<Vec<_>>())).transpose()?;
    writes.add(
        "UPDATE case_file SET centre_id = $2, municipality_id = $3, protected_centre_id = $4,
             protected_municipality_id = $5, named = $6
         WHERE id = $1",
        params![
            case.id,
            centre,
            municipality,
            named.map(|_| case.centre),
            named.map(|_| case.municipality),
            names.as_deref()
        ],
    );
    Ok(())
}

fn write_file(writes: &mut Writes, person: PersonId, case: &Case, place: Place, before: Option<Listed>) {
    let listed = Listed::of(case);
    if before.as_ref() == Some(&listed) {
        // What most support records change is in no index, and this leaves the indexes alone.
        let sql = "UPDATE case_file SET last_contact_on = $2, version = $3, changed_at = $4 WHERE id = $1";
        writes.add(sql, params![case.id, case.last_contact_on, place.seq, place.at]);
        return;
    }
    if before.is_none() {
        writes.add(
            "INSERT INTO case_file (id, person_id, centre_id, municipality_id, municipality_sees, reference,
                 received_on, assigned_to, stage, is_open, due_on, due_kind, monitoring_on, plan_ends_on, to_ratify,
                 last_contact_on, kana_key, version, changed_at, assessed_from, supported_from, closed_from)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                 COALESCE((SELECT kana_key FROM person WHERE id = $2), ''), $17, $18, $19, $20, $21)",
            params![
                case.id,
                person,
                case.centre,
                case.municipality,
                listed.scope.municipality_sees,
                &case.reference,
                case.received_on,
                listed.assigned_to,
                listed.stage.name(),
                listed.stage.is_open(),
                listed.due.map(|due| due.on),
                listed.due.map(|due| due.kind.name()),
                listed.monitoring_on,
                listed.plan_ends_on,
                listed.to_ratify,
                case.last_contact_on,
                place.seq,
                place.at,
                listed.phases.assessment,
                listed.phases.support,
                listed.phases.follow_up,
            ],
        );
        return;
    }
    if before.is_some_and(|before| before.assigned_to != listed.assigned_to) {
        let sql = "UPDATE consent SET assigned_to = $2 WHERE case_id = $1";
        writes.add(sql, params![case.id, listed.assigned_to]);
    }
    writes.add(
        "UPDATE case_file SET municipality_sees = $2, assigned_to = $3, stage = $4, is_open = $5, due_on = $6,
             due_kind = $7, monitoring_on = $8, plan_ends_on = $9, to_ratify = $10, last_contact_on = $11,
             version = $12, changed_at = $13, assessed_from = $14, supported_from = $15, closed_from = $16
         WHERE id = $1",
        params![
            case.id,
            listed.scope.municipality_sees,
            listed.assigned_to,
            listed.stage.name(),
            listed.stage.is_open(),
            listed.due.map(|due| due.on),
            listed.due.map(|due| due.kind.name()),
            listed.monitoring_on,
            listed.plan_ends_on,
            listed.to_ratify,
            case.last_contact_on,
            place.seq,
            place.at,
            listed.phases.assessment,
            listed.phases.support,
            listed.phases.follow_up,
        ],
    );
}

fn insert_record(writes: &mut Writes, case: CaseId, record: &SupportRecord) -> Result<(), StoreError> {
    writes.add(
        "INSERT INTO support_record (case_id, sort_key, id, took_place, record, corrected)
         VALUES ($1, $2, $3, $4, $5, 0)",
        params![case, record.took_place.sort_key(), record.id, record.took_place.on, to_json(record)?],
    );
    Ok(())
}

async fn replace_record(
    tx: &Tx,
    writes: &mut Writes,
    case: CaseId,
    centre: AgencyId,
    record: &SupportRecord,
) -> Result<(), StoreError> {
    writes.run(tx).await?;
    let old = tx.query_opt("SELECT record FROM support_record WHERE id = $1", params![record.id]).await?;
    if let Some(old) = old {
        let old: SupportRecord = from_json("a support record", old.text(0)?)?;
        counts::count_record(writes, centre, &old, -1);
    }
    writes.add(
        "UPDATE support_record SET sort_key = $3, took_place = $4, record = $5, corrected = 1
         WHERE id = $2 AND case_id = $1",
        params![case, record.id, record.took_place.sort_key(), record.took_place.on, to_json(record)?],
    );
    counts::count_record(writes, centre, record, 1);
    writes.add("DELETE FROM agency_contact WHERE record_id = $1", params![record.id]);
    insert_contact(writes, case, record);
    Ok(())
}

/// A contact with an agency of the installation, to be counted with others of the same pair.
fn insert_contact(writes: &mut Writes, case: CaseId, record: &SupportRecord) {
    let Some(contact) = &record.contact else { return };
    let Supporting::Agency { agency } = contact.with else { return };
    writes.add(
        "INSERT INTO agency_contact (record_id, case_id, agency_id, took_place, direction, sharing_only)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            record.id,
            case,
            agency,
            record.took_place.on,
            contact.direction.name(),
            i64::from(contact.is_sharing_only())
        ],
    );
}

/// A case with its version.
pub(crate) async fn load(source: &impl Query, id: CaseId) -> Result<Option<(Case, i64)>, StoreError> {
    let row = source
        .query_opt(
            "SELECT s.state, f.version FROM case_state s JOIN case_file f ON f.id = s.case_id WHERE s.case_id = $1",
            params![id],
        )
        .await?;
    row.map(|row| Ok((from_json("a case", row.text(0)?)?, row.int(1)?))).transpose()
}
