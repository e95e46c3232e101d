//! ロジックモデル: a picture of what cooperation leads to; each box with its indicators as they are counted now and its stories; and the forms by which
//! the region goes on writing it. Nothing is ranked, and few people are told to nobody.

mod change;
mod picture;
mod show;

use axum::{Router, routing::get};
use banso_domain::logic_model::{ModelBox, ModelColumn, Viewpoint};

use crate::{
    components::Link,
    errors::PageError,
    frame::{Frame, Section},
    site::{SignedIn, Site},
    text::{Lang, Texts},
};

/// Where the model stands.
const HOME: &str = "/logic-model";

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/logic-model", get(show::show_model))
        .route("/logic-model/boxes/new", get(change::ask_new).post(change::take_new))
        .route("/logic-model/boxes/{model_box}/{box_deed}", get(change::ask).post(change::take))
        .route("/logic-model/stories/{story}/back", get(change::ask_back).post(change::take_back))
}

fn column_name(t: &Texts, column: ModelColumn) -> String {
    match column {
        ModelColumn::Cooperation => t.get("logic-model-column-cooperation"),
        ModelColumn::Output => t.get("figures-level-output"),
        ModelColumn::Intermediate => t.get("figures-level-intermediate"),
        ModelColumn::Final => t.get("figures-level-final"),
    }
}

fn viewpoint_name(t: &Texts, viewpoint: Viewpoint) -> String {
    t.get(&format!("{}{}", /* keys */ "logic-model-viewpoint-", viewpoint.name()))
}

/// The words of a box in the reader's language, as far as somebody wrote them.
fn words_of<'b>(t: &Texts, one: &'b ModelBox) -> &'b str {
    let content = &one.content;
    if t.lang() == Lang::Ja || content.english.trim().is_empty() { &content.words } else { &content.english }
}

/// The frame of these pages, below the figures.
async fn frame(site: &Site, reader: &SignedIn, title: String, is_below: bool) -> Result<Frame, PageError> {
    let t = &reader.t;
    let mut frame = reader.frame(site, Some(Section::MyWork), title).await?;
    frame.breadcrumbs = vec![
        Link::new(Section::MyWork.label(t), Section::MyWork.href()),
        Link::new(t.get("figures-title"), "/figures"),
    ];
    if is_below {
        frame.breadcrumbs.push(Link::new(t.get("logic-model-title"), HOME));
    }
    Ok(frame)
}
