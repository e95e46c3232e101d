//! The form of a supporter: who, since when, for what, and what the person says about them.

use banso_domain::{
    agency::AgencyKind,
    case::network::{SupporterContent, Supporting, Topic},
    rule::Rule,
};
use chrono::NaiveDate;

use super::naming::{topic_name, topic_names};
use crate::{
    dates::DateLook,
    form::{AgencyChoice, Block, Filled, Folded, Part, Question, Submitted, options},
    naming::agency_kind_name,
    text::Texts,
};

/// The questions, in groups.
struct Questions {
    who: Vec<Question>,
    when: Vec<Question>,
    what_for: Vec<Question>,
    contact: Vec<Question>,
    person: Vec<Question>,
    usual_role: Question,
}

impl Questions {
    fn all(&self) -> impl Iterator<Item = &Question> {
        let groups = [&self.who, &self.when, &self.what_for, &self.contact, &self.person];
        groups.into_iter().flatten().chain([&self.usual_role])
    }
}

/// What is asked; an agency is one of those that can stand beside the person.
fn questions(t: &Texts, agencies: &AgencyChoice) -> Questions {
    let kinds = options(AgencyKind::ALL, AgencyKind::name, |kind| agency_kind_name(t, kind));
    let topics = || options(Topic::ALL, Topic::name, |topic| topic_name(t, topic));
    Questions {
        who: vec![
            Question::agency("agency", t.get("network-agency"), agencies.clone()).hint(t.get("network-agency-hint")),
            Question::line("name", t.get("network-name")).hint(t.get("network-name-hint")),
            Question::pick("kind", t.get("network-kind"), kinds).hint(t.get("network-kind-hint")),
        ],
        when: vec![
            Question::date("since", t.get("network-since")).required(),
            Question::date("until", t.get("network-until")).hint(t.get("network-until-hint")),
        ],
        what_for: vec![
            Question::several("topics", t.get("network-topics"), topics()),
            Question::line("purpose", t.get("network-purpose")).hint(t.get("network-purpose-hint")),
        ],
        contact: vec![
            Question::tick("main_contact", t.get("network-main"), t.get("network-main-tick"))
                .hint(t.get("network-main-hint")),
            Question::several("first_for", t.get("network-first"), topics()).hint(t.get("network-first-hint")),
            Question::line("contact_name", t.get("network-contact-name")),
            Question::phone("contact_phone", t.get("network-contact-phone")),
        ],
        person: vec![
            Question::long("own_words", t.get("network-own-words"), 3).hint(t.get("network-own-words-hint")),
            Question::tick("unwanted", t.get("network-unwanted"), t.get("network-unwanted-tick"))
                .hint(t.get("network-unwanted-hint")),
        ],
        usual_role: Question::line("role_reason", t.get("network-role-reason")).hint(t.get("network-role-reason-hint")),
    }
}

/// The questions one after the other, for two versions beside each other.
pub(super) fn flat(t: &Texts, agencies: &AgencyChoice) -> Vec<Question> {
    questions(t, agencies).all().cloned().collect()
}

/// The form as it is drawn.
pub(super) fn blocks(t: &Texts, filled: &Filled, agencies: &AgencyChoice) -> Vec<Block> {
    let Questions { who, when, what_for, contact, person, usual_role } = questions(t, agencies);
    let mut blocks = filled.ask_all(&who);
    blocks.push(Block::new(t, Part::Beside(filled.ask_all(&when))));
    blocks.extend(filled.ask_all(&what_for));
    blocks.extend(filled.ask_all(&person[..1]));
    let folded = |key: String, questions: &[Question]| {
        let blocks = filled.ask_all(questions);
        let open = blocks.iter().any(Block::is_used);
        Block::new(t, Part::Folded(Folded { summary: key, blocks, open }))
    };
    blocks.push(folded(t.get("network-part-contact"), &contact));
    blocks.push(folded(t.get("network-part-further"), &[person[1].clone(), usual_role]));
    blocks
}

/// A blank form: since today.
pub(super) fn fresh(look: DateLook, today: NaiveDate) -> Submitted {
    Submitted::of([("since", look.long(today).text())])
}

/// What is written about a supporter as it would be typed.
pub(super) fn typed(look: DateLook, content: &SupporterContent) -> Submitted {
    let day = |day: NaiveDate| look.long(day).text().to_owned();
    let yes = |ticked: bool| if ticked { "yes" } else { "" }.to_owned();
    let (agency, name, kind) = match &content.supporting {
        Supporting::Agency { agency } => (agency.to_string(), String::new(), String::new()),
        Supporting::Outside { name, kind } => (String::new(), name.clone(), kind.name().to_owned()),
    };
    let mut form = Submitted::of([
        ("agency", agency),
        ("name", name),
        ("kind", kind),
        ("since", day(content.since)),
        ("until", content.until.map(day).unwrap_or_default()),
        ("purpose", content.purpose.clone()),
        ("main_contact", yes(content.is_main)),
        ("contact_name", content.contact_name.clone()),
        ("contact_phone", content.contact_phone.clone()),
        ("own_words", content.own_words.clone()),
        ("unwanted", yes(content.unwanted)),
        ("role_reason", content.role_reason.clone()),
    ]);
    content.topics.iter().for_each(|topic| form.put("topics", topic.name()));
    content.first_for.iter().for_each(|topic| form.put("first_for", topic.name()));
    form
}

/// Who it is, with what they are: chosen from the list, or written by name.
fn supporting(t: &Texts, filled: &mut Filled, agencies: &AgencyChoice) -> Option<(Supporting, AgencyKind)> {
    let chosen = filled.agency("agency", agencies);
    let chosen = chosen.as_deref().and_then(|value| agencies.row(value));
    let name = filled.text("name");
    let kind = filled.chosen("kind", AgencyKind::ALL, AgencyKind::name).first().copied();
    match (chosen, name.is_empty(), kind) {
        (Some(_), false, _) => filled.complain("name", t.get("network-who-once")),
        (Some(agency), true, _) => return Some((Supporting::Agency { agency: agency.id }, agency.facts.kind)),
        (None, true, _) => filled.complain("agency", t.get("network-who-needed")),
        (None, false, None) => filled.complain("kind", t.get("network-kind-needed")),
        (None, false, Some(kind)) => return Some((Supporting::Outside { name, kind }, kind)),
    }
    None
}

/// Reads the form; what is wrong is complained about.
pub(super) fn read(
    t: &Texts,
    filled: &mut Filled,
    agencies: &AgencyChoice,
    today: NaiveDate,
) -> Option<SupporterContent> {
    let who = supporting(t, filled, agencies);
    let since = filled.needed_day("since");
    let until = filled.day("until");
    if since > today {
        filled.complain("since", t.get("network-since-later"));
    }
    if until.is_some_and(|until| until < since) {
        filled.complain("until", t.get("network-until-earlier"));
    }
    let first_for = filled.chosen("first_for", Topic::ALL, Topic::name);
    // Whoever is asked first for something is there for it.
    let mut topics = filled.chosen("topics", Topic::ALL, Topic::name);
    topics.extend(&first_for);
    topics.sort_unstable();
    topics.dedup();
    let (supporting, kind) = who?;
    let content = SupporterContent {
        until,
        topics,
        purpose: filled.text("purpose"),
        role_reason: filled.text("role_reason"),
        contact_name: filled.text("contact_name"),
        contact_phone: filled.text("contact_phone"),
        first_for,
        is_main: filled.yes("main_contact"),
        own_words: filled.text("own_words"),
        unwanted: filled.yes("unwanted"),
        ..SupporterContent::new(supporting, since)
    };
    let unusual = content.unusual_topics(kind);
    if !unusual.is_empty() && content.role_reason.is_empty() {
        let values = [("code", Rule::UsualRole.code().to_owned()), ("topics", topic_names(t, &unusual))];
        filled.complain("role_reason", t.with("network-role-reason-needed", values));
    }
    if content.unwanted && content.is_main {
        filled.complain("main_contact", t.get("network-main-unwanted"));
    }
    filled.is_right().then_some(content)
}
