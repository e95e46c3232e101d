//! The fields of an entry as a form: grouped, with what its source tells beside what the region wrote.

use std::collections::BTreeMap;

use banso_domain::{
    resource::{Field, Need, Resource, Told},
    text::codes::parse_postcode,
};

use super::naming::{field_name, need_name};
use crate::{
    components::{ChoiceOption, Width},
    form::{Block, Filled, Folded, Part, Question, Submitted},
    site::SignedIn,
    text::Texts,
};

/// What a source says of itself, and nobody else.
const OF_SOURCE: [Field; 4] = [Field::VerifiedOn, Field::HowSure, Field::Status, Field::SourcePage];

/// The fields that the region may write.
pub(super) fn written() -> impl Iterator<Item = Field> {
    Field::ALL.iter().copied().filter(|field| !OF_SOURCE.contains(field))
}

/// Fields that stand together, in the order of the form. A field that is told of an organisation stands with the organisation, and so on: the
/// order of fields is that of their groups.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Service,
    Hours,
    Place,
    Region,
    Organisation,
}

impl Group {
    const ALL: [Self; 5] = [Self::Service, Self::Hours, Self::Place, Self::Region, Self::Organisation];

    fn of(field: Field) -> Self {
        match field {
            field if field.is_of_region() => Self::Region,
            field if field < Field::ServiceKind => Self::Organisation,
            field if field < Field::HoursWeekday => Self::Service,
            field if field < Field::Jurisdiction => Self::Hours,
            _ => Self::Place,
        }
    }

    fn heading(self, t: &Texts) -> String {
        match self {
            Self::Service => t.get("resource-group-service"),
            Self::Hours => t.get("resource-group-hours"),
            Self::Place => t.get("resource-group-place"),
            Self::Region => t.get("resource-group-region"),
            Self::Organisation => t.get("resource-group-organisation"),
        }
    }
}

fn question(t: &Texts, field: Field) -> Question {
    let (name, label) = (field.name(), field_name(t, field));
    match field {
        Field::Name => Question::line(name, label).required(),
        Field::Needs => {
            let needs = Need::ALL.iter().map(|need| ChoiceOption::new(need.name(), need_name(t, *need)));
            Question::several(name, label, needs.collect())
        }
        Field::Phone | Field::Fax | Field::OrganisationPhone | Field::OrganisationFax => Question::phone(name, label),
        Field::HoursWeekday | Field::HoursSaturday | Field::HoursSunday | Field::HoursHoliday => {
            Question::line(name, label).hint(t.get("resource-hours-hint"))
        }
        Field::Postcode => Question::digits(name, label, Width::Middle).hint(t.get("resource-postcode-hint")),
        Field::Description
        | Field::Eligibility
        | Field::HoursNote
        | Field::Strengths
        | Field::WeakPoints
        | Field::Limits
        | Field::RegionNote => Question::long(name, label, 3),
        _ => Question::line(name, label),
    }
}

/// The name of the box that takes the region's word back.
fn back(field: Field) -> String {
    format!("back.{}", field.name())
}

/// Every question of the form, for the comparison of two versions.
pub(super) fn questions(t: &Texts) -> Vec<Question> {
    written().map(|field| question(t, field)).collect()
}

/// The form as it is filled at first: what counts.
pub(super) fn typed(resource: &Resource) -> Submitted {
    let answers = written().flat_map(|field| {
        let words = plain(resource.shown(field).words);
        // Needs are ticked one by one.
        let answers =
            if field == Field::Needs { words.split_whitespace().map(str::to_owned).collect() } else { vec![words] };
        answers.into_iter().map(move |words| (field.name(), words))
    });
    Submitted::of(answers)
}

/// Words as a browser sends them back.
fn plain(words: &str) -> String {
    words.replace("\r\n", "\n").trim().to_owned()
}

/// What was typed or ticked for a field.
fn answer(filled: &Filled, field: Field) -> String {
    match field {
        Field::Needs => Need::write(&filled.chosen(field.name(), Need::ALL, Need::name).into_iter().collect()),
        // As it stands on letters, however it was typed; what is no postcode is refused as it was typed (P-139).
        Field::Postcode => parse_postcode(&filled.text(field.name())).unwrap_or_else(|_| filled.text(field.name())),
        _ => filled.text(field.name()),
    }
}

/// The form, group by group. `resource` is the entry that it changes; none where one is entered.
pub(super) fn blocks(reader: &SignedIn, filled: &Filled, resource: Option<&Resource>) -> Vec<Block> {
    let t = &reader.t;
    let mut blocks = Vec::new();
    for group in Group::ALL {
        let fields = written().filter(|field| Group::of(*field) == group);
        let asked: Vec<Block> = fields.flat_map(|field| asked(reader, filled, field, resource)).collect();
        if group == Group::Organisation {
            let open = resource.is_none() && asked.iter().any(Block::is_used);
            blocks.push(Block::new(t, Part::Folded(Folded { summary: group.heading(t), blocks: asked, open })));
        } else {
            blocks.push(Block::new(t, Part::Heading(group.heading(t))));
            blocks.extend(asked);
        }
    }
    blocks
}

/// A field; where the region wrote something else than its source, what that tells, and a box to let it count again (P-130).
fn asked(reader: &SignedIn, filled: &Filled, field: Field, resource: Option<&Resource>) -> Vec<Block> {
    let t = &reader.t;
    let mut question = question(t, field);
    let edit = resource.and_then(|resource| Some((resource.edits.get(&field)?, resource.told.get(field))));
    let Some((edit, told)) = edit else { return vec![filled.ask(&question)] };
    let day = reader.look.short(edit.on).text().to_owned();
    let told = if told.trim().is_empty() { t.get("resource-source-silent") } else { told.to_owned() };
    question = question.hint(t.with("resource-edited-hint", [("day", day), ("words", told)]));
    let take_back = Question::tick(back(field), field_name(t, field), t.get("resource-take-back"));
    vec![filled.ask(&question), filled.ask(&take_back)]
}

/// What the region writes: fields that say something else than what counts now, and words that are taken back.
pub(super) fn changes(filled: &Filled, resource: &Resource) -> BTreeMap<Field, Option<String>> {
    let change = |field: Field| {
        if resource.edits.contains_key(&field) && filled.yes(&back(field)) {
            return Some((field, None));
        }
        let typed = plain(&answer(filled, field));
        let shown = plain(resource.shown(field).words);
        // A source may write it without its stroke: that is no other postcode.
        let is_same = field == Field::Postcode && parse_postcode(&shown).is_ok_and(|shown| shown == typed);
        (typed != shown && !is_same).then_some((field, Some(typed)))
    };
    written().filter_map(change).collect()
}

/// What is told of an entry that the region enters.
pub(super) fn told(filled: &Filled) -> Told {
    written().map(|field| (field, answer(filled, field))).collect()
}
