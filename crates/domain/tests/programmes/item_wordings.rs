//! Items that no official sheet confirms: the region words them itself from a day on, and what was written before stays as it was written.

use banso_domain::{
    form::{
        FormCatalogue, FormDefinition, FormFile, ItemWording, ItemWordingEvent, Language, Source, WordedItem, Wording,
    },
    id::ItemWordingId,
    rule::{Refusal, Rule},
};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    sheets::{FORM, SHARED},
    support::day,
};

fn catalogue() -> FormCatalogue {
    let file = |name: &str, text: &str| FormFile { name: name.to_owned(), text: text.to_owned() };
    let confirmed = FORM.replace(r#"ja = "睡眠", en = "Sleep""#, r#"ja = "睡眠", en = "Sleep", source = "form""#);
    FormCatalogue::load(&[file("shared.toml", SHARED), file("trial.toml", &confirmed)]).unwrap()
}

fn form() -> FormDefinition {
    catalogue().get("trial", day("2026-11-20")).unwrap().clone()
}

fn wording(from: &str, ja: &str, en: &str) -> ItemWording {
    ItemWording {
        from: day(from),
        words: Wording { ja: ja.into(), en: en.into() },
        hint: None,
        is_hidden: false,
        confirmed_by: String::new(),
    }
}

fn hidden(from: &str) -> ItemWording {
    ItemWording { is_hidden: true, ..wording(from, "食事", "Meals") }
}

fn decide(item: &str, wording: ItemWording, known: Option<&WordedItem>) -> Result<ItemWordingEvent, Refusal> {
    wording.decide(&form(), item, known, day("2026-11-20"))
}

fn worded(item: &str, wordings: Vec<ItemWording>) -> WordedItem {
    let id = ItemWordingId::new(Uuid::from_u128(5));
    let mut known = None;
    for wording in wordings {
        let event = decide(item, wording, known.as_ref()).unwrap();
        known = Some(WordedItem::apply(known, id, &event));
    }
    known.unwrap()
}

fn label(forms: &FormCatalogue, on: NaiveDate, field: &str, language: Language) -> String {
    let form = forms.get("trial", on).unwrap();
    form.field(field).map(|field| field.label.text(on, language).to_owned()).unwrap_or_default()
}

fn refused(result: Result<ItemWordingEvent, Refusal>) -> Vec<Rule> {
    result.err().map(|refusal| refusal.rules).unwrap_or_default()
}

#[test]
fn an_item_reads_as_the_region_words_it_from_its_day_on_for_every_side_and_as_published_before() {
    let forms = catalogue().with_wordings(&[worded("meals", vec![wording("2026-12-01", "三度の食事", "Three meals")])]);

    assert_eq!(label(&forms, day("2026-11-30"), "meals_person", Language::Ja), "食事（ご本人）");
    assert_eq!(label(&forms, day("2026-12-01"), "meals_person", Language::Ja), "三度の食事（ご本人）");
    assert_eq!(label(&forms, day("2026-12-01"), "meals_staff", Language::En), "Three meals (Agency)");
    assert_eq!(
        label(&forms, day("2026-12-01"), "meals_staff_note", Language::Ja),
        "三度の食事（支援機関）：そう思う場面"
    );
    let form = forms.get("trial", day("2027-01-01")).unwrap();
    assert_eq!(form.rated_items()[0].label.ja, "三度の食事");
    assert_eq!(form.valid_from, day("2026-12-01"), "a workbook of the version before is known as an older one");
}

#[test]
fn each_wording_begins_a_version_of_its_own_and_the_one_before_stays() {
    let plain = worded(
        "plain",
        vec![wording("2026-12-01", "わかりやすく", "In plain words"), wording("2027-04-01", "かんたんに", "Simply")],
    );
    let weak = worded("weak", vec![wording("2027-01-15", "むずかしいこと", "Hard")]);

    let forms = catalogue().with_wordings(&[plain, weak]);

    let begins: Vec<String> = forms.all().map(|form| form.valid_from.to_string()).collect();
    assert_eq!(begins, ["2019-01-01", "2026-12-01", "2027-01-15", "2027-04-01"]);
    assert!(forms.all().zip(forms.all().skip(1)).all(|(form, next)| form.valid_to == next.valid_from.pred_opt()));
    assert_eq!(label(&forms, day("2027-03-31"), "plain", Language::Ja), "わかりやすく");
    assert_eq!(label(&forms, day("2027-04-01"), "plain", Language::Ja), "かんたんに");
    assert_eq!(label(&forms, day("2027-04-01"), "weak", Language::Ja), "むずかしいこと");
}

#[test]
fn an_item_that_is_left_out_is_gone_from_its_day_on_and_can_come_back() {
    let forms = catalogue()
        .with_wordings(&[worded("meals", vec![hidden("2026-12-01"), wording("2027-04-01", "食事", "Meals")])]);

    assert_eq!(label(&forms, day("2026-11-30"), "meals_site", Language::Ja), "食事（実習先）");
    assert_eq!(label(&forms, day("2026-12-01"), "meals_site", Language::Ja), "");
    assert_eq!(label(&forms, day("2027-04-01"), "meals_site", Language::Ja), "食事（実習先）");
}

#[test]
fn p_114_what_an_official_sheet_confirms_stays_and_so_does_what_is_no_item() {
    assert_eq!(refused(decide("sleep", wording("2026-12-01", "眠り", "Sleep"), None)), [Rule::OnlyOpenItems]);
    assert_eq!(refused(decide("nothing", wording("2026-12-01", "何か", "Something"), None)), [Rule::OnlyOpenItems]);
    assert!(decide("meals", wording("2026-12-01", "三度の食事", "Three meals"), None).is_ok());
}

#[test]
fn p_114_what_a_rule_of_the_sheet_asks_for_is_not_left_out_and_can_be_worded() {
    for item in ["strong", "difficulties", "cannot_1", "reason_2", "workplace_known"] {
        assert_eq!(refused(decide(item, hidden("2026-12-01"), None)), [Rule::OnlyOpenItems], "{item}");
        assert!(decide(item, wording("2026-12-01", "別のことば", "Other words"), None).is_ok(), "{item}");
    }
    assert!(decide("stable", hidden("2026-12-01"), None).is_ok());
}

#[test]
fn p_115_a_wording_says_something_in_both_languages_and_sorts_nobody() {
    let long = "長".repeat(121);
    for (ja, en) in [
        ("", "Meals"),
        ("　", "Meals"),
        ("食事", " "),
        (&*long, "Meals"),
        ("食事\n睡眠", "Meals"),
        ("食事の合計点", "Meals"),
        ("食事", "Meals total"),
    ] {
        assert_eq!(refused(decide("meals", wording("2026-12-01", ja, en), None)), [Rule::WordingInOrder], "{ja} {en}");
    }
    let half = Wording { ja: "毎日の食事です。".into(), en: String::new() };
    let hinted = ItemWording { hint: Some(half), ..wording("2026-12-01", "食事", "Meals") };
    assert_eq!(refused(decide("meals", hinted, None)), [Rule::WordingInOrder]);
}

#[test]
fn p_115_a_wording_begins_after_today_and_not_before_the_one_that_is_there() {
    let words = |from| wording(from, "三度の食事", "Three meals");
    assert_eq!(
        refused(decide("meals", words("2026-11-20"), None)),
        [Rule::WordingInOrder],
        "sheets of today are written"
    );
    let known = worded("meals", vec![words("2026-12-10")]);
    assert_eq!(refused(decide("meals", words("2026-12-09"), Some(&known))), [Rule::WordingInOrder]);

    let mended = worded("meals", vec![words("2026-12-10"), wording("2026-12-10", "毎日の食事", "Daily meals")]);

    assert_eq!(mended.wordings.len(), 1, "until its day has come it can be mended");
    assert_eq!(mended.on(day("2026-12-10")).unwrap().words.ja, "毎日の食事");
}

#[test]
fn an_item_bears_a_mark_until_somebody_has_confirmed_it() {
    let confirmed = ItemWording {
        confirmed_by: "県の様式集 2026年版".into(),
        ..wording("2026-12-01", "三度の食事", "Three meals")
    };
    let forms = catalogue().with_wordings(&[worded("meals", vec![confirmed])]);
    let marked = |on: &str, field: &str| {
        let form = forms.get("trial", day(on)).unwrap().with_open_marked();
        form.field(field).unwrap().label.text(day(on), Language::Ja).to_owned()
    };

    assert_eq!(marked("2026-11-30", "meals_person"), "食事◇（ご本人）");
    assert_eq!(marked("2026-12-01", "meals_person"), "三度の食事（ご本人）");
    assert_eq!(marked("2026-12-01", "sleep_person"), "睡眠（ご本人）");
    assert_eq!(marked("2026-12-01", "strong"), "得意◇");
    assert_eq!(forms.get("trial", day("2026-12-01")).unwrap().field("meals_person").unwrap().source, Source::Region);
}

#[test]
fn a_later_official_version_that_confirms_an_item_takes_its_words_back() {
    let file = |name: &str, text: String| FormFile { name: name.to_owned(), text };
    let older = FORM.replace("valid_from = 2019-01-01", "valid_from = 2019-01-01\nvalid_to = 2027-03-31");
    let newer = FORM.replace("valid_from = 2019-01-01", "valid_from = 2027-04-01");
    let newer =
        newer.replace(r#"ja = "食事", en = "Meals""#, r#"ja = "食事の回数", en = "Meals a day", source = "form""#);
    let files = [file("shared.toml", SHARED.to_owned()), file("trial.toml", older), file("trial_2027.toml", newer)];
    let item = worded("meals", vec![wording("2026-12-01", "三度の食事", "Three meals")]);

    let forms = FormCatalogue::load(&files).unwrap().with_wordings(&[item]);

    assert_eq!(label(&forms, day("2027-03-31"), "meals_person", Language::Ja), "三度の食事（ご本人）");
    assert_eq!(label(&forms, day("2027-04-01"), "meals_person", Language::Ja), "食事の回数（ご本人）");
}
