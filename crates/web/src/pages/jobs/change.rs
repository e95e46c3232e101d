//! What happens to a job: each deed has its form, and one button; for the agency beside it, and for the employer.

use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::JobPage;
use banso_domain::{agency::AgencyKind, id::AgencyId, job::JobCommand};

use super::{deed::Deed, job_id, naming::kind_name, plan_form};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{AgencyChoice, Filled, Question, Submitted, Unsaved, done, not_taken},
    frame::Section,
    pages::deeds::DeedPage,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// Who fills in the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Agency,
    Employer,
}

struct Opened {
    who: As,
    deed: Deed,
    page: JobPage,
    home: String,
}

impl Opened {
    async fn of(site: &Site, reader: &SignedIn, (job, deed): &(String, String), who: As) -> Result<Self, PageError> {
        let id = job_id(job)?;
        let page = match who {
            As::Agency => site.app().job(&reader.actor, id).await,
            As::Employer => site.app().job_at_employer(&reader.actor, id).await,
        };
        let page = page.map_err(page_error)?;
        let deed = Deed::from_name(deed).ok_or_else(PageError::not_found)?;
        let today = site.app().clock().today();
        let is_theirs = match who {
            As::Agency => Deed::possible_for(&page, today).any(|possible| possible == deed),
            As::Employer => {
                Deed::OF_THE_EMPLOYER.contains(&deed) && Deed::possible(&page.job, today).any(|one| one == deed)
            }
        };
        if !is_theirs {
            return Err(PageError::not_found());
        }
        let home = match who {
            As::Agency => format!("/jobs/{id}"),
            As::Employer => format!("/workplace/{id}"),
        };
        Ok(Self { who, deed, page, home })
    }

    fn action(&self) -> String {
        match self.who {
            As::Agency => format!("{}/change/{}", self.home, self.deed.name()),
            As::Employer => format!("{}/{}", self.home, self.deed.name()),
        }
    }

    /// The agencies to which the job may pass, or that may stand beside it as well; or those that do.
    async fn others(&self, site: &Site, reader: &SignedIn) -> Result<Vec<(AgencyId, String)>, PageError> {
        let beside = &self.page.job.also_beside;
        match self.deed {
            Deed::PassOn | Deed::BringIn => {
                let heirs = site.app().job_heirs(&reader.actor, self.page.job.id).await.map_err(page_error)?;
                let fits = |id: &AgencyId| self.deed == Deed::PassOn || !beside.contains(id);
                Ok(heirs.into_iter().filter(|row| fits(&row.id)).map(|row| (row.id, row.facts.name)).collect())
            }
            Deed::StepBack => {
                let mut named = Vec::new();
                for id in beside {
                    named.push((*id, site.app().agency(*id).await.map_err(page_error)?.facts.name));
                }
                Ok(named)
            }
            _ => Ok(Vec::new()),
        }
    }

    async fn draw(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let today = site.app().clock().today();
        let others = self.others(site, reader).await?;
        let blocks = match self.deed {
            Deed::Plan => plan_form::blocks(t, &self.page.job, filled),
            Deed::Link => {
                vec![filled.ask(&Question::agency("to", t.get("job-link-to"), employers(site).await?).required())]
            }
            _ => filled.ask_all(&self.deed.questions(t, &self.page, &others, self.who == As::Employer, today)),
        };
        let job = &self.page.job;
        let mut frame = reader.frame(site, Some(Section::Jobs), self.deed.label(t)).await?;
        let kind = kind_name(t, job.kind);
        frame.breadcrumbs = vec![Link::new(t.get("jobs-title"), "/jobs"), Link::new(kind.clone(), self.home.clone())];
        let beside = site.app().agency(job.agency).await.map_err(page_error)?.facts.name;
        let values = [("name", self.page.name.clone()), ("kind", kind), ("employer", job.employer.name.clone())];
        let about = t.with("job-heading", values);
        let readers = if job.is_closed_to_employer() {
            t.with("job-readers", [("agency", beside)])
        } else {
            t.with("job-readers-both", [("agency", beside), ("employer", job.employer.name.clone())])
        };
        let page = DeedPage {
            frame,
            heading: self.deed.label(t),
            lead: format!("{about}　{}", self.deed.lead(t)),
            readers,
            action: self.action(),
            back: self.home.clone(),
        };
        page.draw(reader, blocks, filled, banners)
    }

    async fn ask(self, site: &Site, reader: &SignedIn) -> Result<Response, PageError> {
        let today = site.app().clock().today();
        let filled = Filled::new(&reader.t, self.deed.fresh(reader, &self.page, today));
        self.draw(site, reader, &filled, Vec::new()).await
    }

    async fn take(self, site: &Site, reader: &SignedIn, form: Submitted) -> Result<Response, PageError> {
        let another_row = form.has("add_row");
        let mut filled = Filled::new(&reader.t, form);
        if another_row {
            return self.draw(site, reader, &filled, Vec::new()).await;
        }
        let command = match self.deed {
            Deed::Link => linked(&reader.t, &mut filled, &employers(site).await?),
            _ => self.deed.read(&reader.t, &self.page, &mut filled, self.who == As::Employer),
        };
        let Some(command) = command.filter(|_| filled.is_right()) else {
            return Ok(not_taken(self.draw(site, reader, &filled, Vec::new()).await?));
        };
        let id = self.page.job.id;
        let taken = match self.who {
            As::Agency => {
                let version = filled.form.text("version").parse().unwrap_or(self.page.version);
                site.app().change_job(&reader.actor, id, version, command).await
            }
            As::Employer => site.app().answer_as_employer(&reader.actor, id, command).await,
        };
        match taken {
            // Who has passed it on sees it no longer.
            Ok(()) if self.deed == Deed::PassOn => Ok(done("/jobs", "job-passed-on")),
            Ok(()) => Ok(done(&self.home, "job-changed")),
            Err(error) => {
                let unsaved = Unsaved::of(error)?;
                let drawn = self.draw(site, reader, &filled, unsaved.banners(&reader.t)).await?;
                Ok(unsaved.answer(drawn))
            }
        }
    }
}

/// The employers that have an entry.
async fn employers(site: &Site) -> Result<AgencyChoice, PageError> {
    let all = site.app().agencies().await.map_err(page_error)?;
    Ok(AgencyChoice::of(all).only(|kind| kind == AgencyKind::Employer))
}

fn linked(t: &Texts, filled: &mut Filled, employers: &AgencyChoice) -> Option<JobCommand> {
    let chosen: Option<AgencyId> = filled.agency("to", employers).and_then(|id| id.parse().ok());
    if chosen.is_none() && filled.error("to").is_none() {
        filled.complain("to", t.get("job-link-missing"));
    }
    chosen.map(JobCommand::LinkEmployer)
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    Opened::of(&site, &reader, &path, As::Agency).await?.ask(&site, &reader).await
}

pub(super) async fn change(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    Opened::of(&site, &reader, &path, As::Agency).await?.take(&site, &reader, form).await
}

pub(super) async fn ask_employer(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    Opened::of(&site, &reader, &path, As::Employer).await?.ask(&site, &reader).await
}

pub(super) async fn answer(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    Opened::of(&site, &reader, &path, As::Employer).await?.take(&site, &reader, form).await
}
