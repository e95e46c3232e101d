//! 閲覧と提供の記録: the ledger of the person of a case, for those who work on it; as a file, too.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};

use super::room::{CasePath, OpenedCase, Room, RoomTab};
use crate::{
    components::{Link, TableView},
    errors::PageError,
    frame::Frame,
    pages::{
        export::{self, Again, Wanted},
        ledger::{LedgerFile, ledger_copy, ledger_paper, ledger_table},
    },
    site::{SignedIn, Site, page_error, show},
};

/// So many lines stand on the page; the file holds all of them.
const LINES: usize = 200;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/ledger", get(ledger)).route("/cases/{case}/ledger/{ledger}", get(file))
}

#[derive(Template)]
#[template(path = "pages/cases/ledger.html")]
struct LedgerPage {
    frame: Frame,
    room: Room,
    table: TableView,
    further: Option<String>,
    files: Vec<Link>,
    /// On paper, and as a copy to be checked.
    taken: Vec<Link>,
    back: Link,
}

async fn ledger(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let lines = site.app().ledger_of_case(&reader.actor, id).await.map_err(page_error)?;
    if wanted.is_file() {
        let table = ledger_table(&site, &reader, &lines, usize::MAX).await?;
        let name = format!("ledger-{}", opened.file.case.reference);
        return wanted.answer(&site, &reader, &name, vec![table], &[id], Again::by_address(&reader)).await;
    }
    let further = lines.len().saturating_sub(LINES);
    show(&LedgerPage {
        frame: opened.frame(&site, &reader, &t.get("ledger-title")).await?,
        room: opened.room(&site, &reader, RoomTab::Sharing),
        table: ledger_table(&site, &reader, &lines, LINES).await?,
        further: (further > 0).then(|| t.count("ledger-further", further)),
        files: export::files(&reader),
        taken: LedgerFile::links(t, &format!("/cases/{id}/ledger")),
        back: Link::new(t.get("sharing-back"), format!("/cases/{id}/sharing")),
    })
}

async fn file(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, name)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let file = LedgerFile::from_name(&name)?;
    let case = case.parse().map_err(|_| PageError::not_found())?;
    match file {
        LedgerFile::Paper => {
            let ledger = site.app().ledger_to_print(&reader.actor, case).await.map_err(page_error)?;
            ledger_paper(&site, &reader, &ledger).await
        }
        LedgerFile::Copy => ledger_copy(&site.app().ledger_copy(&reader.actor, case).await.map_err(page_error)?),
    }
}
