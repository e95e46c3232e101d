//! The form of an agency.

use std::sync::Arc;

use banso_app::Agencies;
use banso_domain::{
    agency::{AgencyFacts, AgencyKind, Channel, ConferenceRules, PlacementLicence},
    liaison::YearBasis,
    text::{MunicipalityCode, MunicipalityCodeError},
};

use crate::{
    components::Width,
    form::{AgencyChoice, Filled, Question, Submitted, labelled, options},
    naming::{agency_kind_name, openness},
    site::SignedIn,
    text::Texts,
};

/// The name of a channel.
pub(in crate::pages) fn channel_name(t: &Texts, channel: Channel) -> String {
    t.get(&format!("{}{}", /* keys */ "channel-", channel.name().replace('_', "-")))
}

fn municipalities(agencies: &Arc<Agencies>) -> AgencyChoice {
    AgencyChoice::of(Arc::clone(agencies)).only(|kind| kind == AgencyKind::Municipality)
}

/// What is asked about an agency; a municipality is chosen among `agencies`.
pub(super) fn questions(t: &Texts, agencies: &Arc<Agencies>) -> Vec<Question> {
    let limited = [("yes", t.get("agency-time-limited-yes")), ("no", t.get("agency-time-limited-no"))];
    let years = [
        (YearBasis::Fiscal.name(), t.get("agency-liaison-fiscal")),
        (YearBasis::Rolling12.name(), t.get("agency-liaison-rolling")),
        (YearBasis::ContractAnniversary.name(), t.get("agency-liaison-contract")),
    ];
    let open = [("no", openness(t, false)), ("yes", openness(t, true))];
    vec![
        Question::pick(
            "kind",
            t.get("agency-kind"),
            options(AgencyKind::ALL, AgencyKind::name, |kind| agency_kind_name(t, kind)),
        )
        .required(),
        Question::line("name", t.get("agency-name")).required(),
        Question::agency("municipality", t.get("agency-municipality"), municipalities(agencies))
            .hint(t.get("agency-municipality-hint")),
        Question::line("corporation", t.get("agency-corporation")).hint(t.get("agency-corporation-hint")),
        Question::digits("code", t.get("agency-code"), Width::Middle).hint(t.get("agency-code-hint")),
        Question::line("addressee", t.get("agency-addressee")).hint(t.get("agency-addressee-hint")),
        Question::phone("phone", t.get("agency-phone")),
        Question::line("address", t.get("agency-address")),
        Question::line("contact_person", t.get("agency-contact-person")).hint(t.get("agency-contact-person-hint")),
        Question::pick(
            "preferred_channel",
            t.get("agency-channel"),
            options(Channel::ALL, Channel::name, |channel| channel_name(t, channel)),
        )
        .hint(t.get("agency-channel-hint")),
        Question::date("left_on", t.get("agency-left-on")).hint(t.get("agency-left-on-hint")),
        Question::pick("time_limited", t.get("agency-time-limited"), labelled(limited))
            .hint(t.get("agency-time-limited-hint")),
        Question::line("licence_number", t.get("agency-licence")).hint(t.get("agency-licence-hint")),
        Question::date("licence_until", t.get("agency-licence-until")),
        Question::line("chair", t.get("agency-chair")).hint(t.get("agency-chair-hint")),
        Question::line("convenor", t.get("agency-convenor")),
        Question::digits("quorum", t.get("agency-quorum"), Width::Short).hint(t.get("agency-quorum-hint")),
        Question::one("openness", t.get("agency-public"), labelled(open)),
        Question::one("liaison_year", t.get("agency-liaison-year"), labelled(years))
            .hint(t.get("agency-liaison-year-hint")),
    ]
}

/// A blank form.
pub(super) fn fresh() -> Submitted {
    Submitted::of([("kind", AgencyKind::Partner.name())])
}

/// An entry as it would be typed.
pub(super) fn typed(reader: &SignedIn, facts: &AgencyFacts) -> Submitted {
    let licence = facts.placement_licence.as_ref();
    let until = licence.and_then(|licence| licence.valid_until).map(|day| reader.look.long(day).text().to_owned());
    let left_on = facts.left_on.map(|day| reader.look.long(day).text().to_owned()).unwrap_or_default();
    let municipality = facts.municipality.map(|id| id.to_string()).unwrap_or_default();
    let local = &facts.conferences;
    let quorum = local.quorum.map(|quorum| quorum.to_string()).unwrap_or_default();
    Submitted::of([
        ("kind", facts.kind.name()),
        ("name", &facts.name),
        ("municipality", &municipality),
        ("corporation", &facts.corporation),
        ("code", &facts.municipality_code),
        ("addressee", &facts.addressee),
        ("phone", &facts.phone),
        ("address", &facts.address),
        ("contact_person", &facts.contact_person),
        ("preferred_channel", facts.preferred_channel.map_or("", Channel::name)),
        ("time_limited", facts.time_limited.map_or("", |limited| if limited { "yes" } else { "no" })),
        ("licence_number", licence.map_or("", |licence| &licence.number)),
        ("left_on", &left_on),
        ("licence_until", &until.unwrap_or_default()),
        ("chair", &local.chair),
        ("convenor", &local.convenor),
        ("quorum", &quorum),
        ("openness", if local.is_public { "yes" } else { "no" }),
        ("liaison_year", local.liaison_year.name()),
    ])
}

fn code(t: &Texts, filled: &mut Filled) -> String {
    let typed = filled.text("code");
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

fn conferences(t: &Texts, filled: &mut Filled) -> ConferenceRules {
    let quorum = filled.amount("quorum").map(u32::try_from);
    if quorum.is_some_and(|number| !number.is_ok_and(|number| number > 0)) {
        filled.complain("quorum", t.get("agency-quorum-number"));
    }
    ConferenceRules {
        chair: filled.text("chair"),
        convenor: filled.text("convenor"),
        quorum: quorum.and_then(Result::ok),
        is_public: filled.yes("openness"),
        liaison_year: filled
            .chosen("liaison_year", YearBasis::ALL, YearBasis::name)
            .first()
            .copied()
            .unwrap_or_default(),
    }
}

/// Reads the form; what is wrong is complained about.
pub(super) fn read(
    t: &Texts,
    filled: &mut Filled,
    known: Option<&AgencyFacts>,
    agencies: &Arc<Agencies>,
) -> AgencyFacts {
    let kind = filled.chosen("kind", AgencyKind::ALL, AgencyKind::name).first().copied();
    if kind.is_none() {
        filled.complain("kind", t.get("agency-kind-needed"));
    }
    let name = filled.needed("name", t.get("agency-name-needed"));
    let municipality = filled.agency("municipality", &municipalities(agencies));
    let municipality_code = code(t, filled);
    let number = filled.text("licence_number");
    let valid_until = filled.day("licence_until");
    if number.is_empty() && valid_until.is_some() {
        filled.complain("licence_number", t.get("agency-licence-needed"));
    }
    let conferences = conferences(t, filled);
    let left_on = filled.day("left_on");
    AgencyFacts {
        kind: kind.unwrap_or(AgencyKind::Partner),
        name,
        municipality: municipality.and_then(|value| value.parse().ok()),
        municipality_code,
        addressee: filled.text("addressee"),
        phone: filled.text("phone"),
        address: filled.text("address"),
        placement_licence: (!number.is_empty()).then_some(PlacementLicence { number, valid_until }),
        conferences,
        preferred_channel: filled.chosen("preferred_channel", Channel::ALL, Channel::name).first().copied(),
        contact_person: filled.text("contact_person"),
        time_limited: match filled.form.text("time_limited") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        corporation: filled.text("corporation"),
        source: known.map(|facts| facts.source.clone()).unwrap_or_default(),
        employer: known.and_then(|facts| facts.employer.clone()),
        portrait: known.and_then(|facts| facts.portrait.clone()),
        codes: known.map(|facts| facts.codes.clone()).unwrap_or_default(),
        leaning: known.map(|facts| facts.leaning.clone()).unwrap_or_default(),
        returns: known.map(|facts| facts.returns.clone()).unwrap_or_default(),
        left_on,
    }
}
