//! 連絡の見直し: every two weeks an agency looks at its links that thinned or fell silent without anyone meaning it, names the cause
//! before it closes one, and asks the person first where the person stopped coming. What fades as planned is not listed.
//!
//! Nothing is computed in advance: whoever looks gets what the record says now.

use std::{collections::BTreeMap, fmt};

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, CaseScope, JobFilter, OfficeScope, Permit, RowFilter, Target, decide};
use banso_domain::{
    calendar::Holidays,
    id::{AgencyId, CaseId, JobId, PersonId, ReviewId},
    ledger::RecordPart,
    rhythm_review::{
        KeptAt, PersonsWord, ReviewCause, ReviewEvent, ReviewedLink, RhythmReview, Seen, SeenState, round_of,
    },
};
use banso_exchange::package::LinkGatherer;
use banso_insight::rhythm::{Judgement, Region, State, date_of, day_of};
use banso_store::{Change, JobRow, RhythmCase, Stamp};
use chrono::{Months, NaiveDate};
use uuid::Uuid;

use crate::{App, UseCaseError, package::Feed};

/// Contacts are looked at over so many months: longer ago says nothing of how it usually is now.
const LOOKED_BACK: Months = Months::new(24);
/// Reviews that were closed are remembered for so many months.
const REMEMBERED: Months = Months::new(13);
/// So many jobs are looked at.
const MOST_JOBS: u32 = 5_000;

/// A link that is to be looked at.
#[derive(Clone)]
pub struct RhythmRow {
    /// Which.
    pub link: ReviewedLink,
    /// About whom.
    pub person: PersonId,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
    /// The number of the case; empty for a job.
    pub reference: String,
    /// What is said of it.
    pub said: Judgement,
    /// What was done about it, with the version.
    pub review: Option<(RhythmReview, i64)>,
}

// Names are not shown by whoever logs something that holds them.
impl fmt::Debug for RhythmRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RhythmRow").field("link", &self.link).finish_non_exhaustive()
    }
}

/// What an agency looks at in a round.
#[derive(Clone, Debug)]
pub struct RhythmList {
    /// The first and the last day of the round.
    pub round: (NaiveDate, NaiveDate),
    /// Links to look at, the strongest evidence first.
    pub rows: Vec<RhythmRow>,
    /// How many links were looked at in all.
    pub links: usize,
    /// How many of them fade as planned and are not listed.
    pub fading: usize,
    /// How many reviews were closed in this round.
    pub closed: usize,
}

/// What somebody does about a link.
#[derive(Clone, Debug)]
pub enum ReviewCommand {
    /// See [`RhythmReview::hand_to_person`].
    HandToPerson,
    /// See [`RhythmReview::person_said`].
    PersonSaid(PersonsWord),
    /// See [`RhythmReview::note_danger`].
    NoteDanger(String),
    /// See [`RhythmReview::close`].
    Close(Option<ReviewCause>, String),
}

/// Everybody's links with what is said of them.
struct Looked {
    rows: Vec<RhythmRow>,
    closed: usize,
}

/// What is seen of a link, where somebody should look at it.
const fn seen_state(state: State) -> Option<SeenState> {
    match state {
        State::Thinning => Some(SeenState::Thinning),
        State::Silent => Some(SeenState::Silent),
        State::OverDependent => Some(SeenState::OverDependent),
        State::Steady | State::PlannedFade | State::TooLittleData => None,
    }
}

impl RhythmRow {
    /// Whether there is something to be done about it: it is seen to thin or to be silent, or its review is open.
    #[must_use]
    pub fn asks_for_review(&self) -> bool {
        let is_open = self.review.as_ref().is_some_and(|(review, _)| review.is_open());
        is_open || seen_state(self.said.state).is_some()
    }

    /// Whether it is to be looked at: an open review, or something that was seen and not settled.
    fn is_listed(&self, today: NaiveDate) -> bool {
        match (&self.review, seen_state(self.said.state)) {
            (Some((review, _)), _) if review.is_open() => true,
            (Some((review, _)), Some(_)) => review.is_shown_again(date_of(self.said.since), today),
            (None, Some(_)) => true,
            (_, None) => false,
        }
    }
}

impl App {
    fn rhythm_permit(actor: &Actor) -> Result<Permit, UseCaseError> {
        let office = OfficeScope { agency: actor.agency(), municipality: None };
        Ok(decide(actor, Action::ReadRhythm, Target::Office(office))?)
    }

    /// Whether the actor looks at links: pages ask it before they lead there.
    #[must_use]
    pub fn may_read_rhythm(&self, actor: &Actor) -> bool {
        Self::rhythm_permit(actor).is_ok()
    }

    /// The links of the actor's agency that are to be looked at.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] or [`UseCaseError::Forbidden`] for those who support nobody.
    #[boxed]
    pub async fn rhythm_list(&self, actor: &Actor) -> Result<RhythmList, UseCaseError> {
        Self::rhythm_permit(actor)?;
        let today = self.inner.clock.today();
        let round = round_of(today);
        let Looked { mut rows, closed } = self.look_at_links(actor, round).await?;
        let links = rows.len();
        let fading = rows.iter().filter(|row| row.said.state == State::PlannedFade).count();
        rows.retain(|row| row.is_listed(today));
        rows.sort_by(|one, other| other.said.score.total_cmp(&one.said.score).then_with(|| one.kana.cmp(&other.kana)));
        Ok(RhythmList { round, rows, links, fading, closed })
    }

    /// One link of the actor's agency.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where there is none for this reader.
    #[boxed]
    pub async fn rhythm_link(
        &self,
        actor: &Actor,
        at: KeptAt,
        with: Option<AgencyId>,
    ) -> Result<RhythmRow, UseCaseError> {
        let permit = self.may_review(actor, at).await?;
        let link = ReviewedLink { at, agency: actor.agency(), with };
        let looked = self.look_at_links(actor, round_of(self.inner.clock.today())).await?;
        let row = looked.rows.into_iter().find(|row| row.link == link).ok_or(UseCaseError::NotFound)?;
        let (case, part) = match at {
            KeptAt::Case { case } => (Some(case), RecordPart::Course),
            KeptAt::Job { .. } => (None, RecordPart::Job),
        };
        self.note_part_read(row.person, &permit, case, part);
        Ok(row)
    }

    /// Does something about a link: the first deed begins its review, in the same transaction.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] where there is no such link for this reader, [`UseCaseError::Conflict`] if somebody else did something since
    /// `expected`, [`UseCaseError::Refused`] by.
    #[boxed]
    pub async fn review_rhythm(
        &self,
        actor: &Actor,
        row: &RhythmRow,
        expected: Option<i64>,
        command: ReviewCommand,
    ) -> Result<(), UseCaseError> {
        let permit = self.may_review(actor, row.link.at).await?;
        let (today, stamp) = (self.inner.clock.today(), Stamp { permit: &permit, at: self.inner.clock.now() });
        let tx = self.inner.store.begin().await?;
        tx.take_turns_beginning(row.person).await?;
        let open = tx.open_reviews(actor.agency(), row.person).await?;
        let known = open.into_iter().find(|(review, _)| review.link == row.link);
        let found = known.as_ref().map(|(_, version)| *version);
        let was_open = expected.filter(|_| row.review.as_ref().is_some_and(|(review, _)| review.is_open()));
        if was_open != found {
            return Err(UseCaseError::Conflict {
                expected: was_open.unwrap_or_default(),
                found: found.unwrap_or_default(),
            });
        }
        let (review, version) = match known {
            Some(known) => known,
            None => {
                let state = seen_state(row.said.state).ok_or(UseCaseError::NotFound)?;
                let seen = Seen { state, since: date_of(row.said.since), on: today };
                let begun = ReviewEvent::Begun { person: row.person, link: row.link, seen };
                let id = ReviewId::new(Uuid::now_v7());
                let review = RhythmReview::apply(None, id, &begun).ok_or(UseCaseError::NotFound)?;
                let version = tx.record(stamp, Change::Review(id, row.person, &begun), Some(0)).await?;
                (review, version)
            }
        };
        let event = match command {
            ReviewCommand::HandToPerson => review.hand_to_person(today, today)?,
            ReviewCommand::PersonSaid(word) => review.person_said(word, today)?,
            ReviewCommand::NoteDanger(reason) => review.note_danger(today, &reason, today)?,
            ReviewCommand::Close(cause, note) => review.close(cause, &note, today, today)?,
        };
        tx.record(stamp, Change::Review(review.id, row.person, &event), Some(version)).await?;
        Ok(tx.commit().await?)
    }

    /// What allows to look at a link by itself and to do something about it: the centre's own case, or the job that the agency stands beside.
    async fn may_review(&self, actor: &Actor, at: KeptAt) -> Result<Permit, UseCaseError> {
        match at {
            KeptAt::Case { case } => {
                let header = self.inner.store.reader().case_header(case).await?.ok_or(UseCaseError::NotFound)?;
                self.may_review_case(actor, header.scope)
            }
            KeptAt::Job { job } => {
                let row = self.inner.store.reader().job(job).await?.ok_or(UseCaseError::NotFound)?;
                self.permit_on_job(actor, Action::WriteJob, &row.job).await
            }
        }
    }

    fn may_review_case(&self, actor: &Actor, scope: CaseScope) -> Result<Permit, UseCaseError> {
        let permit = decide(actor, Action::ReviewRhythm, Target::Case(scope))?;
        if scope.centre == actor.agency() { Ok(permit) } else { Err(UseCaseError::NotFound) }
    }

    /// Every link of the actor's agency, whose rows pass the filters, with what is said of it.
    async fn look_at_links(&self, actor: &Actor, round: (NaiveDate, NaiveDate)) -> Result<Looked, UseCaseError> {
        let today = self.inner.clock.today();
        let before = |months| today.checked_sub_months(months).unwrap_or(today);
        let reader = self.inner.store.reader();
        let (filter, agency) = (RowFilter::of(actor), actor.agency());
        let agencies = reader.agencies().await?;
        let cases = reader.rhythm_cases(filter, agency).await?;
        let records = reader.rhythm_records(filter, agency, before(LOOKED_BACK)).await?;
        let jobs = reader.jobs_beside(JobFilter::of(actor), true, MOST_JOBS, 0).await?;
        let reviews = reader.rhythm_reviews(agency, before(REMEMBERED)).await?;

        let mut feed = Feed::new(&agencies, agency);
        for case in &cases {
            feed.case(case.id, case.received_on, case.phases);
        }
        for (case, record) in &records {
            feed.record(*case, record);
        }
        let case_of: BTreeMap<PersonId, CaseId> = cases.iter().map(|case| (case.person, case.id)).collect();
        for row in &jobs {
            feed.job(&row.job, case_of.get(&row.job.person).copied());
        }
        let (names, links) = LinkGatherer::finish(feed.into_gatherer());
        let region = Region::learn(&links, day_of(today), Holidays::japan());
        let said = region.judge_all(&links, day_of(today));

        let cases: BTreeMap<String, &RhythmCase> = cases.iter().map(|case| (case.id.to_string(), case)).collect();
        let jobs: BTreeMap<String, &JobRow> = jobs.iter().map(|row| (row.job.id.to_string(), row)).collect();
        let closed = reviews.iter().filter_map(|(review, _)| review.closed.as_ref());
        let closed = closed.filter(|closed| (round.0..=round.1).contains(&closed.on)).count();
        let mut reviewed: BTreeMap<ReviewedLink, (RhythmReview, i64)> = BTreeMap::new();
        for (review, version) in reviews {
            reviewed.insert(review.link, (review, version));
        }
        let row = |(name, said): (banso_exchange::package::LinkName, Judgement)| {
            let with = if name.partner.is_empty() { None } else { Some(name.partner.parse::<AgencyId>().ok()?) };
            let (at, person, called, kana, reference) = match (cases.get(&name.episode), jobs.get(&name.episode)) {
                (Some(case), _) => (
                    KeptAt::Case { case: case.id },
                    case.person,
                    case.name.clone(),
                    case.kana.clone(),
                    case.reference.clone(),
                ),
                (None, Some(row)) => {
                    let job: JobId = row.job.id;
                    (KeptAt::Job { job }, row.job.person, row.name.clone(), row.kana.clone(), String::new())
                }
                (None, None) => return None,
            };
            let link = ReviewedLink { at, agency, with };
            let review = reviewed.get(&link).cloned();
            Some(RhythmRow { link, person, name: called, kana, reference, said, review })
        };
        Ok(Looked { rows: names.into_iter().zip(said).filter_map(row).collect(), closed })
    }
}
