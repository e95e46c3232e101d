//! シート: the sheets about a person, what each side writes on them, what stands beside each other, and what the person does with their own.

mod deeds;
mod elsewhere;
mod firm;
mod list;
mod picture;
mod show;
mod told;
mod write;

use axum::{
    Router,
    routing::{get, post},
};
use banso_access::SheetSight;
use banso_app::SheetPage;
use banso_domain::{
    calendar::DateStyle,
    form::{FormDefinition, OPEN_MARK, Side},
    id::{JobId, SheetId},
};

use crate::{
    components::Link,
    dates::DateLook,
    errors::PageError,
    frame::Section,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/sheets", get(list::shown_here))
        .route("/cases/{case}/sheets", get(list::of_case).post(list::begin_for_case))
        .route("/shared/{case}/sheets", get(list::of_case).post(list::begin_for_case))
        .route("/episodes/{episode}/sheets", get(list::of_episode).post(list::begin_for_episode))
        .route("/sheets/{kept_sheet}", get(show::show_sheet))
        .route("/sheets/{kept_sheet}/write/{side}", get(write::ask).post(write::write))
        .route("/sheets/{kept_sheet}/read/{side}", post(write::read_excel))
        .route("/sheets/{kept_sheet}/do/{sheet_deed}", get(deeds::ask).post(deeds::take))
        .route("/sheets/{kept_sheet}/compare", get(show::compare))
        .route("/sheets/{kept_sheet}/print/{sheet_file}", get(show::print))
        .route("/workplace/{job}/accommodation", get(firm::show_sheet))
        .route("/workplace/{job}/accommodation/write", get(firm::ask).post(firm::write))
        .route("/my/sheets", get(list::own).post(list::begin_own))
        .route("/my/sheets/{own_sheet}", get(show::show_sheet))
        .route("/my/sheets/{own_sheet}/write/{own_side}", get(write::ask).post(write::write))
        .route("/my/sheets/{own_sheet}/read/{own_side}", post(write::read_excel))
        .route("/my/sheets/{own_sheet}/do/{own_deed}", get(deeds::ask).post(deeds::take))
        .route("/my/sheets/{own_sheet}/compare", get(show::compare))
        .route("/my/sheets/{own_sheet}/print/{sheet_file}", get(show::print))
}

/// Whether the address is one of the person's own pages.
fn is_own_address(reader: &SignedIn) -> bool {
    reader.here == "/my" || reader.here.starts_with("/my/")
}

/// A sheet that is open on a page.
struct Opened {
    page: SheetPage,
    /// The reader, with the dates that they read.
    reader: SignedIn,
    /// At the firm, the job beside which it is read.
    job: Option<JobId>,
}

impl Opened {
    /// The sheet, for the person under their own addresses and for everybody else under the others.
    async fn load(site: &Site, mut reader: SignedIn, id: &str) -> Result<Self, PageError> {
        let id: SheetId = id.parse().map_err(|_| PageError::not_found())?;
        if is_own_address(&reader) != reader.actor.person().is_some() {
            return Err(PageError::not_found());
        }
        let mut page = site.app().sheet(&reader.actor, id).await.map_err(page_error)?;
        // Whoever keeps a sheet sees which items are not confirmed; the person has the words alone before them.
        if !page.is_person {
            page.form = page.form.with_open_marked();
        }
        if page.is_person {
            reader.look = DateLook { style: DateStyle::Western, ..reader.look };
        }
        Ok(Self { page, reader, job: None })
    }

    fn t(&self) -> &Texts {
        &self.reader.t
    }

    /// Where the sheet is.
    fn home(&self) -> String {
        if let Some(job) = self.job {
            return format!("/workplace/{job}/accommodation");
        }
        let start = if self.page.is_person { "/my/sheets" } else { "/sheets" };
        format!("{start}/{}", self.page.sheet.id)
    }

    fn title(&self) -> String {
        form_title(self.t(), &self.page.form)
    }

    /// What the mark of items means that nobody has compared with the official sheet; none where no item has it.
    fn open_note(&self) -> Option<String> {
        let marked = !self.page.is_person && self.job.is_none() && !self.page.form.open_items().is_empty();
        let t = self.t();
        marked.then(|| t.with("sheet-open-note", [("mark", OPEN_MARK)]))
    }

    fn writes(&self) -> bool {
        self.page.sight == SheetSight::Everything
    }

    fn section(&self) -> Section {
        if self.job.is_some() { Section::Jobs } else { section_of(&self.reader) }
    }

    fn is_own(&self) -> bool {
        self.page.rules().is_some_and(|rules| rules.is_own)
    }

    /// The way back up.
    fn up(&self) -> Vec<Link> {
        let t = self.t();
        let sheet = &self.page.sheet;
        if let Some(job) = self.job {
            let name = t.get("workplace-person");
            return vec![Link::new(t.get("workplace-title"), "/jobs"), Link::new(name, format!("/workplace/{job}"))];
        }
        if self.page.is_person {
            return vec![Link::new(t.get("own-title"), "/my"), Link::new(t.get("own-sheets-title"), "/my/sheets")];
        }
        if !self.writes() {
            return vec![Link::new(t.get("sheets-shown-title"), "/sheets")];
        }
        match (sheet.about.episode, sheet.about.case) {
            (Some(episode), _) => vec![
                Link::new(t.get("episodes-title"), "/episodes"),
                Link::new(t.get("sheets-title"), format!("/episodes/{episode}/sheets")),
            ],
            (None, Some(case)) => {
                let start = if self.reader.actor.is_caseworker() { "cases" } else { "shared" };
                vec![Link::new(t.get("sheets-title"), format!("/{start}/{case}/sheets"))]
            }
            (None, None) => vec![Link::new(t.get("sheets-shown-title"), "/sheets")],
        }
    }

    /// Who reads what is written here.
    fn readers(&self) -> String {
        let t = self.t();
        let Some(rules) = self.page.rules() else { return String::new() };
        let agency = [("agency", self.page.agency_name.clone())];
        if self.job.is_some() {
            t.with("sheet-readers-firm", agency)
        } else if rules.is_own {
            t.get("sheet-readers-own")
        } else if rules.is_internal {
            t.with("sheet-readers-internal", agency)
        } else if rules.shared_as.is_some() {
            t.with("sheet-readers-shared", agency)
        } else {
            t.with("sheet-readers-agency", agency)
        }
    }

    /// The link to what a side writes.
    fn write_href(&self, side: Side) -> String {
        if self.job.is_some() {
            return format!("{}/write", self.home());
        }
        format!("{}/write/{}", self.home(), side.name())
    }
}

fn section_of(reader: &SignedIn) -> Section {
    if reader.actor.person().is_some() {
        Section::Own
    } else if reader.actor.is_caseworker() {
        Section::Cases
    } else {
        Section::Shared
    }
}

pub(in crate::pages) fn form_title(t: &Texts, form: &FormDefinition) -> String {
    form.title.text(form.valid_from, t.lang().in_definitions()).to_owned()
}

/// The name of a side.
fn side_name(t: &Texts, side: Side) -> String {
    t.get(&format!("{}{}", /* keys */ "sheet-side-", side.name()))
}
