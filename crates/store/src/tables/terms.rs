//! The terms under which a person is found: one- and two-character terms of every name, whole terms of numbers.

use std::collections::BTreeSet;

use banso_domain::{person::PersonFacts, text};

/// Under `t:` stand the last four digits of a phone number, under `d:` a whole birth date.
pub(crate) fn person_terms(facts: &PersonFacts) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for name in [&facts.name, &facts.kana, &facts.known_as, &facts.former_name, &facts.romaji] {
        terms.extend(text::search_terms(name));
    }
    for phone in [&facts.phone_home, &facts.phone_mobile] {
        let tail = text::codes::phone_tail(phone, 4);
        if tail.len() == 4 {
            terms.insert(format!("t:{tail}"));
        }
    }
    terms.extend(facts.birth_date.as_ref().and_then(|date| date.exact()).map(|day| format!("d:{day}")));
    terms
}

/// Everything that a longer query is compared with: the names, folded, apart from one another.
pub(crate) fn person_search_key(facts: &PersonFacts) -> String {
    let names = [&facts.name, &facts.kana, &facts.known_as, &facts.former_name, &facts.romaji];
    let keys: Vec<String> =
        names.into_iter().map(|name| text::search_key(name)).filter(|key| !key.is_empty()).collect();
    keys.join("|")
}

/// What a typed query asks for: the term to look up, and the folded text that names must contain.
pub(crate) struct PersonQuery {
    /// The terms, any of which finds a person.
    pub(crate) terms: Vec<String>,
    /// The names must contain this; empty where the term says it all.
    pub(crate) contains: String,
}

/// Reads a query as a person types it: a name in any writing, a birth date in any form, the end of a phone number.
pub(crate) fn person_query_terms(query: &str) -> Option<PersonQuery> {
    let key = text::search_key(query);
    if key.is_empty() {
        return None;
    }
    let exactly = |terms| Some(PersonQuery { terms, contains: String::new() });
    if let Some(day) = banso_domain::calendar::parse_date(query).ok().and_then(|date| date.exact()) {
        return exactly(vec![format!("d:{day}")]);
    }
    if key.len() >= 4 && key.bytes().all(|byte| byte.is_ascii_digit()) {
        return exactly(vec![format!("t:{}", &key[key.len() - 4..])]);
    }
    let first = text::query_terms(query).into_iter().next()?;
    Some(PersonQuery { terms: vec![first], contains: key })
}
