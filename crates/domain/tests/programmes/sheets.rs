//! Sheets: who says what, what stays, what is looked at before a version is final.

use std::collections::BTreeSet;

use banso_domain::{
    form::{FormCatalogue, FormDefinition, FormFile, Side},
    id::{AgencyId, PersonId, SheetId, StaffId},
    rule::{Refusal, Rule},
    sheet::{About, NewSheet, Permission, Sheet, SheetEvent, Writer, Writing, changed, compared},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::day;

pub(crate) const SHARED: &str = r#"
[options]
sides = [
  { id = "person", ja = "ご本人", en = "Person" },
  { id = "family", ja = "家族", en = "Family" },
  { id = "staff", ja = "支援機関", en = "Agency" },
  { id = "site", ja = "実習先", en = "Work trial" },
  { id = "employer", ja = "企業", en = "Firm" },
  { id = "doctor", ja = "主治医", en = "Doctor" },
  { id = "joint", ja = "いっしょに", en = "Together" },
]
can = [
  { id = "1", ja = "できていない", en = "not yet" },
  { id = "2", ja = "あまりできていない", en = "hardly" },
  { id = "3", ja = "まあまあできている", en = "fairly" },
  { id = "4", ja = "できている", en = "yes" },
]
"#;

pub(crate) const FORM: &str = r#"
id = "trial"
title = { ja = "ためし", en = "Trial" }
valid_from = 2019-01-01
facts = "trial"
[sheet]
author = "staff"
several_sources = true
permission = true
checks = [
  { rule = "R-23", needs = ["strong", "weak"] },
  { rule = "R-26", rows = "difficulties", when = ["what"], needs = ["where", "tried"] },
  { rule = "R-28", differs = ["wish", "suggested"], needs = ["why_wish", "trial_offered"] },
  { rule = "R-84", rows = "matter", when = ["cannot"], needs = ["reason"] },
  { rule = "R-91", when = ["kind=a|b"], needs = ["ordinary_work"] },
  { rule = "R-29", when = ["agrees=no"], needs = ["other_view"] },
  { rule = "R-17", when = ["fed_back_on"], needs = ["plain"] },
  { rule = "R-60", when = ["able=yes"], needs = ["workplace_known"] },
]
[[sections]]
id = "health"
title = { ja = "健康", en = "Health" }
rated = { sides = ["person", "staff", "site", "joint"], scale = "can", notes = true }
items = [
  { id = "meals", ja = "食事", en = "Meals" },
  { id = "sleep", ja = "睡眠", en = "Sleep" },
]
[[sections]]
id = "words"
title = { ja = "ことば", en = "Words" }
fields = [
  { id = "strong", label = { ja = "得意", en = "Strong" }, kind = "text" },
  { id = "weak", label = { ja = "苦手", en = "Weak" }, kind = "text" },
  { id = "wish", label = { ja = "希望", en = "Wish" }, kind = "text", side = "person" },
  { id = "suggested", label = { ja = "提案", en = "Suggested" }, kind = "text" },
  { id = "why_wish", label = { ja = "希望の理由", en = "Why" }, kind = "text" },
  { id = "trial_offered", label = { ja = "試した機会", en = "Trial" }, kind = "text" },
  { id = "kind", label = { ja = "種類", en = "Kind" }, kind = "single", options = [{ id = "a", ja = "A", en = "A" }, { id = "b", ja = "B", en = "B" }, { id = "other", ja = "他", en = "other" }] },
  { id = "ordinary_work", label = { ja = "一般就労の希望", en = "Ordinary work" }, kind = "text" },
  { id = "fed_back_on", label = { ja = "伝えた日", en = "Told on" }, kind = "date" },
  { id = "agrees", label = { ja = "納得", en = "Agrees" }, kind = "yes_no", side = "person" },
  { id = "other_view", label = { ja = "別の見方", en = "Other view" }, kind = "text" },
  { id = "plain", label = { ja = "やさしいことば", en = "Plain" }, kind = "text" },
  { id = "stable", label = { ja = "安定", en = "Stable" }, kind = "yes_no", side = "doctor" },
  { id = "able", label = { ja = "働けるか", en = "Able" }, kind = "yes_no", side = "doctor" },
  { id = "workplace_known", label = { ja = "職場の情報", en = "Workplace" }, kind = "text", side = "doctor" },
  { id = "seen", label = { ja = "職場でのようす", en = "Seen" }, kind = "text", side = "employer" },
  { id = "difficulties", label = { ja = "困りごと", en = "Difficulties" }, kind = "table", columns = [
    { id = "what", label = { ja = "こと", en = "What" }, kind = "text" },
    { id = "where", label = { ja = "環境", en = "Where" }, kind = "text" },
    { id = "tried", label = { ja = "試した調整", en = "Tried" }, kind = "yes_no" },
  ] },
]
[[sections]]
id = "matter"
title = { ja = "場面", en = "Matter" }
repeat = 2
fields = [
  { id = "cannot", label = { ja = "できないこと", en = "Cannot" }, kind = "text", side = "employer" },
  { id = "reason", label = { ja = "理由", en = "Reason" }, kind = "text", side = "employer" },
]
"#;

pub(crate) fn load(form: &str) -> Result<FormDefinition, String> {
    let file = |name: &str, text: &str| FormFile { name: name.to_owned(), text: text.to_owned() };
    let files = [file("shared.toml", SHARED), file("trial.toml", form)];
    let catalogue = FormCatalogue::load(&files).map_err(|error| error.to_string())?;
    Ok(catalogue.all().next().unwrap().clone())
}

fn form() -> FormDefinition {
    load(FORM).unwrap()
}

fn own_form() -> FormDefinition {
    load(&FORM.replace("permission = true", "own = true\ngoes_on = true")).unwrap()
}

pub(crate) fn staff() -> Writer {
    Writer { staff: StaffId::new(Uuid::from_u128(7)), is_person: false }
}

fn person() -> Writer {
    Writer { staff: StaffId::new(Uuid::from_u128(8)), is_person: true }
}

fn today() -> chrono::NaiveDate {
    day("2026-11-20")
}

pub(crate) struct Desk {
    pub(crate) form: FormDefinition,
    pub(crate) sheet: Sheet,
}

impl Desk {
    pub(crate) fn new(form: FormDefinition) -> Self {
        let (person, agency) = (PersonId::new(Uuid::from_u128(1)), AgencyId::new(Uuid::from_u128(2)));
        let new = NewSheet {
            person,
            agency,
            form: &form,
            on: day("2026-11-01"),
            about: About::default(),
            is_by_person: false,
            elsewhere: &[],
            because: "",
        };
        let event = new.decide().unwrap();
        let sheet = Sheet::apply(None, SheetId::new(Uuid::from_u128(3)), &event).unwrap();
        Self { form, sheet }
    }

    fn take(&mut self, event: Result<SheetEvent, Refusal>) -> Result<(), Vec<Rule>> {
        let event = event.map_err(|refusal| refusal.rules)?;
        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<SheetEvent>(&text).unwrap(), event, "the journal keeps it whole");
        self.sheet = Sheet::apply(Some(self.sheet.clone()), self.sheet.id, &event).unwrap();
        Ok(())
    }

    pub(crate) fn say(&mut self, side: Side, writer: Writer, answers: Value) -> Result<(), Vec<Rule>> {
        let answers = serde_json::from_value(json!({ "trial": answers })).unwrap();
        let (source, place) = match side {
            Side::Person | Side::Staff | Side::Joint => (String::new(), "事業所".to_owned()),
            _ => ("みほん商店".to_owned(), "みほん商店".to_owned()),
        };
        let writing = Writing { side, on: day("2026-11-10"), source, place, answers };
        self.take(self.sheet.write(&self.form, writing, writer, today()))
    }

    pub(crate) fn finish(&mut self, passed: &[Rule]) -> Result<(), Vec<Rule>> {
        self.take(self.sheet.finalise(&self.form, passed, staff().staff, today()))
    }

    pub(crate) fn findings(&self) -> Vec<Rule> {
        self.sheet.findings(&self.form)
    }
}

#[test]
fn r_32_two_sides_rate_the_same_item_and_both_ratings_stay_with_the_difference_marked() {
    let mut desk = Desk::new(form());
    desk.say(Side::Person, staff(), json!({ "meals": { "person": "4" }, "sleep": { "person": "2" } })).unwrap();
    desk.say(
        Side::Staff,
        staff(),
        json!({ "meals": { "staff": "2", "staff_note": "昼を抜く日が週に3日" }, "sleep": { "staff": "2" } }),
    )
    .unwrap();

    let version = desk.sheet.current().unwrap();
    let items = compared(&desk.form, version);
    let ratings = |n: usize| items[n].ratings.iter().map(|(_, _, value)| value.clone()).collect::<Vec<_>>();
    assert_eq!(ratings(0), [Some(json!("4")), Some(json!("2")), None, None]);
    assert_eq!(items.iter().map(|item| item.differs).collect::<Vec<_>>(), [true, false]);
    assert_eq!(items[0].notes, [(Side::Staff, "昼を抜く日が週に3日".to_owned())]);
    assert!(desk.findings().contains(&Rule::SourcesDiffer));
}

#[test]
fn p_90_nobody_answers_for_a_side_that_has_no_say_there() {
    let mut desk = Desk::new(form());
    let answers = json!({ "meals": { "staff": "2" } });
    assert_eq!(desk.say(Side::Family, staff(), answers.clone()), Err(vec![Rule::SideHasSay]));
    assert_eq!(desk.say(Side::Staff, person(), answers), Err(vec![Rule::SideHasSay]));
}

#[test]
fn p_94_one_side_cannot_write_into_the_field_of_another() {
    let mut desk = Desk::new(form());
    for answers in [json!({ "meals": { "person": "2" } }), json!({ "meals": { "staff": "9" } }), json!({})] {
        assert_eq!(desk.say(Side::Staff, staff(), answers), Err(vec![Rule::SheetAnswered]));
    }
}

#[test]
fn p_92_what_the_person_wrote_themself_is_changed_by_nobody_else() {
    let mut desk = Desk::new(form());
    desk.say(Side::Person, person(), json!({ "meals": { "person": "4" } })).unwrap();
    assert_eq!(desk.say(Side::Person, staff(), json!({ "meals": { "person": "1" } })), Err(vec![Rule::OwnWordsStay]));
    desk.say(Side::Person, person(), json!({ "meals": { "person": "3" } })).unwrap();
}

#[test]
fn p_93_together_one_agrees_after_the_person_has_said_what_they_think() {
    let mut desk = Desk::new(form());
    let joint = json!({ "meals": { "joint": "3" } });
    assert_eq!(desk.say(Side::Joint, staff(), joint.clone()), Err(vec![Rule::JointAfterOwn]));
    desk.say(Side::Person, staff(), json!({ "meals": { "person": "4" } })).unwrap();
    desk.say(Side::Joint, staff(), joint).unwrap();
}

#[test]
fn p_95_what_others_said_bears_their_name() {
    let desk = Desk::new(form());
    let answers = serde_json::from_value(json!({ "trial": { "meals": { "site": "3" } } })).unwrap();
    let writing = Writing { side: Side::Site, on: today(), source: " ".into(), place: String::new(), answers };
    let refused = desk.sheet.write(&desk.form, writing, staff(), today()).unwrap_err();
    assert_eq!(refused.rules, [Rule::SourceNamed]);
}

#[test]
fn r_14_r_15_a_firm_writes_after_the_person_was_told_why_and_the_person_carries_it() {
    let mut desk = Desk::new(form());
    let seen = json!({ "seen": "午後に手が止まる" });
    assert_eq!(desk.say(Side::Employer, staff(), seen.clone()), Err(vec![Rule::FirmThroughPerson]));
    let permission = |explained_by: &str| Permission {
        firm: None,
        on: today(),
        purpose: "主治医に職場のようすを伝える".into(),
        explained_by: explained_by.into(),
    };
    let unexplained = desk.sheet.permit(&desk.form, permission(""), today());
    assert_eq!(desk.take(unexplained), Err(vec![Rule::FirmAskedAfterExplaining]));
    desk.take(desk.sheet.permit(&desk.form, permission("見本 花子"), today())).unwrap();
    desk.say(Side::Employer, staff(), seen).unwrap();
    assert!(desk.findings().contains(&Rule::FirmThroughPerson), "not complete before it was carried");
    desk.take(desk.sheet.carry(&desk.form, today(), today())).unwrap();
    assert!(!desk.findings().contains(&Rule::FirmThroughPerson));
}

#[test]
fn r_25_an_assessment_from_one_place_and_one_source_warns_and_two_do_not() {
    let mut desk = Desk::new(form());
    desk.say(Side::Staff, staff(), json!({ "meals": { "staff": "2" }, "strong": "正確", "weak": "急な変更" })).unwrap();
    assert_eq!(desk.finish(&[]), Err(vec![Rule::SeveralPlaces]));
    desk.say(Side::Site, staff(), json!({ "meals": { "site": "2" } })).unwrap();
    assert_eq!(desk.findings(), []);
    desk.finish(&[]).unwrap();
}

#[test]
fn r_23_only_good_points_or_only_bad_ones_are_one_sided() {
    let mut desk = Desk::new(form());
    desk.say(Side::Staff, staff(), json!({ "strong": "正確" })).unwrap();
    assert!(desk.findings().contains(&Rule::StrengthsAndDifficulties));
    desk.say(Side::Staff, staff(), json!({ "strong": "正確", "weak": "急な変更" })).unwrap();
    assert!(!desk.findings().contains(&Rule::StrengthsAndDifficulties));
}

#[test]
fn r_26_a_difficulty_says_in_which_surroundings_and_what_was_tried() {
    let speaks = |row: Value| {
        let mut desk = Desk::new(form());
        desk.say(Side::Staff, staff(), json!({ "difficulties": [row] })).unwrap();
        desk.findings().contains(&Rule::DifficultyHasPlace)
    };
    assert!(speaks(json!({ "what": "手が止まる" })));
    assert!(speaks(json!({ "what": "手が止まる", "where": "音の大きい場所" })));
    assert!(!speaks(json!({ "what": "手が止まる", "where": "音の大きい場所", "tried": false })));
}

#[test]
fn r_28_a_suggestion_beside_another_wish_needs_the_reason_of_the_wish_and_the_trial_and_the_wish_stays() {
    let mut desk = Desk::new(form());
    desk.say(Side::Person, staff(), json!({ "wish": "図書館" })).unwrap();
    desk.say(Side::Staff, staff(), json!({ "suggested": "軽作業", "strong": "a", "weak": "b" })).unwrap();
    assert_eq!(desk.finish(&[Rule::SeveralPlaces]), Err(vec![Rule::WishStands]));
    let with_reason = json!({ "suggested": "軽作業", "why_wish": "本が好き", "trial_offered": "図書館で3日", "strong": "a", "weak": "b" });
    desk.say(Side::Staff, staff(), with_reason).unwrap();
    desk.finish(&[Rule::SeveralPlaces]).unwrap();
    let answers = desk.sheet.current().unwrap().answers();
    assert_eq!(answers.text("trial.wish"), Some("図書館"));
}

#[test]
fn r_60_the_doctors_yes_to_work_says_on_what_it_rests_and_health_sets_nothing() {
    let speaks = |answers: Value| {
        let mut desk = Desk::new(form());
        desk.say(Side::Doctor, staff(), answers).unwrap();
        desk.findings().contains(&Rule::AbleOnWhatGrounds)
    };
    assert!(speaks(json!({ "able": true })));
    assert!(!speaks(json!({ "able": true, "workplace_known": "情報共有シートを読んだ" })));
    assert!(!speaks(json!({ "stable": true })));
    let mut desk = Desk::new(form());
    desk.say(Side::Doctor, staff(), json!({ "stable": true })).unwrap();
    assert_eq!(desk.sheet.current().unwrap().answers().yes_no("trial.able"), None);
}

#[test]
fn r_84_each_refusal_in_each_part_has_its_reason() {
    let mut desk = Desk::new(form());
    let permission =
        Permission { firm: None, on: today(), purpose: "配慮の話し合い".into(), explained_by: "見本".into() };
    desk.take(desk.sheet.permit(&desk.form, permission, today())).unwrap();
    desk.say(
        Side::Employer,
        staff(),
        json!({ "cannot_1": "席の移動", "reason_1": "部屋がない", "cannot_2": "短時間" }),
    )
    .unwrap();
    assert!(desk.findings().contains(&Rule::RefusalHasReason));
    desk.say(Side::Employer, staff(), json!({ "cannot_2": "短時間", "reason_2": "人員" })).unwrap();
    assert!(!desk.findings().contains(&Rule::RefusalHasReason));
}

#[test]
fn r_91_a_plan_at_a_or_b_asks_about_ordinary_work() {
    let speaks = |answers: Value| {
        let mut desk = Desk::new(form());
        desk.say(Side::Staff, staff(), answers).unwrap();
        desk.findings().contains(&Rule::OrdinaryWorkAsked)
    };
    assert!(speaks(json!({ "kind": "b" })));
    assert!(!speaks(json!({ "kind": "other" })));
    assert!(!speaks(json!({ "kind": "a", "ordinary_work": "いつかは" })));
}

#[test]
fn r_29_who_is_not_convinced_of_the_result_is_offered_another_view() {
    let mut desk = Desk::new(form());
    desk.say(Side::Person, staff(), json!({ "agrees": false })).unwrap();
    assert!(desk.findings().contains(&Rule::ObjectiveView));
    desk.say(Side::Staff, staff(), json!({ "other_view": "職業センターの職業評価" })).unwrap();
    assert!(!desk.findings().contains(&Rule::ObjectiveView));
    desk.say(Side::Person, staff(), json!({ "agrees": true })).unwrap();
    assert!(!desk.findings().contains(&Rule::ObjectiveView));
}

#[test]
fn r_17_what_was_fed_back_stands_in_plain_words() {
    let mut desk = Desk::new(form());
    desk.say(Side::Staff, staff(), json!({ "fed_back_on": "2026-11-10" })).unwrap();
    assert!(desk.findings().contains(&Rule::ResultInPlainWords));
}

#[test]
fn p_91_r_33_a_final_version_stays_and_what_is_new_begins_another_with_its_source() {
    let mut desk = Desk::new(own_form());
    let passed = [Rule::SeveralPlaces, Rule::StrengthsAndDifficulties];
    desk.say(Side::Person, person(), json!({ "meals": { "person": "2" } })).unwrap();
    assert_eq!(desk.take(desk.sheet.revise(&desk.form, today(), "母の話", today())), Err(vec![Rule::SheetFinal]));
    desk.finish(&passed).unwrap();
    assert_eq!(desk.say(Side::Person, person(), json!({ "meals": { "person": "3" } })), Err(vec![Rule::SheetFinal]));
    assert_eq!(desk.take(desk.sheet.revise(&desk.form, today(), " ", today())), Err(vec![Rule::ReasonNeeded]));
    desk.take(desk.sheet.revise(&desk.form, today(), "11月の実習で分かったこと（実習先の話）", today())).unwrap();
    desk.say(Side::Person, person(), json!({ "meals": { "person": "3" } })).unwrap();

    let [first, second] = desk.sheet.versions.as_slice() else { panic!("two versions") };
    let beside = changed(&desk.form, first, second);
    assert_eq!(beside.len(), 1);
    assert_eq!((beside[0].before.clone(), beside[0].after.clone()), (Some(json!("2")), Some(json!("3"))));
    assert!(beside[0].differs() && second.source.contains("実習先"));
}

#[test]
fn p_96_only_the_person_decides_who_sees_their_own_sheet_part_by_part() {
    let mut desk = Desk::new(own_form());
    let firm = AgencyId::new(Uuid::from_u128(9));
    let parts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let by_staff = desk.sheet.show(&desk.form, firm, parts(&["words"]), staff());
    assert_eq!(desk.take(by_staff), Err(vec![Rule::OwnerShows]));
    desk.take(desk.sheet.show(&desk.form, firm, parts(&["words"]), person())).unwrap();
    assert_eq!(desk.sheet.shown_to(firm), Some(&parts(&["words"])));
    desk.take(desk.sheet.show(&desk.form, firm, parts(&[]), person())).unwrap();
    assert_eq!(desk.sheet.shown_to(firm), None);
    // Who helped to make it sees it until the person says otherwise.
    let helper = desk.sheet.agency;
    assert!(desk.sheet.shown_to(helper).is_some());
    desk.take(desk.sheet.show(&desk.form, helper, parts(&[]), person())).unwrap();
    assert_eq!(desk.sheet.shown_to(helper), None);
}

#[test]
fn p_90_the_person_begins_only_what_is_their_own() {
    let begin = |form: &FormDefinition| {
        let (person, agency) = (PersonId::new(Uuid::from_u128(1)), AgencyId::new(Uuid::from_u128(2)));
        let about = About::default();
        NewSheet { person, agency, form, on: day("2026-11-01"), about, is_by_person: true, elsewhere: &[], because: "" }
            .decide()
    };
    assert_eq!(begin(&form()).unwrap_err().rules, [Rule::SideHasSay]);
    begin(&own_form()).unwrap();
}

#[test]
fn r_81_notes_of_the_clinic_are_shown_to_nobody() {
    let internal = load(&FORM.replace("permission = true", "internal = true")).unwrap();
    let mut desk = Desk::new(internal);
    let shown = desk.sheet.show(&desk.form, desk.sheet.agency, BTreeSet::new(), person());
    assert_eq!(desk.take(shown), Err(vec![Rule::ClinicNotesStay]));
}

#[test]
fn r_24_a_definition_that_counts_together_ranks_or_recommends_is_refused() {
    for (id, label) in [("total", "合わせた数"), ("x", "合計点"), ("x", "クラスでの順位"), ("recommended_place", "場")]
    {
        let field = format!("{{ id = \"{id}\", label = {{ ja = \"{label}\", en = \"x\" }}, kind = \"text\" }},");
        let changed = FORM.replacen("fields = [", &format!("fields = [{field}"), 1);
        let told = load(&changed).unwrap_err();
        assert!(told.contains("R-24"), "{told}");
    }
}

#[test]
fn a_check_that_names_no_field_is_refused_with_its_line() {
    let told = load(&FORM.replace("needs = [\"plain\"]", "needs = [\"plian\"]")).unwrap_err();
    assert!(told.contains("plian") && told.contains("plain"), "{told}");
}

#[test]
fn a_check_that_says_neither_what_it_needs_nor_what_holds_in_every_row_is_refused() {
    for check in ["{ rule = \"R-17\", when = [\"fed_back_on\"] }", "{ rule = \"R-68\", every = [\"seen\"] }"] {
        let changed = FORM.replacen("{ rule = \"R-17\", when = [\"fed_back_on\"], needs = [\"plain\"] }", check, 1);
        let told = load(&changed).unwrap_err();
        assert!(told.contains("`needs`") && told.contains("`every`"), "{told}");
    }
}
