//! Invented people and cases for the gallery.

use chrono::NaiveDate;

use super::Gallery;
use crate::{
    components::{
        AgencyField, Banner, BannerKind, Button, ButtonKind, CaseHeader, Cell, Chip, ChoiceGroup, ChoiceKind,
        ChoiceOption, Column, ConfirmPanel, DateField, DueLabel, EmptyState, ErrorSummary, FieldView, KeyboardKind,
        Link, Pagination, PortraitFold, ProcessMap, ReadOnlyField, SelectView, Shape, SortDirection, StatusTag, Step,
        StepState, SummaryRow, Tab, TableRow, TableView, TaskRow, TimelineItem, Width,
    },
    dates::{DateEcho, DateLook},
    form::{ChangedBy, Side, Submitted, Versions},
    frame::{Account, Frame, NavItem, Section},
    text::{Lang, Texts},
};

/// Sample text in the language of the page.
struct Words(Lang);

impl Words {
    const fn of(&self, ja: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

const TODAY: NaiveDate = day(2026, 11, 20);

pub(super) fn gallery(t: Texts) -> Gallery {
    let w = Words(t.lang());
    let around = frame(t.clone(), &w);
    let look = DateLook { lang: t.lang(), ..DateLook::default() };
    let due = |date| DueLabel::new(&t, look.short(date), TODAY);

    let wrong_text = FieldView::new("wrong_kana", w.of("フリガナ", "Reading"))
        .required()
        .error(w.of("フリガナを入力してください。", "Please enter the reading of the name."));
    let typed = w.of("平成31年5月1日", "H31/5/1");
    let wrong_date = DateField::new(
        FieldView::new("wrong_born", w.of("生年月日", "Date of birth"))
            .value(typed)
            .error(DateEcho::of(&t, typed).to_string()),
        "",
    );

    Gallery {
        errors: ErrorSummary::of([&wrong_text, &wrong_date.field]),
        case: case(&t, &w, look),
        process: process(&w),
        banners: banners(&w),
        tasks: vec![
            TaskRow {
                label: w.of("インテーク・アセスメントシート", "Intake and assessment sheet").to_owned(),
                href: Some("#".to_owned()),
                hint: Some(w.of("※の項目があと2つ", "2 marked items left").to_owned()),
                status: StatusTag::new(Shape::Active, w.of("記入中", "in progress")),
                due: Some(due(day(2026, 11, 23))),
            },
            TaskRow {
                label: w.of("プラン案の説明と本人の同意", "Explain the draft plan and ask for agreement").to_owned(),
                href: Some("#".to_owned()),
                hint: None,
                status: StatusTag::new(Shape::Open, w.of("未着手", "not begun")),
                due: Some(due(day(2026, 12, 4))),
            },
            TaskRow {
                label: w.of("支援調整会議に諮る", "Bring it to the coordination conference").to_owned(),
                href: None,
                hint: Some(
                    w.of("プランへの署名が済むと進められます。", "Possible once the plan is signed.").to_owned(),
                ),
                status: StatusTag::new(Shape::Blocked, w.of("まだ進めません", "not possible yet")),
                due: None,
            },
            TaskRow {
                label: w.of("相談受付・申込票", "Intake and application sheet").to_owned(),
                href: Some("#".to_owned()),
                hint: None,
                status: StatusTag::new(Shape::Done, w.of("完了", "done")),
                due: None,
            },
        ],
        statuses: [
            (Shape::Done, "達成", "achieved"),
            (Shape::Active, "取組中", "in progress"),
            (Shape::Open, "未着手", "not begun"),
            (Shape::Waiting, "同意待ち", "waiting for consent"),
            (Shape::Attention, "期限が近い", "due soon"),
            (Shape::Urgent, "緊急", "urgent"),
            (Shape::Blocked, "閲覧制限", "restricted"),
            (Shape::Dropped, "不要になった", "no longer needed"),
            (Shape::Closed, "終結", "closed"),
        ]
        .map(|(shape, ja, en)| StatusTag::new(shape, w.of(ja, en)))
        .to_vec(),
        dues: [day(2026, 11, 12), TODAY, day(2026, 11, 23), day(2027, 1, 15)].map(due).to_vec(),
        dates: vec![look.long(day(2019, 4, 30)), look.with_weekday(day(2019, 5, 1)), look.short(TODAY)],
        text: FieldView::new("name", w.of("氏名", "Name")).required().value(w.of("髙橋 はる", "Takahashi Haru")),
        wrong_text,
        short: FieldView::new("household", w.of("同居の人数", "People in the household"))
            .width(Width::Short)
            .keyboard(KeyboardKind::Numeric)
            .hint(w.of("ご本人を入れた人数", "Counting the person"))
            .value("3"),
        row: FieldView::new("actions[0].what", w.of("実施すること", "What is done")),
        long: FieldView::new("wish", w.of("本人の希望（本人のことばで）", "Wishes, in the person's own words"))
            .optional()
            .lines(4)
            .value(w.of(
                "朝起きられるようになりたい。\n働くのはそれから、少しずつ。",
                "I want to be able to get up in the morning.\nWork after that, little by little.",
            )),
        date: DateField::new(
            FieldView::new("visited_on", w.of("面談日", "Day of the interview"))
                .required()
                .hint(w.of("例：令和7年4月13日、R7.4.13、2025/4/13", "For example R7.4.13 or 2025/4/13"))
                .value("R8.11.20"),
            DateEcho::of(&t, "R8.11.20"),
        ),
        wrong_date,
        radios: ChoiceGroup::new(
            FieldView::new("agreement", w.of("このプランへの本人の意思", "The person's answer to this plan"))
                .required(),
            ChoiceKind::One,
            vec![
                ChoiceOption::new("agrees", w.of("同意する", "agrees")).chosen(true),
                ChoiceOption::new("declines", w.of("同意しない", "does not agree"))
                    .hint(w.of("理由を本人のことばで残します。", "Keep the reason in the person's words.")),
                ChoiceOption::new("not_asked", w.of("確認できなかった", "could not be asked"))
                    .hint(w.of("次の面談で確かめるように知らせます。", "You will be reminded at the next interview.")),
            ],
        ),
        checks: ChoiceGroup::new(
            FieldView::new("concerns", w.of("相談内容", "Concerns"))
                .hint(w.of("あてはまるものすべて", "All that apply")),
            ChoiceKind::Several,
            [
                ("health", "病気や健康、障害のこと", "Health or disability"),
                ("housing", "住まいについて", "Housing"),
                ("income", "収入・生活費のこと", "Income and living costs"),
                ("debt", "債務について", "Debts"),
                ("job", "仕事探し、就職について", "Finding work"),
                ("family", "家族との関係について", "Family"),
            ]
            .map(|(value, ja, en)| ChoiceOption::new(value, w.of(ja, en)).chosen(value == "income"))
            .to_vec(),
        )
        .in_columns(),
        select: SelectView {
            field: FieldView::new("route", w.of("相談経路", "How the person came here")),
            options: vec![
                ChoiceOption::new("self", w.of("本人が来所・電話", "By themselves")),
                ChoiceOption::new("hello_work", w.of("ハローワーク", "Hello Work")).chosen(true),
                ChoiceOption::new("family", w.of("家族・知人", "Family or friends")),
            ],
        },
        agency: AgencyField {
            field: FieldView::new("agency", w.of("提供先の機関", "The agency")).value(w.of("医院", "clinic")),
            suggestions: vec![w.of("あおば医院", "Aoba Clinic").to_owned()],
            finds: true,
            found: Some(ChoiceGroup::new(
                FieldView::new("agency.of", w.of("当てはまる機関（2件）", "Agencies that fit (2)")),
                ChoiceKind::One,
                vec![
                    ChoiceOption::new("1", w.of("あおば医院", "Aoba Clinic")).hint(w.of("医療機関", "Clinic")),
                    ChoiceOption::new("2", w.of("みなと医院", "Minato Clinic")).hint(w.of("医療機関", "Clinic")),
                ],
            )),
            portraits: vec![PortraitFold {
                summary: w.of("あおば医院の自己紹介", "What Aoba Clinic says of itself").to_owned(),
                words: vec![
                    (
                        w.of("得意なこと", "Good at").to_owned(),
                        w.of("仕事と両立する治療", "Treatment beside work").to_owned(),
                    ),
                    (w.of("限界", "Limits").to_owned(), w.of("往診はできない", "No visits at home").to_owned()),
                ],
                page: Link::new(w.of("自己紹介のページを見る", "Open the whole page"), "/agencies/profiles/1"),
            }],
        },
        locked: ReadOnlyField {
            name: "diagnosis".to_owned(),
            label: w.of("主治医の意見", "Opinion of the doctor").to_owned(),
            value: w
                .of("午前中の短い時間から始めることが望ましい。", "Begin with short hours in the morning.")
                .to_owned(),
            why: w
                .of(
                    "あおば医院の記録です。変更はあおば医院に依頼してください。",
                    "This belongs to Aoba Clinic; ask them for a change.",
                )
                .to_owned(),
        },
        buttons: vec![
            Button::submit(ButtonKind::Primary, w.of("保存して次へ", "Save and go on")),
            Button::submit(ButtonKind::Secondary, w.of("もう1行追加", "Add another row")).named("add_row", "actions"),
            Button::submit(ButtonKind::Danger, w.of("同意を取り消す", "Withdraw consent")),
            Button::link(ButtonKind::Quiet, w.of("やめる", "Cancel"), "#"),
        ],
        summary: vec![
            SummaryRow::new(w.of("住まい", "Housing"), w.of("賃貸アパート（家賃 42,000円）", "Rented flat, ¥42,000"))
                .change("#"),
            SummaryRow::new(w.of("同居の家族", "Household"), w.of("母、弟", "Mother, brother")).change("#"),
            SummaryRow::unknown(w.of("健康保険", "Health insurance")).change("#"),
        ],
        timeline: timeline(&w, look),
        tabs: tabs(&w),
        chips: vec![
            Chip {
                label: w.of("段階：アセスメント", "Stage: assessment").to_owned(), remove_href: "#".to_owned()
            },
            Chip { label: w.of("担当：自分", "Lead: me").to_owned(), remove_href: "#".to_owned() },
        ],
        table: table(&t, &w, look),
        pages: Pagination::new(6, 20, 231, "/gallery"),
        empty: EmptyState {
            heading: w.of("期限のせまったケースはありません", "No case is due soon").to_owned(),
            body: w
                .of(
                    "次のモニタリングは来月です。予定は一覧で確かめられます。",
                    "The next monitoring is next month; the calendar shows it.",
                )
                .to_owned(),
            action: Some(Link::new(w.of("モニタリング予定を見る", "Open the calendar"), "#")),
        },
        confirm: ConfirmPanel {
            heading: w
                .of("みなと就労支援センターへの情報共有をやめますか", "Stop sharing with Minato Work Support?")
                .to_owned(),
            consequences: vec![
                w.of(
                    "次に開いたときから、相手は見られなくなります。",
                    "They can no longer see it from their next visit.",
                )
                .to_owned(),
                w.of("これまでに見た記録は、開示の台帳に残ります。", "What they have seen stays on the ledger.")
                    .to_owned(),
            ],
            reason: Some(FieldView::new("reason", w.of("理由", "Reason")).optional().lines(2)),
            confirm: Button::submit(ButtonKind::Danger, w.of("共有をやめる", "Stop sharing")),
            back: Link::new(w.of("共有を続ける", "Go on sharing"), "#"),
            action: "/gallery".to_owned(),
        },
        versions: versions(&around, &w),
        frame: around,
    }
}

/// What two people wrote; one answer differs.
fn versions(frame: &Frame, w: &Words) -> Versions {
    let by = (w.of("佐々木（あおば自立相談支援センター）", "Sasaki (Aoba centre)").to_owned(), "14:32".to_owned());
    let goal = Side {
        name: "long_term_goal".to_owned(),
        label: w.of("長期目標", "Long-term goal").to_owned(),
        mine: w.of("自分の部屋を借りて暮らす", "To live in a place of my own").to_owned(),
        theirs: w.of("家族と離れて暮らす", "To live apart from the family").to_owned(),
        changed: ChangedBy::Both,
    };
    Versions::new(frame, by, "/gallery", "7", &Submitted::default(), vec![goal])
}

fn frame(t: Texts, w: &Words) -> Frame {
    let sections = [
        (Section::MyWork, Some(5)),
        (Section::Cases, None),
        (Section::Conferences, None),
        (Section::Decisions, Some(2)),
        (Section::Monitoring, None),
        (Section::Administration, None),
    ];
    Frame {
        section: Some(Section::Cases),
        navigation: sections.map(|(section, waiting)| NavItem { section, waiting }).to_vec(),
        account: Some(Account {
            name: w.of("佐々木 明里", "Sasaki Akari").to_owned(),
            role: w.of("主任相談支援員", "Chief consultant").to_owned(),
            agency: w.of("あおば自立相談支援センター", "Aoba Self-reliance Centre").to_owned(),
            other_agencies: vec![("2".to_owned(), w.of("みなと町 福祉課", "Minato town, welfare").to_owned())],
            session_seconds: 3600,
        }),
        csrf: "sample".to_owned(),
        breadcrumbs: vec![Link::new(Section::Cases.label(&t), "#")],
        ..Frame::open(t, w.of("部品の見本", "Gallery of components"))
    }
}

fn case(t: &Texts, w: &Words, look: DateLook) -> CaseHeader {
    CaseHeader {
        name: w.of("髙橋 はる", "Takahashi Haru").to_owned(),
        kana: w.of("タカハシ ハル", "タカハシ ハル").to_owned(),
        born: Some(look.long(day(1989, 1, 8))),
        age: Some(37),
        case_number: "2026-00417".to_owned(),
        lead_staff: w.of("佐々木 明里", "Sasaki Akari").to_owned(),
        consent: StatusTag::new(Shape::Done, w.of("同意あり", "consent given")),
        consent_scope: w
            .of("支援調整会議の構成員まで・令和9年3月31日まで", "conference members, until 31 March 2027")
            .to_owned(),
        cautions: vec![
            w.of("住所は家族に伝えない", "Do not tell the address to the family").to_owned(),
            w.of("電話は午後のみ", "Phone in the afternoon only").to_owned(),
        ],
        actions: vec![
            Link::new(w.of("支援経過を書く", "Write a support record"), "#"),
            Link::new(t.get("shown-show"), "#"),
        ],
    }
}

fn process(w: &Words) -> ProcessMap {
    use StepState::{Ahead, Blocked, Done, Next, Now, Skipped};
    let steps = [
        (Done, "相談受付", "Intake", Some(("11月2日", "2 Nov"))),
        (Done, "利用申込・同意", "Application", Some(("11月4日", "4 Nov"))),
        (Skipped, "緊急支援", "Emergency help", None),
        (Now, "アセスメント", "Assessment", None),
        (Next, "プラン案", "Draft plan", None),
        (Blocked, "支援調整会議", "Conference", Some(("署名がまだです", "not signed yet"))),
        (Ahead, "支援決定", "Decision", None),
        (Ahead, "支援の提供", "Support", None),
        (Ahead, "評価", "Evaluation", None),
        (Ahead, "終結", "Closure", None),
    ];
    let steps = steps
        .into_iter()
        .map(|(state, ja, en, note)| {
            let step = Step::new(w.of(ja, en), state);
            let step = if matches!(state, Done | Now | Next) { step.href("#") } else { step };
            match note {
                Some((ja, en)) => step.note(w.of(ja, en)),
                None => step,
            }
        })
        .collect();
    ProcessMap { steps }
}

fn banners(w: &Words) -> Vec<Banner> {
    vec![
        Banner::new(BannerKind::Success, w.of("プラン案を保存しました。", "The draft plan has been saved."))
            .link(w.of("プラン案を見る", "Open the draft"), "#"),
        Banner::new(
            BannerKind::Info,
            w.of("明日の支援調整会議は、議題が3件です。", "Tomorrow's conference has 3 items."),
        ),
        Banner::new(
            BannerKind::Warning,
            w.of("緊急支援の事後報告がまだです。", "The emergency support has not been reported yet."),
        )
        .body(w.of(
            "次の支援調整会議（12月4日）で報告し、了承を得てください。",
            "Report it to the next conference on 4 December.",
        )),
        Banner::new(BannerKind::Error, w.of("ファイルを取り込めませんでした。", "The file could not be taken in."))
            .body(w.of(
                "1件も取り込まれていません。3行目の列の数が見出しと合いません。",
                "Nothing was taken in: row 3 has another number of columns.",
            )),
    ]
}

fn timeline(w: &Words, look: DateLook) -> Vec<TimelineItem> {
    vec![
        TimelineItem {
            title: w.of("自宅を訪問し、家計の話をした", "Home visit, talked about money").to_owned(),
            day: look.long(day(2026, 11, 18)),
            time: Some("14:30".to_owned()),
            by: w.of("佐々木 明里（あおば自立相談支援センター）", "Sasaki Akari (Aoba centre)").to_owned(),
            how: Some(w.of("訪問・本人", "visit, the person").to_owned()),
            body: w
                .of(
                    "「電気代の紙は見ないで置いてある」とのこと。一緒に封を開け、3か月分を並べた。",
                    "Opened the electricity bills of three months together.",
                )
                .to_owned(),
            href: Some("#".to_owned()),
            corrected: Some(Link::new(w.of("11月19日に訂正（前の文を見る）", "Corrected on 19 Nov (see before)"), "#")),
        },
        TimelineItem {
            title: w.of("ハローワークと電話", "Call with Hello Work").to_owned(),
            day: look.long(day(2026, 11, 12)),
            time: None,
            by: w.of("田中 修（あおば自立相談支援センター）", "Tanaka Osamu (Aoba centre)").to_owned(),
            how: Some(w.of("電話・関係機関", "phone, agency").to_owned()),
            body: w.of("求職登録の日程を確かめた。", "Agreed on a day for registration.").to_owned(),
            href: None,
            corrected: None,
        },
    ]
}

fn tabs(w: &Words) -> Vec<Tab> {
    [
        ("概要", "Overview", true, None),
        ("アセスメント", "Assessment", false, None),
        ("プラン", "Plan", false, Some(2)),
        ("支援経過", "Support record", false, Some(14)),
        ("会議", "Conferences", false, None),
        ("同意と開示", "Consent and disclosures", false, None),
    ]
    .map(|(ja, en, current, count)| Tab { label: w.of(ja, en).to_owned(), href: "#".to_owned(), current, count })
    .to_vec()
}

fn table(t: &Texts, w: &Words, look: DateLook) -> TableView {
    let rows = [
        ("髙橋 はる", "タカハシ ハル", "2026-00417", Shape::Active, "アセスメント", "assessing", day(2026, 11, 23)),
        (
            "渡邉 健一",
            "ワタナベ ケンイチ",
            "2026-00388",
            Shape::Waiting,
            "同意待ち",
            "waiting for consent",
            day(2026, 11, 12),
        ),
        ("グエン ティ ラン", "グエン ティ ラン", "2025-01203", Shape::Done, "支援中", "in support", day(2027, 1, 15)),
        ("﨑山 みどり", "サキヤマ ミドリ", "2025-00987", Shape::Attention, "評価時期", "to be evaluated", TODAY),
    ]
    .map(|(name, kana, number, shape, ja, en, due)| TableRow {
        cells: vec![
            Cell::Open { text: name.to_owned(), below: kana.to_owned(), href: "#".to_owned() },
            Cell::Text(number.to_owned()),
            Cell::Status(StatusTag::new(shape, w.of(ja, en))),
            Cell::Due(DueLabel::new(t, look.short(due), TODAY)),
            Cell::TwoLines(w.of("佐々木 明里", "Sasaki Akari").to_owned(), w.of("あおば", "Aoba").to_owned()),
            Cell::Date(look.short(day(2026, 11, 18))),
        ],
    })
    .to_vec();
    TableView {
        id: "cases".to_owned(),
        caption: w.of("担当しているケース（段階：アセスメント、担当：自分）", "My cases").to_owned(),
        columns: vec![
            Column::new(w.of("氏名", "Name")).sort("#", Some(SortDirection::Ascending)),
            Column::new(w.of("ケース番号", "Case number")).sort("#", None),
            Column::new(w.of("段階", "Stage")),
            Column::new(w.of("次の期限", "Next deadline")).sort("#", None),
            Column::new(w.of("担当・機関", "Lead, agency")),
            Column::new(w.of("最終更新", "Last change")).sort("#", None),
        ],
        rows,
    }
}
