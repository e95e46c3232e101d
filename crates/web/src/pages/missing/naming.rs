//! The words of the register: needs, areas, why nothing fits, how far an entry has come, and figures that tell of nobody.

use banso_app::{Agencies, Evidence, MissingRow};
use banso_domain::{
    agency::AgencyKind,
    case::network::Topic,
    id::AgencyId,
    missing::{Figure, Lack, Layer, MissingState, Verdict},
};

use crate::{
    components::{Shape, StatusTag},
    naming::agency_kind_name,
    pages::cases::topic_name,
    text::Texts,
};

pub(in crate::pages) fn lack_name(t: &Texts, lack: Lack) -> String {
    t.get(&format!("{}{}", /* keys */ "missing-lack-", lack.name().replace('_', "-")))
}

pub(super) fn layer_name(t: &Texts, layer: Layer) -> String {
    t.get(&format!("{}{}", /* keys */ "missing-layer-", layer.name()))
}

pub(super) fn verdict_name(t: &Texts, verdict: Verdict) -> String {
    t.get(&format!("{}{}", /* keys */ "missing-verdict-", verdict.name()))
}

pub(super) fn state_tag(t: &Texts, state: MissingState) -> StatusTag {
    let shape = match state {
        MissingState::Entered => Shape::Open,
        MissingState::Discussed | MissingState::UnderWay | MissingState::Later => Shape::Waiting,
        MissingState::Made => Shape::Done,
        MissingState::Declined => Shape::Dropped,
    };
    StatusTag::new(shape, t.get(&format!("{}{}", /* keys */ "missing-state-", state.name().replace('_', "-"))))
}

/// A figure as it may be told (P-150).
pub(in crate::pages) fn figure(t: &Texts, figure: Figure) -> String {
    match figure {
        Figure::None => t.get("missing-nobody"),
        Figure::AFew => t.get("missing-a-few"),
        Figure::Exactly(count) => t.count("missing-cases", count as usize),
        Figure::AtLeast(count) => t.count("missing-cases-or-more", count as usize),
    }
}

pub(super) fn area_name(t: &Texts, agencies: &Agencies, area: Option<AgencyId>) -> String {
    let name = |area| agencies.find(area).map(|row| row.facts.name.clone());
    area.map_or_else(|| t.get("missing-whole-region"), |area| name(area).unwrap_or_else(|| t.get("not-known")))
}

/// What is looked for: the need and the kind of agency, as far as they are known.
pub(super) fn wanted(t: &Texts, need: Option<Topic>, kind: Option<AgencyKind>) -> String {
    let parts = [need.map(|need| topic_name(t, need)), kind.map(|kind| agency_kind_name(t, kind))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { t.get("missing-line-only") } else { parts.join(&t.get("missing-by")) }
}

/// What stands behind something, in a line.
pub(super) fn evidence(t: &Texts, evidence: &Evidence) -> String {
    let mut parts = vec![t.with("missing-behind-cases", [("figure", figure(t, evidence.cases))])];
    if evidence.declined != Figure::None {
        parts.push(t.with("missing-behind-declined", [("figure", figure(t, evidence.declined))]));
    }
    if evidence.no_room != Figure::None {
        parts.push(t.with("missing-behind-no-room", [("figure", figure(t, evidence.no_room))]));
    }
    if evidence.conferences > 0 {
        parts.push(t.count("missing-behind-conferences", evidence.conferences));
    }
    parts.join(&t.get("list-separator"))
}

/// For what, where and why nothing fits, in a line.
pub(super) fn about(t: &Texts, agencies: &Agencies, row: &MissingRow) -> String {
    let content = &row.missing.content;
    let parts =
        [wanted(t, Some(content.need), content.kind), area_name(t, agencies, content.area), lack_name(t, content.lack)];
    parts.join(&t.get("missing-between"))
}
