//! 行き先: from a line of the plan to an entry of the directory, chosen from those that are found for its need.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_app::LineOfPlan;
use banso_domain::{
    case::plan::{Plan, PlanAction},
    id::ResourceId,
    resource::Need,
};
use chrono::NaiveDate;

use super::{PlanPath, glance::plan_name, plan_of};
use crate::{
    components::{Banner, ErrorSummary, FieldView, Link, SelectView, SummaryRow, TableView},
    errors::PageError,
    form::{Block, Filled, Question, Submitted, Unsaved, done, not_taken, overtaken},
    frame::Frame,
    pages::{
        cases::room::{OpenedCase, Room, RoomTab},
        resources::{self, Looked},
    },
    site::{SignedIn, Site, page_error, show},
};

/// So many candidates stand on the page; the directory has the rest.
const CANDIDATES: usize = 20;
/// The form that the candidates are chosen in.
const FORM: &str = "place-form";

#[derive(Template)]
#[template(path = "pages/cases/plan/place.html")]
struct PlacePage {
    frame: Frame,
    room: Room,
    lead: String,
    about: Vec<SummaryRow>,
    summary: ErrorSummary,
    /// What is looked for.
    need: SelectView,
    area: FieldView,
    words: FieldView,
    action: String,
    version: String,
    /// What is looked for, sent along so that a refusal shows the same candidates.
    kept: Vec<(&'static str, String)>,
    count: String,
    candidates: Option<TableView>,
    more: Link,
    /// The line leads to a place that can be taken off.
    has_place: bool,
    /// What is wrong with the choice.
    wrong: Option<String>,
    correction: Vec<Block>,
    readers: String,
    back: Link,
}

/// What stands in the address; nothing of it is about the person. What is not there yet follows from the line.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct AskedPlace {
    words: String,
    need: Option<String>,
    area: Option<String>,
    /// An entry that was found in the directory.
    resource: String,
}

impl AskedPlace {
    fn of(form: &Submitted) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        Self { words: text("words"), need: Some(text("need")), area: Some(text("area")), resource: text("place") }
    }
}

struct Choosing<'a> {
    site: &'a Site,
    reader: &'a SignedIn,
    opened: OpenedCase,
    path: PlanPath,
}

impl<'a> Choosing<'a> {
    async fn open(site: &'a Site, reader: &'a SignedIn, path: PlanPath) -> Result<Self, PageError> {
        let opened = OpenedCase::load(site, reader, path.case).await?;
        if !opened.may(site, reader, Action::WritePlan) {
            return Err(PageError::forbidden());
        }
        let about = Self { site, reader, opened, path };
        about.line()?;
        Ok(about)
    }

    fn plan(&self) -> Result<&Plan, PageError> {
        plan_of(&self.opened, self.path.plan)
    }

    fn line(&self) -> Result<&PlanAction, PageError> {
        self.plan()?.content.actions.get(self.path.line).ok_or_else(PageError::not_found)
    }

    fn is_decided(&self) -> bool {
        self.plan().is_ok_and(|plan| plan.decision.is_some())
    }

    /// What to look for: as asked, else what is behind the service of the line, in the town of the reader's agency.
    async fn looked(&self, asked: &AskedPlace) -> Result<Looked, PageError> {
        let need = match &asked.need {
            Some(need) => Need::from_name(need),
            None => self.line()?.service.map(Need::of_service),
        };
        let area = match &asked.area {
            Some(area) => area.trim().to_owned(),
            None => {
                let town = resources::own_town(self.site, self.reader).await?;
                town.map(|town| format!("{}{}", town.prefecture(), town.name)).unwrap_or_default()
            }
        };
        Ok(Looked { words: asked.words.trim().to_owned(), need, area })
    }

    /// What a correction asks beside the place.
    fn correction(&self) -> Vec<Question> {
        let t = &self.reader.t;
        if !self.is_decided() {
            return Vec::new();
        }
        vec![
            Question::long("correction_reason", t.get("plan-correction-reason"), 2).required(),
            Question::date("correction_on", t.get("plan-correction-on")).required(),
        ]
    }

    async fn page(&self, asked: &AskedPlace, filled: &Filled, banners: Vec<Banner>) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let (plan, line) = (self.plan()?, self.line()?);
        let looked = self.looked(asked).await?;
        let found = looked.find(self.site, self.reader, CANDIDATES).await?;
        let mut rows = found.rows;
        if let Ok(chosen) = asked.resource.parse::<ResourceId>() {
            // What was found in the directory stands first, however it was found.
            rows.retain(|row| row.resource.id != chosen);
            let page = self.site.app().resource(&self.reader.actor, chosen).await.map_err(page_error)?;
            rows.insert(0, banso_app::ResourceRow { resource: page.resource, version: page.version });
        }
        let need = |need: &Need| {
            let name = resources::need_name(t, *need);
            crate::components::ChoiceOption::new(need.name(), name).chosen(looked.need == Some(*need))
        };
        let lead = match (&plan.decision, &plan.answer) {
            (Some(_), _) => t.get("place-lead-correct"),
            (None, Some(_)) => t.get("plan-lead-ask-again"),
            (None, None) => t.get("place-lead"),
        };
        let named = line.place.as_ref().map(|place| place.name.clone()).unwrap_or_default();
        let (case, at) = (self.path.case, (self.path.plan, self.path.line));
        let mut frame = self.opened.frame(self.site, self.reader, &t.get("place-title")).await?;
        frame.has_errors = !filled.is_right() || !banners.is_empty();
        frame.banners = banners;
        show(&PlacePage {
            frame,
            room: self.opened.room(self.site, self.reader, RoomTab::Plan),
            lead,
            about: vec![
                SummaryRow::new(t.get("plan-answer-which"), plan_name(t, plan)),
                SummaryRow::new(t.get("plan-line-what"), line.what.clone()),
                SummaryRow::or_unknown(t.get("place-named"), named),
            ],
            summary: filled.summary(),
            need: SelectView {
                field: FieldView::new("need", t.get("resources-need")),
                options: Need::ALL.iter().map(need).collect(),
            },
            area: FieldView::new("area", t.get("resources-area")).value(&looked.area),
            words: FieldView::new("words", t.get("resources-words")).value(&looked.words),
            action: self.reader.here.split('?').next().unwrap_or_default().to_owned(),
            version: filled.text("version"),
            kept: vec![
                ("words", looked.words.clone()),
                ("need", looked.need.map(Need::name).unwrap_or_default().to_owned()),
                ("area", looked.area.clone()),
            ],
            count: t.count("resources-count", found.found.total),
            candidates: (!rows.is_empty()).then(|| {
                resources::table_to_choose(self.reader, t.get("place-candidates"), &rows, &asked.resource, FORM)
            }),
            more: Link::new(t.get("place-more"), looked.in_directory(case, at)),
            has_place: line.place.is_some(),
            wrong: filled.error("place"),
            correction: filled.ask_all(&self.correction()),
            readers: self.opened.readers(self.site, self.reader).await?,
            back: Link::new(t.get("plan-back"), format!("/cases/{case}/plan")),
        })
    }

    fn version(&self) -> String {
        self.plan().map(|plan| plan.version.to_string()).unwrap_or_default()
    }

    /// The reason and the day of a correction, where the plan is decided.
    fn read_correction(&self, filled: &mut Filled) -> Option<(String, NaiveDate)> {
        if !self.is_decided() {
            return None;
        }
        let reason = filled.needed("correction_reason", self.reader.t.get("plan-correction-reason-missing"));
        Some((reason, filled.needed_day("correction_on")))
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    Query(asked): Query<AskedPlace>,
) -> Result<Response, PageError> {
    let choosing = Choosing::open(&site, &reader, path).await?;
    let today = reader.look.long(site.app().clock().today()).text().to_owned();
    let form = Submitted::of([("correction_on", today)]).version(choosing.version());
    choosing.page(&asked, &Filled::new(&reader.t, form), Vec::new()).await
}

pub(super) async fn name(
    State(site): State<Site>,
    reader: SignedIn,
    path: PlanPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let choosing = Choosing::open(&site, &reader, path).await?;
    let t = &reader.t;
    let asked = AskedPlace::of(&form);
    let mut filled = Filled::new(t, form);
    let place = match filled.form.text("place") {
        "none" => None,
        chosen => {
            let chosen = chosen.parse::<ResourceId>().ok();
            if chosen.is_none() {
                filled.complain("place", t.get("place-missing"));
            }
            chosen
        }
    };
    let correction = choosing.read_correction(&mut filled);
    if !filled.is_right() {
        return Ok(not_taken(choosing.page(&asked, &filled, Vec::new()).await?));
    }
    if filled.form.text("version") != choosing.version() {
        return Ok(overtaken(choosing.page(&asked, &filled, Unsaved::Overtaken.banners(t)).await?));
    }
    let (file, path) = (&choosing.opened.file, &choosing.path);
    let at = LineOfPlan { plan: path.plan, line: path.line, expected: file.version };
    match site.app().name_place(&reader.actor, path.case, at, place, correction).await {
        Ok(_) => Ok(done(&format!("/cases/{}/plan", path.case), "place-named")),
        Err(error) => {
            let why = Unsaved::of(error)?;
            Ok(why.answer(choosing.page(&asked, &filled, why.banners(t)).await?))
        }
    }
}
