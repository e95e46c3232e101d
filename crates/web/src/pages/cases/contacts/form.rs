//! The form of a contact: a few questions first, what is seldom needed folded away.

use banso_app::NewRecord;
use banso_domain::{
    agency::{AgencyKind, Channel},
    case::{
        contact::{AgencyContact, ContactDirection, ContactKind, Initiator},
        network::Supporting,
        record::Counterpart,
        sharing::SharedItem,
    },
};
use chrono::NaiveDate;

use super::{Other, channel_name, direction_name, initiator_name, kind_name};
use crate::{
    components::Width,
    errors::PageError,
    form::{AgencyChoice, Block, Filled, Folded, Part, Question, Submitted, options},
    pages::cases::{item_name, room::OpenedCase},
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// With whom there can be contact: those beside the person first, then every other agency; no employer where employment is closed
///
pub(super) struct Others {
    pub(super) beside: Vec<Other>,
    choice: AgencyChoice,
}

impl Others {
    pub(super) async fn of(site: &Site, opened: &OpenedCase) -> Result<Self, PageError> {
        let case = &opened.file.case;
        let background = site.app().network_background(case, site.app().clock().today()).await.map_err(page_error)?;
        let mut choice = opened.agencies(site).await?;
        let closed = case.sharing.is_closed_to_employers();
        if closed {
            choice = choice.only(|kind| kind != AgencyKind::Employer);
        }
        let mut beside: Vec<Other> = Vec::new();
        for companion in case.companions(&background.context()).into_iter().filter(|it| it.state.is_active()) {
            let Some(supporter) = companion.supporter else { continue };
            if closed && companion.kind == AgencyKind::Employer {
                continue;
            }
            let with = supporter.content.supporting.clone();
            let (value, likes) = match &with {
                Supporting::Agency { agency } => {
                    (agency.to_string(), choice.row(&agency.to_string()).and_then(|row| row.facts.preferred_channel))
                }
                Supporting::Outside { .. } => (supporter.id.to_string(), None),
            };
            beside.push(Other { value, name: companion.name, kind: companion.kind, with, likes });
        }
        let outside = beside.iter().filter(|other| matches!(other.with, Supporting::Outside { .. }));
        let outside: Vec<_> = outside.map(|other| (other.value.clone(), other.name.clone())).collect();
        Ok(Self { choice: choice.and(outside), beside })
    }

    /// For whom the value of the form stands.
    pub(super) fn find(&self, value: &str) -> Option<Other> {
        if let Some(known) = self.beside.iter().find(|other| other.value == value) {
            return Some(known.clone());
        }
        self.choice.row(value).map(|row| Other {
            value: value.to_owned(),
            name: row.facts.name.clone(),
            kind: row.facts.kind,
            with: Supporting::Agency { agency: row.id },
            likes: row.facts.preferred_channel,
        })
    }
}

struct Questions {
    first: Vec<Question>,
    next: [Question; 2],
    given: Vec<Question>,
    further: Vec<Question>,
}

fn questions(t: &Texts, others: &Others) -> Questions {
    let directions = options(ContactDirection::ALL, ContactDirection::name, |it| direction_name(t, it));
    let channels = options(Channel::ALL, Channel::name, |channel| channel_name(t, channel));
    let kinds = options(ContactKind::ALL, ContactKind::name, |kind| kind_name(t, kind));
    let initiators = options(Initiator::ALL, Initiator::name, |initiator| initiator_name(t, initiator));
    let items = options(SharedItem::ALL, SharedItem::name, |item| item_name(t, item));
    Questions {
        first: vec![
            Question::agency("with", t.get("contact-with"), others.choice.clone()).required(),
            Question::one("direction", t.get("contact-direction"), directions).required(),
            Question::pick("channel", t.get("contact-channel"), channels)
                .hint(t.get("contact-channel-hint"))
                .required(),
            Question::several("kinds", t.get("contact-kinds"), kinds).hint(t.get("contact-kinds-hint")).required(),
            Question::tick("unanswered", t.get("contact-answer"), t.get("contact-unanswered")),
            Question::long("facts", t.get("contact-facts"), 3).hint(t.get("contact-facts-hint")).required(),
        ],
        next: [
            Question::line("next_action", t.get("records-next")),
            Question::date("next_on", t.get("records-next-on")),
        ],
        given: vec![
            Question::several("gave", t.get("contact-gave"), items).hint(t.get("contact-gave-hint")),
            Question::tick("asked", t.get("contact-asked"), t.get("contact-asked-tick")),
            Question::date("told_on", t.get("contact-told-on")).hint(t.get("contact-told-on-hint")),
            Question::line("agreed", t.get("contact-agreed")).hint(t.get("contact-agreed-hint")),
        ],
        further: vec![
            Question::date("on", t.get("records-on")).required(),
            Question::time("time", t.get("records-time")),
            Question::digits("minutes", t.get("records-minutes"), Width::Short),
            Question::line("person", t.get("contact-person")),
            Question::pick("initiated_by", t.get("contact-initiator"), initiators)
                .hint(t.get("contact-initiator-hint")),
        ],
    }
}

/// The form as it is drawn.
pub(super) fn blocks(t: &Texts, filled: &Filled, others: &Others) -> Vec<Block> {
    let Questions { first, next, given, further } = questions(t, others);
    let mut blocks = filled.ask_all(&first);
    blocks.push(Block::new(t, Part::Beside(filled.ask_all(&next))));
    let folded = |summary: String, questions: &[Question], open: bool| {
        let blocks = filled.ask_all(questions);
        Block::new(t, Part::Folded(Folded { summary, blocks, open }))
    };
    let gives = filled.ask_all(&given).iter().any(Block::is_used);
    blocks.push(folded(t.get("contact-part-given"), &given, gives));
    let wrong = further.iter().any(|question| filled.error(question.name()).is_some());
    blocks.push(folded(t.get("contact-part-further"), &further, wrong));
    blocks
}

/// A new form: we called today, by the way they like.
pub(super) fn fresh(reader: &SignedIn, today: NaiveDate, other: Option<&Other>) -> Submitted {
    let mut form = Submitted::of([
        ("on", reader.look.long(today).text()),
        ("direction", ContactDirection::Sent.name()),
        ("initiated_by", Initiator::SupportAgency.name()),
    ]);
    if let Some(other) = other {
        form.put("with", &other.value);
    }
    form.put("channel", other.and_then(|other| other.likes).unwrap_or(Channel::Phone).name());
    form
}

/// Reads the form; what is wrong is complained about.
pub(super) fn read(t: &Texts, filled: &mut Filled, others: &Others) -> Option<(NewRecord, AgencyContact)> {
    let other = filled.agency("with", &others.choice).and_then(|value| others.find(&value));
    if other.is_none() {
        filled.complain("with", t.get("contact-with-missing"));
    }
    let direction = filled.chosen("direction", ContactDirection::ALL, ContactDirection::name).first().copied();
    if direction.is_none() {
        filled.complain("direction", t.get("contact-direction-missing"));
    }
    let channel = filled.chosen("channel", Channel::ALL, Channel::name).first().copied();
    if channel.is_none() {
        filled.complain("channel", t.get("contact-channel-missing"));
    }
    let kinds = filled.chosen("kinds", ContactKind::ALL, ContactKind::name);
    if kinds.is_empty() {
        filled.complain("kinds", t.get("contact-kinds-missing"));
    }
    let facts = filled.needed("facts", t.get("records-facts-needed"));
    let (on, minute_of_day) = (filled.needed_day("on"), filled.time("time"));
    let (next_on, told_person_on, minutes) = (filled.day("next_on"), filled.day("told_on"), filled.minutes("minutes"));
    let initiated_by = filled.chosen("initiated_by", Initiator::ALL, Initiator::name).first().copied();
    let (other, direction, channel) = (other?, direction?, channel?);
    let person = filled.text("person");
    let contact = AgencyContact {
        person: person.clone(),
        direction,
        initiated_by: initiated_by.unwrap_or(Initiator::SupportAgency),
        answered: !filled.yes("unanswered"),
        gave: filled.chosen("gave", SharedItem::ALL, SharedItem::name).into_iter().collect(),
        asked: filled.yes("asked"),
        told_person_on,
        agreed: filled.text("agreed"),
        ..AgencyContact::new(other.with.clone(), channel, kinds)
    };
    let note = [other.name.clone(), person].into_iter().filter(|part| !part.is_empty());
    let record = NewRecord {
        on,
        minute_of_day,
        minutes,
        counterparts: vec![counterpart(other.kind)],
        counterpart_note: note.collect::<Vec<_>>().join(" "),
        methods: vec![channel.method()],
        facts,
        next_action: filled.text("next_action"),
        next_on,
        ..NewRecord::default()
    };
    filled.is_right().then_some((record, contact))
}

/// As whom the support record knows the other side.
const fn counterpart(kind: AgencyKind) -> Counterpart {
    match kind {
        AgencyKind::Family => Counterpart::Family,
        AgencyKind::Employer | AgencyKind::Neighbours | AgencyKind::PeerGroup | AgencyKind::Volunteers => {
            Counterpart::Others
        }
        _ => Counterpart::Agency,
    }
}
