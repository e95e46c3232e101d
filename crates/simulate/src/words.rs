//! What is written in the fictional records: short, as workers write, about nobody.

use banso_domain::{
    calendar::YearMonth,
    case::{
        closing::{Attainment, EvaluationContent, Way},
        plan::{ActionState, Actor, ApplicationState, PlanAction, PlanContent, Service, TrainingType},
        record::{ContactMethod, Counterpart},
    },
    form::Facts,
};
use chrono::{Months, NaiveDate};
use serde_json::json;

use crate::{chance::Chance, story::Menu};

/// A contact: whom, how, what was said, what the worker thinks, what comes next.
pub(crate) type Contact = (Counterpart, ContactMethod, &'static str, &'static str, &'static str);

/// First contacts, with the concern that goes with each.
pub(crate) const FIRST: &[(&str, Contact)] = &[
    (
        "rent_loan",
        (
            Counterpart::Person,
            ContactMethod::Interview,
            "来所。先月末で契約が終わり、来月の家賃が払えない。「追い出されるのではと眠れない」と話す。",
            "住居の維持を急ぐ。住居確保給付金の要件を確認する。",
            "通帳と賃貸契約書を持って来所",
        ),
    ),
    (
        "income_living",
        (
            Counterpart::Person,
            ContactMethod::Phone,
            "電話。物価が上がり食費を削っている。手元は八千円ほど。相談してよいのか迷っていたとのこと。",
            "食料支援を案内。まず話を聴く。",
            "面談の予約",
        ),
    ),
    (
        "job_search",
        (
            Counterpart::Person,
            ContactMethod::Interview,
            "来所。半年仕事を探しているが決まらない。面接が怖くなってきたと話す。",
            "自信をなくしている。できていることを一緒に確かめたい。",
            "職務経歴を一緒に書き出す",
        ),
    ),
    (
        "hikikomori_truancy",
        (
            Counterpart::Family,
            ContactMethod::Phone,
            "母より電話。息子が三年家から出ない。本人は相談のことを知らない。",
            "家族の疲れが強い。家族の相談として受け、本人の気持ちを急がない。",
            "家族と面談",
        ),
    ),
    (
        "debt",
        (
            Counterpart::Person,
            ContactMethod::Interview,
            "来所。借入れが四社。返済のために別で借りている。家族には言えていない。",
            "家計の見える化と法律相談を提案。",
            "借入先の一覧を作る",
        ),
    ),
    (
        "elder_care",
        (
            Counterpart::Person,
            ContactMethod::Interview,
            "来所。親の介護で退職した。年金で二人暮らし。「自分のことは後回し」と話す。",
            "介護の負担を軽くする手立てを関係機関と探す。",
            "ケアマネジャーの連絡先を確認",
        ),
    ),
    (
        "health_disability",
        (
            Counterpart::Agency,
            ContactMethod::AgencyPhone,
            "医療機関の相談員より紹介の電話。退院後の住まいと収入の見通しが立たない。本人は相談を希望。",
            "退院日に合わせて早めに面談する。",
            "病室を訪問",
        ),
    ),
    (
        "tax_utility",
        (
            Counterpart::Agency,
            ContactMethod::AgencyPhone,
            "税務課より紹介。分納の相談中に生活の苦しさを話された。本人の了解あり。",
            "滞納の全体を把握する。",
            "本人へ電話",
        ),
    ),
];

/// Contacts on the way.
pub(crate) const CONTACTS: &[Contact] = &[
    (
        Counterpart::Person,
        ContactMethod::Phone,
        "電話。体調は落ち着いている。求人を三件見たとのこと。",
        "自分から動けている。",
        "次回来所時に求人票を一緒に見る",
    ),
    (
        Counterpart::Person,
        ContactMethod::VisitAccompany,
        "ハローワークへ同行。職業相談で短時間の仕事から始めたいと本人が話した。",
        "本人の言葉で希望を伝えられた。",
        "応募先を二件に絞る",
    ),
    (
        Counterpart::Person,
        ContactMethod::Interview,
        "面談。家計表を一緒につけた。固定費のうち電話代を見直すことにした。",
        "数字が見えて安心した様子。",
        "来月も家計表を持参",
    ),
    (
        Counterpart::Person,
        ContactMethod::VisitAccompany,
        "自宅を訪問。部屋は片付いている。「誰かと話すのは久しぶり」と笑顔。",
        "人とのつながりを少しずつ。地域の集まりを紹介したい。",
        "サロンのちらしを届ける",
    ),
    (
        Counterpart::Agency,
        ContactMethod::AgencyPhone,
        "家計改善支援室と電話。返済の見通しと面談日程を共有。",
        "役割が重ならないよう、連絡は当方から本人へ。",
        "三者面談の日程調整",
    ),
    (
        Counterpart::Person,
        ContactMethod::Interview,
        "面談。面接は不採用。落ち込みはあるが、理由を聞けたのは前進と話す。",
        "結果より取り組みを一緒に振り返る。",
        "模擬面接",
    ),
    (
        Counterpart::Family,
        ContactMethod::Phone,
        "姉より電話。最近よく眠れているようだとのこと。本人に話してよいと了解を得る。",
        "家族の見守りが力になっている。",
        "",
    ),
    (
        Counterpart::Person,
        ContactMethod::Other,
        "メール。「今週は体調が悪く来所できません。来週行きます」との連絡。",
        "自分から連絡できたことを伝える。",
        "来週の来所を確認",
    ),
    (
        Counterpart::Person,
        ContactMethod::VisitAccompany,
        "就労準備の見学に同行。軽作業を一時間体験。「思ったよりできた」。",
        "午前中なら無理がなさそう。",
        "週二回の利用を本人と相談",
    ),
    (
        Counterpart::Others,
        ContactMethod::Phone,
        "大家さんと電話（本人の了解あり）。分割での支払いに応じるとのこと。",
        "住まいは当面維持できる。",
        "分納計画を書面にする",
    ),
];

/// What the person hopes, and what the worker and the person agree on.
const WISHES: &[(&str, &str, &str, &str)] = &[
    (
        "「今の部屋で暮らし続けたい。朝起きて行く場所がほしい」",
        "家賃の滞納と収入の途絶。生活リズムの乱れ。",
        "自分の収入で家賃を払い、安心して暮らす",
        "三か月以内に短時間の仕事を始める",
    ),
    (
        "「借金のことを考えずに眠りたい」",
        "返済のための借入れが続いている。家計が見えていない。",
        "返済の見通しをもち、やりくりできる",
        "家計表を毎月つけ、法律相談を受ける",
    ),
    (
        "「人と話す練習をしたい。いつか働きたい」",
        "長く家にいたため人との関わりが少ない。",
        "自分に合う働き方を見つける",
        "週二回、家の外の場所に通う",
    ),
    (
        "「親を支えながら、自分の仕事も持ちたい」",
        "介護と仕事の両立。孤立と疲れ。",
        "介護サービスを使いながら働く",
        "介護の負担を分け、求職活動を始める",
    ),
];

/// Answers of the first sheet.
pub(crate) fn concerns(main: &str, wish: &str) -> Facts {
    [
        ("case.concerns", json!([main, "income_living"])),
        ("case.main_concern", json!(main)),
        ("case.concern_detail", json!(wish)),
    ]
    .into_iter()
    .collect()
}

/// What the person says at the desk.
pub(crate) fn wish(chance: &mut Chance) -> &'static str {
    chance.pick(WISHES).0
}

/// Answers of the assessment sheet: every ※ item.
pub(crate) fn assessment(chance: &mut Chance, on: NaiveDate) -> Facts {
    let working = chance.percent(20);
    let rent = chance.between(28, 62) * 1000;
    let mut facts: Facts = [
        ("case.interviewed_on", json!(on)),
        ("case.route", json!(chance.pick(&["self_visit", "self_remote", "family_contact", "outreach"]))),
        ("case.chief_complaint", json!("収入が減り、このままでは暮らしが続かない。何から始めればよいか分からない。")),
        ("case.cohabitants", json!(chance.percent(40))),
        ("case.marital_status", json!(chance.pick(&["never", "married", "divorced"]))),
        ("case.children", json!(false)),
        ("case.housing_type", json!(chance.pick(&["rented_flat", "rented_house", "public_housing"]))),
        ("case.rent_amount", json!(rent)),
        ("case.rent_arrears", json!(rent * chance.between(0, 3))),
        ("case.health_status", json!(chance.pick(&["good", "treated", "untreated"]))),
        ("case.health_insurance", json!("national")),
        ("case.disability_cert", json!(["none"])),
        ("case.tax_status", json!("exempt")),
        ("case.own_income", json!(working)),
        ("case.assets", json!(chance.between(1, 30) * 10_000)),
        ("case.arrears", json!(chance.percent(50))),
        ("case.debts", json!(chance.percent(40))),
        ("case.public_benefits", json!(["none"])),
        ("case.public_assistance", json!("never")),
        ("case.work_status", json!(if working { "working_seeking" } else { "seeking" })),
        ("case.education", json!(chance.pick(&["high_school", "junior_high", "university", "vocational"]))),
        ("case.qualifications", json!(["driving_licence"])),
        ("case.strengths", json!("約束の時間に来る。人の話をよく聴く。料理が好き。")),
        ("case.issues", json!(["economic_hardship", "job_search_difficulty"])),
        ("case.assessment_summary", json!("住まいと収入の不安が続き、動き出す力を奪っている。まず暮らしを落ち着かせ、本人の希望する働き方を一緒に探す。")),
    ]
    .into_iter()
    .collect();
    if working {
        facts.set("case.own_income_amount", chance.between(5, 11) * 10_000);
        facts.set("case.employment_type", "part_time");
    } else {
        facts.set("case.time_since_job_loss", *chance.pick(&["under_6_months", "under_1_year", "over_2_years"]));
    }
    facts
}

fn line(actor: Actor, what: &str, agency: &str, frequency: &str, service: Option<Service>) -> PlanAction {
    PlanAction {
        actor,
        what: what.to_owned(),
        agency: agency.to_owned(),
        period: String::new(),
        frequency: frequency.to_owned(),
        service,
        state: ActionState::NotStarted,
        place: None,
    }
}

/// A plan with every ※ item, drafted on `on`.
pub(crate) fn plan(menu: Menu, chance: &mut Chance, on: NaiveDate) -> PlanContent {
    let (wishes, issues, long_term_goal, goal) = *chance.pick(WISHES);
    let ends_on = YearMonth::of(on + Months::new(6)).last_day();
    let mut plan = PlanContent {
        wishes: wishes.to_owned(),
        issues_to_solve: issues.to_owned(),
        long_term_goal: long_term_goal.to_owned(),
        goal: goal.to_owned(),
        goal_due_on: Some(ends_on),
        set_by_person: chance.percent(80),
        ends_on: Some(ends_on),
        next_monitoring: Some(YearMonth::of(on + Months::new(3))),
        support_notes: "午前中の連絡がよい。急がせず、本人のことばで確かめながら進める。".to_owned(),
        assessment_attached: true,
        ..PlanContent::default()
    };
    plan.actions = vec![
        line(Actor::Person, "家計表をつけ、月に一度いっしょに見る", "", "月1回", None),
        line(Actor::Person, "週に二日、決まった時間に出かける", "", "週2日", None),
        line(Actor::Centre, "面談と同行。気持ちの変化を確かめる", "くらし・しごと相談センター", "月2回", None),
        line(Actor::OtherAgency, "職業相談と求人の紹介", "ハローワークあおば野（架空）", "随時", None),
    ];
    for service in Service::ALL {
        plan.services.get_mut(*service).used = Some(false);
    }
    plan.related.welfare_loan.used = Some(chance.percent(20));
    plan.related.hw_joint_program.used = Some(true);
    let months = (YearMonth::of(on).to_string(), YearMonth::of(ends_on).to_string());
    let mut uses = |service: Service| {
        let used = plan.services.get_mut(service);
        used.used = Some(true);
        (used.from, used.to) = months.clone();
    };
    match menu {
        Menu::BudgetAndPreparation => {
            uses(Service::Budget);
            uses(Service::WorkPrep);
            let agency = "あおば野家計改善支援室（架空）";
            plan.actions.push(line(
                Actor::OtherAgency,
                "家計再生の計画を一緒につくる",
                agency,
                "月1回",
                Some(Service::Budget),
            ));
            let agency = "NPO法人 はたらく準備室（架空）";
            plan.actions.push(line(
                Actor::OtherAgency,
                "軽作業と生活リズムづくり",
                agency,
                "週2回",
                Some(Service::WorkPrep),
            ));
        }
        Menu::Training => {
            uses(Service::Training);
            plan.services.training.training_type = Some(TrainingType::NonEmployed);
            let agency = "NPO法人 はたらく準備室（架空）";
            plan.actions.push(line(Actor::OtherAgency, "清掃作業の訓練", agency, "週3回", Some(Service::Training)));
        }
        Menu::Housing => {
            uses(Service::HousingBenefit);
            uses(Service::EmploymentSupport);
            // Three months to begin with, as the benefit is given.
            plan.services.housing_benefit.to = YearMonth::of(on + Months::new(2)).to_string();
            plan.services.housing_benefit.amount_monthly =
                Some(i64::try_from(chance.between(30, 45)).unwrap_or(0) * 1000);
            plan.services.housing_benefit.application_state = Some(ApplicationState::Receiving);
            plan.services.housing_benefit.application_attached = true;
        }
        Menu::OwnSupport => uses(Service::EmploymentSupport),
    }
    plan
}

/// An evaluation sheet with every ※ item.
pub(crate) fn evaluation(way: Way, on: NaiveDate) -> EvaluationContent {
    let (attainment, words, changes, note) = match way {
        Way::Close => (
            Attainment::Achieved,
            "目標の仕事に就き、家賃を自分で払えるようになった。",
            ["employed_general", "income_up"],
            "「もう大丈夫。困ったらまた来ます」",
        ),
        Way::Replan | Way::Suspend => (
            Attainment::Partly,
            "生活は落ち着いたが、働き始めるには準備がいる。",
            ["housing", "motivation"],
            "「もう少し一緒に考えてほしい」",
        ),
    };
    EvaluationContent {
        evaluated_on: Some(on),
        attainment: Some(attainment),
        goal_attainment: words.to_owned(),
        changes: changes.map(str::to_owned).to_vec(),
        current_state: "家計表を続けている。月に一度、地域のサロンにも顔を出す。".to_owned(),
        remaining_issues: "体調を崩したときの相談先を確かめておく。".to_owned(),
        person_wish: Some(way),
        person_wish_note: note.to_owned(),
        staff_opinion: Some(way),
        staff_opinion_note: "本人の希望と同じ。".to_owned(),
    }
}
