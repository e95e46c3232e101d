//! The facts about a person as a form: drawn, read and put into words wherever an entry is made or corrected.

use banso_domain::{
    calendar::{DateStyle, format},
    person::{AddressKind, PersonFacts, Sex},
    text::{codes, is_kana_name, to_katakana},
};

use crate::{
    components::{KeyboardKind, SummaryRow, Width},
    dates::DateLook,
    form::{Filled, Question, Submitted, labelled},
    text::Texts,
};

/// The name of a field in the reader's language.
fn label(t: &Texts, field: &str) -> String {
    t.get(&format!("{}{field}", /* keys */ "person-field-"))
}

/// Everything that is asked about a person, in the order of the form.
pub(super) fn questions(t: &Texts) -> Vec<Question> {
    let line = |name: &'static str| Question::line(name, label(t, name));
    let sexes = [
        ("male", t.get("person-sex-male")),
        ("female", t.get("person-sex-female")),
        ("other", t.get("person-sex-other")),
        ("", t.get("person-sex-not-asked")),
    ];
    let kinds = [
        ("written", t.get("person-address-written")),
        ("none", t.get("person-address-none")),
        ("withheld", t.get("person-address-withheld")),
    ];
    vec![
        line("name").required(),
        line("kana").required().hint(t.get("person-kana-hint")),
        Question::tick("name_assumed", label(t, "name_assumed"), t.get("person-name-assumed-yes")).below_each_other(),
        line("known_as"),
        line("former_name"),
        line("romaji"),
        Question::one("sex", label(t, "sex"), labelled(sexes)),
        line("sex_note").width(Width::Middle),
        Question::date("birth_date", label(t, "birth_date")).hint(t.get("person-birth-date-hint")),
        Question::digits("postal_code", label(t, "postal_code"), Width::Middle),
        Question::one("address_kind", label(t, "address_kind"), labelled(kinds)),
        line("address"),
        Question::phone("phone_mobile", label(t, "phone_mobile")),
        Question::phone("phone_home", label(t, "phone_home")),
        line("email").keyboard(KeyboardKind::Mail),
    ]
}

/// What is asked at the first contact: without what is seldom known by then.
pub(super) fn first_questions(t: &Texts) -> Vec<Question> {
    let seldom = ["name_assumed", "known_as", "former_name", "romaji"];
    let mut questions = questions(t);
    questions.retain(|question| !seldom.contains(&question.name()));
    questions
}

/// Facts as the form would send them.
pub(super) fn typed(facts: &PersonFacts) -> Submitted {
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
    let mut form = Submitted::of([
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
    ]);
    if facts.name_assumed {
        form.put("name_assumed", "yes");
    }
    form
}

/// Reads the form; what is wrong is complained about. Nothing is refused for its width: hiragana, half-width kana and wide
/// digits are taken as meant (U5).
pub(super) fn read(t: &Texts, filled: &mut Filled) -> PersonFacts {
    // One space between the parts of a name, however wide it was typed.
    let one_space = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = one_space(&filled.needed("name", t.get("person-name-missing")));
    let kana = one_space(&to_katakana(&filled.needed("kana", t.get("person-kana-missing"))));
    if !kana.is_empty() && !is_kana_name(&kana) {
        filled.complain("kana", t.get("person-kana-wrong"));
    }
    let birth_date = filled.partial_date("birth_date");
    let postal_code = match filled.text("postal_code").as_str() {
        "" => String::new(),
        written => codes::parse_postcode(written).map(|code| codes::digits(&code)).unwrap_or_else(|_| {
            filled.complain("postal_code", t.get("person-postal-code-wrong"));
            String::new()
        }),
    };
    let mut phone = |field: &str| match filled.text(field).as_str() {
        "" => String::new(),
        written => codes::parse_phone(written).unwrap_or_else(|_| {
            filled.complain(field, t.get("person-phone-wrong"));
            String::new()
        }),
    };
    let (phone_mobile, phone_home) = (phone("phone_mobile"), phone("phone_home"));
    let email = filled.text("email");
    if !email.is_empty() && !email.contains('@') {
        filled.complain("email", t.get("person-email-wrong"));
    }
    PersonFacts {
        name,
        kana,
        name_assumed: filled.yes("name_assumed"),
        known_as: filled.text("known_as"),
        former_name: filled.text("former_name"),
        romaji: filled.text("romaji"),
        sex: match filled.form.text("sex") {
            "male" => Some(Sex::Male),
            "female" => Some(Sex::Female),
            "other" => Some(Sex::Other),
            _ => None,
        },
        sex_note: filled.text("sex_note"),
        birth_date,
        postal_code,
        address: filled.text("address"),
        address_kind: match filled.form.text("address_kind") {
            "none" => AddressKind::NoFixedAddress,
            "withheld" => AddressKind::Withheld,
            _ => AddressKind::Written,
        },
        phone_home,
        phone_mobile,
        email,
    }
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

    fn filled(form: Submitted) -> Filled {
        Filled::new(&Texts::shipped(Lang::Ja), form)
    }

    #[test]
    fn u5_a_reading_and_numbers_are_taken_in_any_width() {
        let t = Texts::shipped(Lang::Ja);
        let mut form = filled(Submitted::of([
            ("name", "渡辺 海"),
            ("kana", "わたなべ　ｶｲ"),
            ("birth_date", "S６０．４．１"),
            ("postal_code", "〒１２３－４５６７"),
            ("phone_mobile", "０９０ー１２３４ー５６７８"),
        ]));
        let facts = read(&t, &mut form);
        assert!(form.is_right());
        assert_eq!(facts.kana, "ワタナベ カイ");
        assert_eq!(facts.birth_date.unwrap().to_string(), "1985-04-01");
        assert_eq!((facts.postal_code.as_str(), facts.phone_mobile.as_str()), ("1234567", "090-1234-5678"));
    }

    #[test]
    fn u16_what_is_wrong_is_listed_in_the_order_of_the_form() {
        let t = Texts::shipped(Lang::Ja);
        let mut form = filled(Submitted::of([
            ("kana", "漢字"),
            ("birth_date", "平成31年5月1日"),
            ("phone_home", "でんわ"),
            ("postal_code", "12"),
        ]));
        read(&t, &mut form);
        let blocks = form.ask_all(&questions(&t));
        let listed: Vec<String> = crate::form::summary(&blocks).items.into_iter().map(|item| item.href).collect();
        assert_eq!(listed, ["#name", "#kana", "#birth_date", "#postal_code", "#phone_home"]);
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
        let mut form = filled(typed(&facts));
        assert_eq!(read(&t, &mut form), facts);
        assert!(form.is_right());
    }

    #[test]
    fn every_field_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            assert!(questions(&t).iter().all(|question| !question.label().starts_with('⟦')));
        }
    }
}
