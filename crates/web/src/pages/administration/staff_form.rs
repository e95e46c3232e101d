//! The form of an account: name, sign-in name, roles.

use banso_app::AgencyRow;
use banso_domain::{
    agency::AgencyKind,
    calendar::{DateStyle, format},
    id::AgencyId,
    staff::{Membership, Role, StaffFacts},
    text,
};

use crate::{
    components::{ChoiceGroup, ChoiceKind, ConflictRow, DateField, FieldView, Width},
    filled::Filled,
    site::role_name,
    submitted::Submitted,
    text::Texts,
};

/// The roles at one agency, and for how long.
pub(super) struct RolesAt {
    pub(super) roles: ChoiceGroup,
    pub(super) from: DateField,
    pub(super) until: DateField,
    /// A day is written or complained about.
    pub(super) limited: bool,
}

/// The fields as the page shows them.
pub(super) struct StaffFields {
    pub(super) name: FieldView,
    pub(super) kana: FieldView,
    pub(super) login: FieldView,
    pub(super) roles: Vec<RolesAt>,
    pub(super) active: ChoiceGroup,
}

fn roles_field(agency: AgencyId) -> String {
    format!("roles-{agency}")
}

fn from_field(agency: AgencyId) -> String {
    format!("from-{agency}")
}

fn until_field(agency: AgencyId) -> String {
    format!("until-{agency}")
}

/// For how long the roles at an agency are held; on the page they share their days.
fn days_at(facts: &StaffFacts, agency: AgencyId) -> [String; 2] {
    let held = facts.memberships.iter().find(|held| held.agency == agency);
    let days = held.map_or([None, None], |held| [held.from, held.until]);
    days.map(|day| day.map(|day| format::long(day, DateStyle::Era)).unwrap_or_default())
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
    let mut agencies: Vec<AgencyId> = facts.memberships.iter().map(|held| held.agency).collect();
    agencies.dedup();
    for agency in agencies {
        let [from, until] = days_at(facts, agency);
        fields.extend([(from_field(agency), from), (until_field(agency), until)]);
    }
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
        let held: Vec<Role> = words.filter_map(|word| role(word.trim())).collect();
        let (from, until) = (filled.day(&from_field(agency.id)), filled.day(&until_field(agency.id)));
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            filled.complain(&until_field(agency.id), t.get("account-until-before-from"));
        }
        memberships.extend(held.into_iter().map(|role| Membership { agency: agency.id, role, from, until }));
    }
    let active = filled.form.text("active");
    let active = active == "yes" || active == active_in_words(t, true);
    StaffFacts { login, name, kana, memberships, active }
}

/// The fields with what was typed and what is wrong.
pub(super) fn fields(t: &Texts, filled: &Filled, agencies: &[AgencyRow]) -> StaffFields {
    let roles = with_accounts(agencies).map(|agency| {
        let options = Role::ALL.iter().map(|role| (role.name().to_owned(), role_name(t, *role)));
        let name = agency.facts.name.clone();
        let from = filled.date(&from_field(agency.id), t.get("account-from"));
        let until = filled.date(&until_field(agency.id), t.get("account-until"));
        let says = |date: &DateField| !date.field.value.is_empty() || date.field.error.is_some();
        RolesAt {
            roles: filled.choices(&roles_field(agency.id), name, ChoiceKind::Several, options).in_columns(),
            limited: says(&from) || says(&until),
            from,
            until,
        }
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
    for agency in with_accounts(agencies) {
        let name = &agency.facts.name;
        let words = |facts| roles_in_words(t, facts, agency.id);
        rows.push(row(&roles_field(agency.id), name.clone(), words(mine), words(theirs)));
        let ([from, until], [their_from, their_until]) = (days_at(mine, agency.id), days_at(theirs, agency.id));
        let day = |label: String| t.with("account-day-at", [("agency", name.clone()), ("day", label)]);
        rows.push(row(&from_field(agency.id), day(t.get("account-from")), from, their_from));
        rows.push(row(&until_field(agency.id), day(t.get("account-until")), until, their_until));
    }
    let words = |facts: &StaffFacts| active_in_words(t, facts.active);
    rows.push(row("active", t.get("account-use"), words(mine), words(theirs)));
    rows
}
