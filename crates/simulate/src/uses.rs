//! The use of programmes in the region: one person's years through five agencies, one whose term ends soon, one who was hired and is
//! kept in work. Everything is recorded today by those who know it, with the days on which it happened.

use banso_access::Actor;
use banso_app::{App, CaseRow, CaseSearch, CaseView, UseCaseError, Whom};
use banso_domain::{
    answer::AnswerForm,
    case::{
        Stage,
        network::Topic,
        sharing::{ConfirmMethod, Consent, Direction, Recipient, Route, SharedItem, SharingPurpose},
    },
    episode::{
        EpisodeEnd, EpisodeEndReason, Extension, Grant, Heard, Linked, LookedAt, Milestone, Noted, PhaseEntry,
        Programme, Start, day_before_months,
    },
    id::{CaseId, ConsentId, EpisodeId},
};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::{
    RegionError,
    after_hiring::AFTER_HIRING,
    cast::Cast,
    failure::while_doing,
    jobs::BESIDE_THE_CENTRE,
    programmes::{ON_THE_WAY, wish},
    use_conferences::confer,
    years::YEARS,
};

/// Something that happened so many days ago.
pub(crate) enum Step {
    Phase(&'static str),
    Note(Milestone),
    /// The office held a conference of its own about the use.
    Confer,
    Suspend,
    Resume,
    Extend(u32),
    End(EpisodeEndReason),
    /// Somebody else decided something: what, and who.
    DecidedFor(&'static str, &'static str),
    /// It was looked at again how the person can decide it.
    LookedAt(&'static str),
    /// What they come about now.
    Heard(&'static str, &'static [Topic]),
    /// A matter was brought to a desk: where, and how.
    Linked(Topic, &'static str, &'static str),
}

/// A use: who records it, of what, since how many months, hired how many months ago, and what happened how many days ago.
pub(crate) struct Use {
    pub(crate) by: &'static str,
    pub(crate) programme: Programme,
    pub(crate) months_ago: u32,
    pub(crate) hired: Option<u32>,
    pub(crate) certificate: Option<u32>,
    pub(crate) steps: &'static [(u64, Step)],
}

/// One whose two years were interrupted, lengthened, and end soon.
const ENDING: &[Use] = &[Use {
    by: "transition",
    programme: Programme::Transition,
    months_ago: 27,
    hired: None,
    certificate: Some(4),
    steps: &[
        (800, Step::Note(Milestone::PlanAgreed)),
        (780, Step::Phase("preparation")),
        (500, Step::Suspend),
        (469, Step::Resume),
        (300, Step::Phase("practice")),
        (120, Step::Extend(6)),
        (60, Step::Phase("job_search")),
        (20, Step::Note(Milestone::PlanReviewed)),
    ],
}];

/// One who works and is visited every month.
const AT_WORK: &[Use] = &[
    Use {
        by: "transition",
        programme: Programme::Transition,
        months_ago: 30,
        hired: None,
        certificate: None,
        steps: &[
            (880, Step::Note(Milestone::PlanAgreed)),
            (870, Step::Phase("practice")),
            (460, Step::Note(Milestone::Hired)),
            (460, Step::Phase("post_hire")),
            (275, Step::End(EpisodeEndReason::Employed)),
        ],
    },
    Use {
        by: "retention",
        programme: Programme::Retention,
        months_ago: 8,
        hired: Some(15),
        certificate: Some(4),
        steps: &[
            (235, Step::Note(Milestone::PlanAgreed)),
            (230, Step::Phase("start")),
            (200, Step::Phase("monthly")),
            (60, Step::Note(Milestone::PlanReviewed)),
            (33, Step::Confer),
            (21, Step::Note(Milestone::Interviewed)),
            (20, Step::Note(Milestone::ReportShared)),
        ],
    },
    Use {
        by: "job_coach",
        programme: Programme::JobCoach,
        months_ago: 15,
        hired: None,
        certificate: None,
        steps: &[
            (450, Step::Phase("preparation")),
            (448, Step::Note(Milestone::PlanAgreed)),
            (447, Step::Note(Milestone::EmployerAgreed)),
            (440, Step::Phase("intensive")),
            (330, Step::Phase("shift")),
            (225, Step::Extend(12)),
            (220, Step::Phase("follow_up")),
        ],
    },
];

/// One whose retention support ends in three months, and nobody has been told of it yet.
const LEAVING: &[Use] = &[Use {
    by: "retention",
    programme: Programme::Retention,
    months_ago: 32,
    hired: Some(39),
    certificate: Some(4),
    steps: &[
        (960, Step::Note(Milestone::PlanAgreed)),
        (950, Step::Phase("start")),
        (900, Step::Phase("monthly")),
        (785, Step::Note(Milestone::PlanReviewed)),
        (605, Step::Note(Milestone::PlanReviewed)),
        (425, Step::Note(Milestone::PlanReviewed)),
        (245, Step::Note(Milestone::PlanReviewed)),
        (65, Step::Note(Milestone::PlanReviewed)),
        (1, Step::Note(Milestone::Interviewed)),
        (1, Step::Note(Milestone::ReportShared)),
    ],
}];

/// One who goes on from type B to transition support: who comes next and the consultation office know of it.
const MOVING_ON: &[Use] = &[
    Use {
        by: "continuation",
        programme: Programme::ContinuationB,
        months_ago: 14,
        hired: None,
        certificate: None,
        steps: &[
            (400, Step::Note(Milestone::PlanAgreed)),
            (390, Step::Phase("working")),
            (4, Step::Note(Milestone::NextContacted)),
            (3, Step::Note(Milestone::InformedInWriting)),
            (1, Step::End(EpisodeEndReason::MovedToOtherService)),
        ],
    },
    Use {
        by: "transition",
        programme: Programme::Transition,
        months_ago: 0,
        hired: None,
        certificate: Some(24),
        steps: &[(0, Step::Phase("entry"))],
    },
];

/// What they came to the life and work centre about: work, and money, and a quarrel about the last wage.
fn complaint() -> Heard {
    Heard {
        complaint: "仕事を辞めてから家賃が払えない。前の会社に残業代を払ってもらっていない。また働けるか不安。"
            .to_owned(),
        about: vec![Topic::Poverty, Topic::WorkAndLife, Topic::Dispute],
    }
}

struct Writer<'a> {
    app: &'a App,
    cast: &'a Cast,
    today: NaiveDate,
}

impl Writer<'_> {
    fn actor(&self, login: &str) -> Result<Actor, UseCaseError> {
        self.cast.narrow(login, self.today).map_err(|_| UseCaseError::NotFound)
    }

    /// The person lets those who support them know of each other.
    async fn consent(&self, case: CaseId, uses: &[Use]) -> Result<(), UseCaseError> {
        let mut to = Vec::new();
        for one in uses {
            let agency = self.actor(one.by)?.agency();
            if to.iter().all(|known: &Recipient| known.agency != agency) {
                to.push(Recipient { agency, is_employer: false });
            }
        }
        let file = self.app.case_file(&self.cast.chief, case).await?;
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Support],
            to,
            items: [SharedItem::Basic, SharedItem::Services, SharedItem::WorkHistory, SharedItem::Assessment]
                .into_iter()
                .collect(),
            direction: Direction::Both,
            route: Route::Direct,
            route_reason: "「同じことを何度も話したくない」と頼まれた。".to_owned(),
            tell_each_time: false,
            from: self.today,
            until: self.today + Days::new(300),
            explained_on: self.today,
            explained_by: file.case.assigned_to,
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: vec![ConfirmMethod::Spoken, ConfirmMethod::Written],
            rules_version: "2015-04-01".to_owned(),
            withdrawn: None,
        };
        self.app.give_consent(&self.cast.chief, case, file.version, consent).await.map(drop)
    }

    async fn record(&self, case: CaseId, uses: &[Use], heard: fn() -> Heard) -> Result<(), UseCaseError> {
        self.consent(case, uses).await?;
        for one in uses {
            let actor = self.actor(one.by)?;
            let ago = |months: u32| day_before_months(self.today, months);
            let start = Start { on: ago(one.months_ago), months: None, hired_on: one.hired.map(ago), ground: None };
            // A programme of that name may not have been there yet.
            let definition = self.app.programmes().of(one.programme);
            if definition.and_then(|definition| definition.rules_on(start.on)).is_none() {
                continue;
            }
            let heard = definition.is_some_and(|definition| definition.hears_first).then(heard);
            let id = self.app.start_episode(&actor, Whom::OfCase(case), one.programme, start, heard).await?;
            if let Some(months) = one.certificate {
                let until = self.today + chrono::Months::new(months);
                let grant = Grant { until: Some(until), ..Grant::default() };
                self.app.record_grant(&actor, id, self.version(&actor, id).await?, grant).await?;
            }
            for (days, step) in one.steps {
                self.take(&actor, id, step, self.today - Days::new(*days)).await?;
            }
        }
        Ok(())
    }

    async fn version(&self, actor: &Actor, id: EpisodeId) -> Result<i64, UseCaseError> {
        Ok(self.app.episode(actor, id).await?.version)
    }

    async fn take(&self, actor: &Actor, id: EpisodeId, step: &Step, on: NaiveDate) -> Result<(), UseCaseError> {
        let (app, version) = (self.app, self.version(actor, id).await?);
        match step {
            Step::Phase(phase) => {
                app.enter_phase(actor, id, version, PhaseEntry { phase: (*phase).to_owned(), on }).await
            }
            Step::Note(what) => {
                app.note_milestone(actor, id, version, Noted { what: *what, on, note: String::new() }).await
            }
            Step::Confer => confer(app, self.cast, actor, id, on).await,
            Step::Suspend => app.suspend_episode(actor, id, version, on, "入院した。").await,
            Step::Resume => app.resume_episode(actor, id, version, on).await,
            Step::Extend(months) => {
                let rules = app.episode(actor, id).await?.episode.rules;
                let ground = rules.grounds.last().cloned();
                let reason = match ground {
                    Some(_) => "午後に集中が続かない日があり、日を分けてもう少し見る。",
                    None => "実習先での手ごたえがあり、もう少し続けると次に進める見込みがある。",
                };
                let extension = Extension { months: *months, ground, reason: reason.to_owned(), decided_on: on };
                app.extend_episode(actor, id, version, extension).await
            }
            Step::DecidedFor(what, by) => app.note_decided_for(actor, id, version, what, by, on).await,
            Step::LookedAt(words) => {
                let looked_at = LookedAt { on, words: (*words).to_owned(), person_decides: false };
                app.look_at_decision(actor, id, version, 0, looked_at).await
            }
            Step::Heard(complaint, about) => {
                let heard = Heard { complaint: (*complaint).to_owned(), about: about.to_vec() };
                app.hear_complaint(actor, id, version, on, heard).await
            }
            Step::Linked(topic, to, how) => {
                let linked = Linked { topic: *topic, on, to: (*to).to_owned(), how: (*how).to_owned() };
                app.link_to_desk(actor, id, version, linked).await
            }
            Step::End(reason) => {
                app.end_episode(actor, id, version, EpisodeEnd { on, reason: *reason, note: String::new() }).await
            }
        }
    }
}

/// Those whose use is told at length, by their place among those in support.
const TOLD: [(usize, &[Use]); 5] = [(0, YEARS), (6, ENDING), (7, AT_WORK), (8, LEAVING), (9, MOVING_ON)];

/// The cases of other people who use something: those in support first, then those who are on the way to a plan.
async fn others(app: &App, cast: &Cast, in_support: &[CaseRow]) -> Result<Vec<CaseId>, UseCaseError> {
    let told = |place: &usize| *place == BESIDE_THE_CENTRE || TOLD.iter().any(|(known, _)| known == place);
    let mut found: Vec<CaseId> =
        in_support.iter().enumerate().filter(|(place, _)| !told(place)).map(|(_, row)| row.id).collect();
    for stage in
        [Stage::Evaluation, Stage::DecisionPending, Stage::ConferencePending, Stage::PlanDraft, Stage::Assessment]
    {
        let search = CaseSearch { limit: 20, ..CaseSearch::of(CaseView::InStage(stage)) };
        found.extend(app.cases(&cast.chief, &search).await?.0.into_iter().map(|row| row.id));
    }
    Ok(found)
}

/// Records uses of people who are in support, the day being today.
pub(crate) async fn use_services(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let search = CaseSearch { limit: 20, ..CaseSearch::of(CaseView::InStage(Stage::InSupport)) };
    let doing = while_doing("recording the use of services", today);
    let written = async {
        let (rows, _) = app.cases(&cast.chief, &search).await?;
        let writer = Writer { app, cast, today };
        for (place, uses) in TOLD {
            if let Some(row) = rows.get(place) {
                writer.record(row.id, uses, complaint).await?;
            }
        }
        let cases = others(app, cast, &rows).await?;
        for (case, uses) in cases.into_iter().zip(AFTER_HIRING.iter().chain(ON_THE_WAY)) {
            writer.record(case, uses, wish).await?;
        }
        Ok(())
    };
    written.await.map_err(doing)
}
