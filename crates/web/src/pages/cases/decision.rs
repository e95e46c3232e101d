//! 支援決定・確認: the plan at a glance, one choice a line, a page to check, and the record of it.

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    answer::Will,
    case::{
        decision_lines,
        plan::{Decision, DecisionLine, Outcome, Plan},
    },
    rule::Rule,
};

use super::room::{CasePath, OpenedCase, Room, RoomTab};
use crate::{
    components::{Banner, BannerKind, ErrorSummary, Link, SummaryRow},
    errors::PageError,
    form::{Block, Filled, FormView, Question, Submitted, done, not_taken, options, overtaken, refused},
    frame::Frame,
    naming::service_name,
    pages::{conferences::conclusion_name, glance::plan_rows, people::People},
    rules,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/cases/{case}/decision", get(ask).post(decide))
}

#[derive(Template)]
#[template(path = "pages/decisions/decision.html")]
struct DecisionPage {
    frame: Frame,
    room: Room,
    summary: ErrorSummary,
    glance: Vec<SummaryRow>,
    basis: Vec<SummaryRow>,
    given: Vec<SummaryRow>,
    form: Option<FormView>,
    readers: String,
    plan_link: Option<Link>,
}

#[derive(Template)]
#[template(path = "pages/decisions/check.html")]
struct CheckPage {
    frame: Frame,
    room: Room,
    rows: Vec<SummaryRow>,
    kept: Vec<(String, String)>,
    action: String,
}

fn line_name(site: &Site, t: &Texts, line: DecisionLine) -> String {
    match line {
        DecisionLine::Service(service) => service_name(site, t, service, site.app().clock().today()),
        DecisionLine::Other => t.get("decision-line-other"),
    }
}

const fn line_code(line: DecisionLine) -> &'static str {
    match line {
        DecisionLine::Service(service) => service.name(),
        DecisionLine::Other => "other",
    }
}

fn line_field(line: DecisionLine) -> String {
    format!("line-{}", line_code(line))
}

const fn outcome_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Decided => "decided",
        Outcome::Confirmed => "confirmed",
        Outcome::Recorded => "recorded",
        Outcome::Refused => "refused",
    }
}

fn outcome_name(t: &Texts, outcome: Outcome) -> String {
    t.get(&format!("{}{}", /* keys */ "outcome-", outcome_code(outcome)))
}

/// The decision with the first outcome on every line: what the officer would give if nothing stood in the way.
fn usual(plan: &Plan, reader: &SignedIn, site: &Site) -> Decision {
    let first = |(line, outcomes): (DecisionLine, &'static [Outcome])| Some((line, *outcomes.first()?));
    Decision {
        on: site.app().clock().today(),
        by: reader.actor.staff(),
        items: decision_lines(&plan.content).into_iter().filter_map(first).collect(),
        comment: String::new(),
    }
}

async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let today = reader.look.long(site.app().clock().today()).text().to_owned();
    let mut form = Submitted::of([("on", today)]);
    // Where a line leaves no choice, it is chosen.
    for (line, outcomes) in
        opened.file.case.current_plan().map(|plan| decision_lines(&plan.content)).unwrap_or_default()
    {
        if let [only] = outcomes {
            form.put(line_field(line), outcome_code(*only));
        }
    }
    page(&site, &reader, &opened, told.banners(&reader.t), &Filled::new(&reader.t, form)).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    banners: Vec<Banner>,
    filled: &Filled,
) -> Result<Response, PageError> {
    let (t, case) = (&reader.t, &opened.file.case);
    let mut frame = opened.frame(site, reader, &t.get("decision-title")).await?;
    frame.has_errors = !filled.is_right();
    frame.banners = banners;
    let plan = case.current_plan();
    let mut form = None;
    if let Some(plan) = plan.filter(|plan| plan.decision.is_none()) {
        if opened.may(site, reader, Action::DecidePlan) {
            let checked = site.app().check_decision(&reader.actor, case.id, plan.id, usual(plan, reader, site)).await;
            let stops = match checked {
                Ok(()) => Vec::new(),
                Err(UseCaseError::Refused(refusal)) => refusal.rules,
                Err(error) => return Err(page_error(error)),
            };
            // The licence bears on one answer only; the officer may give the other.
            let blocked = stops.iter().any(|rule| *rule != Rule::PlacementLicence);
            if frame.banners.is_empty() {
                frame.banners = rules::warnings(t, &stops);
            }
            if !blocked {
                form = Some(decision_form(site, reader, opened, plan, filled));
            }
        } else {
            frame.banners.push(Banner::new(BannerKind::Info, t.get("decision-officer-only")));
        }
    }
    let centre = site.app().agency(opened.file.scope.centre).await.map_err(page_error)?.facts.name;
    let (basis, given) = match plan {
        Some(plan) => (basis(reader, plan), given(site, reader, opened, plan).await?),
        None => {
            frame.banners.push(Banner::new(BannerKind::Info, t.get("decision-no-plan")));
            (Vec::new(), Vec::new())
        }
    };
    show(&DecisionPage {
        room: opened.room(site, reader, RoomTab::Conferences),
        summary: filled.summary(),
        glance: plan_rows(site, reader, case),
        basis,
        given,
        form,
        plan_link: plan.map(|_| Link::new(t.get("decision-whole-plan"), format!("/cases/{}/plan", case.id))),
        readers: t.with("decision-readers", [("centre", centre)]),
        frame,
    })
}

fn decision_form(site: &Site, reader: &SignedIn, opened: &OpenedCase, plan: &Plan, filled: &Filled) -> FormView {
    let t = &reader.t;
    let lines = decision_lines(&plan.content).into_iter().map(|(line, outcomes)| {
        let outcomes = options(outcomes, outcome_code, |outcome| outcome_name(t, outcome));
        filled.ask(&Question::one(line_field(line), line_name(site, t, line), outcomes).required())
    });
    let mut blocks: Vec<Block> = lines.collect();
    blocks.push(filled.ask(&Question::date("on", t.get("decision-on")).required()));
    blocks.push(filled.ask(&Question::long("comment", t.get("decision-comment"), 3)));
    FormView::new(reader, address(opened), blocks, t.get("decision-to-check")).version(opened.file.version)
}

fn address(opened: &OpenedCase) -> String {
    format!("/cases/{}/decision", opened.file.case.id)
}

/// What a decision rests on: the sitting, the person's answer, the application for services.
fn basis(reader: &SignedIn, plan: &Plan) -> Vec<SummaryRow> {
    let t = &reader.t;
    let day = |day| reader.look.long(day).text().to_owned();
    let sittings: Vec<String> = plan
        .sittings
        .iter()
        .map(|sitting| {
            let conclusion = conclusion_name(t, sitting.conclusion);
            t.with("decision-sitting", [("day", day(sitting.held_on)), ("conclusion", conclusion)])
        })
        .collect();
    let answer = plan.answer.as_ref().map(|answer| {
        let values = [("day", day(answer.on))];
        match &answer.will {
            Will::Agrees { .. } => t.with("decision-person-agrees", values),
            Will::Declines { reason } => {
                t.with("decision-person-declines", [("day", day(answer.on)), ("reason", reason.clone())])
            }
            Will::CouldNotAsk { reason } => {
                t.with("decision-person-not-asked", [("day", day(answer.on)), ("reason", reason.clone())])
            }
        }
    });
    let application = if plan.service_application { t.get("decision-applied") } else { t.get("decision-not-applied") };
    let mut rows = vec![
        SummaryRow::or_unknown(t.get("decision-person"), answer.unwrap_or_default()),
        SummaryRow::or_unknown(t.get("decision-sittings"), sittings.join("\n")),
    ];
    if plan.content.needs_decision() {
        rows.push(SummaryRow::new(t.get("decision-application"), application));
    }
    rows
}

/// The decision as it was given.
async fn given(site: &Site, reader: &SignedIn, opened: &OpenedCase, plan: &Plan) -> Result<Vec<SummaryRow>, PageError> {
    let t = &reader.t;
    let Some(decision) = &plan.decision else { return Ok(Vec::new()) };
    let mut people = People::of(site, [opened.file.scope.municipality]).await?;
    let by = people.name(site, decision.by).await?;
    let mut rows = said(site, reader, decision);
    rows.push(SummaryRow::new(t.get("decision-by"), by));
    Ok(rows)
}

fn said(site: &Site, reader: &SignedIn, decision: &Decision) -> Vec<SummaryRow> {
    let t = &reader.t;
    let mut rows = vec![SummaryRow::new(t.get("decision-on"), reader.look.long(decision.on).text())];
    rows.extend(
        decision
            .items
            .iter()
            .map(|(line, outcome)| SummaryRow::new(line_name(site, t, *line), outcome_name(t, *outcome))),
    );
    rows.push(SummaryRow::or_unknown(t.get("decision-comment"), &decision.comment));
    rows
}

/// Reads one choice for each line of the plan.
fn read(site: &Site, reader: &SignedIn, plan: &Plan, filled: &mut Filled) -> Decision {
    let t = &reader.t;
    let on = filled.needed_day("on");
    let mut items = Vec::new();
    for (line, outcomes) in decision_lines(&plan.content) {
        let name = line_field(line);
        match filled.chosen(&name, outcomes, outcome_code).first() {
            Some(outcome) => items.push((line, *outcome)),
            None => filled.complain(name, t.with("decision-line-needed", [("line", line_name(site, t, line))])),
        }
    }
    Decision { on, by: reader.actor.staff(), items, comment: filled.text("comment") }
}

async fn decide(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    if !opened.may(&site, &reader, Action::DecidePlan) {
        return Err(PageError::forbidden());
    }
    let plan = opened.file.case.current_plan().ok_or_else(PageError::not_found)?;
    let mut filled = Filled::new(t, form);
    if filled.form.text("step") == "change" {
        return page(&site, &reader, &opened, Vec::new(), &filled).await;
    }
    let decision = read(&site, &reader, plan, &mut filled);
    if !filled.is_right() {
        return Ok(not_taken(page(&site, &reader, &opened, Vec::new(), &filled).await?));
    }
    if filled.form.text("step") != "record" {
        return match site.app().check_decision(&reader.actor, id, plan.id, decision.clone()).await {
            Ok(()) => check_page(&site, &reader, &opened, &filled, &decision).await,
            Err(error) => {
                let banners = refused(t, error)?;
                Ok(not_taken(page(&site, &reader, &opened, banners, &filled).await?))
            }
        };
    }
    let expected = filled.form.text("version").parse().unwrap_or(0);
    match site.app().decide_plan(&reader.actor, id, expected, plan.id, decision).await {
        Ok(_) => Ok(done(&address(&opened), "decision-recorded")),
        Err(UseCaseError::Conflict { .. }) => {
            // The case went on meanwhile. Everything chosen stands in the form again, beside the plan as it is now.
            let opened = OpenedCase::load(&site, &reader, id).await?;
            let banner = Banner::new(BannerKind::Warning, t.get("decision-changed")).body(t.get("decision-changed-do"));
            let page = page(&site, &reader, &opened, vec![banner], &filled).await?;
            Ok(overtaken(page))
        }
        Err(error) => {
            let banners = refused(t, error)?;
            Ok(not_taken(page(&site, &reader, &opened, banners, &filled).await?))
        }
    }
}

async fn check_page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    decision: &Decision,
) -> Result<Response, PageError> {
    let mut kept: Vec<(String, String)> =
        ["version", "on", "comment"].map(|name| (name.to_owned(), filled.form.text(name).to_owned())).to_vec();
    kept.extend(decision.items.iter().map(|(line, outcome)| (line_field(*line), outcome_code(*outcome).to_owned())));
    show(&CheckPage {
        frame: opened.frame(site, reader, &reader.t.get("decision-check")).await?,
        room: opened.room(site, reader, RoomTab::Conferences),
        rows: said(site, reader, decision),
        kept,
        action: address(opened),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_outcome_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let all = [Outcome::Decided, Outcome::Confirmed, Outcome::Recorded, Outcome::Refused];
            assert!(all.iter().all(|outcome| !outcome_name(&t, *outcome).starts_with('⟦')));
        }
    }
}
