//! 月次報告: the counts of a month for the ministry's survey, each line with the rule by which it is counted; what was sent, and what has changed since.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use banso_app::CentreMonth;
use banso_domain::{
    calendar::YearMonth,
    id::AgencyId,
    monthly_return::{Counts, ReturnLine, SentReturn},
};
use chrono::{Days, Months};

use super::export::{self, Again, Wanted};
use crate::{
    components::{Banner, Cell, Column, EmptyState, Link, TableRow, TableView},
    errors::PageError,
    form::{Submitted, not_taken},
    frame::{Frame, Section},
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/monthly-return", get(month).post(send))
}

/// A centre whose month can be written down as sent.
struct ToSend {
    centre: AgencyId,
    version: i64,
    label: String,
}

#[derive(Template)]
#[template(path = "pages/monthly_return.html")]
struct MonthPage {
    frame: Frame,
    lead: String,
    table: Option<TableView>,
    empty: EmptyState,
    /// What was sent, and what has changed since.
    sent: Option<TableView>,
    sending: Vec<ToSend>,
    csrf: String,
    month: String,
    previous: Link,
    next: Link,
    files: Vec<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    month: String,
}

fn line_name(t: &Texts, line: ReturnLine) -> String {
    t.get(&format!("{}{}", /* keys */ "return-line-", line.name().replace('_', "-")))
}

fn line_rule(t: &Texts, line: ReturnLine) -> String {
    t.get(&format!("{}{}", /* keys */ "return-rule-", line.name().replace('_', "-")))
}

/// The month before this one, which is the one that is sent.
fn usual(site: &Site) -> YearMonth {
    let today = site.app().clock().today();
    YearMonth::of(today.checked_sub_months(Months::new(1)).unwrap_or(today))
}

/// The lines below each other, the centres beside each other, and all of them together where there are several.
fn table(t: &Texts, centres: &[CentreMonth]) -> TableView {
    let all = centres.iter().fold(Counts::default(), |sum, centre| sum.with(&centre.counts));
    let mut columns = vec![Column::new(t.get("return-line")).below(t.get("return-rule"))];
    columns.extend(centres.iter().map(|centre| Column::new(centre.centre.facts.name.clone())));
    let is_summed = centres.len() > 1;
    if is_summed {
        columns.push(Column::new(t.get("return-together")));
    }
    let row = |line: &ReturnLine| {
        let mut cells = vec![Cell::TwoLines(line_name(t, *line), line_rule(t, *line))];
        cells.extend(centres.iter().map(|centre| Cell::Text(centre.counts.of(*line).to_string())));
        if is_summed {
            cells.push(Cell::Text(all.of(*line).to_string()));
        }
        TableRow { cells }
    };
    TableView {
        id: "return".to_owned(),
        caption: t.get("return-caption"),
        columns,
        rows: ReturnLine::ALL.iter().map(row).collect(),
    }
}

/// What was sent, each with what has changed since.
fn sent_table(reader: &SignedIn, centres: &[CentreMonth]) -> Option<TableView> {
    let t = &reader.t;
    let row = |centre: &CentreMonth, sent: &SentReturn| {
        let changed = sent.counts.changed(&centre.counts);
        let changed = changed.iter().map(|(line, before, now)| {
            let words = [("line", line_name(t, *line)), ("before", before.to_string()), ("now", now.to_string())];
            t.with("return-changed", words)
        });
        let changed: Vec<String> = changed.collect();
        TableRow {
            cells: vec![
                Cell::Text(centre.centre.facts.name.clone()),
                Cell::Date(reader.look.long(sent.on)),
                Cell::Text(if changed.is_empty() {
                    t.get("return-unchanged")
                } else {
                    changed.join(&t.get("list-separator"))
                }),
            ],
        }
    };
    let rows: Vec<TableRow> =
        centres.iter().flat_map(|centre| centre.sent.iter().map(move |sent| row(centre, sent))).collect();
    let columns = [t.get("return-centre"), t.get("return-sent-on"), t.get("return-since")];
    (!rows.is_empty()).then(|| TableView {
        id: "sent".to_owned(),
        caption: t.get("return-sent"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}

async fn drawn(
    site: &Site,
    reader: &SignedIn,
    month: YearMonth,
    centres: &[CentreMonth],
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let name = |month: YearMonth| reader.look.long(month).text().to_owned();
    let link = |text: String, month: YearMonth| Link::new(text, format!("/monthly-return?month={month}"));
    let before = month.first_day().checked_sub_days(Days::new(1)).map_or(month, YearMonth::of);
    let after = month.last_day().checked_add_days(Days::new(1)).map_or(month, YearMonth::of);
    let is_over = month.last_day() < site.app().clock().today();
    let may_be_sent = |centre: &&CentreMonth| {
        is_over && centre.may_send && centre.sent.last().is_none_or(|sent| sent.counts != centre.counts)
    };
    let sending = centres.iter().filter(may_be_sent).map(|centre| {
        let words = [("centre", centre.centre.facts.name.clone())];
        let is_first = centre.sent.is_empty();
        ToSend {
            centre: centre.centre.id,
            version: centre.centre.version,
            label: if is_first { t.with("return-send", words) } else { t.with("return-correct", words) },
        }
    });
    let mut frame =
        reader.frame(site, Some(Section::MyWork), t.with("return-title-of", [("month", name(month))])).await?;
    frame.breadcrumbs = vec![Link::new(Section::MyWork.label(t), Section::MyWork.href())];
    frame.banners = banners;
    show(&MonthPage {
        frame,
        lead: t.get("return-lead"),
        table: (!centres.is_empty()).then(|| table(t, centres)),
        empty: EmptyState { heading: t.get("return-none"), body: t.get("return-none-body"), action: None },
        sent: sent_table(reader, centres),
        sending: sending.collect(),
        csrf: reader.csrf.clone(),
        month: month.to_string(),
        previous: link(t.with("rewards-before", [("month", name(before))]), before),
        next: link(t.with("rewards-after", [("month", name(after))]), after),
        files: if centres.is_empty() { Vec::new() } else { export::files(reader) },
    })
}

async fn month(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let month = asked.month.parse().unwrap_or_else(|_| usual(&site));
    let centres = site.app().monthly_return(&reader.actor, month).await.map_err(page_error)?;
    if wanted.is_file() {
        if centres.is_empty() {
            return Err(PageError::not_found());
        }
        let tables = vec![table(&reader.t, &centres)];
        return wanted.answer(&site, &reader, "monthly-return", tables, &[], Again::by_address(&reader)).await;
    }
    drawn(&site, &reader, month, &centres, told.banners(&reader.t)).await
}

async fn send(State(site): State<Site>, reader: SignedIn, form: Submitted) -> Result<Response, PageError> {
    let month: YearMonth = form.text("month").parse().map_err(|_| PageError::not_found())?;
    let centre: AgencyId = form.text("centre").parse().map_err(|_| PageError::not_found())?;
    let version = form.text("version").parse().map_err(|_| PageError::not_found())?;
    match site.app().send_monthly_return(&reader.actor, centre, month, version).await {
        Ok(()) => Ok(Redirect::to(&format!("/monthly-return?month={month}&done=return-sent")).into_response()),
        Err(banso_app::UseCaseError::Refused(refusal)) => {
            let centres = site.app().monthly_return(&reader.actor, month).await.map_err(page_error)?;
            let banners = rules::banners(&reader.t, &refusal);
            Ok(not_taken(drawn(&site, &reader, month, &centres, banners).await?))
        }
        Err(other) => Err(page_error(other)),
    }
}
