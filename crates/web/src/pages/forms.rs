//! Blank forms, and what every printed form has in common.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use banso_app::{FileKind, PrintLook, PrintedForm};
use banso_domain::form::{FormDefinition, Language};
use chrono::NaiveDate;

use crate::{
    components::Link,
    errors::PageError,
    frame::Frame,
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/forms", get(list)).route("/forms/{form}/{blank}", get(blank))
}

/// A form with the files that it can be had as.
pub(in crate::pages) struct Paper {
    /// Its number and title.
    pub(in crate::pages) title: String,
    /// Which of several: a plan, a period.
    pub(in crate::pages) detail: String,
    /// The files.
    pub(in crate::pages) files: Vec<Link>,
    /// What is said after the name of a file for those who do not see the line.
    pub(in crate::pages) of: String,
}

impl Paper {
    /// A form's line; `files` are names and addresses.
    pub(in crate::pages) fn new(t: &Texts, title: String, detail: String, files: Vec<Link>) -> Self {
        let what = if detail.is_empty() { title.clone() } else { format!("{title} {detail}") };
        Self { of: t.with("print-of", [("what", what)]), title, detail, files }
    }
}

#[derive(Template)]
#[template(path = "pages/forms/list.html")]
struct FormsPage {
    frame: Frame,
    papers: Vec<Paper>,
}

/// The name of a form with its official number.
pub(in crate::pages) fn form_title(t: &Texts, form: &FormDefinition, on: NaiveDate) -> String {
    let title = form.title.text(on, t.lang().in_definitions());
    [form.number.as_str(), title].join(" ").trim().to_owned()
}

/// Official forms are printed in Japanese whatever the language of the pages; years as the reader likes them.
pub(in crate::pages) fn print_look(reader: &SignedIn) -> PrintLook {
    PrintLook { language: Language::Ja, dates: reader.session.date_style }
}

/// The name and kind of a file: `plan_form.pdf`.
pub(in crate::pages) fn file_of(name: &str) -> Result<(&str, FileKind), PageError> {
    let (form, extension) = name.rsplit_once('.').ok_or_else(PageError::not_found)?;
    Ok((form, FileKind::from_extension(extension).ok_or_else(PageError::not_found)?))
}

/// A PDF opens in the browser; a workbook is saved.
pub(in crate::pages) fn file_answer(form: PrintedForm, kind: FileKind) -> Response {
    let (content_type, place) = match kind {
        FileKind::Pdf => ("application/pdf", "inline"),
        FileKind::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
    };
    let disposition = format!("{place}; filename=\"{}\"", form.file_name);
    let disposition = HeaderValue::try_from(disposition).unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(content_type)), (CONTENT_DISPOSITION, disposition)];
    (headers, form.bytes).into_response()
}

async fn list(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    let t = &reader.t;
    let today = site.app().clock().today();
    let forms = site.app().documents().forms().on(today).into_iter().map(|form| {
        let link = |text: String, extension: &str| Link::new(text, format!("/forms/{}/blank.{extension}", form.id));
        let files = vec![link(t.get("print-pdf"), "pdf"), link(t.get("print-excel"), "xlsx")];
        Paper::new(t, form_title(t, form, today), String::new(), files)
    });
    let papers = forms.collect();
    show(&FormsPage { frame: reader.frame(&site, None, t.get("forms-title")).await?, papers })
}

async fn blank(
    State(site): State<Site>,
    reader: SignedIn,
    Path((form, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let ("blank", kind) = file_of(&file)? else { return Err(PageError::not_found()) };
    let printed = site.app().blank_form(&form, print_look(&reader), kind).await.map_err(page_error)?;
    Ok(file_answer(printed, kind))
}
