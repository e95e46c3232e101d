//! What is recorded about a handover, one small form a step: a joint meeting, sharing, the successor's word, the person's, the end.

use std::collections::HashMap;

use axum::{
    extract::{FromRequestParts, Path, State},
    response::Response,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    agency::AgencyKind,
    case::{
        handover::{Handover, HandoverKind, HandoverView, JointMeeting, MeetingForm, MeetingWith, Successor},
        network::Companion,
    },
    id::{SupporterId, TaskId},
    rule::Rule,
};

use super::{
    super::{form_page::Contents, room::RoomTab},
    Desk, HandoverPath,
    naming::{document_name, form_name, with_name},
};
use crate::{
    components::{Banner, Link, SummaryRow},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, labelled, not_taken, options, refused},
    pages::cases::items_name,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// 顔合わせ
    Meeting,
    /// 情報共有
    Share,
    /// 後任の機関に頼む
    Ask,
    /// 後任の確認
    Acknowledge,
    /// 本人の受け止め
    View,
    /// 終わる
    Close,
    /// 取りやめる
    Cancel,
}

impl<S: Send + Sync> FromRequestParts<S> for Step {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(segments) = Path::<HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|_| PageError::not_found())?;
        let name = segments.get("deed").map(String::as_str).unwrap_or_default();
        Self::ALL.into_iter().find(|step| step.name() == name).ok_or_else(PageError::not_found)
    }
}

impl Step {
    const ALL: [Step; 7] =
        [Step::Meeting, Step::Share, Step::Ask, Step::Acknowledge, Step::View, Step::Close, Step::Cancel];

    /// The name in the address.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Step::Meeting => "meeting",
            Step::Share => "share",
            Step::Ask => "ask",
            Step::Acknowledge => "acknowledge",
            Step::View => "view",
            Step::Close => "close",
            Step::Cancel => "cancel",
        }
    }

    /// What it is called.
    pub(super) fn heading(self, t: &Texts) -> String {
        match self {
            Step::Meeting => t.get("handover-do-meeting"),
            Step::Share => t.get("handover-do-share"),
            Step::Ask => t.get("handover-do-ask"),
            Step::Acknowledge => t.get("handover-do-acknowledge"),
            Step::View => t.get("handover-do-view"),
            Step::Close => t.get("handover-do-close"),
            Step::Cancel => t.get("handover-do-cancel"),
        }
    }

    fn lead(self, t: &Texts) -> String {
        match self {
            Step::Meeting => t.get("handover-meeting-lead"),
            Step::Share => t.get("handover-share-lead"),
            Step::Ask => t.get("handover-ask-lead"),
            Step::Acknowledge => t.get("handover-acknowledge-lead"),
            Step::View => t.get("handover-view-lead"),
            Step::Close => t.get("handover-close-lead"),
            Step::Cancel => t.get("handover-cancel-lead"),
        }
    }

    /// What was done, after `done-`.
    const fn key(self) -> &'static str {
        match self {
            Step::Meeting => "handover-met",
            Step::Share => "handover-shared",
            Step::Ask => "handover-asked",
            Step::Acknowledge => "handover-acknowledged",
            Step::View => "handover-viewed",
            Step::Close => "handover-closed",
            Step::Cancel => "handover-cancelled",
        }
    }

    fn save(self, t: &Texts) -> String {
        match self {
            Step::Close => t.get("handover-close-save"),
            Step::Cancel => t.get("handover-cancel-save"),
            Step::Share => t.get("handover-share-save"),
            Step::Ask => t.get("handover-ask-save"),
            Step::Meeting | Step::Acknowledge | Step::View => t.get("handover-record"),
        }
    }
}

/// Whom both met, where it is not a supporter by name.
const PERSON: &str = "person";

impl Desk<'_> {
    /// Those whom both can meet: the person, and who stands beside them; no employer where employment is closed.
    fn met_with(&self) -> Vec<(String, String)> {
        let closed = self.opened.file.case.sharing.is_closed_to_employers();
        let meets = |companion: &Companion<'_>| {
            let employer = companion.kind == AgencyKind::Employer;
            companion.state.is_active() && !(employer && closed)
        };
        let person = (PERSON.to_owned(), with_name(&self.reader.t, MeetingWith::Person));
        let beside = self.companions().into_iter().filter(meets);
        let beside = beside.filter_map(|it| Some((it.supporter?.id.to_string(), it.name)));
        std::iter::once(person).chain(beside).collect()
    }

    fn questions(&self, handover: &Handover, step: Step) -> Vec<Question> {
        let t = &self.reader.t;
        match step {
            Step::Meeting => vec![
                Question::date("on", t.get("handover-meeting-on")).required(),
                Question::one("with", t.get("handover-meeting-with"), labelled(self.met_with()))
                    .below_each_other()
                    .required(),
                Question::one(
                    "form",
                    t.get("handover-meeting-form"),
                    options(MeetingForm::ALL, MeetingForm::name, |form| form_name(t, form)),
                )
                .required(),
                Question::tick("present", t.get("handover-present"), t.get("handover-present-tick")),
            ],
            Step::Share => vec![
                Question::date("on", t.get("handover-share-on")).required(),
                Question::date("told_on", t.get("handover-told-on")).hint(t.get("handover-told-on-hint")),
            ],
            Step::Ask => {
                vec![Question::long("note", t.get("handover-ask-note"), 3).hint(t.get("handover-ask-note-hint"))]
            }
            Step::Acknowledge => {
                let mut questions = vec![Question::date("on", t.get("handover-acknowledge-on")).required()];
                if !matches!(handover.content.to, Successor::Staff { .. }) {
                    questions.push(
                        Question::line("name", t.get("handover-acknowledge-name"))
                            .hint(t.get("handover-acknowledge-name-hint"))
                            .required(),
                    );
                }
                questions
            }
            Step::View => vec![
                Question::date("on", t.get("handover-view-on")).required(),
                Question::long("words", t.get("handover-view"), 3).hint(t.get("handover-view-hint")).required(),
            ],
            Step::Close if self.is_unvisited(handover) => {
                vec![
                    Question::long("no_visit_reason", t.get("handover-no-visit"), 2)
                        .hint(t.get("handover-no-visit-hint")),
                ]
            }
            Step::Close => Vec::new(),
            Step::Cancel => vec![Question::long("reason", t.get("handover-cancel-reason"), 2).required()],
        }
    }

    fn is_unvisited(&self, handover: &Handover) -> bool {
        let found = self.opened.file.case.handover_findings(handover.id, &self.background.context());
        found.iter().any(|finding| finding.rule == Rule::EmployerVisitedTogether)
    }

    /// What a step is about; before sharing or asking, who receives what on which basis (U14).
    async fn about(&self, handover: &Handover, step: Step) -> Result<Vec<SummaryRow>, PageError> {
        let (t, content) = (&self.reader.t, &handover.content);
        let to = SummaryRow::or_unknown(t.get("handover-to"), self.successor(content).await?);
        if !matches!(step, Step::Share | Step::Ask) {
            return Ok(vec![SummaryRow::new(t.get("handover-from"), self.predecessor(handover).await?), to]);
        }
        let names: Vec<String> = content.documents.iter().map(|document| document_name(t, *document)).collect();
        let today = self.site.app().clock().today();
        let consent = self.opened.file.case.consent_for_handover(handover, today);
        let consent = consent.and_then(|id| self.opened.file.case.sharing.consent(id));
        let basis = consent.map(|consent| {
            let until = self.reader.look.long(consent.until).text().to_owned();
            t.with("handover-consent-until", [("day", until)])
        });
        Ok(vec![
            to,
            SummaryRow::or_unknown(t.get("handover-documents"), names.join(&t.get("list-separator"))),
            SummaryRow::or_unknown(t.get("sharing-items"), items_name(t, content.items())),
            SummaryRow::new(t.get("handover-consent"), basis.unwrap_or_else(|| t.get("handover-consent-none")))
                .change(format!("/cases/{}/sharing", self.opened.file.case.id)),
        ])
    }

    async fn step_page(
        &self,
        handover: &Handover,
        step: Step,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &self.reader.t;
        let href = self.href(handover.id);
        let blocks = filled.ask_all(&self.questions(handover, step));
        let form = FormView::new(self.reader, format!("{href}/step/{}", step.name()), blocks, step.save(t))
            .back(Link::new(t.get("handover-back-to-one"), href));
        let contents = Contents::new(RoomTab::Network, step.heading(t), handover.is_open().then_some(form));
        let about = self.about(handover, step).await?;
        Contents { lead: step.lead(t), about, banners, ..contents }.show(self.site, self.reader, &self.opened).await
    }

    fn read_meeting(&self, filled: &mut Filled) -> Option<JointMeeting> {
        let t = &self.reader.t;
        let on = filled.needed_day("on");
        let sent = filled.text("with");
        if self.met_with().iter().all(|(value, _)| *value != sent) {
            filled.complain("with", t.get("handover-meeting-with-missing"));
        }
        let form = filled.chosen("form", MeetingForm::ALL, MeetingForm::name).first().copied();
        if form.is_none() {
            filled.complain("form", t.get("handover-meeting-form-missing"));
        }
        let supporter: Option<SupporterId> = sent.parse().ok();
        let kind = self.companions().iter().find_map(|companion| {
            companion.supporter.filter(|known| Some(known.id) == supporter).map(|_| companion.kind)
        });
        let with = match kind {
            None => MeetingWith::Person,
            Some(AgencyKind::Employer) => MeetingWith::Employer,
            Some(_) => MeetingWith::Partner,
        };
        let form = form?;
        filled.is_right().then(|| JointMeeting { on, with, supporter, form, successor_present: filled.yes("present") })
    }

    /// Takes the step; none where the form cannot be read yet.
    async fn try_to_take(
        &self,
        handover: &Handover,
        step: Step,
        filled: &mut Filled,
    ) -> Option<Result<i64, UseCaseError>> {
        let (app, actor, t) = (self.site.app(), &self.reader.actor, &self.reader.t);
        let (case, id) = (self.opened.file.case.id, handover.id);
        Some(match step {
            Step::Meeting => {
                let meeting = self.read_meeting(filled)?;
                app.meet_together(actor, case, id, meeting).await
            }
            Step::Share => {
                let (on, told) = (filled.needed_day("on"), filled.day("told_on"));
                if !filled.is_right() {
                    return None;
                }
                app.share_in_handover(actor, case, id, on, told).await
            }
            Step::Ask => app.ask_successor(actor, case, id, filled.form.text("note")).await,
            Step::Acknowledge => {
                let on = filled.needed_day("on");
                let name = match handover.content.to {
                    Successor::Staff { .. } => String::new(),
                    _ => filled.needed("name", t.get("handover-acknowledge-name-missing")),
                };
                if !filled.is_right() {
                    return None;
                }
                app.acknowledge_handover(actor, case, id, on, &name).await
            }
            Step::View => {
                let on = filled.needed_day("on");
                let words = filled.needed("words", t.get("handover-view-missing"));
                if !filled.is_right() {
                    return None;
                }
                app.view_handover(actor, case, id, HandoverView { on, words }).await
            }
            Step::Close => app.close_handover(actor, case, id, filled.form.text("no_visit_reason")).await,
            Step::Cancel => {
                let reason = filled.needed("reason", t.get("handover-reason-missing"));
                if !filled.is_right() {
                    return None;
                }
                app.cancel_handover(actor, case, id, &reason).await
            }
        })
    }

    /// Who may take a step: a handover between staff is given up by those who give cases.
    fn action_of(handover: &Handover, step: Step) -> Action {
        match (step, handover.content.kind) {
            (Step::Cancel, HandoverKind::StaffChange) => Action::AssignCase,
            _ => Action::HandOver,
        }
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    path: HandoverPath,
    step: Step,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, path.case).await?;
    let handover = desk.handover(path.handover)?;
    desk.require(Desk::action_of(handover, step))?;
    let today = reader.look.long(site.app().clock().today()).text().to_owned();
    let filled = Filled::new(&reader.t, Submitted::of([("on", today), ("present", "yes".to_owned())]));
    desk.step_page(handover, step, &filled, Vec::new()).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    path: HandoverPath,
    step: Step,
    form: Submitted,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, path.case).await?;
    let handover = desk.handover(path.handover)?;
    desk.require(Desk::action_of(handover, step))?;
    let mut filled = Filled::new(&reader.t, form);
    let banners = match desk.try_to_take(handover, step, &mut filled).await {
        Some(Ok(_)) => return Ok(done(&desk.href(handover.id), step.key())),
        Some(Err(error)) => refused(&reader.t, error)?,
        None => Vec::new(),
    };
    Ok(not_taken(desk.step_page(handover, step, &filled, banners).await?))
}

/// A task of the handover is done.
pub(super) async fn finish(
    State(site): State<Site>,
    reader: SignedIn,
    path: HandoverPath,
    Path(segments): Path<HashMap<String, String>>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let task: TaskId = segments.get("task").and_then(|text| text.parse().ok()).ok_or_else(PageError::not_found)?;
    let desk = Desk::open(&site, &reader, path.case).await?;
    site.app().finish_step(&reader.actor, path.case, path.handover, task).await.map_err(page_error)?;
    Ok(done(&desk.href(path.handover), "task-finished"))
}
