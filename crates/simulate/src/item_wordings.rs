//! What the region says in the place of two items of a sheet that no official sheet confirms: one since it began, one from next month on.

use banso_app::{App, UseCaseError};
use banso_domain::form::{ItemWording, Wording};
use chrono::Days;

use crate::{RegionError, cast::Cast, failure::while_doing};

/// The sheet whose bank of items is to be filled by the region.
const FORM: &str = "jeed_assessment";

fn words(ja: &str, en: &str) -> Wording {
    Wording { ja: ja.to_owned(), en: en.to_owned() }
}

/// On the day on which the region begins: the item on why somebody wants to work, confirmed at a training.
pub(crate) async fn confirmed(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let wording = ItemWording {
        from: app.clock().today() + Days::new(1),
        words: words("働きたい理由（本人の言葉で）", "Why I want to work, in my words"),
        hint: Some(words(
            "収入のほかに、会いたい人や、したいことも書けます。",
            "Not only income: people to meet, things to do.",
        )),
        is_hidden: false,
        confirmed_by: "県の就労アセスメント研修会の資料（架空）".to_owned(),
    };
    said(app, cast, "motive", wording).await
}

/// Today: the item on looking for a job, from next month on and not yet confirmed.
pub(crate) async fn agreed(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let wording = ItemWording {
        from: app.clock().today() + Days::new(30),
        words: words("仕事の探し方と、いま応募している所", "How I look for work, and where I have applied"),
        hint: None,
        is_hidden: false,
        confirmed_by: String::new(),
    };
    said(app, cast, "job_search", wording).await
}

async fn said(app: &App, cast: &Cast, item: &str, wording: ItemWording) -> Result<(), RegionError> {
    let worded = app.word_item(&cast.administrator, (FORM, item), wording, 0).await;
    match worded {
        // A municipality whose own definitions confirm the item, or have no such sheet, words nothing.
        Err(UseCaseError::Refused(_) | UseCaseError::NotFound) => Ok(()),
        told => told.map_err(while_doing("wording an item", app.clock().today())),
    }
}
