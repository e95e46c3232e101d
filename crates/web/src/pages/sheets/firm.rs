//! The firm's own page of a sheet that is considered together: what the person asks, what was agreed, and the firm's own side.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_domain::form::{Facts, Side};

use super::{Opened, told::SectionView, write};
use crate::{
    components::{Link, SummaryRow},
    errors::PageError,
    form::Submitted,
    frame::Frame,
    site::{Done, SignedIn, Site, page_error, show},
};

#[derive(Template)]
#[template(path = "pages/sheets/firm.html")]
struct FirmPage {
    frame: Frame,
    heading: String,
    lead: String,
    about: Vec<SummaryRow>,
    caution: String,
    /// Where the firm writes its side; none once the version is final.
    write: Option<Link>,
    sections: Vec<SectionView>,
}

impl Opened {
    async fn at_firm(site: &Site, reader: SignedIn, job: &str) -> Result<Self, PageError> {
        let job = job.parse().map_err(|_| PageError::not_found())?;
        let page = site.app().sheet_at_employer(&reader.actor, job).await.map_err(page_error)?;
        Ok(Self { page, reader, job: Some(job) })
    }
}

pub(super) async fn show_sheet(
    State(site): State<Site>,
    reader: SignedIn,
    Path(job): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = Opened::at_firm(&site, reader, &job).await?;
    let t = opened.t();
    let mut frame = opened.reader.frame(&site, Some(opened.section()), opened.title()).await?;
    frame.breadcrumbs = opened.up();
    frame.banners = told.banners(t);
    let page = &opened.page;
    let language = t.lang().in_definitions();
    let caution = page.form.texts.get("caution").map(|words| words.text(page.sheet.form_on, language));
    let day = |day| opened.reader.look.long(day).text().to_owned();
    let mut about = vec![SummaryRow::new(t.get("job-beside"), page.agency_name.clone())];
    let permitted =
        page.sheet.permissions.iter().filter(|permission| permission.firm == Some(opened.reader.actor.agency()));
    for permission in permitted {
        let values = [
            ("day", day(permission.on)),
            ("purpose", permission.purpose.clone()),
            ("by", permission.explained_by.clone()),
        ];
        about.push(SummaryRow::new(t.get("sheet-permission"), t.with("sheet-permitted", values)));
    }
    let version = page.sheet.current().ok_or_else(PageError::not_found)?;
    if let Some(finalised) = &version.finalised {
        about.push(SummaryRow::new(t.get("sheet-state"), t.with("sheet-final-on", [("day", day(finalised.on))])));
    }
    let write =
        page.sheet.is_open().then(|| Link::new(t.get("workplace-sheet-write"), opened.write_href(Side::Employer)));
    show(&FirmPage {
        heading: t.with("sheet-heading", [("name", page.name.clone()), ("sheet", opened.title())]),
        lead: t.get("workplace-sheet-lead"),
        about,
        caution: caution.unwrap_or_default().to_owned(),
        write,
        sections: opened.sections(version),
        frame,
    })
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(job): Path<String>,
) -> Result<Response, PageError> {
    let opened = Opened::at_firm(&site, reader, &job).await?;
    write::open(&site, &opened, Side::Employer, &Facts::new()).await
}

pub(super) async fn write(
    State(site): State<Site>,
    reader: SignedIn,
    Path(job): Path<String>,
    sent: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::at_firm(&site, reader, &job).await?;
    write::take(&site, &opened, Side::Employer, &sent).await
}
