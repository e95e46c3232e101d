//! 算定の確認表: for each user of an office in one month, what can be claimed with its evidence, what is missing, and what threatens to be taken
//! away. For the office's own staff.

use std::collections::HashSet;

use async_recursion::async_recursion as boxed;
use banso_access::{
    Action, Actor, CaseScope, ConferenceScope, EpisodeFilter, JobFilter, OfficeScope, Permit, RowFilter, Target, decide,
};
use banso_domain::{
    calendar::{FiscalYear, YearMonth},
    case::sharing::{Basis, Share, SharedItem},
    conference::Conference,
    episode::{Episode, Programme},
    id::{AgencyId, CaseId, ConferenceId, EpisodeId, PersonId},
    job::Job,
    ledger::LedgerEntry,
    liaison::{LiaisonCount, YearBasis},
    neutrality::HalfYear,
    reward::{
        ReallyShared, RewardAbout, RewardCondition, RewardDefinition, RewardLine, RewardState, RewardVersion, UseMonth,
        WorkRecord, half_year_applied_in,
    },
};
use banso_store::EpisodeRow;
use chrono::{Months, NaiveDate};

use crate::{AgencyRow, App, UseCaseError};

/// So many uses are looked at: more than an office has.
const MOST_USES: u32 = 2_000;
/// Somebody who left for a job fills six months at work up to so many months later.
const AFTER_THE_END: Months = Months::new(7);

/// How a share of an office's people in work is counted, from their uses and the jobs that it knows of.
type Counting = for<'j> fn(&RewardVersion, YearMonth, &[Episode], &dyn Fn(&Episode) -> Vec<&'j Job>) -> WorkRecord;

/// Of whom or what a line speaks.
#[derive(Clone)]
pub enum RewardSubject {
    /// The use of a programme.
    Use {
        /// Which.
        episode: EpisodeId,
        /// Of what.
        programme: Programme,
    },
    /// A sitting about a case.
    Sitting {
        /// Which.
        conference: ConferenceId,
        /// About which case; none where an office held it about a use.
        case: Option<CaseId>,
        /// When it sits or sat.
        on: NaiveDate,
        /// The service that was claimed for, where a claim is recorded.
        programme: Option<Programme>,
        /// Claims that are left in the year; none where there is no limit.
        left: Option<usize>,
        /// Another sitting about the person is claimed in the month already.
        is_month_used: bool,
    },
    /// The office as a whole.
    Office {
        /// The half-year that was judged.
        half: Option<HalfYear>,
        /// How many of those who finished have stayed in work.
        record: Option<WorkRecord>,
    },
}

/// A line of the sheet.
#[derive(Clone)]
pub struct RewardRow {
    /// Of whom or what.
    pub subject: RewardSubject,
    /// The person; none for the office.
    pub person: Option<PersonId>,
    /// 氏名
    pub name: String,
    /// フリガナ
    pub kana: String,
    /// What the record shows.
    pub line: RewardLine,
}

/// The sheet of an office for a month.
pub struct RewardMonth {
    /// The office.
    pub office: AgencyRow,
    /// Its lines: what presses first, then by フリガナ.
    pub rows: Vec<RewardRow>,
    /// There are more users than were looked at.
    pub is_cut: bool,
    /// What allows to read it.
    permit: Permit,
}

impl App {
    /// What the record of a month shows for the office that the reader works for; none for who works on no uses there.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn reward_month(&self, actor: &Actor, month: YearMonth) -> Result<Option<RewardMonth>, UseCaseError> {
        let scope = OfficeScope { agency: actor.agency(), municipality: None };
        let Ok(permit) = decide(actor, Action::ReadRewards, Target::Office(scope)) else { return Ok(None) };
        let office = self.agency(actor.agency()).await?;
        let (uses, is_cut) = self.uses_around(actor, month).await?;
        let mut rows = self.rewarded_sittings(actor, &office, month).await?;
        let claimed: HashSet<PersonId> = rows.iter().filter_map(|row| row.person).collect();
        for row in &uses {
            rows.extend(self.rewarded_use(actor, row, month, &claimed).await?);
        }
        for definition in self.rewards().all() {
            rows.extend(self.rewarded_office(actor, &office, definition, month).await?);
        }
        let key = |row: &RewardRow| (row.line.state, row.kana.clone(), row.person, row.line.reward.clone());
        rows.sort_by_cached_key(key);
        Ok(Some(RewardMonth { office, rows, is_cut, permit }))
    }

    /// Writes down that the sheet was taken as a file, in the ledger of everybody who stands in it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`] if it cannot be written down: then nothing may leave.
    #[boxed]
    pub async fn note_rewards_export(&self, list: &str, sheet: &RewardMonth) -> Result<(), UseCaseError> {
        let tx = self.inner.store.begin().await?;
        let persons: HashSet<PersonId> = sheet.rows.iter().filter_map(|row| row.person).collect();
        let mut persons: Vec<PersonId> = persons.into_iter().collect();
        persons.sort_unstable();
        for person in persons {
            let entry = LedgerEntry::Exported { list: list.to_owned() };
            self.note_with(&tx, person, &sheet.permit, entry).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The uses that a month may have something to say about, and whether there are more.
    async fn uses_around(&self, actor: &Actor, month: YearMonth) -> Result<(Vec<EpisodeRow>, bool), UseCaseError> {
        let from = month.first_day().checked_sub_months(AFTER_THE_END).unwrap_or(month.first_day());
        let days = (from, month.last_day());
        let reader = self.inner.store.reader();
        let mut uses = reader.episodes_between(EpisodeFilter::of(actor), days, MOST_USES + 1).await?;
        let is_cut = uses.len() > MOST_USES as usize;
        uses.truncate(MOST_USES as usize);
        Ok((uses, is_cut))
    }

    async fn rewarded_use(
        &self,
        actor: &Actor,
        row: &EpisodeRow,
        month: YearMonth,
        claimed: &HashSet<PersonId>,
    ) -> Result<Vec<RewardRow>, UseCaseError> {
        let episode = &row.episode;
        let today = self.inner.clock.today();
        // What came after is looked up where a use ended in the month, and for nobody else.
        let ended = episode.end.as_ref().is_some_and(|end| YearMonth::of(end.on) == month);
        let known = match ended {
            true => self.around(episode.person).await?.known_to(actor.agency(), today),
            false => Vec::new(),
        };
        let shared = self.really_shared(episode, month).await?;
        let lines = UseMonth { month, today, episode, known: &known, shared: &shared }.lines(self.rewards());
        let is_of_sitting = |line: &RewardLine| {
            self.rewards().of(&line.reward).is_some_and(|known| known.about == RewardAbout::Sitting)
        };
        // Where a sitting about the person is on the sheet, a conference that the use notes says nothing more.
        let told = |line: &RewardLine| is_of_sitting(line) && claimed.contains(&episode.person);
        let rows = lines.into_iter().filter(|line| !told(line)).map(|line| RewardRow {
            subject: RewardSubject::Use { episode: episode.id, programme: episode.programme },
            person: Some(episode.person),
            name: row.name.clone(),
            kana: row.kana.clone(),
            line,
        });
        Ok(rows.collect())
    }

    /// What was really shared about a use; looked up where a reward of the month asks for it.
    async fn really_shared(&self, episode: &Episode, month: YearMonth) -> Result<ReallyShared, UseCaseError> {
        let asks = |definition: &RewardDefinition| {
            let asked = [RewardCondition::ReportShared, RewardCondition::ConsentStands];
            let version =
                definition.on(month.last_day()).filter(|_| definition.programmes.contains(&episode.programme));
            version.is_some_and(|version| asked.iter().any(|condition| version.conditions.contains(condition)))
        };
        if !self.rewards().all().any(asks) {
            return Ok(ReallyShared::default());
        }
        let around = self.around(episode.person).await?;
        let to_others = |share: &&Share| share.basis == Basis::Consent && share.agency != episode.agency;
        let shares: Vec<&Share> = around.shares().filter(to_others).collect();
        let consents = shares.iter().filter(|share| share.items.has(SharedItem::Services));
        let consents = consents.map(|share| (share.from, share.until)).collect();
        let mut sheets = Vec::new();
        for sheet in self.inner.store.reader().sheets_of_person(around.person).await? {
            if sheet.agency != episode.agency {
                continue;
            }
            let item = self.form_of(&sheet)?.sheet.and_then(|rules| rules.shared_as);
            let read_by_others = |on: &NaiveDate| {
                item.is_some_and(|item| shares.iter().any(|share| share.items.has(item) && share.is_open_on(*on)))
            };
            let finals = sheet.versions.iter().filter_map(|version| version.finalised.as_ref().map(|done| done.on));
            let days = finals.filter(read_by_others).chain(sheet.carried.iter().copied());
            sheets.extend(days.map(|on| (sheet.form.clone(), on)));
        }
        Ok(ReallyShared { sheets, consents })
    }

    /// The sittings of the month that 地域連携会議実施加算 can be claimed for, about cases that the reader's lists may hold.
    async fn rewarded_sittings(
        &self,
        actor: &Actor,
        office: &AgencyRow,
        month: YearMonth,
    ) -> Result<Vec<RewardRow>, UseCaseError> {
        let scope = ConferenceScope { host: office.id, municipality: office.facts.municipality };
        let Some(definition) = self.rewards().liaison() else { return Ok(Vec::new()) };
        if decide(actor, Action::ReadConference, Target::Conference(scope)).is_err() {
            return Ok(Vec::new());
        }
        let days = (month.first_day(), month.last_day());
        let held = self.inner.store.reader().conferences_held_between(office.id, days).await?;
        let mut rows = Vec::new();
        for sitting in held.iter().map(|row| &row.conference).filter(|held| held.plan.kind.counts_as_liaison()) {
            if let Some(version) = definition.on(sitting.plan.on) {
                let year = office.facts.conferences.liaison_year;
                rows.extend(self.rewarded_use_sitting(actor, sitting, (&definition.id, version), year).await?);
                rows.extend(self.rewarded_cases(actor, sitting, (&definition.id, version), year).await?);
            }
        }
        Ok(rows)
    }

    async fn rewarded_cases(
        &self,
        actor: &Actor,
        sitting: &Conference,
        (reward, version): (&str, &RewardVersion),
        year: YearBasis,
    ) -> Result<Vec<RewardRow>, UseCaseError> {
        let reader = self.inner.store.reader();
        let filter = RowFilter::of(actor);
        let mut ids: Vec<CaseId> = sitting.agenda.iter().map(|item| item.case).collect();
        ids.sort_unstable();
        ids.dedup();
        let cases = reader.whole_cases(&ids).await?;
        let mut rows = Vec::new();
        for row in reader.case_rows(filter, &ids).await? {
            let Some(case) = cases.get(&row.id).filter(|case| filter.passes(CaseScope::of(case))) else { continue };
            let at = (sitting.host, sitting.plan.on);
            let others = LiaisonCount::on(&case.liaison, at, year, Some(sitting.id));
            let all = LiaisonCount::on(&case.liaison, at, year, None);
            let claim = case.liaison.iter().find(|claim| claim.conference == sitting.id);
            rows.push(RewardRow {
                subject: RewardSubject::Sitting {
                    conference: sitting.id,
                    case: Some(row.id),
                    on: sitting.plan.on,
                    programme: claim.map(|claim| claim.service.programme()),
                    left: all.left(version),
                    is_month_used: others.in_month > 0,
                },
                person: Some(row.person),
                name: row.name,
                kana: row.kana,
                line: case.liaison_line(sitting, reward, version),
            });
        }
        Ok(rows)
    }

    async fn rewarded_office(
        &self,
        actor: &Actor,
        office: &AgencyRow,
        definition: &RewardDefinition,
        month: YearMonth,
    ) -> Result<Option<RewardRow>, UseCaseError> {
        let kind = office.facts.kind;
        let given = |programme: &Programme| self.programmes().given_by(kind).any(|known| known.programme == *programme);
        let Some(version) = definition.on(month.last_day()).filter(|_| definition.about == RewardAbout::Office) else {
            return Ok(None);
        };
        if !definition.programmes.iter().any(given) {
            return Ok(None);
        }
        let (mut half, mut record) = (None, None);
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for condition in &version.conditions {
            let holds = match condition {
                RewardCondition::WithinLine => {
                    let judged = half_year_applied_in(month);
                    half = Some(judged);
                    self.is_within_line(actor, office.id, judged).await?
                }
                RewardCondition::RecordOfWork => {
                    let counted = self.work_record(actor, version, month, WorkRecord::count).await?;
                    record = Some(counted);
                    (counted.people > 0).then(|| counted.is_reached(version))
                }
                RewardCondition::InWork => {
                    let counted = self.work_record(actor, version, month, WorkRecord::in_work).await?;
                    record = Some(counted);
                    (counted.people > 0).then_some(true)
                }
                _ => None,
            };
            match holds {
                Some(true) => found.push((*condition, half.map(HalfYear::last_day))),
                Some(false) => missing.push(*condition),
                None => return Ok(None),
            }
        }
        let line = RewardLine {
            reward: definition.id.clone(),
            state: RewardState::of(definition.kind, missing.is_empty(), None, self.inner.clock.today()),
            found,
            missing,
            by: None,
            amount: record.and_then(|share| version.amount_at(share)).or_else(|| version.amount(None, None)),
        };
        let subject = RewardSubject::Office { half, record };
        Ok(Some(RewardRow { subject, person: None, name: office.facts.name.clone(), kana: String::new(), line }))
    }

    /// Whether no service leaned to one corporation in a half-year; nothing where nobody asked then.
    async fn is_within_line(
        &self,
        actor: &Actor,
        office: AgencyId,
        half: HalfYear,
    ) -> Result<Option<bool>, UseCaseError> {
        let found = self.half_year_of_choice(actor, half).await?;
        let own = found.into_iter().find(|found| found.office.id == office);
        Ok(own.map(|found| found.findings.is_empty()))
    }

    async fn work_record(
        &self,
        actor: &Actor,
        version: &RewardVersion,
        month: YearMonth,
        count: Counting,
    ) -> Result<WorkRecord, UseCaseError> {
        let reader = self.inner.store.reader();
        let year = FiscalYear::of(month.first_day()).first_day();
        let months = Months::new(version.look_back.unwrap_or(0));
        let from = year.checked_sub_months(months).unwrap_or(year);
        let rows = reader.episodes_between(EpisodeFilter::of(actor), (from, year), MOST_USES).await?;
        let uses: Vec<_> = rows.into_iter().map(|row| row.episode).collect();
        if uses.is_empty() {
            return Ok(WorkRecord::default());
        }
        let mut jobs = reader.jobs_beside(JobFilter::of(actor), true, MOST_USES, 0).await?;
        jobs.extend(reader.jobs_beside(JobFilter::of(actor), false, MOST_USES, 0).await?);
        Ok(count(version, month, &uses, &|episode| {
            jobs.iter().filter(|row| row.job.person == episode.person).map(|row| &row.job).collect()
        }))
    }
}
