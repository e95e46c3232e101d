//! The office of choice support says why people went on to one corporation, and has handed it in; the authority has not answered yet.

use banso_app::{App, LeaningWord, UseCaseError};
use banso_domain::neutrality::{HalfYear, LeaningReason};
use chrono::Days;

use crate::{RegionError, cast::Cast, failure::while_doing};

/// So many half-years back it looks for one that was over the line.
const HALF_YEARS: usize = 4;

/// Writes it for the latest half-year that was over the line, the day being today.
pub(crate) async fn explained(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let doing = while_doing("saying why options leaned", today);
    let written = async {
        let actor = cast.narrow("choice", today).map_err(|_| UseCaseError::NotFound)?;
        let halves = std::iter::successors(Some(HalfYear::of(today)), |half| Some(half.before()));
        for half in halves.take(HALF_YEARS) {
            let found = app.half_year_of_choice(&actor, half).await?;
            let Some(own) = found.into_iter().find(|found| found.office.id == actor.agency()) else { continue };
            let Some(share) = own.shares.services.iter().find(|share| share.is_over(own.rules.percent)) else {
                continue;
            };
            let reason = LeaningReason {
                half,
                service: share.service,
                reason: "few_places".to_owned(),
                words:
                    "送迎のある範囲に、このサービスの事業所は2か所だけで、1か所は満員だった。見学は2か所とも案内した。"
                        .to_owned(),
                adviser: "あおば野市自立支援協議会 就労部会（架空）".to_owned(),
                handed_in_on: Some((today - Days::new(7)).max(half.first_day())),
                answer: None,
            };
            return app
                .write_about_leaning(&actor, own.office.id, own.office.version, LeaningWord::Reason(reason))
                .await;
        }
        Ok(())
    };
    written.await.map_err(doing)
}
