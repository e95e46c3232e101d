//! One network: its purpose, its agencies with their days, its working teams, its meetings, and how codes of conduct are known in it.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::{CodeInNetwork, NetworkPage};
use banso_domain::{agency::AgencyKind, code_of_conduct::CodeStanding, gathering::Gathering, rule::Rule};

use super::{change::Deed, frame, kind_name, list, network_id};
use crate::{
    components::{Cell, Column, Link, Shape, StatusTag, SummaryRow, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    pages::gatherings,
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

#[derive(Template)]
#[template(path = "pages/networks/show.html")]
struct ShowPage {
    frame: Frame,
    heading: String,
    state: StatusTag,
    meet: Option<Link>,
    within: Option<Link>,
    deeds: Vec<Link>,
    rows: Vec<SummaryRow>,
    members: Option<TableView>,
    teams: Option<TableView>,
    meetings: Option<TableView>,
    codes: Option<TableView>,
    codes_note: String,
}

async fn members(site: &Site, reader: &SignedIn, page: &NetworkPage) -> Result<Option<TableView>, PageError> {
    let t = &reader.t;
    let mut rows = Vec::new();
    for member in &page.network.members {
        let row = site.app().agency(member.agency).await.map_err(page_error)?;
        let href = match row.facts.kind {
            AgencyKind::Employer => format!("/employers/{}", row.id),
            _ => format!("/agencies/profiles/{}", row.id),
        };
        let below = if member.agency == page.network.by { t.get("regional-network-leads") } else { String::new() };
        let day = |day| reader.look.short(day).text().to_owned();
        rows.push(TableRow {
            cells: vec![
                Cell::Open { text: row.facts.name, below, href },
                Cell::Text(day(member.from)),
                Cell::Text(member.until.map(day).unwrap_or_default()),
            ],
        });
    }
    Ok((!rows.is_empty()).then(|| TableView {
        id: "members".to_owned(),
        caption: t.get("regional-network-members"),
        columns: vec![
            Column::new(t.get("regional-network-member")),
            Column::new(t.get("regional-network-member-from")),
            Column::new(t.get("regional-network-member-until")),
        ],
        rows,
    }))
}

fn meetings(reader: &SignedIn, meetings: &[Gathering]) -> Option<TableView> {
    let t = &reader.t;
    let line = |gathering: &Gathering| {
        let state = match &gathering.held {
            Some(held) => StatusTag::new(Shape::Done, t.count("gathering-held-by", held.attended.len())),
            None => StatusTag::new(Shape::Open, t.count("gathering-invited-count", gathering.plan.invited.len())),
        };
        let open = gathering.open_tasks().count();
        TableRow {
            cells: vec![
                Cell::Open {
                    text: reader.look.with_weekday(gathering.plan.on).text().to_owned(),
                    below: gatherings::kind_name(t, gathering.plan.kind),
                    href: format!("/gatherings/{}", gathering.id),
                },
                Cell::Text(gathering.plan.theme.clone()),
                Cell::Status(state),
                Cell::Text(if open > 0 { t.count("regional-network-open-tasks", open) } else { String::new() }),
            ],
        }
    };
    (!meetings.is_empty()).then(|| TableView {
        id: "meetings".to_owned(),
        caption: t.get("regional-network-meetings"),
        columns: vec![
            Column::new(t.get("gathering-on")).below(t.get("gathering-kind")),
            Column::new(t.get("gathering-theme")),
            Column::new(t.get("job-state")),
            Column::new(t.get("gathering-tasks")),
        ],
        rows: meetings.iter().map(line).collect(),
    })
}

/// How many know and how many understand, of how many that were asked.
fn standing(t: &Texts, standing: CodeStanding) -> Cell {
    match standing {
        CodeStanding::Untold => Cell::Text(String::new()),
        CodeStanding::Few => Cell::Text(t.get("codes-few")),
        CodeStanding::Told(counts) => {
            let of = |count: u32| [("count", count), ("asked", counts.asked)];
            let (know, understand) =
                (t.with("codes-know-of", of(counts.know)), t.with("codes-understand-of", of(counts.understand)));
            Cell::TwoLines(format!("{know}　{understand}"), t.count("codes-agencies", counts.agencies))
        }
    }
}

/// Codes in the order in which they are known; no agency stands in it (P-143).
fn codes(reader: &SignedIn, all: &[CodeInNetwork]) -> Option<TableView> {
    let t = &reader.t;
    let told = |one: &CodeInNetwork| (one.now, one.before) != (CodeStanding::Untold, CodeStanding::Untold);
    let line = |one: &CodeInNetwork| TableRow {
        cells: vec![Cell::Text(gatherings::code_name(t, one.code)), standing(t, one.now), standing(t, one.before)],
    };
    all.iter().any(told).then(|| TableView {
        id: "codes".to_owned(),
        caption: t.get("codes-title"),
        columns: vec![
            Column::new(t.get("codes-code")),
            Column::new(t.get("codes-this-year")),
            Column::new(t.get("codes-last-year")),
        ],
        rows: all.iter().map(line).collect(),
    })
}

pub(super) async fn show_network(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let page = site.app().network(&reader.actor, network_id(&id)?).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let (network, plan) = (&page.network, &page.network.plan);
    let home = format!("/networks/{}", network.id);
    let leads = site.app().agency(network.by).await.map_err(page_error)?.facts.name;
    let mut rows = vec![
        SummaryRow::new(t.get("regional-network-kind"), kind_name(t, plan.kind)),
        SummaryRow::new(t.get("regional-network-purpose"), plan.purpose.clone()),
        SummaryRow::or_unknown(t.get("regional-network-meets"), &plan.meets),
        SummaryRow::new(t.get("regional-network-from"), reader.look.long(plan.from).text().to_owned()),
        SummaryRow::new(t.get("regional-network-leads"), leads),
    ];
    if let Some(end) = &network.end {
        rows.push(SummaryRow::new(t.get("regional-network-why"), end.why.clone()));
    }
    let mut frame = frame(&site, &reader, t.get("regional-network-title"), false).await?;
    frame.banners = told.banners(t);
    let within = page.within.as_ref();
    show(&ShowPage {
        heading: plan.name.clone(),
        state: list::state(&reader, network, today),
        meet: page
            .may_meet
            .then(|| Link::new(t.get("regional-network-meet"), format!("/gatherings/new?network={}", network.id))),
        within: within.map(|one| Link::new(one.plan.name.clone(), format!("/networks/{}", one.id))),
        deeds: Deed::possible(&page)
            .map(|deed| Link::new(deed.label(t), format!("{home}/change/{}", deed.name())))
            .collect(),
        rows,
        members: members(&site, &reader, &page).await?,
        teams: list::table(&reader, &page.teams, today),
        meetings: meetings(&reader, &page.meetings),
        codes: codes(&reader, &page.codes),
        codes_note: rules::line(t, Rule::CodesOfThree),
        frame,
    })
}
