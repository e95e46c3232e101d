//! The facts about a person as a form: drawn, read and put into words wherever an entry is made or corrected.

use std::collections::BTreeMap;

use banso_domain::{
    calendar::{DateStyle, format},
    person::{AddressKind, PersonFacts, Sex},
    text::{codes, is_kana_name, to_katakana},
};

use super::block::{Block, Part};
use crate::{
    components::{ChoiceGroup, ChoiceKind, ChoiceOption, DateField, FieldView, KeyboardKind, SummaryRow, Width},
    dates::{DateEcho, DateLook},
    submitted::Submitted,
    text::Texts,
};

/// What is wrong, by name of the field.
pub(super) type Problems = BTreeMap<&'static str, String>;

/// Every field of the form, in its order.
pub(super) const FIELDS: [&str; 15] = [
    "name",
    "kana",
    "name_assumed",
    "known_as",
    "former_name",
    "romaji",
    "sex",
    "sex_note",
    "birth_date",
    "postal_code",
    "address_kind",
    "address",
    "phone_mobile",
    "phone_home",
    "email",
];

/// The name of a field in the reader's language.
pub(super) fn label(t: &Texts, field: &str) -> String {
    t.get(&format!("{}{field}", /* keys */ "person-field-"))
}

/// The fields; `all` with those that are seldom needed at the first contact.
pub(super) fn blocks(t: &Texts, typed: &Submitted, problems: &Problems, all: bool) -> Vec<Block> {
    let field = |name: &'static str| {
        let mut view = FieldView::new(name, label(t, name)).value(typed.text(name));
        view.error = problems.get(name).cloned();
        view
    };
    let one = |name: &'static str, answers: &[(&str, String)]| {
        let chosen = typed.text(name);
        let option = |(value, label): &(&str, String)| ChoiceOption::new(*value, label).chosen(*value == chosen);
        Part::Choices(ChoiceGroup::new(field(name), ChoiceKind::One, answers.iter().map(option).collect()).in_columns())
    };
    let assumed = ChoiceOption::new("yes", t.get("person-name-assumed-yes")).chosen(typed.has("name_assumed"));
    let born = field("birth_date").hint(t.get("person-birth-date-hint"));
    let echo = if born.error.is_some() { String::new() } else { DateEcho::of(t, typed.text("birth_date")).to_string() };
    let mut parts = vec![
        Part::Text(field("name").required()),
        Part::Text(field("kana").required().hint(t.get("person-kana-hint"))),
    ];
    if all {
        parts.push(Part::Choices(ChoiceGroup::new(field("name_assumed"), ChoiceKind::Several, vec![assumed])));
        parts.extend(["known_as", "former_name", "romaji"].map(|name| Part::Text(field(name))));
    }
    parts.extend([
        one(
            "sex",
            &[
                ("male", t.get("person-sex-male")),
                ("female", t.get("person-sex-female")),
                ("other", t.get("person-sex-other")),
                ("", t.get("person-sex-not-asked")),
            ],
        ),
        Part::Text(field("sex_note").width(Width::Middle)),
        Part::Date(DateField::new(born, echo)),
        Part::Text(field("postal_code").width(Width::Middle).keyboard(KeyboardKind::Numeric)),
        one(
            "address_kind",
            &[
                ("written", t.get("person-address-written")),
                ("none", t.get("person-address-none")),
                ("withheld", t.get("person-address-withheld")),
            ],
        ),
        Part::Text(field("address")),
        Part::Text(field("phone_mobile").width(Width::Middle).keyboard(KeyboardKind::Telephone)),
        Part::Text(field("phone_home").width(Width::Middle).keyboard(KeyboardKind::Telephone)),
        Part::Text(field("email").keyboard(KeyboardKind::Mail)),
    ]);
    parts.into_iter().map(|part| Block::new(t, part)).collect()
}

/// What a field of the form says, in words: chosen answers by their name, everything else as it is.
pub(super) fn value_words(t: &Texts, field: &str, value: &str) -> String {
    match (field, value) {
        ("sex", "male") => t.get("person-sex-male"),
        ("sex", "female") => t.get("person-sex-female"),
        ("sex", _) => t.get("person-sex-other"),
        ("address_kind", "none") => t.get("person-address-none"),
        ("address_kind", "withheld") => t.get("person-address-withheld"),
        ("address_kind", _) => t.get("person-address-written"),
        ("name_assumed", _) => t.get("person-name-assumed-yes"),
        _ => value.to_owned(),
    }
}

/// Facts as the form would send them.
pub(super) fn typed(facts: &PersonFacts) -> Submitted {
    let mut form = Submitted::default();
    let sex = match facts.sex {
        Some(Sex::Male) => "male",
        Some(Sex::Female) => "female",
        Some(Sex::Other) => "other",
        None => "",
    };
    let kind = match facts.address_kind {
        AddressKind::Written => "written",
        AddressKind::NoFixedAddress => "none",
        AddressKind::Withheld => "withheld",
    };
    let born = facts.birth_date.map(|date| format::long(date, DateStyle::Era)).unwrap_or_default();
    let values = [
        ("name", facts.name.as_str()),
        ("kana", &facts.kana),
        ("known_as", &facts.known_as),
        ("former_name", &facts.former_name),
        ("romaji", &facts.romaji),
        ("sex", sex),
        ("sex_note", &facts.sex_note),
        ("birth_date", &born),
        ("postal_code", &postcode_words(facts)),
        ("address_kind", kind),
        ("address", &facts.address),
        ("phone_mobile", &facts.phone_mobile),
        ("phone_home", &facts.phone_home),
        ("email", &facts.email),
    ];
    for (name, value) in values {
        form.put(name, value);
    }
    if facts.name_assumed {
        form.put("name_assumed", "yes");
    }
    form
}

/// Reads the form. Nothing is refused for its width: hiragana, half-width kana and wide digits are taken as meant (U5).
///
/// # Errors
///
/// A sentence for each field that cannot be read.
pub(super) fn read(t: &Texts, form: &Submitted) -> Result<PersonFacts, Problems> {
    let mut problems = Problems::new();
    // One space between the parts of a name, however wide it was typed.
    let one_space = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = one_space(form.text("name"));
    if name.is_empty() {
        problems.insert("name", t.get("person-name-missing"));
    }
    let kana = one_space(&to_katakana(form.text("kana")));
    if kana.is_empty() {
        problems.insert("kana", t.get("person-kana-missing"));
    } else if !is_kana_name(&kana) {
        problems.insert("kana", t.get("person-kana-wrong"));
    }
    let birth_date = form.partial_date(t, "birth_date").unwrap_or_else(|why| {
        problems.insert("birth_date", why);
        None
    });
    let postal_code = match form.text("postal_code") {
        "" => String::new(),
        written => codes::parse_postcode(written).map(|code| codes::digits(&code)).unwrap_or_else(|_| {
            problems.insert("postal_code", t.get("person-postal-code-wrong"));
            String::new()
        }),
    };
    let mut phone = |field: &'static str| match form.text(field) {
        "" => String::new(),
        written => codes::parse_phone(written).unwrap_or_else(|_| {
            problems.insert(field, t.get("person-phone-wrong"));
            String::new()
        }),
    };
    let (phone_mobile, phone_home) = (phone("phone_mobile"), phone("phone_home"));
    let email = form.text("email").to_owned();
    if !email.is_empty() && !email.contains('@') {
        problems.insert("email", t.get("person-email-wrong"));
    }
    let sex = match form.text("sex") {
        "male" => Some(Sex::Male),
        "female" => Some(Sex::Female),
        "other" => Some(Sex::Other),
        _ => None,
    };
    let address_kind = match form.text("address_kind") {
        "none" => AddressKind::NoFixedAddress,
        "withheld" => AddressKind::Withheld,
        _ => AddressKind::Written,
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(PersonFacts {
        name,
        kana,
        name_assumed: form.has("name_assumed"),
        known_as: form.text("known_as").to_owned(),
        former_name: form.text("former_name").to_owned(),
        romaji: form.text("romaji").to_owned(),
        sex,
        sex_note: form.text("sex_note").to_owned(),
        birth_date,
        postal_code,
        address: form.text("address").to_owned(),
        address_kind,
        phone_home,
        phone_mobile,
        email,
    })
}

/// The entry line by line; what is seldom known shows only where it is.
pub(super) fn rows(t: &Texts, look: DateLook, facts: &PersonFacts) -> Vec<SummaryRow> {
    let born = facts.birth_date.map(|date| look.long(date).text().to_owned()).unwrap_or_default();
    let values = [
        ("name", facts.name.clone(), true),
        ("kana", facts.kana.clone(), true),
        ("known_as", facts.known_as.clone(), false),
        ("former_name", facts.former_name.clone(), false),
        ("romaji", facts.romaji.clone(), false),
        ("sex", sex_words(t, facts), true),
        ("birth_date", born, true),
        ("postal_code", postcode_words(facts), false),
        ("address", address_words(t, facts), true),
        ("phone_mobile", facts.phone_mobile.clone(), true),
        ("phone_home", facts.phone_home.clone(), false),
        ("email", facts.email.clone(), false),
    ];
    let row = |(field, value, always): (&str, String, bool)| match (value.is_empty(), always) {
        (false, _) => Some(SummaryRow::new(label(t, field), value)),
        (true, true) => Some(SummaryRow::unknown(label(t, field))),
        (true, false) => None,
    };
    values.into_iter().filter_map(row).collect()
}

/// The sex in words, or in the person's own.
pub(super) fn sex_words(t: &Texts, facts: &PersonFacts) -> String {
    match facts.sex {
        Some(Sex::Male) => t.get("person-sex-male"),
        Some(Sex::Female) => t.get("person-sex-female"),
        Some(Sex::Other) if facts.sex_note.is_empty() => t.get("person-sex-other"),
        Some(Sex::Other) => facts.sex_note.clone(),
        None => String::new(),
    }
}

/// The address, or why there is none.
pub(super) fn address_words(t: &Texts, facts: &PersonFacts) -> String {
    match facts.address_kind {
        AddressKind::Written => facts.address.clone(),
        AddressKind::NoFixedAddress if facts.address.is_empty() => t.get("person-address-none"),
        AddressKind::NoFixedAddress => {
            let kind = t.get("person-address-none");
            t.with("person-address-none-but", [("kind", &kind), ("address", &facts.address)])
        }
        AddressKind::Withheld => t.get("person-address-withheld"),
    }
}

/// 123-4567, as people write it.
pub(super) fn postcode_words(facts: &PersonFacts) -> String {
    match facts.postal_code.split_at_checked(3) {
        Some((area, town)) if !town.is_empty() => format!("{area}-{town}"),
        _ => facts.postal_code.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn sent(pairs: &[(&str, &str)]) -> Submitted {
        let mut form = Submitted::default();
        for (name, value) in pairs {
            form.put(*name, *value);
        }
        form
    }

    #[test]
    fn u5_a_reading_and_numbers_are_taken_in_any_width() {
        let t = Texts::shipped(Lang::Ja);
        let form = sent(&[
            ("name", "渡辺 海"),
            ("kana", "わたなべ　ｶｲ"),
            ("birth_date", "S６０．４．１"),
            ("postal_code", "〒１２３－４５６７"),
            ("phone_mobile", "０９０ー１２３４ー５６７８"),
        ]);
        let facts = read(&t, &form).unwrap();
        assert_eq!(facts.kana, "ワタナベ　カイ");
        assert_eq!(facts.birth_date.unwrap().to_string(), "1985-04-01");
        assert_eq!((facts.postal_code.as_str(), facts.phone_mobile.as_str()), ("1234567", "090-1234-5678"));
    }

    #[test]
    fn u16_what_is_wrong_stands_beside_its_field() {
        let t = Texts::shipped(Lang::Ja);
        let form = sent(&[
            ("kana", "漢字"),
            ("birth_date", "平成31年5月1日"),
            ("phone_home", "でんわ"),
            ("postal_code", "12"),
        ]);
        let problems = read(&t, &form).unwrap_err();
        assert_eq!(
            problems.into_keys().collect::<Vec<_>>(),
            ["birth_date", "kana", "name", "phone_home", "postal_code"]
        );
    }

    #[test]
    fn facts_come_back_from_the_form_as_they_were() {
        let t = Texts::shipped(Lang::Ja);
        let facts = PersonFacts {
            name: "髙橋 はる".to_owned(),
            kana: "タカハシ ハル".to_owned(),
            name_assumed: true,
            sex: Some(Sex::Other),
            sex_note: "答えない".to_owned(),
            birth_date: Some("1985-04~".parse().unwrap()),
            postal_code: "0600001".to_owned(),
            address: "公園".to_owned(),
            address_kind: AddressKind::NoFixedAddress,
            phone_mobile: "090-1234-5678".to_owned(),
            ..PersonFacts::default()
        };
        assert_eq!(read(&t, &typed(&facts)), Ok(facts));
    }

    #[test]
    fn every_field_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            assert!(FIELDS.iter().all(|field| !label(&t, field).starts_with('⟦')));
        }
    }
}
