//! Sheets in the region: the same items seen by the person, the agency and a work trial on two days; a report, a talk about accommodation;
//! what the person says about the ways to work. The sheets of ten years stand in a file of their own.

use banso_access::Actor;
use banso_app::{App, CaseSearch, CaseView, SheetDeed, UseCaseError, Whom};
use banso_domain::{
    case::Stage,
    form::{Facts, Side},
    id::{CaseId, SheetId},
    rule::Rule,
    sheet::{Permission, Writing},
    staff::{Membership, Role},
    way_notes::{WayWords, Wish},
};
use chrono::{Days, NaiveDate};

use crate::{RegionError, cast::Cast, failure::while_doing, ten_years};

/// What one side says: so many days ago, by whom, where, with which answers.
struct Said {
    side: Side,
    days_ago: u64,
    source: &'static str,
    place: &'static str,
    answers: &'static [(&'static str, &'static str)],
}

/// The first look, half a year ago.
const FIRST_LOOK: &[Said] = &[
    Said {
        side: Side::Person,
        days_ago: 182,
        source: "",
        place: "ステップあおば野の作業室",
        answers: &[
            ("readiness_pyramid.clinic_medicine.person", "well"),
            ("readiness_pyramid.three_meals.person", "fairly"),
            ("readiness_pyramid.rests_when_tired.person", "well"),
            ("readiness_pyramid.regular_sleep.person", "hardly"),
            ("readiness_pyramid.rhythm.person", "hardly"),
            ("readiness_pyramid.greeting.person", "well"),
            ("readiness_pyramid.reporting.person", "fairly"),
            ("readiness_pyramid.stamina.person", "fairly"),
        ],
    },
    Said {
        side: Side::Staff,
        days_ago: 180,
        source: "",
        place: "ステップあおば野の作業室",
        answers: &[
            ("readiness_pyramid.clinic_medicine.staff", "well"),
            ("readiness_pyramid.three_meals.staff", "hardly"),
            ("readiness_pyramid.three_meals.staff_note", "昼を抜く日が週に3日あり、午後に手が止まる。"),
            ("readiness_pyramid.rests_when_tired.staff", "hardly"),
            ("readiness_pyramid.rests_when_tired.staff_note", "声をかけられるまで休まず続ける。"),
            ("readiness_pyramid.regular_sleep.staff", "hardly"),
            ("readiness_pyramid.greeting.staff", "well"),
            ("readiness_pyramid.reporting.staff", "hardly"),
            (
                "readiness_pyramid.reporting.staff_note",
                "分からないときに手を挙げる合図を決めたら、言えるようになってきた。",
            ),
        ],
    },
];

/// What the life and work centre saw at home.
const AT_HOME: &[Said] = &[Said {
    side: Side::Staff,
    days_ago: 6,
    source: "",
    place: "本人の家",
    answers: &[
        ("readiness_pyramid.three_meals.staff", "fairly"),
        ("readiness_pyramid.three_meals.staff_note", "夕食は自分で作っている。朝は食べない日がある。"),
        ("readiness_pyramid.regular_sleep.staff", "fairly"),
    ],
}];

/// The second, after a work trial.
const SECOND_LOOK: &[Said] = &[
    Said {
        side: Side::Person,
        days_ago: 24,
        source: "",
        place: "自宅",
        answers: &[
            ("readiness_pyramid.clinic_medicine.person", "well"),
            ("readiness_pyramid.three_meals.person", "fairly"),
            ("readiness_pyramid.rests_when_tired.person", "fairly"),
            ("readiness_pyramid.regular_sleep.person", "fairly"),
            ("readiness_pyramid.greeting.person", "well"),
            ("readiness_pyramid.reporting.person", "well"),
            ("readiness_pyramid.stamina.person", "hardly"),
            ("readiness_pyramid.stamina.person_note", "立ち仕事の実習のあと、2日寝ていた。"),
        ],
    },
    Said {
        side: Side::Family,
        days_ago: 22,
        source: "母（面談で）",
        place: "自宅",
        answers: &[
            ("readiness_pyramid.three_meals.family", "hardly"),
            ("readiness_pyramid.three_meals.family_note", "実習の日は、朝を食べずに出ていた。"),
            ("readiness_pyramid.rests_when_tired.family", "not_yet"),
            ("readiness_pyramid.rests_when_tired.family_note", "帰ると、夕食の前に眠ってしまう。"),
            ("readiness_pyramid.regular_sleep.family", "fairly"),
            ("readiness_pyramid.greeting.family", "well"),
        ],
    },
    Said {
        side: Side::Site,
        days_ago: 20,
        source: "あおば野フーズ 売場の主任",
        place: "あおば野フーズの売場",
        answers: &[
            ("readiness_pyramid.three_meals.site", "well"),
            ("readiness_pyramid.greeting.site", "well"),
            ("readiness_pyramid.reporting.site", "well"),
            ("readiness_pyramid.reporting.site_note", "写真の手順書があると、自分から終わりを知らせてくれた。"),
            ("readiness_pyramid.stamina.site", "fairly"),
            ("readiness_pyramid.skill.site", "fairly"),
        ],
    },
    Said {
        side: Side::Staff,
        days_ago: 18,
        source: "",
        place: "ステップあおば野の作業室",
        answers: &[
            ("readiness_pyramid.clinic_medicine.staff", "well"),
            ("readiness_pyramid.three_meals.staff", "fairly"),
            ("readiness_pyramid.rests_when_tired.staff", "fairly"),
            ("readiness_pyramid.regular_sleep.staff", "fairly"),
            ("readiness_pyramid.greeting.staff", "well"),
            ("readiness_pyramid.reporting.staff", "fairly"),
            ("readiness_pyramid.stamina.staff", "fairly"),
            ("readiness_pyramid.stamina.staff_note", "座る作業なら4時間続く。立ち仕事は、30分で休みを入れると続く。"),
        ],
    },
];

/// What the person says about accommodation, what the firm answers, what was agreed.
const ACCOMMODATION: &[Said] = &[
    Said {
        side: Side::Person,
        days_ago: 40,
        source: "",
        place: "",
        answers: &[
            ("accommodation_sheet.difficulty_1", "昼のあと、電話の音が重なると手が止まる。"),
            ("accommodation_sheet.requested_1", "電話から離れた席にしてほしい。"),
            ("accommodation_sheet.self_coping_1", "耳せんを使う。"),
            ("accommodation_sheet.difficulty_2", "急に予定が変わると、何から始めるか分からない。"),
            ("accommodation_sheet.requested_2", "変わった予定を紙に書いてほしい。"),
        ],
    },
    Said {
        side: Side::Employer,
        days_ago: 38,
        source: "あおば野フーズ 人事 本間",
        place: "",
        answers: &[
            ("accommodation_sheet.firm_can_1", "電話当番から外す。"),
            ("accommodation_sheet.firm_cannot_1", "席を移すこと"),
            ("accommodation_sheet.firm_cannot_reason_1", "売場の裏に空いた部屋がない（春の改装で見直す）。"),
            ("accommodation_sheet.firm_can_2", "朝礼のあとに、主任が予定表に書いて渡す。"),
        ],
    },
    Said {
        side: Side::Staff,
        days_ago: 37,
        source: "",
        place: "あおば野フーズの売場",
        answers: &[
            ("accommodation_sheet.support_view_1", "電話が三つ重なると、手が止まる。耳せんをした日は続けられた。"),
            ("accommodation_sheet.support_view_2", "前の日に紙で知った変更は、自分で順番を決められた。"),
        ],
    },
    Said {
        side: Side::Joint,
        days_ago: 35,
        source: "",
        place: "",
        answers: &[
            ("accommodation_sheet.agreed_1", "電話当番から外し、耳せんを使う。春に席を見直す。"),
            ("accommodation_sheet.owner_1", "売場の主任"),
            ("accommodation_sheet.status_1", "done"),
            ("accommodation_sheet.agreed_2", "主任が毎朝、予定表に書いて渡す。"),
            ("accommodation_sheet.owner_2", "売場の主任"),
            ("accommodation_sheet.status_2", "partly"),
        ],
    },
];

/// What a doctor is to know of the work, written by the firm with the person's permission.
const INFORMATION: &[Said] = &[Said {
    side: Side::Employer,
    days_ago: 12,
    source: "あおば野フーズ 売場の主任",
    place: "",
    answers: &[
        ("information_sheet.job_content", "商品の品出し、値札の確認"),
        ("information_sheet.work_hours", "9時から14時、休憩45分、週4日"),
        ("information_sheet.observed", "11月から、午後に手が止まる日が週に2回ほどある。朝は前と同じ速さで働いている。"),
        ("information_sheet.questions", "午後の休憩を増やしたほうがよいか。"),
    ],
}];

/// A month of retention support.
const REPORT: &[Said] = &[Said {
    side: Side::Staff,
    days_ago: 26,
    source: "",
    place: "あおば野フーズ",
    answers: &[
        ("retention_report.support_person", "主任に自分から相談する練習をした。"),
        ("retention_report.support_firm", "朝の予定表の書き方を主任といっしょに直した。"),
        ("retention_report.person_progress", "困ったときに、自分から主任に聞いた。"),
        ("retention_report.next_plan", "来月は訪問を1回に減らし、電話で様子を聞く。"),
        ("retention_report.fade_vs_plan", "as_planned"),
    ],
}];

struct Writer<'a> {
    app: &'a App,
    today: NaiveDate,
}

impl Writer<'_> {
    async fn does(&self, actor: &Actor, id: SheetId, deed: SheetDeed) -> Result<(), UseCaseError> {
        let version = self.app.sheet(actor, id).await?.version;
        self.app.change_sheet(actor, id, version, deed).await
    }

    async fn say(&self, actor: &Actor, id: SheetId, all: &[Said]) -> Result<(), UseCaseError> {
        for said in all {
            let mut answers = Facts::new();
            for (path, value) in said.answers {
                answers.set(path, *value);
            }
            let writing = Writing {
                side: said.side,
                on: self.today - Days::new(said.days_ago),
                source: said.source.to_owned(),
                place: said.place.to_owned(),
                answers,
            };
            self.does(actor, id, SheetDeed::Write(writing)).await?;
        }
        Ok(())
    }

    /// A sheet with what is said on it, made final where `passed` says which warnings were read.
    async fn sheet(
        &self,
        actor: &Actor,
        case: CaseId,
        form: &str,
        all: &[Said],
        passed: Option<&[Rule]>,
    ) -> Result<Option<SheetId>, UseCaseError> {
        // A form of that name may not have been there yet.
        if self.app.documents().forms().get(form, self.today).is_none() {
            return Ok(None);
        }
        let id = self.app.start_sheet(actor, Whom::OfCase(case), form, "").await?;
        self.say(actor, id, all).await?;
        if let Some(passed) = passed {
            self.does(actor, id, SheetDeed::Finalise(passed.to_vec())).await?;
        }
        Ok(Some(id))
    }

    /// The same items on two days.
    async fn two_looks(&self, actor: &Actor, case: CaseId) -> Result<(), UseCaseError> {
        let passed = [Rule::SeveralPlaces];
        let begun = self.sheet(actor, case, "readiness_pyramid", FIRST_LOOK, Some(&passed)).await?;
        let Some(id) = begun else { return Ok(()) };
        let source = "売場での実習で分かったこと（あおば野フーズ 売場の主任、本人）";
        self.does(actor, id, SheetDeed::Revise(self.today, source.to_owned())).await?;
        self.say(actor, id, SECOND_LOOK).await?;
        self.does(actor, id, SheetDeed::Finalise(Vec::new())).await
    }

    /// The life and work centre looks at the same items as the transition office, and says why.
    async fn looked_at_again(&self, actor: &Actor, case: CaseId) -> Result<(), UseCaseError> {
        if self.app.documents().forms().get("readiness_pyramid", self.today).is_none() {
            return Ok(());
        }
        let because = "事業所の外での様子を、まだだれも見ていない。「家のことも見てほしい」と本人が話した。";
        let id = self.app.start_sheet(actor, Whom::OfCase(case), "readiness_pyramid", because).await?;
        self.say(actor, id, AT_HOME).await
    }

    /// The firm writes to the doctor, through the person.
    async fn information(&self, actor: &Actor, case: CaseId) -> Result<(), UseCaseError> {
        let Some(id) = self.sheet(actor, case, "information_sheet", &[], None).await? else { return Ok(()) };
        let permission = Permission {
            firm: None,
            on: self.today - Days::new(14),
            purpose: "午後に手が止まることを、職場から見たとおりに主治医に伝える。".to_owned(),
            explained_by: "東 直樹".to_owned(),
        };
        self.does(actor, id, SheetDeed::Permit(permission)).await?;
        self.say(actor, id, INFORMATION).await?;
        self.does(actor, id, SheetDeed::Carry(self.today - Days::new(9))).await
    }

    /// What the person says about the ways to work: two with their own account, one beside somebody of the centre.
    async fn way_notes(&self, cast: &Cast, case: CaseId, themself: &Actor) -> Result<(), UseCaseError> {
        let words = |likes: &str, worries: &str, wish| WayWords {
            likes: likes.to_owned(),
            worries: worries.to_owned(),
            wish: Some(wish),
        };
        let own = [
            ("transition", words("実習がある。駅から近い。", "毎日は通えないかもしれない。", Wish::Visit)),
            ("disability_slot", words("通院の日に休めると聞いた。", "給料が下がるのが心配。", Wish::Try)),
        ];
        for (way, said) in own {
            let version = self.app.own_way_notes(themself).await?.version;
            self.app.note_own_way(themself, version, way, said).await?;
        }
        let version = self.app.way_notes_of_case(&cast.chief, case).await?.version;
        let said = words("静かに働けそう。", "工賃だけでは暮らせない。", Wish::NotNow);
        self.app.note_way_of_case(&cast.chief, case, version, "continuation_b", said).await
    }

    /// The person's words about the ways to work, where they have an account of their own.
    async fn own_words(&self, cast: &Cast, case: CaseId) -> Result<(), UseCaseError> {
        match own_account(self.app, cast, case, self.today).await? {
            Some(themself) => self.way_notes(cast, case, &themself).await,
            None => Ok(()),
        }
    }
}

/// The person of a case as they act with their own account, if they have one.
pub(crate) async fn own_account(
    app: &App,
    cast: &Cast,
    case: CaseId,
    today: NaiveDate,
) -> Result<Option<Actor>, UseCaseError> {
    let person = app.case_file(&cast.chief, case).await?.case.person;
    let Some(account) = app.account_of_person(person).await? else { return Ok(None) };
    let held = [Membership::always(cast.centre, Role::Person)];
    Ok(Actor::new(account, cast.centre, &held, today).map(|actor| actor.who_is(Some(person))))
}

/// Writes the sheets of two people in programmes, and those of ten years of the first of them, the day being today.
pub(crate) async fn write_sheets(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let search = CaseSearch { limit: 20, ..CaseSearch::of(CaseView::InStage(Stage::InSupport)) };
    let doing = while_doing("writing sheets", today);
    let transition = cast.narrow("transition", today)?;
    let retention = cast.narrow("retention", today)?;
    let centre = cast.narrow("nakapotsu", today)?;
    let written = async {
        let (rows, _) = app.cases(&cast.chief, &search).await?;
        let writer = Writer { app, today };
        if let Some(row) = rows.first() {
            writer.two_looks(&transition, row.id).await?;
            writer.looked_at_again(&centre, row.id).await?;
            ten_years::write(app, cast, row.id).await?;
        }
        if let Some(row) = rows.get(7) {
            writer.sheet(&retention, row.id, "accommodation_sheet", ACCOMMODATION, Some(&[])).await?;
            writer.information(&retention, row.id).await?;
            writer.sheet(&retention, row.id, "retention_report", REPORT, None).await?;
        }
        for row in &rows {
            writer.own_words(cast, row.id).await?;
        }
        Ok(())
    };
    written.await.map_err(doing)
}
