//! 算定の確認表: what of a month can be claimed for whom at the reader's office, with its evidence; what is missing; what threatens to be taken
//! away. To copy from: on paper, as Excel and as CSV.

mod naming;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_app::{RewardMonth, RewardRow, RewardSubject};
use banso_domain::{
    calendar::YearMonth,
    reward::{RewardDefinition, RewardState},
    staff::Role,
};
use chrono::{Days, NaiveDate};

pub(super) use self::naming::condition_name;
use self::naming::{amount_words, limit_words, papers_words, reward_name, sure_words};
use super::{
    episodes::{both, programme_name},
    export::{self, Again, Wanted},
};
use crate::{
    components::{Cell, Column, DueLabel, EmptyState, Link, TableRow, TableView},
    errors::PageError,
    frame::{Frame, Section},
    site::{SignedIn, Site, page_error, show},
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/rewards", get(month))
}

#[derive(Template)]
#[template(path = "pages/rewards.html")]
struct RewardsPage {
    frame: Frame,
    lead: String,
    /// There are more users than were looked at.
    cut: String,
    /// What presses, what can be claimed, what is missing, what is spared; those that have lines.
    tables: Vec<TableView>,
    empty: EmptyState,
    definitions: Option<TableView>,
    previous: Link,
    next: Link,
    files: Vec<Link>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    month: String,
}

/// Where a line is told of.
fn part(state: RewardState) -> usize {
    match state {
        RewardState::Applies | RewardState::Looms => 0,
        RewardState::Claimed | RewardState::Claimable => 1,
        RewardState::Lacking => 2,
        RewardState::Spared => 3,
    }
}

fn row(site: &Site, reader: &SignedIn, row: &RewardRow, month: YearMonth, today: NaiveDate) -> TableRow {
    let t = &reader.t;
    let definition = site.app().rewards().of(&row.line.reward);
    let version = definition.and_then(|definition| definition.on(month.last_day()));
    let (href, programme) = match &row.subject {
        RewardSubject::Use { episode, programme } => (Some(format!("/episodes/{episode}")), Some(*programme)),
        RewardSubject::Sitting { conference, case, programme, .. } => {
            let writes = reader.actor.is(Role::ChiefCounselor) || reader.actor.is(Role::Counselor);
            let href = match case {
                Some(case) if writes => format!("/conferences/{conference}/claims/{case}"),
                Some(_) => format!("/conferences/{conference}"),
                None => format!("/use-conferences/{conference}"),
            };
            (Some(href), *programme)
        }
        RewardSubject::Office { half, .. } => (half.map(|half| format!("/neutrality?half={}", half.name())), None),
    };
    let who = match href {
        Some(href) => Cell::Open { text: row.name.clone(), below: row.kana.clone(), href },
        None => Cell::TwoLines(row.name.clone(), row.kana.clone()),
    };
    let programme = programme.map(|known| programme_name(site, t, known, month.last_day())).unwrap_or_default();
    let amount = match (row.line.amount, version.is_some_and(|version| version.amounts.is_empty())) {
        (Some(amount), _) => naming::amount(t, definition, amount),
        (None, true) => t.get("reward-amount-unknown"),
        (None, false) => String::new(),
    };
    let found: Vec<String> =
        row.line.found.iter().map(|(condition, on)| naming::shown(reader, *condition, *on)).collect();
    let missing: Vec<String> = row.line.missing.iter().map(|known| naming::condition_name(t, *known)).collect();
    let separator = t.get("list-separator");
    let mut found = found.join(&separator);
    if let RewardSubject::Office { record: Some(record), .. } = &row.subject {
        let figures = [
            ("lasting", record.lasting.to_string()),
            ("people", record.people.to_string()),
            ("percent", record.percent().unwrap_or_default().to_string()),
        ];
        found = format!("{found}{}", t.with("reward-record", figures));
    }
    let by = match row.line.by {
        Some(by) => Cell::Due(DueLabel::new(t, reader.look.with_weekday(by), today)),
        None => Cell::Text(String::new()),
    };
    TableRow {
        cells: vec![
            who,
            Cell::TwoLines(
                definition.map(|known| reward_name(t, known, month.last_day())).unwrap_or_default(),
                programme,
            ),
            Cell::Status(naming::state_tag(t, row.line.state)),
            Cell::Text(amount),
            Cell::Text(found),
            Cell::Text(missing.join(&separator)),
            Cell::Text(times(reader, row, version.map(|version| version.limit).unwrap_or_default())),
            by,
        ],
    }
}

/// How often it can be claimed, and how often still.
fn times(reader: &SignedIn, row: &RewardRow, limit: banso_domain::reward::RewardLimit) -> String {
    let t = &reader.t;
    let mut words = vec![limit_words(t, limit)];
    if let RewardSubject::Sitting { left, is_month_used, .. } = &row.subject {
        words.extend(left.map(|left| t.with("reward-left", [("times", left)])));
        words.extend(is_month_used.then(|| t.get("reward-month-used")));
    }
    words.retain(|words| !words.is_empty());
    words.join(&t.get("list-separator"))
}

fn table(site: &Site, reader: &SignedIn, sheet: &RewardMonth, month: YearMonth, number: usize) -> Option<TableView> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let of_part = sheet.rows.iter().filter(|line| part(line.line.state) == number);
    let rows: Vec<TableRow> = of_part.map(|line| row(site, reader, line, month, today)).collect();
    let caption = match number {
        0 => t.get("reward-part-pressing"),
        1 => t.get("reward-part-ready"),
        2 => t.get("reward-part-lacking"),
        _ => t.get("reward-part-spared"),
    };
    let columns = vec![
        Column::new(t.get("cases-column-name")).below(t.get("list-kana")),
        Column::new(t.get("reward-name")).below(t.get("episode-programme")),
        Column::new(t.get("reward-state")),
        Column::new(t.get("reward-amount")),
        Column::new(t.get("reward-found")),
        Column::new(t.get("reward-missing")),
        Column::new(t.get("reward-times")),
        Column::new(t.get("reward-by")),
    ];
    (!rows.is_empty()).then(|| TableView { id: format!("rewards-{number}"), caption, columns, rows })
}

/// What the definitions say, as it counts on a day.
pub(super) fn definition_table<'d>(
    site: &Site,
    reader: &SignedIn,
    day: NaiveDate,
    definitions: impl Iterator<Item = &'d RewardDefinition>,
) -> TableView {
    let t = &reader.t;
    let columns = [
        t.get("reward-name"),
        t.get("episode-programme"),
        t.get("reward-amount"),
        t.get("reward-times"),
        t.get("reward-papers"),
        t.get("reward-source"),
        t.get("reward-sure"),
    ];
    let separator = t.get("list-separator");
    let line = |definition: &RewardDefinition| {
        let version = definition.on(day)?;
        let programmes = definition.programmes.iter().map(|known| programme_name(site, t, *known, day));
        Some(TableRow {
            cells: vec![
                Cell::TwoLines(reward_name(t, definition, day), definition.id.clone()),
                Cell::Text(programmes.collect::<Vec<_>>().join(&separator)),
                Cell::Text(amount_words(site, t, definition, version, day)),
                Cell::Text(limit_words(t, version.limit)),
                Cell::Text(papers_words(t, version)),
                Cell::Text(both(t, &version.source)),
                Cell::Text(sure_words(t, version.sure)),
            ],
        })
    };
    TableView {
        id: "reward-definitions".to_owned(),
        caption: t.get("reward-definitions"),
        columns: columns.into_iter().map(Column::new).collect(),
        rows: definitions.filter_map(line).collect(),
    }
}

async fn month(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let month: YearMonth = asked.month.parse().unwrap_or_else(|_| YearMonth::of(today));
    let sheet = site.app().reward_month(&reader.actor, month).await.map_err(page_error)?;
    let tables: Vec<TableView> = match &sheet {
        Some(sheet) => (0..4).filter_map(|number| table(&site, &reader, sheet, month, number)).collect(),
        None => Vec::new(),
    };
    if wanted.is_file() {
        let sheet = sheet.ok_or_else(PageError::not_found)?;
        // In the ledger of everybody who is named, before it leaves.
        site.app().note_rewards_export("rewards", &sheet).await.map_err(page_error)?;
        return wanted.answer(&site, &reader, "rewards", tables, &[], Again::by_address(&reader)).await;
    }
    let month_name = |month: YearMonth| reader.look.long(month).text().to_owned();
    let link = |text: String, month: YearMonth| Link::new(text, format!("/rewards?month={month}"));
    let before = month.first_day().checked_sub_days(Days::new(1)).map_or(month, YearMonth::of);
    let after = month.last_day().checked_add_days(Days::new(1)).map_or(month, YearMonth::of);
    let definitions = sheet.as_ref().map(|sheet| {
        let kind = sheet.office.facts.kind;
        let here: Vec<_> = site.app().programmes().given_by(kind).map(|given| given.programme).collect();
        let counts = |known: &&RewardDefinition| {
            known.programmes.iter().any(|programme| here.contains(programme))
                || sheet.rows.iter().any(|row| row.line.reward == known.id)
        };
        definition_table(&site, &reader, month.last_day(), site.app().rewards().all().filter(counts))
    });
    let title = t.with("rewards-title-of", [("month", month_name(month))]);
    let mut frame = reader.frame(&site, Some(Section::Episodes), title).await?;
    frame.breadcrumbs = vec![Link::new(t.get("episodes-title"), "/episodes")];
    show(&RewardsPage {
        frame,
        lead: t.get("rewards-lead"),
        cut: if sheet.is_some_and(|sheet| sheet.is_cut) { t.get("rewards-cut") } else { String::new() },
        empty: EmptyState { heading: t.get("rewards-none"), body: t.get("rewards-none-body"), action: None },
        files: if tables.is_empty() { Vec::new() } else { export::files(&reader) },
        tables,
        definitions: definitions.filter(|table| !table.rows.is_empty()),
        previous: link(t.with("rewards-before", [("month", month_name(before))]), before),
        next: link(t.with("rewards-after", [("month", month_name(after))]), after),
    })
}
