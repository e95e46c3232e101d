//! One handover: what the rules say about it, what is left to do, whom both met, what is written.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    case::handover::{Handover, HandoverEnd, HandoverKind, Successor},
    rule::{Rule, Severity},
};

use super::{
    super::room::{Room, RoomTab},
    Desk, HandoverPath,
    hub::opens_in_time,
    naming::{form_name, kind_name, reply_name, state_tag, step_name, with_name},
    steps::Step,
};
use crate::{
    components::{Banner, Cell, Column, DueLabel, Icon, Link, Shape, StatusTag, SummaryRow, TableRow, TableView},
    errors::PageError,
    frame::Frame,
    pages::cases::items_name,
    rules,
    site::{Done, SignedIn, Site, page_error, show},
};

/// What a rule found, in words.
struct Found {
    icon: Icon,
    why: String,
    advice: String,
}

/// A task of the handover.
struct Task {
    what: String,
    who: String,
    status: StatusTag,
    due: Option<DueLabel>,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/cases/handover/show.html")]
struct ShowPage {
    frame: Frame,
    room: Room,
    heading: String,
    state: StatusTag,
    findings: Vec<Found>,
    /// What has to be there before it is closed.
    before_closing: Option<TableView>,
    actions: Vec<Link>,
    tasks: Vec<Task>,
    meetings: Option<TableView>,
    shares: Vec<SummaryRow>,
    rows: Vec<SummaryRow>,
    heard: Vec<SummaryRow>,
    files: Vec<Link>,
}

pub(super) async fn show_one(
    State(site): State<Site>,
    reader: SignedIn,
    path: HandoverPath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let desk = Desk::open(&site, &reader, path.case).await?;
    desk.page(desk.handover(path.handover)?, told.banners(&reader.t)).await
}

impl Desk<'_> {
    async fn page(&self, handover: &Handover, banners: Vec<Banner>) -> Result<Response, PageError> {
        let (t, case) = (&self.reader.t, &self.opened.file.case);
        let name = kind_name(t, handover.content.kind);
        let mut frame = self.opened.frame(self.site, self.reader, &t.get("handover-title")).await?;
        frame.breadcrumbs.push(Link::new(t.get("handover-title"), self.home()));
        frame.banners = banners;
        let findings = case.handover_findings(handover.id, &self.background.context());
        let findings = findings.iter().map(|finding| {
            let mut why = rules::why(t, finding.rule);
            if !finding.about.is_empty() {
                let about = finding.about.join(&t.get("list-separator"));
                why = t.with("rule-about", [("why", why), ("services", about)]);
            }
            let icon = if finding.rule.severity() == Severity::Error { Icon::Stop } else { Icon::Attention };
            let why = t.with("rule-heading", [("code", finding.rule.code().to_owned()), ("why", why)]);
            Found { icon, why, advice: rules::what_to_do(t, finding.rule) }
        });
        let print = |text: String, kind: &str| {
            Link::new(text, format!("/cases/{}/print/handover_sheet.{kind}?handover={}", case.id, handover.id))
        };
        show(&ShowPage {
            heading: t.with("handover-heading", [("kind", name)]),
            state: state_tag(t, handover),
            findings: findings.collect(),
            before_closing: handover.is_open().then(|| self.before_closing(handover)),
            actions: self.actions(handover),
            tasks: self.tasks(handover),
            meetings: self.meetings(handover),
            shares: self.shares(handover),
            rows: self.content_rows(handover).await?,
            heard: self.heard(handover).await?,
            files: vec![print(t.get("handover-print-pdf"), "pdf"), print(t.get("handover-print-excel"), "xlsx")],
            room: self.opened.room(self.site, self.reader, RoomTab::Network),
            frame,
        })
    }

    /// What has to be there before it is closed, each with where it stands.
    fn before_closing(&self, handover: &Handover) -> TableView {
        let (t, content) = (&self.reader.t, &handover.content);
        let tag = |done: bool| match done {
            true => StatusTag::new(Shape::Done, t.get("handover-there")),
            false => StatusTag::new(Shape::Open, t.get("handover-missing")),
        };
        let row = |what: String, status: StatusTag| TableRow { cells: vec![Cell::Text(what), Cell::Status(status)] };
        let written = !content.policy.trim().is_empty() && !content.open_issues.trim().is_empty();
        let mut rows = vec![
            row(t.get("handover-needs-successor"), tag(content.to != Successor::Unknown)),
            row(t.get("handover-needs-written"), tag(written)),
        ];
        if content.kind == HandoverKind::StaffChange {
            let context = self.background.context();
            let found = self.opened.file.case.handover_findings(handover.id, &context);
            let unvisited = found.iter().any(|finding| finding.rule == Rule::EmployerVisitedTogether);
            rows.push(row(t.get("handover-needs-visit"), tag(!unvisited)));
        }
        if content.kind.leaves_the_centre() && !content.documents.is_empty() {
            rows.push(row(
                t.get("handover-needs-share"),
                match handover.shares.is_empty() {
                    false => tag(true),
                    true => StatusTag::new(Shape::Open, t.get("handover-not-shared")),
                },
            ));
        }
        rows.push(row(t.get("handover-needs-acknowledged"), tag(handover.acknowledged.is_some())));
        rows.push(row(t.get("handover-needs-view"), tag(handover.view.is_some())));
        TableView {
            id: "before-closing".to_owned(),
            caption: t.get("handover-before-closing"),
            columns: vec![Column::new(t.get("handover-needs")), Column::new(t.get("network-column-state"))],
            rows,
        }
    }

    /// What can be done now, the next step first.
    fn actions(&self, handover: &Handover) -> Vec<Link> {
        let t = &self.reader.t;
        if !handover.is_open() || !self.may(Action::HandOver) {
            return Vec::new();
        }
        let content = &handover.content;
        let link = |step: Step| Link::new(step.heading(t), format!("{}/step/{}", self.href(handover.id), step.name()));
        let mine = match content.to {
            Successor::Staff { staff } => staff == self.reader.actor.staff(),
            Successor::Unknown => false,
            Successor::Support { .. } | Successor::Contact { .. } => true,
        };
        let mut steps = Vec::new();
        let asks = handover.successor_agency().is_some() && handover.acknowledged.is_none();
        steps.extend((asks && handover.waits_for().is_none()).then_some(Step::Ask));
        steps.extend((handover.acknowledged.is_none() && mine).then_some(Step::Acknowledge));
        steps.extend(handover.view.is_none().then_some(Step::View));
        if handover.acknowledged.is_some() && handover.view.is_some() {
            steps.push(Step::Close);
        }
        steps.push(Step::Meeting);
        if content.kind.leaves_the_centre() && handover.shares.is_empty() {
            steps.push(Step::Share);
        }
        let mut links: Vec<Link> = steps.into_iter().map(link).collect();
        links.push(Link::new(t.get("handover-change"), format!("{}/change", self.href(handover.id))));
        if content.kind != HandoverKind::StaffChange || self.may(Action::AssignCase) {
            links.push(link(Step::Cancel));
        }
        links
    }

    fn tasks(&self, handover: &Handover) -> Vec<Task> {
        let (t, look, case) = (&self.reader.t, self.reader.look, &self.opened.file.case);
        let today = self.site.app().clock().today();
        let companions = self.companions();
        let may = self.may(Action::FinishTask) && handover.is_open();
        let task = |planned: &banso_domain::case::handover::PlannedStep| {
            let known = case.tasks.iter().find(|known| known.task.id == planned.task)?;
            let of = companions.iter().find(|it| it.supporter.is_some_and(|it| Some(it.id) == planned.supporter));
            let open = known.done_on.is_none();
            Some(Task {
                what: step_name(t, planned.step, of.map(|companion| companion.name.as_str())),
                who: known.task.who.clone(),
                status: match known.done_on {
                    Some(day) => {
                        let day = look.short(day).text().to_owned();
                        StatusTag::new(Shape::Done, t.with("task-done-on", [("day", day)]))
                    }
                    None => StatusTag::new(Shape::Open, t.get("task-open")),
                },
                due: known.task.due_on.filter(|_| open).map(|day| DueLabel::new(t, look.long(day), today)),
                done: (open && may).then(|| format!("{}/tasks/{}", self.href(handover.id), planned.task)),
            })
        };
        handover.steps.iter().filter_map(task).collect()
    }

    fn meetings(&self, handover: &Handover) -> Option<TableView> {
        let (t, look) = (&self.reader.t, self.reader.look);
        let companions = self.companions();
        let row = |meeting: &banso_domain::case::handover::JointMeeting| {
            let of = companions.iter().find(|it| it.supporter.is_some_and(|it| Some(it.id) == meeting.supporter));
            let who = of.map_or_else(|| with_name(t, meeting.with), |companion| companion.name.clone());
            let present = match meeting.successor_present {
                true => t.get("handover-present-yes"),
                false => t.get("handover-present-no"),
            };
            TableRow {
                cells: vec![
                    Cell::Date(look.short(meeting.on)),
                    Cell::Text(who),
                    Cell::Text(form_name(t, meeting.form)),
                    Cell::Text(present),
                ],
            }
        };
        (!handover.meetings.is_empty()).then(|| TableView {
            id: "meetings".to_owned(),
            caption: t.get("handover-meetings"),
            columns: vec![
                Column::new(t.get("handover-meeting-on")),
                Column::new(t.get("handover-meeting-with")),
                Column::new(t.get("handover-meeting-form")),
                Column::new(t.get("handover-present")),
            ],
            rows: handover.meetings.iter().map(row).collect(),
        })
    }

    fn shares(&self, handover: &Handover) -> Vec<SummaryRow> {
        let (t, look) = (&self.reader.t, self.reader.look);
        let day = |day| look.long(day).text().to_owned();
        let shared = handover.shares.iter().map(|share| SummaryRow::new(day(share.on), items_name(t, share.items)));
        let mut rows: Vec<SummaryRow> = shared.collect();
        if let Some(last) = handover.to_share_by().filter(|_| handover.is_open()) {
            rows.push(SummaryRow::new(t.get("handover-share-by"), day(last)));
        }
        rows
    }

    /// The word of the successor and of the person, and how it ended.
    async fn heard(&self, handover: &Handover) -> Result<Vec<SummaryRow>, PageError> {
        let (t, look) = (&self.reader.t, self.reader.look);
        let day = |day| look.long(day).text().to_owned();
        let acknowledged = match &handover.acknowledged {
            Some(acknowledged) => {
                let recorded = self.site.app().staff_name(acknowledged.by).await.map_err(page_error)?;
                let name = if acknowledged.name.is_empty() { recorded } else { acknowledged.name.clone() };
                [day(acknowledged.on), name].join("\n")
            }
            None => String::new(),
        };
        let mut talk = Vec::new();
        if let Some(ask) = &handover.asked {
            let words = [day(ask.on), ask.note.clone()].join("\n");
            talk.push(SummaryRow::new(t.get("handover-asked-on"), words.trim_end()));
        }
        for reply in &handover.replies {
            let agency = self.site.app().agency(reply.agency).await.map_err(page_error)?.facts.name;
            let by = self.site.app().staff_name(reply.by).await.map_err(page_error)?;
            let words = [format!("{}　{agency}　{by}", day(reply.on)), reply.text.clone()].join("\n");
            talk.push(SummaryRow::new(reply_name(t, reply.word), words));
        }
        let view = handover.view.as_ref().map(|view| [day(view.on), view.words.clone()].join("\n"));
        let mut rows = talk;
        rows.extend([
            SummaryRow::or_unknown(t.get("handover-acknowledged"), acknowledged),
            SummaryRow::or_unknown(t.get("handover-view"), view.unwrap_or_default()),
        ]);
        match &handover.end {
            Some(HandoverEnd::Closed { on, no_visit_reason }) => {
                rows.push(SummaryRow::new(t.get("handover-closed-on"), day(*on)));
                if !no_visit_reason.is_empty() {
                    rows.push(SummaryRow::new(t.get("handover-no-visit"), no_visit_reason.as_str()));
                }
            }
            Some(HandoverEnd::Cancelled { on, reason }) => {
                rows.push(SummaryRow::new(t.get("handover-cancelled"), [day(*on), reason.clone()].join("\n")));
            }
            None if handover.content.kind.leaves_the_centre() => {
                rows.push(SummaryRow::new(t.get("handover-in-time"), opens_in_time(self.reader)));
            }
            None => {}
        }
        Ok(rows)
    }
}
