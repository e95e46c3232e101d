//! Cases, their records and tasks.

use banso_access::CaseScope;
use banso_domain::{
    case::{Case, event::CaseEvent, record::SupportRecord},
    id::{AgencyId, CaseId, PersonId},
};
use chrono::NaiveDate;

use super::{Place, counts, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

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
        | CaseEvent::TaskDone { on, .. } => Some(*on),
        CaseEvent::ApplicationAnswered { application } => Some(application.answer.on),
        CaseEvent::Screened { screening } => Some(screening.on),
        CaseEvent::EmergencySupportStarted { support } => Some(support.started_on),
        CaseEvent::RecordWritten { record } | CaseEvent::RecordCorrected { record, .. } => Some(record.took_place.on),
        CaseEvent::PlanAnswered { answer, .. } => Some(answer.on),
        CaseEvent::Discussed { result } => Some(result.held_on),
        CaseEvent::Decided { decision, .. } => Some(decision.on),
        CaseEvent::Monitored { monitoring, .. } => Some(monitoring.on),
        CaseEvent::ContactAttempted { attempt } => Some(attempt.on),
        CaseEvent::Closed { closure } => Some(closure.on),
        CaseEvent::AnswersRecorded { .. }
        | CaseEvent::Assigned { .. }
        | CaseEvent::PlanChanged { .. }
        | CaseEvent::ActionMoved { .. }
        | CaseEvent::Evaluated { .. } => None,
    }
}

pub(super) async fn project(
    tx: &Tx,
    id: CaseId,
    person: PersonId,
    event: &CaseEvent,
    place: Place,
) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(case, _)| case);
    let is_new = current.is_none();
    let case = Case::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a case's stream", problem: "it does not begin".into() })?;
    match event {
        CaseEvent::RecordWritten { record } => {
            insert_record(tx, id, record).await?;
            counts::count_record(tx, case.centre, record, 1).await?;
        }
        CaseEvent::RecordCorrected { record, .. } => replace_record(tx, id, case.centre, record).await?,
        CaseEvent::Discussed { result } => {
            for task in &result.tasks {
                tx.execute(
                    "INSERT INTO task (id, case_id, owner, due_on, done_on) VALUES ($1, $2, $3, $4, NULL)",
                    params![task.id, id, task.owner, task.due_on],
                )
                .await?;
            }
        }
        CaseEvent::TaskDone { task, on } => {
            tx.execute("UPDATE task SET done_on = $2 WHERE id = $1", params![*task, *on]).await?;
        }
        _ => {}
    }
    write_state(tx, &case, is_new).await?;
    write_file(tx, person, &case, place, is_new).await
}

async fn write_state(tx: &Tx, case: &Case, is_new: bool) -> Result<(), StoreError> {
    let sql = if is_new {
        "INSERT INTO case_state (case_id, state) VALUES ($1, $2)"
    } else {
        "UPDATE case_state SET state = $2 WHERE case_id = $1"
    };
    tx.execute(sql, params![case.id, to_json(case)?]).await?;
    Ok(())
}

async fn write_file(tx: &Tx, person: PersonId, case: &Case, place: Place, is_new: bool) -> Result<(), StoreError> {
    let stage = case.stage();
    let due = case.next_due();
    let plan = case.current_plan().filter(|_| stage == banso_domain::case::Stage::InSupport);
    let monitoring = plan.and_then(|plan| plan.next_monitoring()).map(|month| month.last_day());
    let plan_ends_on = plan.and_then(|plan| plan.content.ends_on);
    if is_new {
        tx.execute(
            "INSERT INTO case_file (id, person_id, centre_id, municipality_id, municipality_sees, reference,
                 received_on, assigned_to, stage, is_open, due_on, due_kind, monitoring_on, plan_ends_on, to_ratify,
                 last_contact_on, kana_key, version, changed_at)
             VALUES ($1, $2, $3, $4, 0, $5, $6, $7, '', 1, NULL, NULL, NULL, NULL, 0, NULL,
                 COALESCE((SELECT kana_key FROM person WHERE id = $2), ''), 0, 0)",
            params![
                case.id,
                person,
                case.centre,
                case.municipality,
                &case.reference,
                case.received_on,
                case.assigned_to
            ],
        )
        .await?;
    }
    tx.execute(
        "UPDATE case_file SET municipality_sees = $2, assigned_to = $3, stage = $4, is_open = $5, due_on = $6,
             due_kind = $7, monitoring_on = $8, plan_ends_on = $9, to_ratify = $10, last_contact_on = $11,
             version = $12, changed_at = $13
         WHERE id = $1",
        params![
            case.id,
            CaseScope::of(case).municipality_sees,
            case.assigned_to,
            stage.name(),
            stage.is_open(),
            due.map(|due| due.on),
            due.map(|due| due.kind.name()),
            monitoring,
            plan_ends_on,
            case.waits_for_ratification(),
            case.last_contact_on,
            place.seq,
            place.at,
        ],
    )
    .await?;
    Ok(())
}

async fn insert_record(tx: &Tx, case: CaseId, record: &SupportRecord) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO support_record (case_id, sort_key, id, took_place, record, corrected)
         VALUES ($1, $2, $3, $4, $5, 0)",
        params![case, record.took_place.sort_key(), record.id, record.took_place.on, to_json(record)?],
    )
    .await?;
    Ok(())
}

async fn replace_record(tx: &Tx, case: CaseId, centre: AgencyId, record: &SupportRecord) -> Result<(), StoreError> {
    let old = tx.query_opt("SELECT record FROM support_record WHERE id = $1", params![record.id]).await?;
    if let Some(old) = old {
        let old: SupportRecord = from_json("a support record", old.text(0)?)?;
        counts::count_record(tx, centre, &old, -1).await?;
    }
    tx.execute(
        "UPDATE support_record SET sort_key = $3, took_place = $4, record = $5, corrected = 1
         WHERE id = $2 AND case_id = $1",
        params![case, record.id, record.took_place.sort_key(), record.took_place.on, to_json(record)?],
    )
    .await?;
    counts::count_record(tx, centre, record, 1).await
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
