//! What the person comes about and which desk can help with it; what somebody else decided for them, and how they can decide it.

use banso_domain::{
    case::network::Topic,
    episode::{DeadlineKind, DecidedFor, Episode, Heard, Linked, LookedAt},
};
use chrono::NaiveDate;

use crate::{
    components::{Cell, ChoiceOption, Column, DueLabel, Shape, StatusTag, SummaryRow, TableRow, TableView},
    form::{Filled, Question, labelled, options},
    naming::agency_kind_name,
    pages::cases::topic_name,
    site::SignedIn,
    text::Texts,
};

/// What is asked about what the person comes about; required where the programme hears that first.
pub(super) fn complaint(t: &Texts, is_needed: bool) -> Vec<Question> {
    let asked = Question::long("complaint", t.get("episode-complaint"), 4).hint(t.get("episode-complaint-hint"));
    let topics: Vec<Topic> = Topic::ALL.iter().copied().filter(|topic| *topic != Topic::Everyday).collect();
    let topics = options(&topics, Topic::name, |topic| topic_name(t, topic));
    vec![
        if is_needed { asked.required() } else { asked },
        Question::several("about", t.get("episode-complaint-about"), topics)
            .hint(t.get("episode-complaint-about-hint")),
    ]
}

/// What was written about it.
pub(super) fn heard(filled: &Filled) -> Heard {
    Heard { complaint: filled.text("complaint"), about: filled.chosen("about", Topic::ALL, Topic::name) }
}

/// What is asked when something is brought to another desk.
pub(super) fn linking(t: &Texts, episode: &Episode) -> Vec<Question> {
    let waiting: Vec<Topic> = episode.to_link().map(|waiting| waiting.topic).collect();
    let waiting = options(&waiting, Topic::name, |topic| topic_name(t, topic));
    vec![
        Question::one("topic", t.get("episode-link-topic"), waiting).below_each_other().required(),
        Question::line("to", t.get("episode-link-to")).hint(t.get("episode-link-to-hint")),
        Question::long("how", t.get("episode-link-how"), 2).hint(t.get("episode-link-how-hint")).required(),
    ]
}

/// What was brought where.
pub(super) fn linked(t: &Texts, filled: &mut Filled, on: NaiveDate) -> Option<Linked> {
    let topic = filled.chosen("topic", Topic::ALL, Topic::name).first().copied();
    if topic.is_none() {
        filled.complain("topic", t.get("episode-link-topic-missing"));
    }
    let how = filled.needed("how", t.get("episode-link-how-missing"));
    Some(Linked { topic: topic?, on, to: filled.text("to"), how })
}

/// What is asked about a decision that somebody else made.
pub(super) fn deciding(t: &Texts) -> Vec<Question> {
    vec![
        Question::line("decision", t.get("episode-decided-what")).hint(t.get("episode-decided-what-hint")).required(),
        Question::line("by", t.get("episode-decided-by")).hint(t.get("episode-decided-by-hint")).required(),
    ]
}

/// What is asked when such a decision is looked at again.
pub(super) fn looking(t: &Texts, episode: &Episode) -> Vec<Question> {
    let named = |(place, decided): (usize, &DecidedFor)| (place.to_string(), named(t, decided));
    vec![
        Question::one("place", t.get("episode-decides-which"), labelled(episode.decided_by_others().map(named)))
            .below_each_other()
            .required(),
        Question::long("words", t.get("episode-decides-words"), 3).hint(t.get("episode-decides-words-hint")).required(),
        Question::one("now", t.get("episode-decides-now"), yes_or_later(t)).below_each_other().required(),
    ]
}

fn yes_or_later(t: &Texts) -> Vec<ChoiceOption> {
    vec![
        ChoiceOption::new("yes", t.get("episode-decides-yes")),
        ChoiceOption::new("later", t.get("episode-decides-later")),
    ]
}

fn named(t: &Texts, decided: &DecidedFor) -> String {
    t.with("episode-decided-line", [("what", decided.what.clone()), ("by", decided.by.clone())])
}

/// How it was looked at again, and which decision.
pub(super) fn looked_at(t: &Texts, filled: &mut Filled, on: NaiveDate) -> Option<(usize, LookedAt)> {
    let place = filled.text("place").parse().ok();
    if place.is_none() {
        filled.complain("place", t.get("episode-decides-which-missing"));
    }
    let words = filled.needed("words", t.get("episode-decides-words-missing"));
    let now = filled.text("now");
    if now.is_empty() {
        filled.complain("now", t.get("episode-decides-now-missing"));
    }
    Some((place?, LookedAt { on, words, person_decides: now == "yes" }))
}

/// What the person comes about, and where it was brought.
pub(super) fn about(reader: &SignedIn, episode: &Episode) -> Vec<SummaryRow> {
    let t = &reader.t;
    let mut rows = Vec::new();
    if let Some(heard) = &episode.heard {
        rows.push(SummaryRow::new(t.get("episode-complaint"), heard.complaint.clone()));
        let topics: Vec<String> = heard.about.iter().map(|topic| topic_name(t, *topic)).collect();
        if !topics.is_empty() {
            rows.push(SummaryRow::new(t.get("episode-complaint-about"), topics.join(&t.get("list-separator"))));
        }
    }
    for linked in &episode.linked {
        rows.push(SummaryRow::new(topic_name(t, linked.topic), told(reader, linked)));
    }
    rows
}

/// What is told of something that was brought to a desk.
pub(super) fn told(reader: &SignedIn, linked: &Linked) -> String {
    let t = &reader.t;
    let to = if linked.to.is_empty() { t.get("episode-link-not-wanted") } else { linked.to.clone() };
    let day = reader.look.long(linked.on).text().to_owned();
    t.with("episode-linked-line", [("day", day), ("to", to), ("how", linked.how.clone())])
}

/// What waits for another desk, and which desks usually help.
pub(super) fn waiting(reader: &SignedIn, episode: &Episode, today: NaiveDate) -> Option<TableView> {
    let t = &reader.t;
    let due = episode.deadlines().into_iter().find(|due| due.kind == DeadlineKind::Linking);
    let row = |topic: Topic| {
        let desks = topic.usual_kinds().iter().map(|kind| agency_kind_name(t, *kind));
        let desks = desks.collect::<Vec<_>>().join(&t.get("list-separator"));
        let due = match due {
            Some(due) => Cell::Due(DueLabel::new(t, reader.look.with_weekday(due.on), today)),
            None => Cell::Text(String::new()),
        };
        let href = format!("/episodes/{}/change/link?topic={}", episode.id, topic.name());
        let open = Cell::Open { text: topic_name(t, topic), below: String::new(), href };
        TableRow { cells: vec![open, Cell::Text(desks), due] }
    };
    let rows: Vec<TableRow> = episode.to_link().map(|waiting| row(waiting.topic)).collect();
    let columns = [t.get("episode-link-topic"), t.get("episode-link-desks"), t.get("cases-column-due")];
    (!rows.is_empty()).then(|| TableView {
        id: "waiting".to_owned(),
        caption: t.get("episode-link-caption"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}

/// What somebody else decided, and how it stands.
pub(super) fn decisions(reader: &SignedIn, episode: &Episode) -> Option<TableView> {
    let t = &reader.t;
    let row = |(place, decided): (usize, &DecidedFor)| {
        let last = decided.looked_at.last().map(|last| last.words.clone()).unwrap_or_default();
        let (state, what) = if decided.is_the_persons() {
            let state = StatusTag::new(Shape::Done, t.get("episode-decided-is-theirs"));
            (state, Cell::Text(decided.what.clone()))
        } else {
            let href = format!("/episodes/{}/change/decides?place={place}", episode.id);
            let state = StatusTag::new(Shape::Waiting, t.get("episode-decided-by-others"));
            (state, Cell::Open { text: decided.what.clone(), below: String::new(), href })
        };
        let on = Cell::Date(reader.look.short(decided.since()));
        TableRow { cells: vec![what, Cell::Text(decided.by.clone()), Cell::Status(state), on, Cell::Text(last)] }
    };
    let rows: Vec<TableRow> = episode.decided_for.iter().enumerate().map(row).collect();
    let columns = [
        t.get("episode-decided-what"),
        t.get("episode-decided-by"),
        t.get("episode-state"),
        t.get("episode-decided-last"),
        t.get("episode-decides-words"),
    ];
    (!rows.is_empty()).then(|| TableView {
        id: "decisions".to_owned(),
        caption: t.get("episode-decisions"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}
