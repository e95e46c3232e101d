//! One link: what is seen of it and why, what was done, and what can be done now.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::{ReviewCommand, RhythmRow};
use banso_domain::{
    id::AgencyId,
    rhythm_review::{KeptAt, PersonsWord, ReviewCause, RhythmReview},
};
use banso_insight::rhythm::date_of;

use super::{evidence, frame, href, note, partner, standing};
use crate::{
    components::{Banner, Link, SummaryRow},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, Unsaved, done, options},
    frame::Frame,
    rhythm_words,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/rhythm/link.html")]
struct LinkPage {
    frame: Frame,
    name: String,
    kana: String,
    rows: Vec<SummaryRow>,
    notes: Vec<Banner>,
    record: Link,
    /// What can be done, each with its heading and form.
    deeds: Vec<(&'static str, String, FormView)>,
}

/// What somebody can do about a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Hand,
    Said,
    Danger,
    Close,
}

impl Deed {
    const ALL: [Self; 4] = [Self::Hand, Self::Said, Self::Danger, Self::Close];

    const fn name(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Said => "said",
            Self::Danger => "danger",
            Self::Close => "close",
        }
    }

    fn label(self, t: &Texts) -> String {
        t.get(&format!("{}{}", /* keys */ "rhythm-deed-", self.name()))
    }

    /// Whether it can be done about a link as it stands.
    fn is_possible(self, row: &RhythmRow) -> bool {
        let review = row.review.as_ref().map(|(review, _)| review).filter(|review| review.is_open());
        let is_with_person = row.link.with.is_none();
        if !row.asks_for_review() {
            return false;
        }
        match self {
            Self::Hand => is_with_person && review.is_none_or(|review| review.handed_on.is_none()),
            Self::Said | Self::Danger => is_with_person && review.is_some_and(|review| review.handed_on.is_some()),
            Self::Close => true,
        }
    }

    fn questions(self, t: &Texts) -> Vec<Question> {
        match self {
            Self::Hand => Vec::new(),
            Self::Said => vec![
                Question::long("words", t.get("rhythm-words"), 3).required(),
                Question::tick("may_ask", t.get("rhythm-may-ask"), t.get("rhythm-may-ask-yes")),
            ],
            Self::Danger => vec![Question::long("reason", t.get("rhythm-danger-reason"), 2).required()],
            Self::Close => {
                let cause = |cause: ReviewCause| t.get(&format!("{}{}", /* keys */ "rhythm-cause-", cause.name()));
                let causes = options(ReviewCause::ALL, ReviewCause::name, cause);
                vec![
                    Question::one("cause", t.get("rhythm-cause"), causes).below_each_other().required(),
                    Question::long("note", t.get("rhythm-note"), 3).hint(t.get("rhythm-note-hint")),
                ]
            }
        }
    }
}

fn parse(text: &str) -> Result<Option<AgencyId>, PageError> {
    if text == "person" { Ok(None) } else { text.parse().map(Some).map_err(|_| PageError::not_found()) }
}

type Place = (KeptAt, Option<AgencyId>);

fn of(at: Option<KeptAt>, partner: &str) -> Result<Place, PageError> {
    Ok((at.ok_or_else(PageError::not_found)?, parse(partner)?))
}

fn case_place((case, partner): &(String, String)) -> Result<Place, PageError> {
    of(case.parse().ok().map(|case| KeptAt::Case { case }), partner)
}

fn job_place((job, partner): &(String, String)) -> Result<Place, PageError> {
    of(job.parse().ok().map(|job| KeptAt::Job { job }), partner)
}

pub(super) async fn of_case(
    State(site): State<Site>,
    reader: SignedIn,
    Path(place): Path<(String, String)>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    open(&site, &reader, case_place(&place)?, &told).await
}

pub(super) async fn of_job(
    State(site): State<Site>,
    reader: SignedIn,
    Path(place): Path<(String, String)>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    open(&site, &reader, job_place(&place)?, &told).await
}

async fn open(site: &Site, reader: &SignedIn, (at, with): Place, told: &Done) -> Result<Response, PageError> {
    let row = site.app().rhythm_link(&reader.actor, at, with).await.map_err(page_error)?;
    let filled = Filled::new(&reader.t, Submitted::default());
    page(site, reader, &row, (None, &filled), told.banners(&reader.t)).await
}

/// What was done so far, one line each.
fn history(reader: &SignedIn, review: &RhythmReview) -> Vec<SummaryRow> {
    let t = &reader.t;
    let day = |day| reader.look.long(day).text().to_owned();
    let mut rows = Vec::new();
    if let Some(on) = review.handed_on {
        rows.push(SummaryRow::new(t.get("rhythm-handed"), day(on)));
    }
    if let Some(word) = &review.word {
        let may = if word.may_ask_employer { t.get("rhythm-may-ask-yes") } else { t.get("rhythm-may-ask-no") };
        rows.push(SummaryRow::new(t.get("rhythm-words"), format!("{} — {} {may}", word.words, day(word.on))));
    }
    if let Some((on, reason)) = &review.danger {
        rows.push(SummaryRow::new(t.get("rhythm-danger-reason"), format!("{reason} — {}", day(*on))));
    }
    if let Some(closed) = &review.closed {
        let cause = t.get(&format!("{}{}", /* keys */ "rhythm-cause-", closed.cause.name()));
        let note = if closed.note.is_empty() { String::new() } else { format!(" — {}", closed.note) };
        rows.push(SummaryRow::new(t.get("rhythm-closed"), format!("{} {cause}{note}", day(closed.on))));
    }
    rows
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    row: &RhythmRow,
    (sent, filled): (Option<Deed>, &Filled),
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut rows = vec![
        SummaryRow::new(t.get("rhythm-partner"), partner(site, t, row).await?),
        SummaryRow::new(t.get("rhythm-stands"), standing(t, row.said.state).label),
        SummaryRow::new(t.get("rhythm-since"), reader.look.long(date_of(row.said.since)).text().to_owned()),
        SummaryRow::new(t.get("rhythm-why"), rhythm_words::of_reason(t, &row.said.reason)),
        SummaryRow::new(t.get("rhythm-evidence"), evidence(t, row)),
    ];
    let review = row.review.as_ref().map(|(review, _)| review);
    rows.extend(review.into_iter().flat_map(|review| history(reader, review)));
    let mut notes = Vec::new();
    if row.link.with.is_none() && row.said.state.is_alarm() {
        notes.push(note(t.get("rhythm-person-first")));
    }
    if review.is_some_and(RhythmReview::holds_back_from_employer) {
        notes.push(note(t.get("rhythm-firm-waits")));
    }
    let empty = Filled::new(t, Submitted::default());
    let version = row.review.as_ref().map(|(_, version)| *version).unwrap_or_default();
    let deeds: Vec<_> = Deed::ALL
        .into_iter()
        .filter(|deed| deed.is_possible(row))
        .map(|deed| {
            let typed = if sent == Some(deed) { filled } else { &empty };
            let blocks = typed.ask_all(&deed.questions(t));
            let form = FormView::new(reader, format!("{}?deed={}", href(row), deed.name()), blocks, deed.label(t));
            (deed.name(), deed.label(t), form.version(version))
        })
        .collect();
    let mut frame = frame(site, reader, t.get("rhythm-link-title"), true).await?;
    frame.has_errors = sent.is_some();
    frame.banners = banners;
    let record = match row.link.at {
        KeptAt::Case { case } => Link::new(t.get("rhythm-see-case"), format!("/cases/{case}")),
        KeptAt::Job { job } => Link::new(t.get("rhythm-see-job"), format!("/jobs/{job}")),
    };
    show(&LinkPage { frame, name: row.name.clone(), kana: row.kana.clone(), rows, notes, record, deeds })
}

/// Which form was sent.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    deed: String,
}

pub(super) async fn act_on_case(
    State(site): State<Site>,
    reader: SignedIn,
    Path(place): Path<(String, String)>,
    Query(sent): Query<Sent>,
    form: Submitted,
) -> Result<Response, PageError> {
    act(&site, &reader, case_place(&place)?, &sent, form).await
}

pub(super) async fn act_on_job(
    State(site): State<Site>,
    reader: SignedIn,
    Path(place): Path<(String, String)>,
    Query(sent): Query<Sent>,
    form: Submitted,
) -> Result<Response, PageError> {
    act(&site, &reader, job_place(&place)?, &sent, form).await
}

async fn act(
    site: &Site,
    reader: &SignedIn,
    (at, with): Place,
    sent: &Sent,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let row = site.app().rhythm_link(&reader.actor, at, with).await.map_err(page_error)?;
    let deed = Deed::ALL.into_iter().find(|deed| deed.name() == sent.deed).ok_or_else(PageError::not_found)?;
    let version: i64 = form.text("version").parse().unwrap_or_default();
    let mut filled = Filled::new(t, form);
    let command = match deed {
        Deed::Hand => ReviewCommand::HandToPerson,
        Deed::Said => ReviewCommand::PersonSaid(PersonsWord {
            on: site.app().clock().today(),
            words: filled.needed("words", t.get("rhythm-words-missing")),
            may_ask_employer: filled.yes("may_ask"),
        }),
        Deed::Danger => ReviewCommand::NoteDanger(filled.needed("reason", t.get("rhythm-danger-missing"))),
        Deed::Close => {
            let cause = filled.chosen("cause", ReviewCause::ALL, ReviewCause::name).first().copied();
            ReviewCommand::Close(cause, filled.text("note"))
        }
    };
    if !filled.is_right() {
        return Ok(crate::form::not_taken(page(site, reader, &row, (Some(deed), &filled), Vec::new()).await?));
    }
    let expected = Some(version).filter(|version| *version > 0);
    let key = match deed {
        Deed::Hand => "rhythm-handed",
        Deed::Said => "rhythm-said",
        Deed::Danger => "rhythm-danger",
        Deed::Close => "rhythm-closed",
    };
    match site.app().review_rhythm(&reader.actor, &row, expected, command).await {
        Ok(()) if deed == Deed::Close => Ok(done("/rhythm", key)),
        Ok(()) => Ok(done(&href(&row), key)),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let shown = page(site, reader, &row, (Some(deed), &filled), unsaved.banners(t)).await?;
            Ok(unsaved.answer(shown))
        }
    }
}
