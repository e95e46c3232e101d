//! The form of a support record: filled, read, shown.

use banso_app::{NewRecord, RecordRow};
use banso_domain::case::record::{ContactMethod, Counterpart, NotedDisclosure};
use chrono::NaiveDate;

use super::naming::{counterpart_name, method_name};
use crate::{
    components::{ChoiceGroup, ChoiceKind, ConflictRow, DateField, FieldView, KeyboardKind, Width},
    filled::{Filled, clock},
    site::SignedIn,
    submitted::Submitted,
    text::Texts,
};

/// The fields as the template shows them.
pub(super) struct RecordFields {
    pub(super) on: DateField,
    pub(super) time: FieldView,
    pub(super) methods: ChoiceGroup,
    pub(super) counterparts: ChoiceGroup,
    pub(super) counterpart_note: FieldView,
    pub(super) facts: FieldView,
    pub(super) view: FieldView,
    pub(super) next_action: FieldView,
    pub(super) next_on: DateField,
    pub(super) emergency: ChoiceGroup,
    pub(super) place: FieldView,
    pub(super) minutes: FieldView,
    pub(super) disclosures: Vec<DisclosureRow>,
    /// Whether the seldom used fields are shown at once: something is in them.
    pub(super) more_open: bool,
}

/// A line about something that was told to somebody.
pub(super) struct DisclosureRow {
    pub(super) number: usize,
    pub(super) to: FieldView,
    pub(super) what: FieldView,
    pub(super) basis: FieldView,
}

/// An empty form for something that happened today.
pub(super) fn fresh(reader: &SignedIn, today: NaiveDate) -> Submitted {
    Submitted::of([("on".to_owned(), reader.look.long(today).text().to_owned())])
}

/// The form filled with a record that is to be corrected.
pub(super) fn of_record(reader: &SignedIn, row: &RecordRow) -> Submitted {
    let record = &row.record;
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let mut fields = vec![
        ("on".to_owned(), day(record.took_place.on)),
        ("time".to_owned(), record.took_place.minute_of_day.map(clock).unwrap_or_default()),
        ("counterpart_note".to_owned(), record.counterpart_note.clone()),
        ("facts".to_owned(), record.facts.clone()),
        ("view".to_owned(), record.view.clone()),
        ("next_action".to_owned(), record.next_action.clone()),
        ("next_on".to_owned(), record.next_on.map(day).unwrap_or_default()),
        ("place".to_owned(), record.place.clone()),
        ("minutes".to_owned(), record.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
    ];
    fields.extend(record.methods.iter().map(|method| ("methods".to_owned(), method.name().to_owned())));
    fields.extend(record.counterparts.iter().map(|with| ("counterparts".to_owned(), with.name().to_owned())));
    if record.is_emergency {
        fields.push(("emergency".to_owned(), "yes".to_owned()));
    }
    for (number, told) in record.disclosures.iter().enumerate() {
        fields.push((format!("disclosures[{number}].to"), told.to.clone()));
        fields.push((format!("disclosures[{number}].what"), told.what.clone()));
        fields.push((format!("disclosures[{number}].basis"), told.basis.clone()));
    }
    fields.push(("version".to_owned(), version(row)));
    Submitted::of(fields)
}

/// What tells one text of a record from the next: when it was written.
pub(super) fn version(row: &RecordRow) -> String {
    row.record.written_at.timestamp_micros().to_string()
}

/// Reads the form; complaints are collected beside the fields.
pub(super) fn read(t: &Texts, filled: &mut Filled) -> NewRecord {
    let on = filled.needed_day("on");
    let minute_of_day = filled.time("time");
    let methods = filled.chosen("methods", ContactMethod::ALL, ContactMethod::name, |it| method_name(t, it));
    if methods.is_empty() {
        filled.complain("methods", t.get("records-method-needed"));
    }
    let counterparts = filled.chosen("counterparts", Counterpart::ALL, Counterpart::name, |it| counterpart_name(t, it));
    if counterparts.is_empty() {
        filled.complain("counterparts", t.get("records-counterpart-needed"));
    }
    let facts = filled.needed("facts", t.get("records-facts-needed"));
    let next_on = filled.day("next_on");
    let minutes = filled.minutes("minutes");
    let form = &filled.form;
    let text = |name: &str| form.text(name).to_owned();
    let told = |row: usize| NotedDisclosure {
        to: text(&format!("disclosures[{row}].to")),
        what: text(&format!("disclosures[{row}].what")),
        basis: text(&format!("disclosures[{row}].basis")),
    };
    let disclosures: Vec<NotedDisclosure> = form.rows("disclosures").into_iter().map(told).collect();
    let disclosures: Vec<NotedDisclosure> =
        disclosures.into_iter().filter(|told| !(told.to.is_empty() && told.what.is_empty())).collect();
    NewRecord {
        on,
        minute_of_day,
        minutes,
        counterparts,
        counterpart_note: text("counterpart_note"),
        methods,
        place: text("place"),
        facts,
        view: text("view"),
        next_action: text("next_action"),
        next_on,
        disclosures,
        is_emergency: !text("emergency").is_empty(),
        conference: None,
    }
}

/// The fields for the template.
pub(super) fn fields(t: &Texts, filled: &Filled) -> RecordFields {
    let field = |name: &str, label: String| filled.field(name, label);
    let methods = ContactMethod::ALL.iter().map(|method| (method.name().to_owned(), method_name(t, *method)));
    let with = Counterpart::ALL.iter().map(|with| (with.name().to_owned(), counterpart_name(t, *with)));
    let mut methods = filled.choices("methods", t.get("records-method"), ChoiceKind::Several, methods).in_columns();
    let mut counterparts =
        filled.choices("counterparts", t.get("records-with"), ChoiceKind::Several, with).in_columns();
    let mut on = filled.date("on", t.get("records-on"));
    for field in [&mut methods.field, &mut counterparts.field, &mut on.field] {
        *field = field.clone().required();
    }
    let disclosures: Vec<DisclosureRow> = filled
        .rows_and_one("disclosures")
        .into_iter()
        .map(|number| DisclosureRow {
            number,
            to: field(&format!("disclosures[{number}].to"), t.get("records-told-to")).width(Width::Middle),
            what: field(&format!("disclosures[{number}].what"), t.get("records-told-what")),
            basis: field(&format!("disclosures[{number}].basis"), t.get("records-told-basis")).width(Width::Middle),
        })
        .collect();
    let minutes = field("minutes", t.get("records-minutes")).width(Width::Short).keyboard(KeyboardKind::Numeric);
    let place = field("place", t.get("records-place"));
    let more_open = disclosures.len() > 1
        || [&place, &minutes].iter().any(|field| !field.value.is_empty() || field.error.is_some());
    RecordFields {
        on,
        time: field("time", t.get("records-time")).hint(t.get("records-time-hint")).width(Width::Middle),
        methods,
        counterparts,
        counterpart_note: field("counterpart_note", t.get("records-with-note")).hint(t.get("records-with-note-hint")),
        facts: field("facts", t.get("records-facts")).hint(t.get("records-facts-hint")).required(),
        view: field("view", t.get("records-view")).hint(t.get("records-view-hint")).lines(3),
        next_action: field("next_action", t.get("records-next")).lines(2),
        next_on: filled.date("next_on", t.get("records-next-on")),
        emergency: filled.choices(
            "emergency",
            t.get("records-emergency"),
            ChoiceKind::Several,
            [("yes".to_owned(), t.get("records-emergency-yes"))],
        ),
        place,
        minutes,
        disclosures,
        more_open,
    }
}

/// Two texts of a record side by side; choices are written as their names.
pub(super) fn differences(t: &Texts, mine: &Submitted, theirs: &Submitted) -> Vec<ConflictRow> {
    let labels = |form: &Submitted, name: &str| {
        let filled = Filled::new(t, form.clone());
        let names: Vec<String> = match name {
            "methods" => filled
                .chosen(name, ContactMethod::ALL, ContactMethod::name, |it| method_name(t, it))
                .into_iter()
                .map(|it| method_name(t, it))
                .collect(),
            _ => filled
                .chosen(name, Counterpart::ALL, Counterpart::name, |it| counterpart_name(t, it))
                .into_iter()
                .map(|it| counterpart_name(t, it))
                .collect(),
        };
        names.join("、")
    };
    let row = |name: &str, label: String, mine: String, theirs: String| ConflictRow {
        name: name.to_owned(),
        label,
        mine,
        theirs,
    };
    let text = |name: &str, label: String| row(name, label, mine.text(name).into(), theirs.text(name).into());
    let chosen = |name: &str, label: String| row(name, label, labels(mine, name), labels(theirs, name));
    let day = |name: &str, label: String| {
        // The same day may be typed in two ways.
        let same = mine.day(t, name).is_ok_and(|day| theirs.day(t, name) == Ok(day));
        let typed = if same { theirs } else { mine };
        row(name, label, typed.text(name).into(), theirs.text(name).into())
    };
    let emergency = |form: &Submitted| match form.text("emergency") {
        "" => String::new(),
        _ => t.get("records-emergency-yes"),
    };
    let mut rows = vec![
        day("on", t.get("records-on")),
        text("time", t.get("records-time")),
        chosen("methods", t.get("records-method")),
        chosen("counterparts", t.get("records-with")),
        text("counterpart_note", t.get("records-with-note")),
        text("facts", t.get("records-facts")),
        text("view", t.get("records-view")),
        text("next_action", t.get("records-next")),
        day("next_on", t.get("records-next-on")),
        row("emergency", t.get("records-emergency"), emergency(mine), emergency(theirs)),
        text("place", t.get("records-place")),
        text("minutes", t.get("records-minutes")),
    ];
    let mut numbers = mine.rows("disclosures");
    numbers.extend(theirs.rows("disclosures"));
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        rows.push(text(&format!("disclosures[{number}].to"), t.get("records-told-to")));
        rows.push(text(&format!("disclosures[{number}].what"), t.get("records-told-what")));
        rows.push(text(&format!("disclosures[{number}].basis"), t.get("records-told-basis")));
    }
    let reason = mine.text("reason").to_owned();
    rows.push(row("reason", t.get("records-reason"), reason.clone(), reason));
    rows
}
