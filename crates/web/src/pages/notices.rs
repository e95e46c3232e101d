//! One's own notices by mail, and the address of one's own calendar.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderMap, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use banso_app::{CalendarFeed, FeedDate, FeedEntry, NoticeChoice, SecretPageError};
use banso_documents::{Appointment, Sureness, When, icalendar};
use banso_domain::{calendar::japan, text::codes::parse_mail_address};
use chrono::{NaiveTime, TimeDelta};

use super::conferences::kind_name;
use crate::{
    components::{ChoiceOption, ErrorSummary, Link},
    errors::PageError,
    form::{self, Filled, FormView, Question, Submitted, done, not_taken},
    frame::Frame,
    security::CameFrom,
    site::{Done, SignedIn, Site, page_error, show},
    text::{Lang, Texts},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/account/notices", get(ask).post(change))
        .route("/account/notices/trial", post(send_trial))
        .route("/account/calendar", post(make_calendar))
        .route("/account/calendar/end", post(end_calendar))
        .route("/calendar/{calendar}", get(feed))
}

#[derive(Template)]
#[template(path = "pages/account/notices.html")]
struct NoticesPage {
    frame: Frame,
    summary: ErrorSummary,
    /// None where no mail goes out.
    mail: Option<FormView>,
    /// None without an address.
    trial: Option<FormView>,
    calendar: FormView,
    /// None without an address of the calendar.
    end_calendar: Option<FormView>,
    back: Link,
}

/// The address of a calendar, shown once.
#[derive(Template)]
#[template(path = "pages/account/calendar.html")]
struct CalendarPage {
    frame: Frame,
    address: String,
    back: Link,
}

fn questions(t: &Texts) -> [Question; 2] {
    let when = vec![
        ChoiceOption::new("at_once", t.get("notices-at-once")),
        ChoiceOption::new("each_morning", t.get("notices-each-morning")),
    ];
    [
        Question::line("address", t.get("notices-address")).hint(t.get("notices-address-hint")),
        Question::several("when", t.get("notices-when"), when).below_each_other(),
    ]
}

async fn ask(State(site): State<Site>, reader: SignedIn, Query(told): Query<Done>) -> Result<Response, PageError> {
    let choice = site.app().notice_choice(&reader.session).await.map_err(page_error)?;
    let mut now = Submitted::of([("address", choice.address)]);
    for (is_wanted, code) in [(choice.at_once, "at_once"), (choice.each_morning, "each_morning")] {
        if is_wanted {
            now.put("when", code);
        }
    }
    page(&site, &reader, &Filled::new(&reader.t, now), &told).await
}

async fn page(site: &Site, reader: &SignedIn, filled: &Filled, told: &Done) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut frame = reader.frame(site, None, t.get("notices-title")).await?;
    frame.banners = told.banners(t);
    frame.has_errors = !filled.is_right();
    let fields = filled.ask_all(&questions(t));
    let summary = form::summary(&fields);
    let known = site.app().notice_choice(&reader.session).await.map_err(page_error)?;
    let has_calendar = site.app().has_calendar_address(&reader.session).await.map_err(page_error)?;
    let make = if has_calendar { t.get("notices-calendar-again") } else { t.get("notices-calendar-make") };
    let button = |action: &str, label: String| FormView::new(reader, action, Vec::new(), label).minor();
    show(&NoticesPage {
        frame,
        summary,
        mail: site.sends_mail().then(|| FormView::new(reader, "/account/notices", fields, t.get("notices-save"))),
        trial: (site.sends_mail() && !known.address.is_empty())
            .then(|| button("/account/notices/trial", t.get("notices-trial"))),
        calendar: button("/account/calendar", make),
        end_calendar: has_calendar.then(|| button("/account/calendar/end", t.get("notices-calendar-end"))),
        back: Link::new(t.get("notices-calendar-back"), "/account"),
    })
}

async fn change(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut filled = Filled::new(t, form);
    let typed = filled.text("address");
    let address = parse_mail_address(&typed);
    let [at_once, each_morning] =
        ["at_once", "each_morning"].map(|code| filled.chosen("when", &[code], |code| code).contains(&code));
    let is_empty = typed.trim().is_empty();
    if !is_empty && address.is_none() {
        filled.complain("address", t.get("notices-address-wrong"));
    } else if is_empty && (at_once || each_morning) {
        filled.complain("address", t.get("notices-address-needed"));
    }
    if !site.sends_mail() || !filled.is_right() {
        return Ok(not_taken(page(&site, &reader, &filled, &Done::default()).await?));
    }
    let choice = NoticeChoice { address: address.unwrap_or_default(), at_once, each_morning };
    site.app().change_notice_choice(&reader.session, &choice).await.map_err(page_error)?;
    Ok(done("/account/notices", "notices-saved"))
}

async fn send_trial(State(site): State<Site>, reader: SignedIn, _form: Submitted) -> Result<Response, PageError> {
    site.app().send_trial_mail(&reader.session).await.map_err(page_error)?;
    Ok(done("/account/notices", "notices-trial"))
}

async fn make_calendar(
    State(site): State<Site>,
    reader: SignedIn,
    headers: HeaderMap,
    _form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let token = site.app().make_calendar_address(&reader.session).await.map_err(page_error)?;
    show(&CalendarPage {
        frame: reader.frame(&site, None, t.get("notices-calendar-made")).await?,
        address: format!("{}/calendar/{}.ics", site.own_address(&headers), token.to_hex()),
        back: Link::new(t.get("notices-calendar-back"), "/account/notices"),
    })
}

async fn end_calendar(State(site): State<Site>, reader: SignedIn, _form: Submitted) -> Result<Response, PageError> {
    site.app().end_calendar_address(&reader.session).await.map_err(page_error)?;
    Ok(done("/account/notices", "calendar-ended"))
}

/// A calendar, for a calendar program: whoever has the address reads it without signing in.
async fn feed(
    State(site): State<Site>,
    from: CameFrom,
    headers: HeaderMap,
    Path(file): Path<String>,
) -> Result<Response, PageError> {
    let secret = file.strip_suffix(".ics").ok_or_else(PageError::not_found)?;
    let CalendarFeed { language, entries } = site.app().calendar_feed(secret, from.origin()).await.map_err(not_open)?;
    let t = Texts::shipped(Lang::from_code(&language).unwrap_or_default());
    let address = site.own_address(&headers);
    let appointments: Vec<_> = entries.iter().map(|entry| appointment(&t, &address, entry)).collect();
    let text = icalendar(Some(&t.get("feed-name")), &appointments, site.app().clock().now());
    Ok(([(CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

/// For every reason the same answer, which tells nobody whether there is such a calendar.
fn not_open(error: SecretPageError) -> PageError {
    match error {
        SecretPageError::UseCase(error) => page_error(error),
        SecretPageError::NotOpen | SecretPageError::Wait { .. } => PageError::not_found(),
    }
}

fn appointment(t: &Texts, address: &str, entry: &FeedEntry) -> Appointment {
    let (id, title, link, when) = match entry.date {
        FeedDate::Due { case, kind } => {
            let title = t.get(&format!("{}{}", /* keys */ "feed-due-", kind.name().replace('_', "-")));
            (case.uuid(), title, format!("{address}/cases/{case}"), When::Day(entry.on))
        }
        FeedDate::Sitting { conference, kind, starts_at, minutes } => {
            let time =
                starts_at.and_then(|starts| NaiveTime::from_num_seconds_from_midnight_opt(u32::from(starts) * 60, 0));
            let when = time.map_or(When::Day(entry.on), |time| {
                let starts = japan::instant(entry.on, time);
                When::Hours(starts, starts + TimeDelta::minutes(i64::from(minutes)))
            });
            (conference.uuid(), kind_name(t, kind), format!("{address}/conferences/{conference}"), when)
        }
    };
    let (place, sureness) = (String::new(), Sureness::Confirmed);
    Appointment { id, sequence: 0, when, title, description: link, place, sureness }
}
