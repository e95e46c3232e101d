//! 通院同行: planning to go along to a clinic, with the reason and the person's agreement.

use axum::{extract::State, response::Response};
use banso_access::Action;
use banso_app::NewClinicVisit;
use banso_domain::{
    case::{
        Case,
        clinic_visit::{ClinicVisit, Preparation, VisitContent},
        task::CaseTask,
    },
    id::StaffId,
};

use super::super::{
    form_page::Contents,
    room::{CasePath, OpenedCase, RoomTab},
    sheet,
};
use crate::{
    components::{Banner, ChoiceOption, Link, SummaryRow},
    errors::PageError,
    form::{Block, Filled, FormView, Question, Submitted, done, labelled, not_taken, options, refused},
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// A preparation in words.
fn preparation_name(t: &Texts, preparation: Preparation) -> String {
    t.get(&format!("{}{}", /* keys */ "clinic-visit-prepared-", preparation.name().replace('_', "-")))
}

/// What the task of a visit says.
pub(in crate::pages::cases) fn task_words(t: &Texts, clinic: &str) -> String {
    t.with("clinic-visit-task", [("clinic", clinic)])
}

/// The visits that lie ahead or are not ticked off, one row each.
pub(super) fn planned(reader: &SignedIn, case: &Case) -> Vec<SummaryRow> {
    let t = &reader.t;
    let open = case.tasks.iter().filter(|task| task.done_on.is_none());
    let visits = open.filter_map(|task| Some((task, case.clinic_visit_of(task.task.id)?)));
    let row = |(task, ClinicVisit { content: visit, .. }): (&CaseTask, &ClinicVisit)| {
        let day = reader.look.long(visit.on).text().to_owned();
        let mut lines = vec![t.with("clinic-visit-who", [("who", task.task.who.as_str()), ("clinic", &visit.clinic)])];
        lines.push(visit.necessity.clone());
        let prepared: Vec<String> = visit.prepared.iter().map(|it| preparation_name(t, *it)).collect();
        if !prepared.is_empty() {
            lines.push(t.with("clinic-visit-prepared-with", [("what", prepared.join(&t.get("list-separator")))]));
        }
        SummaryRow::new(day, lines.join("\n"))
    };
    visits.map(row).collect()
}

/// Who can go along: the staff of the centre who work there now.
struct Goers(Vec<(StaffId, String)>);

impl Goers {
    async fn of(site: &Site, case: &Case) -> Result<Self, PageError> {
        let staff = site.app().staff_of(case.centre).await.map_err(page_error)?;
        let active = staff.into_iter().filter(|row| row.facts.active);
        Ok(Self(active.map(|row| (row.id, row.facts.name)).collect()))
    }

    fn options(&self) -> Vec<ChoiceOption> {
        labelled(self.0.iter().map(|(id, name)| (id.to_string(), name.clone())))
    }

    fn chosen(&self, value: &str) -> Option<(StaffId, String)> {
        self.0.iter().find(|(id, _)| id.to_string() == value).cloned()
    }
}

fn blocks(t: &Texts, filled: &Filled, goers: &Goers) -> Vec<Block> {
    let prepared = options(Preparation::ALL, Preparation::name, |it| preparation_name(t, it));
    filled.ask_all(&[
        Question::line("clinic", t.get("clinic-visit-clinic")).required(),
        Question::date("on", t.get("clinic-visit-on")).required(),
        Question::pick("staff", t.get("clinic-visit-staff"), goers.options()).required(),
        Question::long("necessity", t.get("clinic-visit-necessity"), 3)
            .hint(t.get("clinic-visit-necessity-hint"))
            .required(),
        Question::date("agreed_on", t.get("clinic-visit-agreed-on"))
            .hint(t.get("clinic-visit-agreed-on-hint"))
            .required(),
        Question::several("prepared", t.get("clinic-visit-prepared"), prepared),
        Question::tick("health_first", t.get("clinic-visit-early"), t.get("clinic-visit-health-first"))
            .hint(t.get("clinic-visit-early-hint")),
    ])
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let home = format!("/cases/{}/contacts", case.id);
    let goers = Goers::of(site, case).await?;
    let form = FormView::new(
        reader,
        format!("/cases/{}/clinic-visit", case.id),
        blocks(t, filled, &goers),
        t.get("clinic-visit-save"),
    )
    .back(Link::new(t.get("contact-back"), home));
    let contents = Contents::new(RoomTab::Timeline, t.get("clinic-visit-title"), Some(form));
    let contents = Contents { lead: t.get("clinic-visit-lead"), about: planned(reader, case), banners, ..contents };
    contents.show(site, reader, opened).await
}

/// Whether the reader may plan one.
pub(super) fn may_plan(site: &Site, reader: &SignedIn, opened: &OpenedCase) -> bool {
    opened.may(site, reader, Action::WriteRecord) && sheet::is_open(&opened.file.case)
}

async fn opened_to_plan(site: &Site, reader: &SignedIn, path: CasePath) -> Result<OpenedCase, PageError> {
    let opened = OpenedCase::load(site, reader, path.0).await?;
    match may_plan(site, reader, &opened) {
        true => Ok(opened),
        false => Err(PageError::forbidden()),
    }
}

pub(super) async fn ask(State(site): State<Site>, reader: SignedIn, path: CasePath) -> Result<Response, PageError> {
    let opened = opened_to_plan(&site, &reader, path).await?;
    let form = Submitted::of([("staff", reader.actor.staff().to_string())]);
    page(&site, &reader, &opened, &Filled::new(&reader.t, form), Vec::new()).await
}

pub(super) async fn plan(
    State(site): State<Site>,
    reader: SignedIn,
    path: CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = opened_to_plan(&site, &reader, path).await?;
    let case = &opened.file.case;
    let mut filled = Filled::new(t, form);
    let today = site.app().clock().today();
    let (on, agreed_on) = (filled.needed_day("on"), filled.day("agreed_on"));
    if on < today && filled.error("on").is_none() {
        filled.complain("on", t.get("clinic-visit-on-past"));
    }
    if agreed_on.is_none() && filled.error("agreed_on").is_none() {
        filled.complain("agreed_on", t.get("clinic-visit-agreed-missing"));
    } else if agreed_on.is_some_and(|agreed| agreed > today) {
        filled.complain("agreed_on", t.get("clinic-visit-agreed-later"));
    }
    let going = Goers::of(&site, case).await?.chosen(filled.form.text("staff"));
    if going.is_none() {
        filled.complain("staff", t.get("clinic-visit-staff-missing"));
    }
    let content = VisitContent {
        on,
        clinic: filled.needed("clinic", t.get("clinic-visit-clinic-missing")),
        necessity: filled.needed("necessity", t.get("clinic-visit-necessity-missing")),
        agreed_on,
        health_first: filled.yes("health_first"),
        prepared: filled.chosen("prepared", Preparation::ALL, Preparation::name),
    };
    let mut banners = Vec::new();
    if let Some((staff, name)) = going.filter(|_| filled.is_right()) {
        let what = task_words(t, &content.clinic);
        let new = NewClinicVisit { content, staff, name, what };
        match site.app().plan_clinic_visit(&reader.actor, case.id, new).await {
            Ok(_) => return Ok(done(&format!("/cases/{}/contacts", case.id), "clinic-visit-planned")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(page(&site, &reader, &opened, &filled, banners).await?))
}
