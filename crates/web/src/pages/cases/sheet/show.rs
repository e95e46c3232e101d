//! What is kept elsewhere and shown on a sheet: the person, the application, the screening.

use std::collections::BTreeMap;

use banso_app::CaseFile;
use banso_domain::{answer::Will, calendar::full_years, case::Case, person::PersonFacts};
use chrono::NaiveDate;

use crate::{
    components::Link,
    dates::DateLook,
    pages::person_form::{address_words, postcode_words, sex_words},
    text::Texts,
};

/// What a sheet shows that is kept elsewhere.
pub(in crate::pages) struct Shown {
    values: BTreeMap<&'static str, String>,
    base: String,
}

/// Names that the case only has as identifiers.
pub(in crate::pages) struct Names {
    /// 受付者
    pub(in crate::pages) received_by: String,
    /// Who explained the privacy rules.
    pub(in crate::pages) explained_by: String,
    /// 宛名
    pub(in crate::pages) addressee: String,
}

impl Shown {
    /// Nothing is shown from elsewhere.
    pub(in crate::pages) const fn nothing() -> Self {
        Self { values: BTreeMap::new(), base: String::new() }
    }

    /// The value of a fact.
    pub(in crate::pages) fn value(&self, fact: &str) -> Option<String> {
        self.values.get(fact).filter(|value| !value.is_empty()).cloned()
    }

    /// Whether an empty answer is worth a line.
    pub(super) fn is_asked(&self, fact: &str) -> bool {
        self.values.contains_key(fact)
    }

    /// Where a fact is changed.
    pub(super) fn change(&self, t: &Texts, fact: &str) -> Option<Link> {
        let base = &self.base;
        if fact.starts_with("person.") {
            return Some(Link::new(t.get("sheet-change-person"), format!("{base}/person")));
        }
        if fact.starts_with("case.screening.") {
            return Some(Link::new(t.get("sheet-change-screening"), format!("{base}/screening")));
        }
        let application = ["case.applied_on", "case.sharing_consent", "case.privacy_explained_on"];
        application.contains(&fact).then(|| Link::new(t.get("sheet-change-application"), format!("{base}/application")))
    }
}

/// Collects what the sheets 【1】 and 【2】 show of person, application and screening.
pub(in crate::pages) fn shown(
    t: &Texts,
    look: DateLook,
    file: &CaseFile,
    names: Names,
    screening_result: String,
    today: NaiveDate,
) -> Shown {
    let case = &file.case;
    let day = |date: NaiveDate| look.long(date).text().to_owned();
    let mut values = BTreeMap::from([
        ("case.reference", case.reference.clone()),
        ("case.first_received_on", day(case.received_on)),
        ("case.received_by", names.received_by),
        ("centre.addressee", names.addressee),
    ]);
    person_values(t, look, &file.person.facts, today, &mut values);
    application_values(t, look, case, names.explained_by, &mut values);
    let screening = case.screening.as_ref();
    values.insert("case.screening.date", screening.map(|it| day(it.on)).unwrap_or_default());
    values.insert("case.screening.result", screening_result);
    values.insert("case.screening.comment", screening.map(|it| it.comment.clone()).unwrap_or_default());
    if let Some(screening) = screening.filter(|it| !it.referral_targets.is_empty()) {
        values.insert("case.screening.referral_targets", screening.referral_targets.join(&t.get("list-separator")));
    }
    Shown { values, base: format!("/cases/{}", case.id) }
}

fn person_values(
    t: &Texts,
    look: DateLook,
    person: &PersonFacts,
    today: NaiveDate,
    values: &mut BTreeMap<&'static str, String>,
) {
    values.insert("person.name", person.name.clone());
    values.insert("person.kana", person.kana.clone());
    values.insert("person.sex", sex_words(t, person));
    values.insert("person.birth_date", person.birth_date.map(|b| look.long(b).text().to_owned()).unwrap_or_default());
    let age = person.birth_date.and_then(|born| born.exact()).and_then(|born| full_years(born, today));
    values.insert("person.age", age.map(|age| age.to_string()).unwrap_or_default());
    values.insert("person.postal_code", postcode_words(person));
    values.insert("person.address", address_words(t, person));
    values.insert("person.phone_home", person.phone_home.clone());
    values.insert("person.phone_mobile", person.phone_mobile.clone());
    values.insert("person.email", person.email.clone());
}

fn application_values(
    t: &Texts,
    look: DateLook,
    case: &Case,
    explained_by: String,
    values: &mut BTreeMap<&'static str, String>,
) {
    let application = case.application.as_ref();
    let day = |date: NaiveDate| look.long(date).text().to_owned();
    let explained = application.and_then(|it| it.explained).map(|(on, _)| day(on));
    values.insert("case.privacy_explained_on", explained.unwrap_or_default());
    values.insert("case.privacy_explained_by", explained_by);
    let sharing = application.map(|it| if it.sharing.agrees { t.get("sheet-yes") } else { t.get("sheet-no") });
    values.insert("case.sharing_consent", sharing.unwrap_or_default());
    if let Some(application) = application.filter(|it| !it.sharing.excluded_agencies.is_empty()) {
        let except = t.with("sheet-sharing-except", [("agencies", &application.sharing.excluded_agencies)]);
        values.insert("case.sharing_scope", except);
    }
    let agreed = application.filter(|it| it.answer.agrees());
    values.insert("case.applied_on", agreed.map(|it| day(it.answer.on)).unwrap_or_default());
    if let Some(Will::Declines { reason } | Will::CouldNotAsk { reason }) = application.map(|it| &it.answer.will) {
        values.insert("case.no_consent_reason", reason.clone());
    }
}
