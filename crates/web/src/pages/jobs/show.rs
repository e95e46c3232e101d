//! One job: what is due, what was agreed, goals, how the employer goes on by itself, what was thought and learnt, what happened.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::JobPage;
use banso_domain::{
    calendar::japan,
    job::{Job, JobEvent},
    rule::{Rule, Severity},
};
use chrono::NaiveDate;

use super::{
    contact_picture::ContactPicture,
    contacts,
    deed::Deed,
    job_id,
    naming::{
        checkpoint_name, consult_name, disclosure_name, due_name, kind_name, phase_name, reason_name, result_name,
        route_name, side_name, slot_name, tool_name,
    },
    power::{self, Power},
    tables,
};
use crate::{
    components::{Banner, BannerKind, Icon, Link, SummaryRow, TableView, TimelineItem},
    errors::PageError,
    frame::{Frame, Section},
    pages::people::People,
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

/// What a rule says, in words.
pub(in crate::pages) struct Found {
    pub(in crate::pages) icon: Icon,
    pub(in crate::pages) why: String,
    pub(in crate::pages) advice: String,
}

#[derive(Template)]
#[template(path = "pages/jobs/show.html")]
pub(super) struct ShowPage {
    pub(super) frame: Frame,
    pub(super) heading: String,
    pub(super) findings: Vec<Found>,
    pub(super) about: Vec<SummaryRow>,
    pub(super) deeds: Vec<Link>,
    pub(super) dues: Option<TableView>,
    pub(super) agreements: Vec<SummaryRow>,
    pub(super) plan: Vec<SummaryRow>,
    pub(super) picture: Option<ContactPicture>,
    pub(super) spans: Option<TableView>,
    pub(super) contacts: Option<TableView>,
    pub(super) power: Option<Power>,
    pub(super) goals: Option<TableView>,
    pub(super) halves: Option<TableView>,
    pub(super) consults: Option<TableView>,
    pub(super) said: Vec<SummaryRow>,
    pub(super) seen: Vec<SummaryRow>,
    pub(super) learnt: Vec<SummaryRow>,
    pub(super) history: Vec<TimelineItem>,
    /// The firm's copy of the card that says whom to ask.
    pub(super) card: Option<TableView>,
}

pub(super) async fn show_job(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let page = site.app().job(&reader.actor, job_id(&id)?).await.map_err(page_error)?;
    let today = site.app().clock().today();
    let job = &page.job;
    let kind = kind_name(t, job.kind);
    let mut frame = reader.frame(&site, Some(Section::Jobs), kind.clone()).await?;
    frame.breadcrumbs = vec![Link::new(t.get("jobs-title"), "/jobs")];
    frame.banners = told.banners(t);
    if job.is_closed_to_employer() {
        frame.banners.push(Banner::new(BannerKind::Warning, t.get("job-closed-banner")));
    }
    if let Some(last) = page.firm_left_on {
        let words = [("day", reader.look.long(last).text().to_owned())];
        let heading = t.with("job-firm-left", words);
        frame.banners.push(Banner::new(BannerKind::Info, heading).body(rules::what_to_do(t, Rule::FirmIsCalled)));
    }
    let home = format!("/jobs/{}", job.id);
    let deeds = Deed::possible_for(&page, today);
    let mut deeds: Vec<Link> =
        deeds.map(|deed| Link::new(deed.label(t), format!("{home}/change/{}", deed.name()))).collect();
    if let Some(sheet) = page.accommodation.filter(|_| page.is_kept_here) {
        deeds.push(Link::new(t.get("job-accommodation-sheet"), format!("/sheets/{sheet}")));
    }
    let mut about = about(&reader, job, today);
    if let Some(before) = &page.before {
        let words = t.with("job-before-is", [("employer", before.employer.name.clone())]);
        let words =
            if job.counts_as_one_with(before) { format!("{words}　{}", t.get("job-counts-as-one")) } else { words };
        about.push(SummaryRow::new(t.get("job-before"), words));
    }
    about.insert(0, SummaryRow::or_unknown(t.get("person-field-kana"), &page.kana));
    about.extend(beside(&site, &reader, &page).await?);
    show(&ShowPage {
        frame,
        heading: heading(&reader, &page),
        findings: page.findings.iter().map(|rule| found(t, *rule)).collect(),
        about,
        deeds,
        dues: tables::dues(&reader, job, today),
        agreements: agreements(&reader, job),
        plan: contacts::plan_rows(&reader, job, today),
        picture: contacts::picture(&reader, job, today),
        spans: contacts::spans(&reader, job, today),
        contacts: contacts::log(&reader, job, &contacts::names_of_others(&site, job).await?),
        power: power::beside(&reader, &page.carried),
        goals: tables::goals(&reader, job),
        halves: tables::half_years(&reader, job),
        consults: tables::consults(&reader, job),
        said: said(&reader, job),
        seen: seen(&reader, job),
        learnt: learnt(&reader, job),
        history: history(&site, &reader, &page).await?,
        card: None,
    })
}

pub(in crate::pages) fn found(t: &Texts, rule: Rule) -> Found {
    let icon = if rule.severity() == Severity::Info { Icon::Info } else { Icon::Attention };
    let why = t.with("rule-heading", [("code", rule.code().to_owned()), ("why", rules::why(t, rule))]);
    Found { icon, why, advice: rules::what_to_do(t, rule) }
}

pub(super) fn heading(reader: &SignedIn, page: &JobPage) -> String {
    let job = &page.job;
    let values = [
        ("name", page.name.clone()),
        ("kind", kind_name(&reader.t, job.kind)),
        ("employer", job.employer.name.clone()),
    ];
    reader.t.with("job-heading", values)
}

/// What was agreed about the work.
/// Who stands beside it: the agency that keeps the record where that is another one, and those that do as well.
async fn beside(site: &Site, reader: &SignedIn, page: &JobPage) -> Result<Vec<SummaryRow>, PageError> {
    let t = &reader.t;
    let mut rows = Vec::new();
    if !page.is_kept_here {
        let keeper = site.app().agency(page.job.agency).await.map_err(page_error)?.facts.name;
        rows.push(SummaryRow::new(t.get("job-kept-by"), keeper));
    }
    let mut names = Vec::new();
    for id in &page.job.also_beside {
        names.push(site.app().agency(*id).await.map_err(page_error)?.facts.name);
    }
    if !names.is_empty() {
        rows.push(SummaryRow::new(t.get("job-also-beside"), names.join(&t.get("list-separator"))));
    }
    Ok(rows)
}

pub(super) fn about(reader: &SignedIn, job: &Job, today: NaiveDate) -> Vec<SummaryRow> {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let terms = &job.terms;
    let mut rows = vec![
        SummaryRow::new(t.get("job-phase"), phase_name(t, job.phase_on(today))),
        SummaryRow::new(t.get("job-work"), terms.work.clone()),
        SummaryRow::new(t.get("job-starts-on"), day(terms.starts_on)),
    ];
    if let Some(until) = terms.until {
        rows.push(SummaryRow::new(t.get("job-until"), day(until)));
    }
    if let Some(hours) = terms.weekly_hours {
        rows.push(SummaryRow::new(t.get("job-weekly-hours"), t.with("job-hours", [("hours", hours)])));
    }
    rows.push(SummaryRow::new(t.get("job-slot"), slot_name(t, terms.slot)));
    rows.push(SummaryRow::new(t.get("job-disclosure"), disclosure_name(t, terms.disclosure)));
    rows.push(SummaryRow::new(t.get("job-route"), route_name(t, terms.route)));
    rows.push(SummaryRow::or_unknown(t.get("job-key-person"), job.key_person()));
    rows.push(SummaryRow::or_unknown(t.get("job-accommodation"), &terms.accommodation));
    for check in &job.checks {
        let values = [("day", day(check.on)), ("result", result_name(t, check.result))];
        rows.push(SummaryRow::new(checkpoint_name(t, check.at), t.with("job-checked", values)));
    }
    if let Some(handed) = &job.at_workplace {
        let values = [("day", day(handed.on)), ("to", handed.to.clone())];
        rows.push(SummaryRow::new(t.get("job-at-workplace"), t.with("job-at-workplace-since", values)));
    }
    if let Some(end) = &job.end {
        let words = [day(end.on), reason_name(t, end.reason), end.note.clone()];
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        rows.push(SummaryRow::new(t.get("job-ended"), words.join("　")));
    }
    rows
}

/// Who agreed on what before the first day and since.
pub(super) fn agreements(reader: &SignedIn, job: &Job) -> Vec<SummaryRow> {
    let t = &reader.t;
    let row = |agreement: &banso_domain::job::Agreement| {
        let sides: Vec<String> = agreement.sides.iter().map(|side| side_name(t, *side)).collect();
        let day = reader.look.short(agreement.on).text().to_owned();
        let who = t.with("job-agreed-by", [("day", day), ("sides", sides.join(&t.get("list-separator")))]);
        SummaryRow::new(who, agreement.what.clone())
    };
    job.agreements.iter().map(row).collect()
}

/// What each side thought.
pub(super) fn said(reader: &SignedIn, job: &Job) -> Vec<SummaryRow> {
    let t = &reader.t;
    let row = |feedback: &banso_domain::job::Feedback| {
        let day = reader.look.short(feedback.on).text().to_owned();
        SummaryRow::new(
            t.with("job-goal-yes", [("side", side_name(t, feedback.side)), ("day", day)]),
            feedback.words.clone(),
        )
    };
    job.feedback.iter().map(row).collect()
}

fn seen(reader: &SignedIn, job: &Job) -> Vec<SummaryRow> {
    let day = |day: NaiveDate| reader.look.short(day).text().to_owned();
    job.natural_support.iter().map(|(on, words)| SummaryRow::new(day(*on), words.clone())).collect()
}

fn learnt(reader: &SignedIn, job: &Job) -> Vec<SummaryRow> {
    let t = &reader.t;
    let Some(look_back) = &job.look_back else { return Vec::new() };
    let tools: Vec<String> = look_back.tools.iter().map(|tool| tool_name(t, *tool)).collect();
    vec![
        SummaryRow::new(t.get("job-on"), reader.look.long(look_back.on).text().to_owned()),
        SummaryRow::new(t.get("job-look-shared"), look_back.info_shared.clone()),
        SummaryRow::or_unknown(t.get("job-look-tools"), tools.join(&t.get("list-separator"))),
        SummaryRow::new(t.get("job-look-done"), look_back.done.clone()),
        SummaryRow::new(t.get("job-look-not-done"), look_back.not_done.clone()),
        SummaryRow::or_unknown(t.get("job-look-lesson"), &look_back.lesson),
    ]
}

async fn history(site: &Site, reader: &SignedIn, page: &JobPage) -> Result<Vec<TimelineItem>, PageError> {
    let t = &reader.t;
    let mut people = People::of(site, [page.job.agency]).await?;
    let mut items = Vec::new();
    for entry in page.history.iter().rev() {
        let title = match &entry.event {
            Some(event) => t.get(&format!("{}{}", /* keys */ "event-", event.name())),
            None => t.get("history-erased"),
        };
        let body = match &entry.event {
            Some(JobEvent::PassedOn { agency, on }) => {
                let name = site.app().agency(*agency).await.map_err(page_error)?.facts.name;
                format!("{}　{name}", reader.look.long(*on).text())
            }
            Some(event) => told(reader, &page.job, event),
            None => String::new(),
        };
        items.push(TimelineItem {
            title,
            day: reader.look.with_weekday(japan::local_date(entry.recorded_at)),
            time: None,
            by: people.name(site, entry.staff).await?,
            how: None,
            body,
            href: None,
            corrected: None,
        });
    }
    Ok(items)
}

/// What an event says, in words.
fn told(reader: &SignedIn, job: &Job, event: &JobEvent) -> String {
    let t = &reader.t;
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let joined = |on: NaiveDate, words: &[&str]| {
        let all = std::iter::once(day(on)).chain(words.iter().map(|word| (*word).to_owned()));
        all.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("　")
    };
    let goal = |id| job.goals.iter().find(|goal| goal.id == id).map(|goal| goal.what.clone()).unwrap_or_default();
    match event {
        JobEvent::Begun { kind, employer, terms, .. } => {
            joined(terms.starts_on, &[&kind_name(t, *kind), &employer.name])
        }
        JobEvent::TermsChanged { terms, reason } => joined(terms.starts_on, &[reason]),
        JobEvent::Agreed { agreement } => joined(agreement.on, &[&agreement.what]),
        JobEvent::ContactChanged { change } => joined(change.on, &[&change.key_person]),
        JobEvent::FeedbackGiven { feedback } => joined(feedback.on, &[&side_name(t, feedback.side), &feedback.words]),
        JobEvent::GoalSet { goal } => joined(goal.from, &[&goal.what]),
        JobEvent::GoalConfirmed { goal: id, side, on } => joined(*on, &[&side_name(t, *side), &goal(*id)]),
        JobEvent::GoalReviewed { goal: id, review } => joined(review.on, &[&goal(*id), &review.person]),
        JobEvent::Consulted { consult } => {
            joined(consult.on, &[&side_name(t, consult.side), &consult_name(t, consult.kind), &consult.topic])
        }
        JobEvent::Checked { check } => {
            joined(check.on, &[&checkpoint_name(t, check.at), &result_name(t, check.result)])
        }
        JobEvent::SupportSeen { on, words, is_solid } => {
            let solid = if *is_solid { t.get("job-solid-tick") } else { String::new() };
            joined(*on, &[words, &solid])
        }
        JobEvent::ContactsPlanned { plan } => joined(plan.from, &[&plan.wish, &plan.slot]),
        JobEvent::Contacted { contact } => {
            let sides: Vec<String> = contact.with.iter().map(|side| side_name(t, *side)).collect();
            let report = if contact.report_shared { t.get("job-contact-report-shared") } else { String::new() };
            joined(contact.on, &[&sides.join(&t.get("list-separator")), &report, &contact.words])
        }
        JobEvent::EmployerLinked { .. } => job.employer.name.clone(),
        JobEvent::LeftToWorkplace { handed } => joined(handed.on, &[&handed.to]),
        JobEvent::Settled { kind, on, again } => {
            let again = again.map(|again| t.with("job-again-on", [("day", day(again))])).unwrap_or_default();
            joined(*on, &[&due_name(t, *kind), &again])
        }
        JobEvent::BroughtIn { on, .. } | JobEvent::SteppedBack { on, .. } => day(*on),
        JobEvent::PassedOn { on, .. } => day(*on),
        JobEvent::Ended { end } => joined(end.on, &[&reason_name(t, end.reason), &end.note]),
        JobEvent::Reopened { on, reason } => joined(*on, &[reason]),
        JobEvent::LookedBack { look_back } => joined(look_back.on, &[&look_back.lesson]),
    }
}
