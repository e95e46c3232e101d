//! Before an assessment begins: who has one already, and why one more is made all the same.

use banso_app::{AssessedElsewhere, BeforeSheet};
use banso_domain::rule::Rule;

use crate::{
    components::{Banner, BannerKind},
    form::Question,
    rules,
    site::SignedIn,
};

/// The field of the reason.
pub(super) const BECAUSE: &str = "because";

/// What is asked where another agency has an assessment of this kind.
pub(super) fn question(reader: &SignedIn) -> Question {
    let t = &reader.t;
    Question::long(BECAUSE, t.get("sheet-because"), 2).hint(t.get("sheet-because-hint")).required()
}

/// Who has one, and whom to ask first.
pub(super) fn banners(reader: &SignedIn, before: &BeforeSheet) -> Vec<Banner> {
    let t = &reader.t;
    let mut banners = rules::warnings(t, &[Rule::AssessedOnce]);
    banners.extend(before.elsewhere.iter().map(|known| of_agency(reader, known)));
    if let Some(agency) = &before.nearest {
        let heading = t.with("sheet-nearest", [("agency", agency.clone())]);
        banners.push(Banner::new(BannerKind::Info, heading).body(t.get("sheet-nearest-body")));
    }
    banners
}

fn of_agency(reader: &SignedIn, known: &AssessedElsewhere) -> Banner {
    let t = &reader.t;
    let day = reader.look.long(known.on).text().to_owned();
    let values = [("agency", known.agency_name.clone()), ("day", day)];
    let heading =
        if known.is_open { t.with("sheet-elsewhere-open", values) } else { t.with("sheet-elsewhere-made", values) };
    let banner = Banner::new(BannerKind::Info, heading);
    match known.sheet {
        Some(sheet) => banner.link(t.get("sheet-elsewhere-read"), format!("/sheets/{sheet}")),
        None => banner.body(t.get("sheet-elsewhere-ask")),
    }
}
