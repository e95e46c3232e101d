//! One entry of the register: what is missing, what stands behind it, what was said and decided, and what came of it.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::Agencies;
use banso_domain::missing::{Missing, Remark};

use super::{change::Deed, frame, missing_id, naming};
use crate::{
    components::{Cell, Column, Link, StatusTag, SummaryRow, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/missing/show.html")]
struct ShowPage {
    frame: Frame,
    heading: String,
    state: StatusTag,
    deeds: Vec<Link>,
    rows: Vec<SummaryRow>,
    way: Option<TableView>,
}

/// What happened, in order: when, what, by whom or where.
pub(super) fn way(reader: &SignedIn, agencies: &Agencies, missing: &Missing) -> Option<TableView> {
    let t = &reader.t;
    let mut all = Vec::new();
    let remark = |kind: &str, remark: &Remark| {
        let by = naming::area_name(t, agencies, Some(remark.by));
        let layer = naming::layer_name(t, remark.layer);
        let who = t.with("missing-said-by", [("agency", by), ("layer", layer)]);
        (remark.on, t.get(kind), remark.words.clone(), who)
    };
    all.extend(missing.talks.iter().map(|it| remark("missing-deed-talk-done", it)));
    all.extend(missing.looks_back.iter().map(|it| remark("missing-deed-look-back-done", it)));
    all.extend(missing.moves.iter().map(|moved| {
        let to = t.with("missing-moved-to", [("layer", naming::layer_name(t, moved.to))]);
        (moved.on, to, moved.why.clone(), String::new())
    }));
    all.extend(missing.decisions.iter().map(|decision| {
        let what = naming::verdict_name(t, decision.verdict);
        let what = t.with("missing-decided-that", [("verdict", what)]);
        (decision.on, what, decision.why.clone(), decision.responsible.clone())
    }));
    all.extend(
        missing.made.iter().map(|made| (made.on, t.get("missing-state-made"), made.words.clone(), String::new())),
    );
    all.sort_by_key(|(on, ..)| *on);
    let line = |(on, what, words, who): (chrono::NaiveDate, String, String, String)| TableRow {
        cells: vec![Cell::Date(reader.look.short(on)), Cell::Text(what), Cell::TwoLines(words, who)],
    };
    (!all.is_empty()).then(|| TableView {
        id: "way".to_owned(),
        caption: t.get("missing-way"),
        columns: vec![
            Column::new(t.get("job-on")),
            Column::new(t.get("missing-happened")),
            Column::new(t.get("missing-words")).below(t.get("missing-who")),
        ],
        rows: all.into_iter().map(line).collect(),
    })
}

pub(super) async fn show_missing(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let page = site.app().missing(&reader.actor, missing_id(&id)?).await.map_err(page_error)?;
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let missing = &page.missing;
    let content = &missing.content;
    let by = naming::area_name(t, &agencies, Some(missing.by));
    let since = reader.look.long(missing.since).text().to_owned();
    let rows = vec![
        SummaryRow::new(t.get("missing-wanted"), naming::wanted(t, Some(content.need), content.kind)),
        SummaryRow::new(t.get("missing-area"), naming::area_name(t, &agencies, content.area)),
        SummaryRow::new(t.get("missing-lack"), naming::lack_name(t, content.lack)),
        SummaryRow::new(t.get("missing-layer"), naming::layer_name(t, missing.layer)),
        SummaryRow::new(t.get("missing-behind"), naming::evidence(t, &page.evidence)),
        SummaryRow::or_unknown(t.get("missing-idea"), &content.idea),
        SummaryRow::or_unknown(t.get("missing-partners"), &content.partners),
        SummaryRow::new(t.get("missing-entered"), t.with("missing-entered-by", [("agency", by), ("day", since)])),
    ];
    let home = format!("/missing-resources/entries/{}", missing.id);
    let mut frame = frame(&site, &reader, t.get("missing-entry"), false).await?;
    frame.banners = told.banners(t);
    let may = site.app().may_on_missing(&reader.actor).await.map_err(page_error)?;
    let deeds = Deed::possible(missing, may);
    show(&ShowPage {
        heading: content.what.clone(),
        state: naming::state_tag(t, missing.state()),
        deeds: deeds.map(|deed| Link::new(deed.label(t), format!("{home}/change/{}", deed.name()))).collect(),
        rows,
        way: way(&reader, &agencies, missing),
        frame,
    })
}
