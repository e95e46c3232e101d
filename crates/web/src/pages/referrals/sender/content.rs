//! What a referral says, as it is asked and read.

use banso_domain::{
    agency::AgencyKind,
    calendar::{DateStyle, format},
    referral::{HelpToTell, Receiver, ReferralContent, Route},
};

use super::super::naming::{help_name, route_name};
use crate::{
    form::{AgencyChoice, Block, Filled, Part, Question, Submitted, labelled, options},
    naming::agency_kind_name,
    text::Texts,
};

fn questions(t: &Texts, agencies: &AgencyChoice) -> Vec<Question> {
    let kinds = options(AgencyKind::ALL, AgencyKind::name, |kind| agency_kind_name(t, kind));
    let direct = Route::Direct { reason: String::new() };
    let routes = [Route::ViaPerson, Route::Accompanied, direct].map(|route| (route.name(), route_name(t, &route)));
    vec![
        Question::agency("to", t.get("referral-to"), agencies.clone()).hint(t.get("referral-to-hint")),
        Question::line("outside_name", t.get("referral-outside-name")),
        Question::pick("outside_kind", t.get("network-kind"), kinds).hint(t.get("network-kind-hint")),
        Question::line("outside_address", t.get("referral-outside-address")),
        Question::phone("outside_phone", t.get("referral-outside-phone")),
        Question::line("contact", t.get("referral-contact")),
        Question::long("aim", t.get("referral-content-aim"), 2).hint(t.get("referral-aim-hint")),
        Question::long("known", t.get("referral-content-known"), 5).hint(t.get("referral-known-hint")),
        Question::long("asked", t.get("referral-content-asked"), 3).hint(t.get("referral-asked-hint")),
        Question::date("by_when", t.get("referral-content-by_when")).hint(t.get("referral-by-when-hint")),
        Question::one("route", t.get("referral-route"), labelled(routes)).below_each_other().required(),
        Question::long("route_reason", t.get("referral-route-reason"), 2).hint(t.get("referral-route-reason-hint")),
        Question::several(
            "helps",
            t.get("referral-helps"),
            options(HelpToTell::ALL, HelpToTell::name, |help| help_name(t, help)),
        )
        .hint(t.get("referral-helps-hint")),
    ]
}

/// The form: to whom, what, and by which way.
pub(super) fn blocks(t: &Texts, filled: &Filled, agencies: &AgencyChoice) -> Vec<Block> {
    let heading = |text: String| Block::new(t, Part::Heading(text));
    let mut blocks = Vec::new();
    for question in &questions(t, agencies) {
        match question.name() {
            "to" => blocks.push(heading(t.get("referral-part-to"))),
            "aim" => blocks.push(heading(t.get("referral-part-what"))),
            "route" => blocks.push(heading(t.get("referral-part-way"))),
            _ => {}
        }
        blocks.push(filled.ask(question));
    }
    blocks
}

/// A new referral as the form opens: by way of the person.
pub(super) fn fresh() -> Submitted {
    Submitted::of([("route", Route::default().name().to_owned())])
}

/// The content as the form would send it.
pub(super) fn typed(content: &ReferralContent) -> Submitted {
    let mut form = Submitted::default();
    match &content.receiver {
        Receiver::Agency { agency } => form.put("to", agency.to_string()),
        Receiver::Outside { name, address, phone, kind } => {
            form.put("outside_name", name);
            form.put("outside_kind", kind.map_or("", AgencyKind::name));
            form.put("outside_address", address);
            form.put("outside_phone", phone);
        }
    }
    form.put("contact", &content.contact);
    form.put("aim", &content.aim);
    form.put("known", &content.known);
    form.put("asked", &content.asked);
    if let Some(day) = content.by_when {
        form.put("by_when", format::long(day, DateStyle::Era));
    }
    form.put("route", content.route.name());
    if let Route::Direct { reason } = &content.route {
        form.put("route_reason", reason);
    }
    for help in &content.helps {
        form.put("helps", help.name());
    }
    form
}

/// Reads the content; what is wrong is complained about.
pub(super) fn read(t: &Texts, filled: &mut Filled, agencies: &AgencyChoice) -> Option<ReferralContent> {
    let typed = !filled.text("to").is_empty();
    let chosen = filled.agency("to", agencies);
    let outside = filled.text("outside_name").trim().to_owned();
    let receiver = match (typed, outside.is_empty()) {
        (false, true) => {
            filled.complain("to", t.get("referral-to-missing"));
            None
        }
        (false, false) => {
            let (address, phone) = (filled.text("outside_address"), filled.text("outside_phone"));
            let kind = filled.chosen("outside_kind", AgencyKind::ALL, AgencyKind::name).first().copied();
            if kind.is_none() {
                filled.complain("outside_kind", t.get("network-kind-needed"));
            }
            Some(Receiver::Outside { name: outside, address, phone, kind })
        }
        (true, false) => {
            filled.complain("outside_name", t.get("referral-to-twice"));
            None
        }
        (true, true) => {
            let row = chosen.and_then(|value| agencies.row(&value));
            row.map(|row| Receiver::Agency { agency: row.id })
        }
    };
    let reason = filled.text("route_reason");
    let route = match filled.form.text("route") {
        "accompanied" => Route::Accompanied,
        "direct" => {
            if reason.trim().is_empty() {
                filled.complain("route_reason", t.get("referral-route-reason-missing"));
            }
            Route::Direct { reason }
        }
        _ => Route::ViaPerson,
    };
    let by_when = filled.day("by_when");
    let content = ReferralContent {
        receiver: receiver?,
        contact: filled.text("contact"),
        aim: filled.text("aim"),
        known: filled.text("known"),
        asked: filled.text("asked"),
        by_when,
        route,
        helps: filled.chosen("helps", HelpToTell::ALL, HelpToTell::name),
    };
    filled.is_right().then_some(content)
}
