//! Day by day: deeds of all cases in order, and the sittings that bring cases together.

use std::collections::BTreeMap;

use banso_app::{App, CaseSearch, CaseView, Conclude, NewConference};
use banso_domain::{
    calendar::{YearMonth, japan},
    case::{
        Stage,
        event::Purpose,
        minutes::{MatterMinutes, Presence, PresentedDoc},
        plan::Conclusion,
        task::{AgreedTask, TaskRole},
    },
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    id::{CaseId, ConferenceId, TaskId},
};
use chrono::{Days, Months, NaiveDate, NaiveTime, TimeDelta};
use uuid::Uuid;

use crate::{
    RegionError,
    cast::{CENTRE, CITY, Cast},
    deeds::Told,
    failure::while_doing,
    referrals::{self, Step, days_ago},
    story::{Deed, Timeline, next_sitting, working_day},
};

/// What is to happen on a day.
#[derive(Default)]
struct Day {
    deeds: Vec<(usize, Deed)>,
    sitting: Vec<(usize, Purpose)>,
    tasks_done: Vec<(CaseId, TaskId)>,
    referrals: Vec<(usize, Step)>,
}

/// The history of a region while it is being told.
pub(crate) struct Happening<'a> {
    app: &'a App,
    cast: &'a Cast,
    cases: Vec<Told>,
    days: BTreeMap<NaiveDate, Day>,
    today: NaiveDate,
}

impl<'a> Happening<'a> {
    pub(crate) fn new(app: &'a App, cast: &'a Cast, today: NaiveDate) -> Self {
        Self { app, cast, cases: Vec::new(), days: BTreeMap::new(), today }
    }

    /// Adds a case with what is to happen to it.
    pub(crate) fn add(&mut self, told: Told, timeline: Timeline) {
        let number = self.cases.len();
        self.cases.push(told);
        for (on, deed) in timeline {
            let day = self.days.entry(on).or_default();
            match deed {
                Deed::Sit(purpose) => day.sitting.push((number, purpose)),
                other => day.deeds.push((number, other)),
            }
        }
    }

    /// Lets the newest case be referred, so many days ago each step.
    pub(crate) fn refer(&mut self, steps: &[(u64, Step)]) {
        let number = self.cases.len() - 1;
        for (ago, step) in steps {
            let day = self.days.entry(days_ago(self.today, *ago)).or_default();
            day.referrals.push((number, *step));
        }
    }

    /// Lets everything happen, and plans the sittings to come. Returns how many cases there are.
    pub(crate) async fn run(mut self) -> Result<usize, RegionError> {
        while let Some((on, day)) = self.days.pop_first() {
            let mut time = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
            for (number, deed) in day.deeds {
                // Records are written as the day goes by.
                self.app.clock().set(japan::instant(on, time));
                time = (time + TimeDelta::minutes(7)).min(NaiveTime::from_hms_opt(18, 0, 0).unwrap_or(time));
                self.cases[number].carry_out(self.app, deed).await?;
            }
            self.app.clock().set(japan::instant(on, NaiveTime::from_hms_opt(18, 10, 0).unwrap_or_default()));
            for (number, step) in day.referrals {
                referrals::carry_out(self.app, self.cast, &mut self.cases[number], step).await?;
            }
            self.app.clock().set(japan::instant(on, NaiveTime::from_hms_opt(18, 30, 0).unwrap_or_default()));
            for (case, task) in day.tasks_done {
                self.app
                    .finish_task(&self.cast.chief, case, task)
                    .await
                    .map_err(while_doing("finishing a task", on))?;
            }
            if !day.sitting.is_empty() {
                self.sit(on, &day.sitting).await?;
            }
        }
        self.app.clock().set(japan::instant(self.today, NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default()));
        self.plan_ahead().await?;
        Ok(self.cases.len())
    }

    fn members(&self, attended: bool) -> Vec<Member> {
        let member = |agency: &str, name: String, is_municipality: bool| Member {
            agency: agency.to_owned(),
            agency_id: None,
            name,
            staff: None,
            is_municipality,
            is_person: false,
            secrecy_acknowledged: true,
            attended,
        };
        let (chief, officer) = (self.cast.chief.staff(), self.cast.officer.staff());
        vec![
            Member {
                agency_id: Some(self.cast.centre),
                staff: Some(chief),
                ..member(CENTRE, format!("主任相談支援員 {}", self.cast.name(chief)), false)
            },
            Member {
                agency_id: Some(self.cast.city),
                staff: Some(officer),
                ..member(CITY, format!("生活支援課 {}", self.cast.name(officer)), true)
            },
            member("あおば野家計改善支援室（架空）", "相談員".to_owned(), false),
            member("NPO法人 はたらく準備室（架空）", "支援員".to_owned(), false),
            member("あおば野市社会福祉協議会（架空）", "地域福祉係".to_owned(), false),
        ]
    }

    async fn planned(&self, on: NaiveDate) -> Result<ConferenceId, RegionError> {
        let plan = ConferencePlan {
            kind: ConferenceKind::Coordination,
            pattern: Pattern::Regular,
            tier: Tier::Core,
            on,
            starts_at: Some(13 * 60 + 30),
            minutes: 120,
            place: "福祉プラザ 2階 会議室".to_owned(),
        };
        let new = NewConference { host: self.cast.centre, plan, members: self.members(false) };
        self.app.plan_conference(&self.cast.chief, new).await.map_err(while_doing("planning a sitting", on))
    }

    /// The conference sits: what is on its agenda is approved, and tasks are agreed.
    async fn sit(&mut self, on: NaiveDate, agenda: &[(usize, Purpose)]) -> Result<(), RegionError> {
        let (app, chief) = (self.app, &self.cast.chief);
        let conference = self.planned(on).await?;
        let agenda: Vec<(usize, CaseId, Purpose)> = agenda
            .iter()
            .filter_map(|(number, purpose)| Some((*number, self.cases[*number].case?, *purpose)))
            .collect();
        for (_, case, purpose) in &agenda {
            app.add_agenda_item(chief, conference, *case, *purpose, 15)
                .await
                .map_err(while_doing("putting a case on the agenda", on))?;
        }
        let (chair, recorder) = (self.cast.name(chief.staff()), "水野 健");
        app.hold_conference(chief, conference, on, self.members(true), chair, recorder)
            .await
            .map_err(while_doing("holding a sitting", on))?;
        for (number, case, purpose) in agenda {
            let told = &mut self.cases[number];
            let due_on = working_day(on + Days::new(told.chance.between(14, 28)));
            let task = AgreedTask {
                id: TaskId::new(Uuid::now_v7()),
                who: self.cast.name(told.worker.staff()).to_owned(),
                owner: Some(told.worker.staff()),
                what: "役割分担を本人に説明し、関係機関に連絡する".to_owned(),
                due_on: Some(due_on),
                role: TaskRole::default(),
            };
            let tasks = if matches!(purpose, Purpose::Plan | Purpose::Replan) { vec![task] } else { Vec::new() };
            if due_on <= self.today && told.chance.percent(90) {
                let done = tasks.iter().map(|task| (case, task.id));
                self.days.entry(due_on).or_default().tasks_done.extend(done);
            }
            let told = &mut self.cases[number];
            let conclusion =
                if told.chance.percent(85) { Conclusion::Approved } else { Conclusion::ApprovedWithChanges };
            let concluded = Conclude {
                case,
                purpose,
                conclusion,
                discussion: "本人の希望と役割分担を確認した。連絡の窓口を一つにする。".to_owned(),
                municipality_view: "支援の内容は適当と考える。".to_owned(),
                tasks,
                ratifies: true,
                consent_scope_ok: true,
                minutes: minutes_of(purpose, on),
            };
            app.conclude(chief, conference, concluded).await.map_err(while_doing("concluding a matter", on))?;
        }
        if self.cases[0].chance.percent(20) {
            app.note_gap(chief, conference, "夜間に相談できる場所")
                .await
                .map_err(while_doing("noting what is missing", on))?;
        }
        // The minutes of the last days are still being written.
        if on + Days::new(7) < self.today {
            app.close_minutes(chief, conference).await.map_err(while_doing("closing the minutes", on))?;
        }
        Ok(())
    }

    /// The next two sittings, with the cases that wait for one.
    async fn plan_ahead(&self) -> Result<(), RegionError> {
        let (app, chief, today) = (self.app, &self.cast.chief, self.today);
        let next = next_sitting(today + Days::new(2));
        let conference = self.planned(next).await?;
        self.planned(next_sitting(next + Days::new(7))).await?;
        let reading = || while_doing("reading the cases that wait", today);
        for (view, purpose) in
            [(CaseView::InStage(Stage::ConferencePending), Purpose::Plan), (CaseView::ToRatify, Purpose::Report)]
        {
            let search = CaseSearch { limit: 50, ..CaseSearch::of(view) };
            let (rows, _) = app.cases(chief, &search).await.map_err(reading())?;
            for row in rows {
                let file = app.case_file(chief, row.id).await.map_err(reading())?;
                if file.case.may_be_discussed(purpose).is_ok() {
                    app.add_agenda_item(chief, conference, row.id, purpose, 15)
                        .await
                        .map_err(while_doing("putting a case on the agenda", today))?;
                }
            }
        }
        Ok(())
    }
}

/// What lay before a sitting, and when the matter is looked at again.
pub(crate) fn minutes_of(purpose: Purpose, on: NaiveDate) -> MatterMinutes {
    let presented_docs = match purpose {
        Purpose::Plan | Purpose::Replan => vec![PresentedDoc::Assessment, PresentedDoc::Plan],
        Purpose::Closure => vec![PresentedDoc::Plan, PresentedDoc::Evaluation],
        Purpose::Suspension | Purpose::Report | Purpose::Review => vec![PresentedDoc::Assessment],
        Purpose::SupportMeeting => Vec::new(),
    };
    let goes_on = !matches!(purpose, Purpose::Closure | Purpose::SupportMeeting);
    let absent = matches!(purpose, Purpose::Closure | Purpose::Suspension);
    let (presence, absence_reason, voice) = match (purpose, absent) {
        (Purpose::SupportMeeting, _) => (None, "", ""),
        (_, true) => {
            (Some(Presence::Absent), "人が多いところは苦手とのこと。", "「もう大丈夫だと思う。困ったらまた来ます」")
        }
        (_, false) => (Some(Presence::Attended), "", "「自分のペースで進めたい」"),
    };
    MatterMinutes {
        presented_docs,
        next_review: goes_on.then(|| YearMonth::of(on + Months::new(3))),
        presence,
        absence_reason: absence_reason.to_owned(),
        voice: voice.to_owned(),
        difference: String::new(),
    }
}
