//! How some agencies of the region say they work together: two say it alike, two do not, and one has said something alone.

use banso_app::{App, UseCaseError};
use banso_domain::linkage::{Saying, Stage};
use chrono::Days;

use crate::{RegionError, cast::Cast, failure::while_doing};

/// Writes it down, the day being today.
pub(crate) async fn said(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let doing = while_doing("saying how agencies work together", today);
    let written = async {
        let mut partners = vec![cast.chief.clone()];
        for login in ["nakapotsu", "transition", "clinic"] {
            partners.push(cast.narrow(login, today).map_err(|_| UseCaseError::NotFound)?);
        }
        let said = [
            (0, 1, Some(Stage::Integration), Some(400), Some(40), "急ぎのときは、その日のうちに集まって決めている。"),
            (1, 0, Some(Stage::Integration), Some(400), Some(40), "月に一度、会って話している。"),
            (0, 2, Some(Stage::Coordination), None, Some(90), "見学の日を一緒に決めている。"),
            (2, 0, Some(Stage::Linkage), None, None, "担当の人の顔が分かるようになった。"),
            (3, 1, Some(Stage::Linkage), None, None, "受診の前に電話がある。"),
            (1, 2, Some(Stage::Coordination), None, None, ""),
            (2, 1, Some(Stage::Coordination), None, None, ""),
        ];
        for (from, about, stage, agreed, trained, words) in said {
            let ago = |days: Option<u64>| days.map(|days| today - Days::new(days));
            let saying =
                Saying { stage, agreed_on: ago(agreed), trained_on: ago(trained), words: words.to_owned(), on: today };
            app.say_linkage(&partners[from], partners[about].agency(), saying).await?;
        }
        Ok(())
    };
    written.await.map_err(doing)
}
