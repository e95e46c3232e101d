//! The form of a support record: asked, filled, read.

use banso_app::NewRecord;
use banso_domain::{
    case::{
        Case,
        record::{ContactMethod, Counterpart, NotedDisclosure, SupportRecord},
    },
    id::ConferenceId,
};
use chrono::NaiveDate;

use super::naming::{counterpart_name, method_name};
use crate::{
    components::{ChoiceOption, Width},
    dates::{DateLook, clock},
    form::{Block, Compared, Filled, Folded, Part, Question, Rows, Side, Submitted, labelled, options, rows_of_both},
    pages::conferences::purpose_name,
    site::SignedIn,
    text::Texts,
};

/// The list of what was told to others, in the form's names.
const TOLD: &str = "disclosures";

/// The sittings that spoke about a case, newest first: those a record can belong to.
pub(super) struct Sittings(Vec<(ConferenceId, String)>);

impl Sittings {
    pub(super) fn of(reader: &SignedIn, case: &Case) -> Self {
        let mut known: Vec<(ConferenceId, String)> = Vec::new();
        for sitting in case.sittings.iter().rev() {
            let purpose = purpose_name(&reader.t, sitting.purpose);
            if let Some((_, label)) = known.iter_mut().find(|(id, _)| *id == sitting.conference) {
                *label = format!("{label}{}{purpose}", reader.t.get("list-separator"));
            } else {
                let day = reader.look.long(sitting.held_on).text().to_owned();
                let label = reader.t.with("records-conference-of", [("day", day), ("purpose", purpose)]);
                known.push((sitting.conference, label));
            }
        }
        Self(known)
    }

    fn options(&self) -> Vec<ChoiceOption> {
        labelled(self.0.iter().map(|(id, label)| (id.to_string(), label.clone())))
    }

    /// The chosen one, if it is one of them.
    fn chosen(&self, filled: &Filled) -> Option<ConferenceId> {
        let id = filled.form.text("conference").parse().ok();
        id.filter(|id| self.0.iter().any(|(known, _)| known == id))
    }
}

/// What is asked about a contact.
fn questions(t: &Texts, sittings: &Sittings) -> [Question; 13] {
    let methods = options(ContactMethod::ALL, ContactMethod::name, |method| method_name(t, method));
    let with = options(Counterpart::ALL, Counterpart::name, |with| counterpart_name(t, with));
    [
        Question::date("on", t.get("records-on")).required(),
        Question::time("time", t.get("records-time")).hint(t.get("records-time-hint")),
        Question::several("methods", t.get("records-method"), methods).required(),
        Question::several("counterparts", t.get("records-with"), with).required(),
        Question::line("counterpart_note", t.get("records-with-note")).hint(t.get("records-with-note-hint")),
        Question::long("facts", t.get("records-facts"), 5).hint(t.get("records-facts-hint")).required(),
        Question::long("view", t.get("records-view"), 3).hint(t.get("records-view-hint")),
        Question::long("next_action", t.get("records-next"), 2),
        Question::date("next_on", t.get("records-next-on")),
        Question::tick("emergency", t.get("records-emergency"), t.get("records-emergency-yes")).below_each_other(),
        Question::line("place", t.get("records-place")),
        Question::digits("minutes", t.get("records-minutes"), Width::Short),
        Question::pick("conference", t.get("records-of-conference"), sittings.options())
            .hint(t.get("records-of-conference-hint")),
    ]
}

/// What is asked about something that was told to somebody.
fn told_questions(t: &Texts, row: usize) -> [Question; 3] {
    let name = |part: &str| format!("{TOLD}[{row}].{part}");
    [
        Question::line(name("to"), t.get("records-told-to")).width(Width::Middle),
        Question::line(name("what"), t.get("records-told-what")),
        Question::line(name("basis"), t.get("records-told-basis")).width(Width::Middle),
    ]
}

/// Why a record is corrected.
pub(super) fn reason(t: &Texts) -> Question {
    Question::long("reason", t.get("records-reason"), 2).hint(t.get("records-reason-hint")).required()
}

/// The form as the page shows it; what is seldom used is folded away.
pub(super) fn blocks(t: &Texts, filled: &Filled, sittings: &Sittings) -> Vec<Block> {
    let [on, time, methods, with, with_note, facts, view, next, next_on, emergency, place, minutes, conference] =
        &questions(t, sittings);
    let beside = |questions: [&Question; 2]| Block::new(t, Part::Beside(filled.ask_all(questions)));
    let mut blocks = vec![beside([on, time])];
    blocks.extend(filled.ask_all([methods, with, with_note, facts, view]));
    blocks.push(beside([next, next_on]));
    blocks.push(filled.ask(emergency));
    let told = Rows {
        id: TOLD.to_owned(),
        label: t.get("records-told"),
        hint: Some(t.get("records-told-hint")),
        error: None,
        rows: filled.rows_and_one(TOLD).into_iter().map(|row| (row, filled.ask_all(&told_questions(t, row)))).collect(),
        numbered: false,
        add: t.get("records-told-add"),
    };
    let mut seldom = vec![beside([place, minutes])];
    if !sittings.0.is_empty() {
        seldom.push(filled.ask(conference));
    }
    seldom.push(Block::new(t, Part::Rows(told)));
    let open = seldom.iter().any(Block::is_used) || filled.form.rows(TOLD).len() > 1;
    blocks.push(Block::new(t, Part::Folded(Folded { summary: t.get("records-more"), blocks: seldom, open })));
    blocks
}

/// An empty form for something that happened today.
pub(super) fn fresh(look: DateLook, today: NaiveDate) -> Submitted {
    Submitted::of([("on", look.long(today).text())])
}

/// A record as it would be typed.
pub(super) fn typed(look: DateLook, record: &SupportRecord) -> Submitted {
    let day = |day: NaiveDate| look.long(day).text().to_owned();
    let mut form = Submitted::of([
        ("on", day(record.took_place.on)),
        ("time", record.took_place.minute_of_day.map(clock).unwrap_or_default()),
        ("counterpart_note", record.counterpart_note.clone()),
        ("facts", record.facts.clone()),
        ("view", record.view.clone()),
        ("next_action", record.next_action.clone()),
        ("next_on", record.next_on.map(day).unwrap_or_default()),
        ("place", record.place.clone()),
        ("minutes", record.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
        ("conference", record.conference.map(|conference| conference.to_string()).unwrap_or_default()),
    ]);
    for method in &record.methods {
        form.put("methods", method.name());
    }
    for with in &record.counterparts {
        form.put("counterparts", with.name());
    }
    if record.is_emergency {
        form.put("emergency", "yes");
    }
    for (row, told) in record.disclosures.iter().enumerate() {
        form.put(format!("{TOLD}[{row}].to"), &told.to);
        form.put(format!("{TOLD}[{row}].what"), &told.what);
        form.put(format!("{TOLD}[{row}].basis"), &told.basis);
    }
    form
}

/// What tells one text of a record from the next: when it was written.
pub(super) fn version(record: &SupportRecord) -> String {
    record.written_at.timestamp_micros().to_string()
}

/// Reads the form; complaints are collected beside the fields.
pub(super) fn read(t: &Texts, filled: &mut Filled, sittings: &Sittings) -> NewRecord {
    let on = filled.needed_day("on");
    let minute_of_day = filled.time("time");
    let methods = filled.chosen("methods", ContactMethod::ALL, ContactMethod::name);
    if methods.is_empty() {
        filled.complain("methods", t.get("records-method-needed"));
    }
    let counterparts = filled.chosen("counterparts", Counterpart::ALL, Counterpart::name);
    if counterparts.is_empty() {
        filled.complain("counterparts", t.get("records-counterpart-needed"));
    }
    let facts = filled.needed("facts", t.get("records-facts-needed"));
    let next_on = filled.day("next_on");
    let minutes = filled.minutes("minutes");
    let told = |row: usize| NotedDisclosure {
        to: filled.text(&format!("{TOLD}[{row}].to")),
        what: filled.text(&format!("{TOLD}[{row}].what")),
        basis: filled.text(&format!("{TOLD}[{row}].basis")),
    };
    let told = filled.form.rows(TOLD).into_iter().map(told);
    NewRecord {
        on,
        minute_of_day,
        minutes,
        counterparts,
        counterpart_note: filled.text("counterpart_note"),
        methods,
        place: filled.text("place"),
        facts,
        view: filled.text("view"),
        next_action: filled.text("next_action"),
        next_on,
        disclosures: told.filter(|told| !(told.to.is_empty() && told.what.is_empty())).collect(),
        is_emergency: filled.yes("emergency"),
        conference: sittings.chosen(filled),
    }
}

/// What differs between two texts of a record; of what was told to others, each line as a whole.
pub(super) fn sides(reader: &SignedIn, sittings: &Sittings, forms: Compared<'_>) -> Vec<Side> {
    let (t, look) = (&reader.t, reader.look);
    let mut sides = Side::all_of(t, look, &questions(t, sittings), forms);
    sides.extend(rows_of_both(TOLD, forms).into_iter().filter_map(|row| {
        let label = format!("{} {}", t.get("records-told"), row + 1);
        Side::of_row(t, look, &format!("{TOLD}[{row}]"), label, &told_questions(t, row), forms)
    }));
    sides
}
