//! Conferences: planning, agenda, minutes, conclusions; packets for those who sit, and what those see who are invited.

mod claims;
mod invited;
mod of_use;
mod packets;
mod paper;

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, ConferenceScope, Permit, RowFilter, Target, decide};
use banso_domain::{
    case::{
        Case, Stage,
        event::{Purpose, SittingResult},
        minutes::MatterMinutes,
        plan::Conclusion,
        task::AgreedTask,
    },
    conference::{AgendaItem, Conference, ConferenceEvent, ConferencePlan, Member},
    id::{AgencyId, CaseId, ConferenceId},
    rule::Refusal,
};
use banso_store::{CaseRow, CaseSearch, CaseView, Change, ConferenceRow, Stamp, Tx};
use chrono::NaiveDate;
use uuid::Uuid;

pub use invited::{Invitation, Sitting, SittingMatter, Speak};
pub use packets::{MadePacket, Pick, Receiver};

use crate::{App, EntryLine, UseCaseError};

/// A sitting to be planned.
#[derive(Clone, Debug)]
pub struct NewConference {
    /// The centre that holds it.
    pub host: AgencyId,
    /// When, where, how.
    pub plan: ConferencePlan,
    /// Who is invited.
    pub members: Vec<Member>,
}

/// What a sitting concluded on a matter.
#[derive(Clone, Debug)]
pub struct Conclude {
    /// Which case.
    pub case: CaseId,
    /// For which purpose.
    pub purpose: Purpose,
    /// 結論
    pub conclusion: Conclusion,
    /// 協議内容
    pub discussion: String,
    /// 自治体意見
    pub municipality_view: String,
    /// 役割分担
    pub tasks: Vec<AgreedTask>,
    /// What had begun before is approved afterwards.
    pub ratifies: bool,
    /// 共有同意の範囲確認
    pub consent_scope_ok: bool,
    /// 提示資料, 次回評価・モニタリング時期
    pub minutes: MatterMinutes,
}

/// A conference as its page needs it.
#[derive(Clone, Debug)]
pub struct ConferencePage {
    /// The conference.
    pub conference: Conference,
    /// Its version.
    pub version: i64,
    /// The cases on the agenda that the reader may see; others are shown as restricted.
    pub cases: Vec<CaseRow>,
    /// For the buttons.
    pub scope: ConferenceScope,
}

/// A case that could go on an agenda, and for what.
#[derive(Clone, Debug)]
pub struct AgendaCandidate {
    /// The case.
    pub case: CaseRow,
    /// Everything it may be discussed for and is not yet on this agenda for; the likeliest first, never empty.
    pub purposes: Vec<Purpose>,
}

/// How many waiting cases of each kind are offered for an agenda.
const CANDIDATES: u32 = 50;

async fn scope(tx: &Tx, host: AgencyId) -> Result<ConferenceScope, UseCaseError> {
    let agency = tx.agency(host).await?.ok_or(UseCaseError::NotFound)?;
    Ok(ConferenceScope { host, municipality: agency.facts.municipality })
}

/// Everything that a case may be discussed for, in the order in which it usually comes up.
#[must_use]
pub fn purposes(case: &Case) -> Vec<Purpose> {
    Purpose::ALL.iter().copied().filter(|purpose| case.may_be_discussed(*purpose).is_ok()).collect()
}

impl App {
    /// Plans a sitting.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for a host out of reach.
    #[boxed]
    pub async fn plan_conference(&self, actor: &Actor, new: NewConference) -> Result<ConferenceId, UseCaseError> {
        let id = ConferenceId::new(Uuid::now_v7());
        let tx = self.inner.store.begin().await?;
        let scope = scope(&tx, new.host).await?;
        let permit = decide(actor, Action::PlanConference, Target::Conference(scope))?;
        let event = ConferenceEvent::Planned { host: new.host, plan: new.plan, members: new.members };
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Conference(id, &event), Some(0)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// A conference with the cases on its agenda.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn conference(&self, actor: &Actor, id: ConferenceId) -> Result<ConferencePage, UseCaseError> {
        let reader = self.inner.store.reader();
        let (conference, version) = reader.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        let host = reader.agency(conference.host).await?.ok_or(UseCaseError::NotFound)?;
        let scope = ConferenceScope { host: conference.host, municipality: host.facts.municipality };
        decide(actor, Action::ReadConference, Target::Conference(scope))?;
        self.require_use(actor, &conference).await?;
        let ids: Vec<CaseId> = conference.agenda.iter().map(|item| item.case).collect();
        let cases = reader.case_rows(RowFilter::of(actor), &ids).await?;
        Ok(ConferencePage { conference, version, cases, scope })
    }

    /// What happened to a conference, oldest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn conference_history(
        &self,
        actor: &Actor,
        id: ConferenceId,
    ) -> Result<Vec<EntryLine<ConferenceEvent>>, UseCaseError> {
        self.conference(actor, id).await?;
        let entries = self.inner.store.reader().conference_history(id).await?;
        Ok(entries.into_iter().map(EntryLine::from).collect())
    }

    /// The conferences of the actor's agency and of the centres it commissions, newest first.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn conferences(
        &self,
        actor: &Actor,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<ConferenceRow>, UseCaseError> {
        let mine = ConferenceScope { host: actor.agency(), municipality: Some(actor.agency()) };
        decide(actor, Action::ReadConference, Target::Conference(mine))?;
        Ok(self.inner.store.reader().conferences(actor.agency(), limit, offset).await?)
    }

    /// The conferences that have or had a case on the agenda.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn conferences_of_case(&self, actor: &Actor, id: CaseId) -> Result<Vec<ConferenceRow>, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(id).await?.ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        Ok(reader.conferences_of_case(id).await?)
    }

    /// Whether `actor` may do this to a conference: for the buttons.
    #[must_use]
    pub fn may_on_conference(&self, actor: &Actor, action: Action, scope: ConferenceScope) -> bool {
        decide(actor, action, Target::Conference(scope)).is_ok()
    }

    /// Cases of the host that wait for a conference: plans, what began early, evaluated cases that are to be closed.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn agenda_candidates(
        &self,
        actor: &Actor,
        id: ConferenceId,
    ) -> Result<Vec<AgendaCandidate>, UseCaseError> {
        let page = self.conference(actor, id).await?;
        let reader = self.inner.store.reader();
        let filter = RowFilter::of(actor);
        // Protected ones are in no list; those who are named bring them.
        let host = page.conference.host;
        let mut rows: Vec<CaseRow> = reader.protected_cases(filter).await?;
        for view in
            [CaseView::InStage(Stage::ConferencePending), CaseView::ToRatify, CaseView::InStage(Stage::Evaluation)]
        {
            let search = CaseSearch { limit: CANDIDATES, ..CaseSearch::of(view) };
            for row in reader.cases(filter, &search).await? {
                if rows.iter().all(|known| known.id != row.id) {
                    rows.push(row);
                }
            }
        }
        rows.retain(|row| row.centre == host);
        let mut cases = reader.whole_cases(&rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
        let mut candidates = Vec::new();
        for row in rows {
            let Some(case) = cases.remove(&row.id) else { continue };
            let purposes: Vec<Purpose> = purposes(&case)
                .into_iter()
                .filter(|purpose| page.conference.item(row.id, *purpose).is_none())
                .collect();
            // Any case may be suspended, reviewed or shared: that alone makes nobody wait for a sitting.
            let any_case = [Purpose::Suspension, Purpose::Review, Purpose::SupportMeeting];
            if purposes.iter().any(|purpose| !any_case.contains(purpose)) {
                candidates.push(AgendaCandidate { case: row, purposes });
            }
        }
        Ok(candidates)
    }

    async fn change_conference(
        &self,
        actor: &Actor,
        action: Action,
        id: ConferenceId,
        expected: Option<i64>,
        rules: impl FnOnce(&Conference, NaiveDate) -> Result<ConferenceEvent, Refusal> + Send,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (_, permit, event, found) = self.decide_on_conference(&tx, actor, action, id, expected, rules).await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Conference(id, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }

    async fn decide_on_conference(
        &self,
        tx: &Tx,
        actor: &Actor,
        action: Action,
        id: ConferenceId,
        expected: Option<i64>,
        rules: impl FnOnce(&Conference, NaiveDate) -> Result<ConferenceEvent, Refusal> + Send,
    ) -> Result<(Conference, Permit, ConferenceEvent, i64), UseCaseError> {
        let (conference, found) = tx.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        let scope = scope(tx, conference.host).await?;
        let permit = decide(actor, action, Target::Conference(scope))?;
        self.require_use(actor, &conference).await?;
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let event = rules(&conference, self.inner.clock.today())?;
        Ok((conference, permit, event, found))
    }

    /// Changes time, place and members before the sitting.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; likewise below.
    #[boxed]
    pub async fn change_conference_plan(
        &self,
        actor: &Actor,
        id: ConferenceId,
        expected: i64,
        plan: ConferencePlan,
        members: Vec<Member>,
    ) -> Result<(), UseCaseError> {
        self.change_conference(actor, Action::SetAgenda, id, Some(expected), |conference, _| {
            conference.change(plan, members)
        })
        .await
    }

    /// Puts a case on the agenda.
    ///
    /// # Errors
    ///
    /// Refused if the case may not be discussed for that purpose (no consent to share, no plan …).
    #[boxed]
    pub async fn add_agenda_item(
        &self,
        actor: &Actor,
        id: ConferenceId,
        case: CaseId,
        purpose: Purpose,
        minutes: u32,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (file, _) = tx.case(case).await?.ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadCase, Target::Case(CaseScope::of(&file)))?;
        file.may_be_discussed(purpose)?;
        let plan = matches!(purpose, Purpose::Plan | Purpose::Replan | Purpose::Closure)
            .then(|| file.current_plan().map(|plan| plan.id))
            .flatten();
        let item = AgendaItem { case, plan, purpose, minutes, conclusion: None };
        let (_, permit, event, found) = self
            .decide_on_conference(&tx, actor, Action::SetAgenda, id, None, |conference, _| conference.add_item(item))
            .await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Conference(id, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a case off the agenda.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn remove_agenda_item(
        &self,
        actor: &Actor,
        id: ConferenceId,
        case: CaseId,
        purpose: Purpose,
    ) -> Result<(), UseCaseError> {
        self.change_conference(actor, Action::SetAgenda, id, None, |conference, _| {
            conference.remove_item(case, purpose)
        })
        .await
    }

    /// Records that it sat and who was there.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn hold_conference(
        &self,
        actor: &Actor,
        id: ConferenceId,
        on: NaiveDate,
        members: Vec<Member>,
        chair: &str,
        recorder: &str,
    ) -> Result<(), UseCaseError> {
        self.change_conference(actor, Action::WriteMinutes, id, None, |conference, today| {
            conference.hold(on, members, chair, recorder, today)
        })
        .await
    }

    /// Concludes a matter: the conference and the case change together.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn conclude(&self, actor: &Actor, id: ConferenceId, command: Conclude) -> Result<(), UseCaseError> {
        let (case, purpose, conclusion) = (command.case, command.purpose, command.conclusion);
        let tx = self.inner.store.begin().await?;
        let (conference, permit, event, found) = self
            .decide_on_conference(&tx, actor, Action::WriteMinutes, id, None, |conference, _| {
                conference.conclude(case, purpose, conclusion)
            })
            .await?;
        let (file, version) = tx.case(case).await?.ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadCase, Target::Case(CaseScope::of(&file)))?;
        let result = SittingResult {
            conference: id,
            held_on: conference.plan.on,
            purpose,
            plan: conference.item(case, purpose).and_then(|item| item.plan),
            conclusion,
            discussion: command.discussion,
            municipality_view: command.municipality_view,
            tasks: command.tasks,
            // Only what began early can be approved afterwards.
            ratifies: purpose == Purpose::Report || (command.ratifies && file.waits_for_ratification()),
            consent_scope_ok: command.consent_scope_ok,
            minutes: command.minutes,
        };
        let background = self.background_of_tasks(&file, &result.tasks).await?;
        let events = file.discuss(result, &background.context())?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Conference(id, &event), Some(found)).await?;
        let mut version = version;
        for event in &events {
            version = tx.record(stamp, Change::Case(case, file.person, event), Some(version)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Completes or mends what the minutes say about a matter, as long as they are open.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`]; a conflict if the case changed since version `expected`.
    #[boxed]
    pub async fn write_minutes(
        &self,
        actor: &Actor,
        id: ConferenceId,
        (case, expected): (CaseId, i64),
        purpose: Purpose,
        minutes: MatterMinutes,
    ) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (conference, _) = tx.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::WriteMinutes, Target::Conference(scope(&tx, conference.host).await?))?;
        let (file, found) = tx.case(case).await?.ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadCase, Target::Case(CaseScope::of(&file)))?;
        if expected != found {
            return Err(UseCaseError::Conflict { expected, found });
        }
        conference.require_open_minutes()?;
        let event = file.write_minutes(id, purpose, minutes)?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Case(case, file.person, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }

    /// Notes what the region lacks.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn note_gap(&self, actor: &Actor, id: ConferenceId, what: &str) -> Result<(), UseCaseError> {
        self.change_conference(actor, Action::WriteMinutes, id, None, |conference, _| conference.note_gap(what)).await
    }

    /// Closes the minutes.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn close_minutes(&self, actor: &Actor, id: ConferenceId) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let (known, _) = tx.conference(id).await?.ok_or(UseCaseError::NotFound)?;
        if let Some(episode) = known.of_use {
            let (episode, _) = tx.episode(episode).await?.ok_or(UseCaseError::NotFound)?;
            self.require_use(actor, &known).await?;
            episode.require_minutes(id)?;
        }
        let mut said = Vec::new();
        for item in &known.agenda {
            let case = tx.case(item.case).await?;
            said.extend(case.and_then(|(case, _)| case.sitting(id, item.purpose).cloned()));
        }
        let (_, permit, event, found) = self
            .decide_on_conference(&tx, actor, Action::WriteMinutes, id, None, |conference, today| {
                conference.close_minutes(today, &said)
            })
            .await?;
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Conference(id, &event), Some(found)).await?;
        Ok(tx.commit().await?)
    }

    /// Calls the sitting off.
    ///
    /// # Errors
    ///
    /// See [`UseCaseError`].
    #[boxed]
    pub async fn call_off_conference(&self, actor: &Actor, id: ConferenceId, reason: &str) -> Result<(), UseCaseError> {
        self.change_conference(actor, Action::SetAgenda, id, None, |conference, _| conference.call_off(reason)).await
    }
}
