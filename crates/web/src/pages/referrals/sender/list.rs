//! The referrals of a case: where each stands, and what is next.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::{Action, ReferralScope};
use banso_app::ReferralRow;
use banso_domain::{calendar::Holidays, referral::Receiver};

use super::super::naming::{due_name, state_tag};
use crate::{
    components::{Cell, Column, DueLabel, EmptyState, Link, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    pages::{
        cases::{CasePath, OpenedCase, Room, RoomTab},
        export::{self, Again, Wanted},
    },
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/referrals/of_case.html")]
struct ListPage {
    frame: Frame,
    room: Room,
    new: Option<Link>,
    table: Option<TableView>,
    empty: EmptyState,
    files: Vec<Link>,
}

pub(super) async fn list(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let rows = site.app().referrals_of_case(&reader.actor, id).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let mut lines = Vec::new();
    for row in &rows {
        lines.push(line(&site, &reader, row, today).await?);
    }
    let columns = vec![
        Column::new(t.get("referral-receiver")).below(t.get("referral-content-aim")),
        Column::new(t.get("referral-state")),
        Column::new(t.get("referral-next")),
        Column::new(t.get("referral-next-by")),
        Column::new(t.get("referral-sent-on")),
    ];
    let caption = t.count("referral-caption", rows.len());
    let table = TableView { id: "referrals".to_owned(), caption, columns, rows: lines };
    if wanted.is_file() {
        return wanted.answer(&site, &reader, "referrals", vec![table], &[id], Again::by_address(&reader)).await;
    }
    let scope = ReferralScope::new_in(opened.file.scope);
    let may_write = site.app().may_on_referral(&reader.actor, Action::WriteReferral, scope);
    let writes = may_write && opened.file.case.stage().is_open();
    let new = writes.then(|| Link::new(t.get("referral-new"), format!("/cases/{id}/referrals/new")));
    let mut frame = opened.frame(&site, &reader, &t.get("room-referrals")).await?;
    frame.banners = told.banners(t);
    show(&ListPage {
        room: opened.room(&site, &reader, RoomTab::Referrals),
        files: if rows.is_empty() { Vec::new() } else { export::files(&reader) },
        table: (!rows.is_empty()).then_some(table),
        empty: EmptyState { heading: t.get("referral-none"), body: t.get("referral-none-body"), action: new.clone() },
        new,
        frame,
    })
}

async fn line(
    site: &Site,
    reader: &SignedIn,
    row: &ReferralRow,
    today: chrono::NaiveDate,
) -> Result<TableRow, PageError> {
    let (t, referral) = (&reader.t, &row.referral);
    let due = referral.due(Holidays::japan());
    // Whoever sees the case and is the receiver as well, such as the municipality, answers on the receiver's page.
    let is_receiver = referral.content.receiver == Receiver::Agency { agency: reader.actor.agency() };
    let href = match is_receiver {
        true => format!("/referrals/{}", referral.id),
        false => format!("/cases/{}/referrals/{}", referral.case, referral.id),
    };
    Ok(TableRow {
        cells: vec![
            Cell::Open {
                text: site.app().receiver_name(&referral.content.receiver).await.map_err(page_error)?,
                below: referral.content.aim.clone(),
                href,
            },
            Cell::Status(state_tag(t, referral.state)),
            Cell::Text(due.map(|due| due_name(t, due.kind)).unwrap_or_default()),
            match due {
                Some(due) => Cell::Due(DueLabel::new(t, reader.look.short(due.on), today)),
                None => Cell::Text(String::new()),
            },
            match referral.sent_on {
                Some(on) => Cell::Date(reader.look.short(on)),
                None => Cell::Text(String::new()),
            },
        ],
    })
}
