//! One supporter: joining, changing, and the end of their support.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    case::{
        event::CaseEvent,
        network::{Supporter, SupporterContent},
    },
    id::{CaseId, SupporterId},
};

use super::{
    super::{
        form_page::Contents,
        meanwhile::{Clash, since},
        room::{CasePath, OpenedCase, RoomTab},
        sheet,
    },
    form,
    naming::SupporterNames,
};
use crate::{
    components::{Banner, Link, SummaryRow},
    errors::PageError,
    form::{
        AgencyChoice, Compared, Draft, Filled, FormView, Question, Side, Submitted, chosen, done, not_taken, refused,
    },
    site::{Done, SignedIn, Site},
};

/// The case of a form with the agencies to choose from.
struct Desk<'s> {
    site: &'s Site,
    reader: &'s SignedIn,
    opened: OpenedCase,
    agencies: AgencyChoice,
}

/// The form as it goes on the page.
struct Drawn<'f> {
    filled: &'f Filled,
    draft: Option<Draft>,
    banners: Vec<Banner>,
}

impl<'s> Desk<'s> {
    async fn open(site: &'s Site, reader: &'s SignedIn, case: CaseId) -> Result<Self, PageError> {
        let opened = OpenedCase::load(site, reader, case).await?;
        let agencies = opened.agencies(site).await?;
        Ok(Self { site, reader, opened, agencies })
    }

    fn case(&self) -> CaseId {
        self.opened.file.case.id
    }

    /// Whether the reader may write and there is something to write to.
    fn writes(&self) -> bool {
        self.opened.may(self.site, self.reader, Action::WriteNetwork) && sheet::is_open(&self.opened.file.case)
    }

    fn require_writer(&self) -> Result<(), PageError> {
        match self.opened.may(self.site, self.reader, Action::WriteNetwork) {
            true => Ok(()),
            false => Err(PageError::forbidden()),
        }
    }

    fn supporter(&self, id: SupporterId) -> Result<&Supporter, PageError> {
        self.opened.file.case.network.supporter(id).ok_or_else(PageError::not_found)
    }

    fn home(&self) -> String {
        format!("/cases/{}/network", self.case())
    }

    fn back(&self) -> Link {
        Link::new(self.reader.t.get("network-back"), self.home())
    }

    /// The form of a supporter, known or new.
    fn form(&self, action: String, drawn: &mut Drawn<'_>) -> FormView {
        let t = &self.reader.t;
        let blocks = form::blocks(t, drawn.filled, &self.agencies);
        let form = FormView::new(self.reader, action, blocks, t.get("network-save"));
        let form = form.based_on(drawn.filled).back(self.back());
        match drawn.draft.take() {
            Some(draft) => form.draft(draft),
            None => form,
        }
    }

    async fn new_page(&self, mut drawn: Drawn<'_>) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let form = self.form(format!("{}/new", self.home()), &mut drawn);
        let contents = Contents::new(RoomTab::Network, t.get("network-new"), self.writes().then_some(form));
        let lead = t.get("network-new-lead");
        Contents { lead, banners: drawn.banners, ..contents }.show(self.site, self.reader, &self.opened).await
    }

    /// The page of a known supporter; `leaving` is the second form as it was sent.
    async fn page(&self, known: &Supporter, mut drawn: Drawn<'_>, leaving: &Filled) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let here = format!("{}/{}", self.home(), known.id);
        let writes = self.writes() && known.ended.is_none();
        let form = writes.then(|| self.form(here.clone(), &mut drawn));
        let end = FormView::new(
            self.reader,
            format!("{here}/leave"),
            leaving.ask_all(&leaving_questions(self.reader)),
            t.get("network-leave-save"),
        );
        let second = writes.then(|| (t.get("network-leave"), end.minor()));
        let about = if writes { Vec::new() } else { self.rows(known) };
        let contents = Contents::new(RoomTab::Network, t.get("network-supporter"), form);
        let names = SupporterNames::of(self.site, &self.opened.file.case).await?;
        let lead = names.of_supporter(known.id);
        Contents { lead, about, second, banners: drawn.banners, ..contents }
            .show(self.site, self.reader, &self.opened)
            .await
    }

    /// What is known, for a reader who does not write, and of whom left.
    fn rows(&self, known: &Supporter) -> Vec<SummaryRow> {
        let (t, look) = (&self.reader.t, self.reader.look);
        let saved = form::typed(look, &known.content);
        let questions = form::flat(t, &self.agencies);
        let said = questions.iter().map(|question| (question.label(), question.words(t, look, &saved)));
        let mut rows: Vec<SummaryRow> =
            said.filter(|(_, words)| !words.is_empty()).map(|(label, words)| SummaryRow::new(label, words)).collect();
        if let Some(ended) = &known.ended {
            rows.push(SummaryRow::new(t.get("network-left-on"), look.long(ended.on).text()));
            rows.push(SummaryRow::new(t.get("network-leave-reason"), ended.reason.as_str()));
        }
        rows
    }

    fn saved(&self, known: &Supporter) -> Submitted {
        form::typed(self.reader.look, &known.content)
    }

    fn leaving(&self) -> Filled {
        let today = self.reader.look.long(self.site.app().clock().today());
        Filled::new(&self.reader.t, Submitted::of([("left_on", today.text())]))
    }

    fn read(&self, filled: &mut Filled) -> Option<SupporterContent> {
        form::read(&self.reader.t, filled, &self.agencies, self.site.app().clock().today())
    }
}

fn leaving_questions(reader: &SignedIn) -> Vec<Question> {
    let t = &reader.t;
    vec![
        Question::date("left_on", t.get("network-left-on")).required(),
        Question::long("reason", t.get("network-leave-reason"), 2).hint(t.get("network-leave-reason-hint")).required(),
    ]
}

fn draft_key(case: CaseId, supporter: Option<SupporterId>) -> String {
    match supporter {
        Some(supporter) => format!("network/{case}/{supporter}"),
        None => format!("network/{case}/new"),
    }
}

pub(super) async fn ask_new(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, id).await?;
    let fresh = form::fresh(reader.look, site.app().clock().today());
    let (draft, form) = Draft::open(&site, &reader, draft_key(id, None), fresh).await?;
    let filled = Filled::new(&reader.t, form);
    desk.new_page(Drawn { filled: &filled, draft: Some(draft), banners: Vec::new() }).await
}

pub(super) async fn join(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, id).await?;
    desk.require_writer()?;
    let mut filled = Filled::new(&reader.t, form);
    let mut banners = Vec::new();
    if let Some(content) = desk.read(&mut filled) {
        match site.app().join_network(&reader.actor, id, content).await {
            Ok(_) => {
                Draft::drop(&site, &reader, &draft_key(id, None)).await?;
                return Ok(done(&desk.home(), "supporter-joined"));
            }
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    let draft = Some(Draft::of(&reader, draft_key(id, None)));
    Ok(not_taken(desk.new_page(Drawn { filled: &filled, draft, banners }).await?))
}

/// Case and supporter of an address.
fn named((case, supporter): (String, String)) -> Result<(CaseId, SupporterId), PageError> {
    let missing = |_| PageError::not_found();
    Ok((case.parse().map_err(missing)?, supporter.parse().map_err(missing)?))
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let (id, supporter) = named(path)?;
    let desk = Desk::open(&site, &reader, id).await?;
    let known = desk.supporter(supporter)?;
    let saved = desk.saved(known).version(desk.opened.file.version);
    let (draft, form) = Draft::open(&site, &reader, draft_key(id, Some(supporter)), saved).await?;
    let filled = Filled::new(&reader.t, form);
    let drawn = Drawn { filled: &filled, draft: Some(draft), banners: told.banners(&reader.t) };
    desk.page(known, drawn, &desk.leaving()).await
}

pub(super) async fn change(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let (id, supporter) = named(path)?;
    let desk = Desk::open(&site, &reader, id).await?;
    desk.require_writer()?;
    let known = desk.supporter(supporter)?;
    let mut filled = Filled::new(&reader.t, chosen(form, &desk.saved(known)));
    let mut banners = Vec::new();
    if let Some(content) = desk.read(&mut filled) {
        let mut version = filled.form.text("version").parse().unwrap_or(desk.opened.file.version);
        loop {
            match site.app().change_supporter(&reader.actor, id, version, supporter, content.clone()).await {
                Ok(_) => {
                    Draft::drop(&site, &reader, &draft_key(id, Some(supporter))).await?;
                    return Ok(done(&desk.home(), "supporter-changed"));
                }
                Err(UseCaseError::Conflict { expected, found }) => {
                    if let Some(page) = conflict(&site, &reader, (id, supporter), expected, &filled.form).await? {
                        return Ok(page);
                    }
                    version = found;
                }
                Err(error) => {
                    banners = refused(&reader.t, error)?;
                    break;
                }
            }
        }
    }
    let draft = Some(Draft::of(&reader, draft_key(id, Some(supporter))));
    Ok(not_taken(desk.page(known, Drawn { filled: &filled, draft, banners }, &desk.leaving()).await?))
}

/// What others wrote about the supporter meanwhile, side by side; none if they wrote elsewhere in the case, or the same.
async fn conflict(
    site: &Site,
    reader: &SignedIn,
    (id, supporter): (CaseId, SupporterId),
    version: i64,
    mine: &Submitted,
) -> Result<Option<Response>, PageError> {
    let about =
        |event: &CaseEvent| matches!(event, CaseEvent::SupporterChanged { supporter: of, .. } if *of == supporter);
    let since = since(site, reader, id, version, about).await?;
    let desk = Desk::open(site, reader, id).await?;
    let theirs = desk.saved(desk.supporter(supporter)?);
    let was = since.opened.as_ref().and_then(|case| case.network.supporter(supporter)).map(|known| desk.saved(known));
    let forms = Compared { was: was.as_ref(), mine, theirs: &theirs };
    let questions = form::flat(&reader.t, &desk.agencies);
    let sides = Side::all_of(&reader.t, reader.look, &questions, forms);
    if since.by.is_none() || sides.is_empty() {
        return Ok(None);
    }
    let clash = Clash {
        tab: RoomTab::Network,
        action: format!("{}/{supporter}", desk.home()),
        version: desk.opened.file.version.to_string(),
        by: since.by,
        typed: mine,
        sides,
    };
    clash.show(site, reader, &desk.opened).await.map(Some)
}

pub(super) async fn leave(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let (id, supporter) = named(path)?;
    let desk = Desk::open(&site, &reader, id).await?;
    desk.require_writer()?;
    let known = desk.supporter(supporter)?;
    let mut leaving = Filled::new(&reader.t, form);
    let on = leaving.needed_day("left_on");
    let reason = leaving.needed("reason", reader.t.get("network-leave-reason-missing"));
    let mut banners = Vec::new();
    if leaving.is_right() {
        match site.app().leave_network(&reader.actor, id, supporter, on, &reason).await {
            Ok(_) => return Ok(done(&desk.home(), "supporter-left")),
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    let filled = Filled::new(&reader.t, desk.saved(known).version(desk.opened.file.version));
    Ok(not_taken(desk.page(known, Drawn { filled: &filled, draft: None, banners }, &leaving).await?))
}
