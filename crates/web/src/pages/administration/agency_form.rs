//! The form of an agency.

use banso_app::AgencyRow;
use banso_domain::{
    agency::{AgencyFacts, AgencyKind, ConferenceRules, PlacementLicence},
    text::{MunicipalityCode, MunicipalityCodeError},
};

use crate::{
    components::{ChoiceGroup, ChoiceKind, ConflictRow, DateField, FieldView, KeyboardKind, SelectView, Width},
    filled::Filled,
    naming::openness,
    site::SignedIn,
    submitted::Submitted,
    text::Texts,
};

const KINDS: [AgencyKind; 3] = [AgencyKind::SupportCentre, AgencyKind::Municipality, AgencyKind::Partner];

/// The fields as the page shows them.
pub(super) struct AgencyFields {
    pub(super) kind: ChoiceGroup,
    pub(super) name: FieldView,
    pub(super) municipality: SelectView,
    pub(super) code: FieldView,
    pub(super) addressee: FieldView,
    pub(super) phone: FieldView,
    pub(super) address: FieldView,
    pub(super) licence_number: FieldView,
    pub(super) licence_until: DateField,
    pub(super) chair: FieldView,
    pub(super) convenor: FieldView,
    pub(super) quorum: FieldView,
    pub(super) openness: ChoiceGroup,
}

/// The name of a kind of agency.
pub(super) fn kind_name(t: &Texts, kind: AgencyKind) -> String {
    match kind {
        AgencyKind::SupportCentre => t.get("agency-kind-centre"),
        AgencyKind::Municipality => t.get("agency-kind-municipality"),
        AgencyKind::Partner => t.get("agency-kind-partner"),
    }
}

const fn kind_value(kind: AgencyKind) -> &'static str {
    match kind {
        AgencyKind::SupportCentre => "support_centre",
        AgencyKind::Municipality => "municipality",
        AgencyKind::Partner => "partner",
    }
}

fn municipalities(agencies: &[AgencyRow]) -> impl Iterator<Item = &AgencyRow> {
    agencies.iter().filter(|agency| agency.facts.kind == AgencyKind::Municipality)
}

/// What the fields of an entry hold, by name and in words: how the form is filled, and what the two versions show.
fn values(reader: &SignedIn, facts: &AgencyFacts, agencies: &[AgencyRow]) -> Vec<(&'static str, String)> {
    let municipality = municipalities(agencies).find(|agency| Some(agency.id) == facts.municipality);
    let licence = facts.placement_licence.as_ref();
    let until = licence.and_then(|licence| licence.valid_until).map(|day| reader.look.long(day).text().to_owned());
    vec![
        ("kind", kind_name(&reader.t, facts.kind)),
        ("name", facts.name.clone()),
        ("municipality", municipality.map(|agency| agency.facts.name.clone()).unwrap_or_default()),
        ("code", facts.municipality_code.clone()),
        ("addressee", facts.addressee.clone()),
        ("phone", facts.phone.clone()),
        ("address", facts.address.clone()),
        ("licence_number", licence.map(|licence| licence.number.clone()).unwrap_or_default()),
        ("licence_until", until.unwrap_or_default()),
        ("chair", facts.conferences.chair.clone()),
        ("convenor", facts.conferences.convenor.clone()),
        ("quorum", facts.conferences.quorum.map(|quorum| quorum.to_string()).unwrap_or_default()),
        ("openness", openness(&reader.t, facts.conferences.is_public)),
    ]
}

/// An entry as the form is filled with at first.
pub(super) fn of_facts(reader: &SignedIn, facts: &AgencyFacts, version: i64, agencies: &[AgencyRow]) -> Submitted {
    let mut fields: Vec<(String, String)> =
        values(reader, facts, agencies).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    for (name, value) in &mut fields {
        match name.as_str() {
            "kind" => *value = kind_value(facts.kind).to_owned(),
            "openness" => *value = if facts.conferences.is_public { "yes" } else { "no" }.to_owned(),
            "municipality" => *value = facts.municipality.map(|id| id.to_string()).unwrap_or_default(),
            _ => {}
        }
    }
    fields.push(("version".to_owned(), version.to_string()));
    Submitted::of(fields)
}

fn code(t: &Texts, filled: &mut Filled) -> String {
    let typed = filled.form.text("code").to_owned();
    if typed.is_empty() {
        return typed;
    }
    let message = match MunicipalityCode::parse(&typed) {
        Ok(code) => return code.to_string(),
        Err(MunicipalityCodeError::NotACode(_)) => t.get("agency-code-digits"),
        Err(MunicipalityCodeError::WrongCheckDigit { expected }) => t.with("agency-code-check", [("code", expected)]),
        Err(MunicipalityCodeError::NoSuchPrefecture { .. }) => t.get("agency-code-prefecture"),
    };
    filled.complain("code", message);
    typed
}

/// Digits of any width as plain ones.
fn half_width(typed: &str) -> String {
    let plain = |letter: char| match letter {
        '０'..='９' => char::from_digit(u32::from(letter) - u32::from('０'), 10).unwrap_or(letter),
        other => other,
    };
    typed.trim().chars().map(plain).collect()
}

fn conferences(t: &Texts, filled: &mut Filled) -> ConferenceRules {
    let typed = half_width(filled.form.text("quorum"));
    let quorum = typed.parse().ok().filter(|quorum| *quorum > 0);
    if quorum.is_none() && !typed.is_empty() {
        filled.complain("quorum", t.get("agency-quorum-number"));
    }
    let sent = filled.form.text("openness");
    ConferenceRules {
        chair: filled.form.text("chair").to_owned(),
        convenor: filled.form.text("convenor").to_owned(),
        quorum,
        is_public: sent == "yes" || sent == openness(t, true),
    }
}

/// Reads the form; what is wrong is complained about. Kind and municipality come by identifier or in words.
pub(super) fn read(t: &Texts, filled: &mut Filled, known: Option<&AgencyFacts>, agencies: &[AgencyRow]) -> AgencyFacts {
    let name = filled.needed("name", t.get("agency-name-needed"));
    let sent = filled.needed("kind", t.get("agency-kind-needed"));
    let kind = KINDS.into_iter().find(|kind| sent == kind_value(*kind) || sent == kind_name(t, *kind));
    let sent = filled.form.text("municipality").to_owned();
    let municipality =
        municipalities(agencies).find(|agency| sent == agency.id.to_string() || sent == agency.facts.name);
    let municipality_code = code(t, filled);
    let number = filled.form.text("licence_number").to_owned();
    let valid_until = filled.day("licence_until");
    if number.is_empty() && valid_until.is_some() {
        filled.complain("licence_number", t.get("agency-licence-needed"));
    }
    let conferences = conferences(t, filled);
    let text = |name: &str| filled.form.text(name).to_owned();
    AgencyFacts {
        kind: kind.unwrap_or(AgencyKind::Partner),
        name,
        municipality: municipality.map(|agency| agency.id),
        municipality_code,
        addressee: text("addressee"),
        phone: text("phone"),
        address: text("address"),
        placement_licence: (!number.is_empty()).then_some(PlacementLicence { number, valid_until }),
        conferences,
        source: known.map(|facts| facts.source.clone()).unwrap_or_default(),
    }
}

/// The fields with what was typed and what is wrong.
pub(super) fn fields(t: &Texts, filled: &Filled, agencies: &[AgencyRow]) -> AgencyFields {
    let kinds = KINDS.map(|kind| (kind_value(kind).to_owned(), kind_name(t, kind)));
    let commissioners = municipalities(agencies).map(|agency| (agency.id.to_string(), agency.facts.name.clone()));
    let mut kind = filled.choices("kind", t.get("agency-kind"), ChoiceKind::One, kinds);
    kind.field = kind.field.required();
    let mut municipality = filled.select("municipality", t.get("agency-municipality"), commissioners);
    municipality.field = municipality.field.hint(t.get("agency-municipality-hint"));
    let open = [false, true].map(|open| (if open { "yes" } else { "no" }.to_owned(), openness(t, open)));
    AgencyFields {
        chair: filled.field("chair", t.get("agency-chair")).hint(t.get("agency-chair-hint")),
        convenor: filled.field("convenor", t.get("agency-convenor")),
        quorum: filled
            .field("quorum", t.get("agency-quorum"))
            .hint(t.get("agency-quorum-hint"))
            .width(Width::Short)
            .keyboard(KeyboardKind::Numeric),
        openness: filled.choices("openness", t.get("agency-public"), ChoiceKind::One, open).in_columns(),
        kind,
        name: filled.field("name", t.get("agency-name")).required(),
        municipality,
        code: filled
            .field("code", t.get("agency-code"))
            .hint(t.get("agency-code-hint"))
            .width(Width::Middle)
            .keyboard(KeyboardKind::Numeric),
        addressee: filled.field("addressee", t.get("agency-addressee")).hint(t.get("agency-addressee-hint")),
        phone: filled.field("phone", t.get("agency-phone")).width(Width::Middle).keyboard(KeyboardKind::Telephone),
        address: filled.field("address", t.get("agency-address")),
        licence_number: filled.field("licence_number", t.get("agency-licence")).hint(t.get("agency-licence-hint")),
        licence_until: filled.date("licence_until", t.get("agency-licence-until")),
    }
}

/// Both versions of an entry, field by field.
pub(super) fn differences(
    reader: &SignedIn,
    mine: &AgencyFacts,
    theirs: &AgencyFacts,
    agencies: &[AgencyRow],
) -> Vec<ConflictRow> {
    let t = &reader.t;
    let labels = [
        t.get("agency-kind"),
        t.get("agency-name"),
        t.get("agency-municipality"),
        t.get("agency-code"),
        t.get("agency-addressee"),
        t.get("agency-phone"),
        t.get("agency-address"),
        t.get("agency-licence"),
        t.get("agency-licence-until"),
        t.get("agency-chair"),
        t.get("agency-convenor"),
        t.get("agency-quorum"),
        t.get("agency-public"),
    ];
    let both = values(reader, mine, agencies).into_iter().zip(values(reader, theirs, agencies));
    both.zip(labels)
        .map(|(((name, mine), (_, theirs)), label)| ConflictRow { name: name.to_owned(), label, mine, theirs })
        .collect()
}
