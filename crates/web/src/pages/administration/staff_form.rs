//! The form of an account: name, sign-in name, roles.

use std::sync::Arc;

use banso_app::{Agencies, AgencyRow};
use banso_domain::{
    agency::AgencyKind,
    calendar::{DateStyle, format},
    id::AgencyId,
    staff::{Membership, Role, StaffFacts},
    text,
};
use chrono::NaiveDate;

use crate::{
    components::Width,
    form::{AgencyChoice, Block, Filled, Part, Question, Submitted, labelled, options},
    site::role_name,
    text::Texts,
};

fn roles_field(agency: AgencyId) -> String {
    format!("roles-{agency}")
}

fn from_field(agency: AgencyId) -> String {
    format!("from-{agency}")
}

fn until_field(agency: AgencyId) -> String {
    format!("until-{agency}")
}

/// The roles that members of staff can be given: those of a centre and a municipality there, a narrow view elsewhere.
const fn roles_at(kind: AgencyKind) -> &'static [Role] {
    match kind {
        AgencyKind::SupportCentre | AgencyKind::Municipality => &[
            Role::ChiefCounselor,
            Role::Counselor,
            Role::EmploymentCounselor,
            Role::MunicipalOfficer,
            Role::Administrator,
            Role::PartnerStaff,
        ],
        _ => &[Role::PartnerStaff, Role::Administrator],
    }
}

/// Centres and municipalities are asked about one by one as long as they are not more than these.
const ASKED_AT_ONCE: usize = 20;

/// Whether an agency has roles of its own kind, and not only the narrow view.
const fn works_on_cases(kind: AgencyKind) -> bool {
    matches!(kind, AgencyKind::SupportCentre | AgencyKind::Municipality)
}

/// The agencies that are asked about one by one: centres and municipalities where they are few, and wherever a role is held, a day
/// was typed or the agency was named.
fn asked_one_by_one<'a>(agencies: &'a [AgencyRow], form: &Submitted) -> Vec<&'a AgencyRow> {
    let few = agencies.iter().filter(|agency| works_on_cases(agency.facts.kind)).count() <= ASKED_AT_ONCE;
    let is_asked = |agency: &AgencyRow| {
        few && works_on_cases(agency.facts.kind)
            || form.has(&roles_field(agency.id))
            || [from_field(agency.id), until_field(agency.id)].iter().any(|name| !form.text(name).is_empty())
    };
    agencies.iter().filter(|agency| is_asked(agency)).collect()
}

/// Who the account is for.
fn who(t: &Texts) -> Vec<Question> {
    vec![
        Question::line("name", t.get("account-name")).required(),
        Question::line("kana", t.get("account-kana")),
        Question::line("login", t.get("account-login"))
            .hint(t.get("account-login-hint"))
            .width(Width::Middle)
            .required(),
    ]
}

/// What the account may do, agency by agency, and whether it is used.
fn roles(t: &Texts, agencies: &Arc<Agencies>, form: &Submitted) -> Vec<Question> {
    let listed = asked_one_by_one(agencies, form);
    let at = |agency: &AgencyRow| {
        let (id, name) = (agency.id, &agency.facts.name);
        let roles = options(roles_at(agency.facts.kind), Role::name, |role| role_name(t, role));
        let day = |day: String| t.with("account-day-at", [("agency", name.clone()), ("day", day)]);
        [
            Question::several(roles_field(id), name, roles),
            Question::date(from_field(id), day(t.get("account-from"))),
            Question::date(until_field(id), day(t.get("account-until"))),
        ]
    };
    let used = labelled([("yes", t.get("account-active")), ("no", t.get("account-inactive"))]);
    let used = Question::one("active", t.get("account-use"), used).below_each_other();
    let others = AgencyChoice::of(Arc::clone(agencies));
    let another = Question::agency("partner", t.get("account-partner"), others).hint(t.get("account-partner-hint"));
    listed.iter().copied().flat_map(at).chain([another, used]).collect()
}

/// What is asked about an account.
pub(super) fn questions(t: &Texts, agencies: &Arc<Agencies>, form: &Submitted) -> Vec<Question> {
    who(t).into_iter().chain(roles(t, agencies, form)).collect()
}

/// The form as the page shows it; a new account begins with a password.
pub(super) fn blocks(t: &Texts, filled: &Filled, agencies: &Arc<Agencies>, is_new: bool) -> Vec<Block> {
    let mut blocks = filled.ask_all(&who(t));
    if is_new {
        let password = Question::password("password", t.get("account-first-password"), "new-password");
        blocks.push(filled.ask(&password.hint(t.get("password-hint"))));
    }
    blocks.push(Block::new(t, Part::Heading(t.get("account-roles"))));
    blocks.push(Block::new(t, Part::Note(t.get("account-roles-intro"))));
    blocks.extend(filled.ask_all(&roles(t, agencies, &filled.form)));
    blocks
}

/// An account as it would be typed.
pub(super) fn typed(facts: &StaffFacts) -> Submitted {
    let mut form = Submitted::of([
        ("name", facts.name.as_str()),
        ("kana", &facts.kana),
        ("login", &facts.login),
        ("active", if facts.active { "yes" } else { "no" }),
    ]);
    let mut dated: Vec<AgencyId> = Vec::new();
    for held in &facts.memberships {
        form.put(roles_field(held.agency), held.role.name());
        // On the page the roles at an agency share their days.
        if !dated.contains(&held.agency) {
            dated.push(held.agency);
            let day = |day: Option<NaiveDate>| day.map(|day| format::long(day, DateStyle::Era)).unwrap_or_default();
            form.put(from_field(held.agency), day(held.from));
            form.put(until_field(held.agency), day(held.until));
        }
    }
    form
}

/// The form, blank but for what an account usually is.
pub(super) fn fresh() -> Submitted {
    Submitted::of([("active", "yes")])
}

/// Reads the form; what is wrong is complained about.
///
/// That an account belongs to a person who is supported is not for this form to say: it stays as it is `known`.
pub(super) fn read(t: &Texts, filled: &mut Filled, agencies: &Arc<Agencies>, known: Option<&StaffFacts>) -> StaffFacts {
    let name = filled.needed("name", t.get("account-name-needed"));
    let kana = text::to_katakana(filled.form.text("kana"));
    if !kana.is_empty() && !text::is_kana_name(&kana) {
        filled.complain("kana", t.get("account-kana-wrong"));
    }
    let login = filled.needed("login", t.get("account-login-needed"));
    if login.chars().any(char::is_whitespace) {
        filled.complain("login", t.get("account-login-spaces"));
    }
    let person = known.and_then(|facts| facts.person);
    let own = known.into_iter().flat_map(|facts| &facts.memberships).filter(|held| held.role == Role::Person);
    let mut memberships: Vec<Membership> = own.copied().collect();
    let others = AgencyChoice::of(Arc::clone(agencies));
    let named = filled.agency("partner", &others);
    if let Some(row) = named.and_then(|value| others.row(&value))
        && filled.form.all(&roles_field(row.id)).is_empty()
    {
        if works_on_cases(row.facts.kind) {
            // Asked about on the page that comes back.
            filled.form.put(roles_field(row.id), "");
            filled.complain(roles_field(row.id), t.with("account-role-needed", [("agency", &row.facts.name)]));
        } else {
            memberships.push(Membership::always(row.id, Role::PartnerStaff));
        }
    }
    for row in asked_one_by_one(agencies, &filled.form) {
        let agency = row.id;
        let (from, until) = (filled.day(&from_field(agency)), filled.day(&until_field(agency)));
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            filled.complain(until_field(agency), t.get("account-until-before-from"));
        }
        let roles = filled.chosen(&roles_field(agency), roles_at(row.facts.kind), Role::name);
        memberships.extend(roles.into_iter().map(|role| Membership { agency, role, from, until }));
    }
    StaffFacts { login, name, kana, memberships, active: filled.yes("active"), person }
}
