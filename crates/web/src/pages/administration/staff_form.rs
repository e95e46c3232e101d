//! The form of an account: name, sign-in name, roles.

use banso_app::AgencyRow;
use banso_domain::{
    agency::AgencyKind,
    id::AgencyId,
    staff::{Membership, Role, StaffFacts},
    text,
};

use crate::{
    components::{ChoiceGroup, ChoiceKind, ConflictRow, FieldView, Width},
    filled::Filled,
    site::role_name,
    submitted::Submitted,
    text::Texts,
};

/// The fields as the page shows them.
pub(super) struct StaffFields {
    pub(super) name: FieldView,
    pub(super) kana: FieldView,
    pub(super) login: FieldView,
    pub(super) roles: Vec<ChoiceGroup>,
    pub(super) active: ChoiceGroup,
}

fn roles_field(agency: AgencyId) -> String {
    format!("roles-{agency}")
}

/// Agencies whose staff may have an account.
fn with_accounts(agencies: &[AgencyRow]) -> impl Iterator<Item = &AgencyRow> {
    agencies.iter().filter(|agency| agency.facts.kind != AgencyKind::Partner)
}

fn roles_in_words(t: &Texts, facts: &StaffFacts, agency: AgencyId) -> String {
    let held = facts.memberships.iter().filter(|held| held.agency == agency);
    held.map(|held| role_name(t, held.role)).collect::<Vec<_>>().join(&t.get("list-separator"))
}

fn active_in_words(t: &Texts, active: bool) -> String {
    if active { t.get("account-active") } else { t.get("account-inactive") }
}

/// An entry as the form is filled with at first.
pub(super) fn of_facts(facts: &StaffFacts, version: i64) -> Submitted {
    let plain = [("name", &facts.name), ("kana", &facts.kana), ("login", &facts.login)];
    let mut fields: Vec<(String, String)> =
        plain.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
    fields.extend(facts.memberships.iter().map(|held| (roles_field(held.agency), held.role.name().to_owned())));
    fields.push(("active".to_owned(), if facts.active { "yes" } else { "no" }.to_owned()));
    fields.push(("version".to_owned(), version.to_string()));
    Submitted::of(fields)
}

/// The form, blank but for what an account usually is.
pub(super) fn fresh() -> Submitted {
    Submitted::of([("active".to_owned(), "yes".to_owned())])
}

/// Reads the form; what is wrong is complained about. Roles are named as the check boxes send them, or in words as the
/// page that shows two versions does.
pub(super) fn read(t: &Texts, filled: &mut Filled, agencies: &[AgencyRow]) -> StaffFacts {
    let name = filled.needed("name", t.get("account-name-needed"));
    let login = filled.needed("login", t.get("account-login-needed"));
    if login.chars().any(char::is_whitespace) {
        filled.complain("login", t.get("account-login-spaces"));
    }
    let kana = text::to_katakana(filled.form.text("kana"));
    if !kana.is_empty() && !text::is_kana_name(&kana) {
        filled.complain("kana", t.get("account-kana-wrong"));
    }
    let separator = t.get("list-separator");
    let role = |word: &str| Role::ALL.iter().copied().find(|role| word == role.name() || word == role_name(t, *role));
    let mut memberships = Vec::new();
    for agency in with_accounts(agencies) {
        let sent = filled.form.all(&roles_field(agency.id));
        let words = sent.iter().flat_map(|value| value.split(separator.as_str()));
        let held = words.filter_map(|word| role(word.trim()));
        memberships.extend(held.map(|role| Membership { agency: agency.id, role }));
    }
    let active = filled.form.text("active");
    let active = active == "yes" || active == active_in_words(t, true);
    StaffFacts { login, name, kana, memberships, active }
}

/// The fields with what was typed and what is wrong.
pub(super) fn fields(t: &Texts, filled: &Filled, agencies: &[AgencyRow]) -> StaffFields {
    let roles = with_accounts(agencies).map(|agency| {
        let options = Role::ALL.iter().map(|role| (role.name().to_owned(), role_name(t, *role)));
        filled.choices(&roles_field(agency.id), agency.facts.name.clone(), ChoiceKind::Several, options).in_columns()
    });
    let active = [("yes", active_in_words(t, true)), ("no", active_in_words(t, false))];
    let active = active.map(|(value, label)| (value.to_owned(), label));
    StaffFields {
        name: filled.field("name", t.get("account-name")).required(),
        kana: filled.field("kana", t.get("account-kana")),
        login: filled
            .field("login", t.get("account-login"))
            .hint(t.get("account-login-hint"))
            .width(Width::Middle)
            .required(),
        roles: roles.collect(),
        active: filled.choices("active", t.get("account-use"), ChoiceKind::One, active),
    }
}

/// Both versions of an entry, field by field.
pub(super) fn differences(
    t: &Texts,
    mine: &StaffFacts,
    theirs: &StaffFacts,
    agencies: &[AgencyRow],
) -> Vec<ConflictRow> {
    let row = |name: &str, label: String, mine: String, theirs: String| ConflictRow {
        name: name.to_owned(),
        label,
        mine,
        theirs,
    };
    let mut rows = vec![
        row("name", t.get("account-name"), mine.name.clone(), theirs.name.clone()),
        row("kana", t.get("account-kana"), mine.kana.clone(), theirs.kana.clone()),
        row("login", t.get("account-login"), mine.login.clone(), theirs.login.clone()),
    ];
    rows.extend(with_accounts(agencies).map(|agency| {
        let words = |facts| roles_in_words(t, facts, agency.id);
        row(&roles_field(agency.id), agency.facts.name.clone(), words(mine), words(theirs))
    }));
    let words = |facts: &StaffFacts| active_in_words(t, facts.active);
    rows.push(row("active", t.get("account-use"), words(mine), words(theirs)));
    rows
}
