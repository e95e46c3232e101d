//! Whether mail goes out: what waits, since when, and why.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{Tabs, frame, tabs};
use crate::{
    components::{SummaryRow, Tab},
    errors::PageError,
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/administration/mail.html")]
struct MailPage {
    frame: Frame,
    tabs: Vec<Tab>,
    is_set_up: bool,
    rows: Vec<SummaryRow>,
}

pub(super) async fn outbox(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let t = &reader.t;
    let outbox = site.app().outbox(&reader.actor).await.map_err(page_error)?;
    let moment = |at| reader.look.moment(at);
    let failure = match &outbox.failure {
        Some(failure) => t.get(&format!("{}{}", /* keys */ "mail-failure-", failure)),
        None => t.get("admin-mail-none"),
    };
    let mut rows = vec![SummaryRow::new(
        t.get("admin-mail-waiting"),
        t.with("admin-mail-waiting-count", [("count", outbox.waiting)]),
    )];
    if let Some(oldest) = outbox.oldest {
        rows.push(SummaryRow::new(t.get("admin-mail-oldest"), moment(oldest)));
    }
    rows.push(SummaryRow::new(t.get("admin-mail-failure"), failure));
    let last = outbox.last_sent.map_or_else(|| t.get("admin-mail-never"), moment);
    rows.push(SummaryRow::new(t.get("admin-mail-last"), last));
    show(&MailPage {
        frame: frame(&site, &reader, t.get("admin-mail")).await?,
        tabs: tabs(&reader, Tabs::Mail),
        is_set_up: site.sends_mail(),
        rows,
    })
}
