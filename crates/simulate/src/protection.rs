//! One protected record of the region: in no list, opened once in an emergency by somebody who is not named, and not looked at again yet.

use banso_app::{App, CaseOrder, CaseSearch, CaseView, Whose};
use banso_domain::case::{
    Stage,
    protection::{Protection, ProtectionGround},
};
use chrono::Days;

use crate::{RegionError, cast::Cast, failure::while_doing};

/// Protects the record of the last of those, by reading, about whom little is known yet.
pub(crate) async fn protect(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let (chief, today) = (&cast.chief, app.clock().today());
    let failing = || while_doing("protecting a record", today);
    let view = CaseView::InStage(Stage::Assessment);
    let search = CaseSearch { order: CaseOrder::Kana, limit: 200, ..CaseSearch::of(view) };
    let (rows, _) = app.cases(chief, &search).await.map_err(failing())?;
    let Some(row) = rows.into_iter().rfind(|row| row.centre == cast.centre) else { return Ok(()) };
    let mut named = vec![row.assigned_to, chief.staff()];
    named.dedup();
    let protection = Protection {
        ground: ProtectionGround::DomesticViolence,
        caution: "自宅の電話にはかけない。連絡は本人の携帯へ、平日の昼だけ。".to_owned(),
        since: today,
        named,
        review_on: today + Days::new(60),
    };
    let version = app.case_file(chief, row.id).await.map_err(failing())?.version;
    app.protect(chief, row.id, version, protection).await.map_err(failing())?;
    let reason = "本人が約束なしに来所し、名前が入っている職員が二人とも外出中だった。今夜の行き先の相談。";
    app.open_protected(&cast.employment, &Whose::Reference(row.reference), reason).await.map_err(failing())?;
    Ok(())
}
