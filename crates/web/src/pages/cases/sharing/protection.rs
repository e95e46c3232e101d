//! 特別な保護: who reads the record by name, what they have to know, who opened it in an emergency and what was found afterwards.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_access::Action;
use banso_domain::{
    calendar::{DateStyle, format},
    case::protection::{Opening, Protection, ProtectionGround},
    id::{CaseId, OpeningId, StaffId},
    staff::{Membership, Role},
};
use chrono::Days;

use super::super::{
    form_page::Contents,
    room::{CasePath, OpenedCase, Room, RoomTab},
};
use crate::{
    components::{
        Banner, BannerKind, Cell, Column, ErrorSummary, Link, Shape, StatusTag, SummaryRow, TableRow, TableView,
    },
    errors::PageError,
    form::{Block, Filled, FormView, Part, Question, Submitted, done, labelled, not_taken, options, refused},
    frame::Frame,
    pages::people::People,
    site::{Done, SignedIn, Site, page_error, show},
    text::Texts,
};

/// A protection is usually looked at again after a quarter.
const USUAL_REVIEW: Days = Days::new(90);

pub(in crate::pages) fn ground_name(t: &Texts, ground: ProtectionGround) -> String {
    t.get(&format!("{}{}", /* keys */ "protection-ground-", ground.name().replace('_', "-")))
}

#[derive(Template)]
#[template(path = "pages/cases/sharing/protection.html")]
struct ProtectionPage {
    frame: Frame,
    room: Room,
    summary: ErrorSummary,
    lead: String,
    about: Vec<SummaryRow>,
    openings: Option<TableView>,
    form_heading: String,
    form: Option<FormView>,
    lift: Option<FormView>,
    back: Link,
}

/// The forms of the page as they are filled.
struct Forms {
    protection: Filled,
    lift: Filled,
}

impl Forms {
    fn fresh(site: &Site, reader: &SignedIn, opened: &OpenedCase) -> Self {
        let t = &reader.t;
        let case = &opened.file.case;
        let mut form = Submitted::default().version(opened.file.version);
        let review_on = match &case.protection.current {
            Some(current) => {
                form.put("ground", current.ground.name());
                form.put("caution", &current.caution);
                current.named.iter().for_each(|staff| form.put("named", staff.to_string()));
                current.review_on
            }
            None => {
                // Whoever protects it would not open it any more without being named.
                for staff in BTreeSet::from([case.assigned_to, reader.actor.staff()]) {
                    form.put("named", staff.to_string());
                }
                site.app().clock().today() + USUAL_REVIEW
            }
        };
        form.put("review_on", format::long(review_on, DateStyle::Era));
        Self { protection: Filled::new(t, form), lift: Filled::new(t, Submitted::default()) }
    }
}

/// Those who can be named: everybody who works at the centre, and at the municipality that decides.
async fn staff(site: &Site, opened: &OpenedCase) -> Result<Vec<(StaffId, String)>, PageError> {
    let (scope, today) = (opened.file.scope, site.app().clock().today());
    let mut agencies = vec![scope.centre, scope.municipality];
    agencies.dedup();
    let mut found: Vec<(StaffId, String)> = Vec::new();
    for agency in agencies {
        let name = site.app().agency(agency).await.map_err(page_error)?.facts.name;
        for row in site.app().staff_of(agency).await.map_err(page_error)? {
            let works =
                |held: Membership| held.agency == agency && !matches!(held.role, Role::Administrator | Role::Person);
            if row.facts.active
                && row.facts.held_on(today).any(works)
                && found.iter().all(|(known, _)| *known != row.id)
            {
                found.push((row.id, format!("{}（{name}）", row.facts.name)));
            }
        }
    }
    Ok(found)
}

fn questions(t: &Texts, staff: &[(StaffId, String)]) -> Vec<Question> {
    let grounds = options(ProtectionGround::ALL, ProtectionGround::name, |ground| ground_name(t, ground));
    let named = labelled(staff.iter().map(|(id, name)| (id.to_string(), name.clone())));
    vec![
        Question::one("ground", t.get("protection-ground"), grounds).below_each_other().required(),
        Question::several("named", t.get("protection-named"), named).hint(t.get("protection-named-hint")).required(),
        Question::long("caution", t.get("protection-caution"), 3).hint(t.get("protection-caution-hint")),
        Question::date("review_on", t.get("protection-review-on")).hint(t.get("protection-review-hint")).required(),
    ]
}

fn openings_table(
    reader: &SignedIn,
    case: CaseId,
    openings: &[Opening],
    names: &[(StaffId, String)],
) -> Option<TableView> {
    let t = &reader.t;
    let name = |staff: StaffId| names.iter().find(|(id, _)| *id == staff).map_or("", |(_, name)| name.as_str());
    let row = |opening: &Opening| TableRow {
        cells: vec![
            Cell::Open {
                text: name(opening.by).to_owned(),
                below: String::new(),
                href: format!("/cases/{case}/protection/openings/{}", opening.id),
            },
            Cell::Date(reader.look.short(opening.on)),
            Cell::Text(opening.reason.clone()),
            Cell::Status(match &opening.review {
                Some(_) => StatusTag::new(Shape::Done, t.get("emergency-state-reviewed")),
                None => StatusTag::new(Shape::Waiting, t.get("emergency-state-waiting")),
            }),
        ],
    };
    (!openings.is_empty()).then(|| TableView {
        id: "openings".to_owned(),
        caption: t.get("protection-openings"),
        columns: vec![
            Column::new(t.get("protection-opened-by")),
            Column::new(t.get("protection-opened-on")),
            Column::new(t.get("protection-why")),
            Column::new(t.get("sharing-state")),
        ],
        rows: openings.iter().rev().map(row).collect(),
    })
}

pub(super) async fn show_protection(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(told): Query<Done>,
) -> Result<Response, PageError> {
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let forms = Forms::fresh(&site, &reader, &opened);
    page(&site, &reader, &opened, &forms, told.banners(&reader.t)).await
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    forms: &Forms,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let base = format!("/cases/{}/protection", case.id);
    let may = opened.may(site, reader, Action::ProtectCase);
    let staff = staff(site, opened).await?;
    let current = case.protection.current.as_ref();
    let mut people = People::default();
    let mut names = Vec::new();
    let opened_by = case.protection.openings.iter().map(|opening| opening.by);
    for one in current.iter().flat_map(|current| current.named.iter().copied()).chain(opened_by) {
        names.push((one, people.name(site, one).await?));
    }
    let mut about = Vec::new();
    if let Some(current) = current {
        let named: Vec<&str> = names.iter().take(current.named.len()).map(|(_, name)| name.as_str()).collect();
        about = vec![
            SummaryRow::new(t.get("protection-ground"), ground_name(t, current.ground)),
            SummaryRow::new(t.get("protection-since"), reader.look.long(current.since).text()),
            SummaryRow::new(t.get("protection-named"), named.join(t.get("list-separator").as_str())),
            SummaryRow::or_unknown(t.get("protection-caution"), current.caution.clone()),
            SummaryRow::new(t.get("protection-review-on"), reader.look.long(current.review_on).text()),
        ];
    }
    let (heading, button) = match current {
        Some(_) => (t.get("protection-change"), t.get("protection-save")),
        None => (t.get("protection-begin"), t.get("protection-do")),
    };
    let form = may.then(|| {
        let mut blocks = Vec::new();
        if current.is_none() {
            blocks.push(Block::new(t, Part::Note(t.get("protection-note"))));
        }
        blocks.extend(forms.protection.ask_all(&questions(t, &staff)));
        FormView::new(reader, base.clone(), blocks, button).version(opened.file.version)
    });
    let lift = (may && current.is_some()).then(|| {
        let why = Question::long("lift_reason", t.get("protection-lift-why"), 2).required();
        FormView::new(reader, format!("{base}/lift"), forms.lift.ask_all([&why]), t.get("protection-lift")).minor()
    });
    let mut frame = opened.frame(site, reader, &t.get("protection-title")).await?;
    let items = form.iter().chain(&lift).flat_map(|form| form.summary().items).collect();
    let summary = ErrorSummary { items };
    frame.has_errors = !summary.is_empty() || banners.iter().any(|banner| banner.kind == BannerKind::Error);
    frame.banners = banners;
    show(&ProtectionPage {
        frame,
        room: opened.room(site, reader, RoomTab::Sharing),
        summary,
        lead: if current.is_some() { t.get("protection-on") } else { t.get("protection-off") },
        about,
        openings: openings_table(reader, case.id, &case.protection.openings, &names),
        form_heading: heading,
        form,
        lift,
        back: Link::new(t.get("sharing-back"), format!("/cases/{}/sharing", case.id)),
    })
}

pub(super) async fn protect(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let expected = form.text("version").parse().unwrap_or_default();
    let mut filled = Filled::new(t, form);
    let ground = filled.choice::<ProtectionGround>("ground");
    if ground.is_none() {
        filled.complain("ground", t.get("protection-ground-missing"));
    }
    let known = staff(&site, &opened).await?;
    let chosen = |id: &StaffId| known.iter().any(|(staff, _)| staff == id);
    let mut named: Vec<StaffId> = Vec::new();
    for staff in filled.form.all("named").iter().filter_map(|id| id.parse().ok()).filter(chosen) {
        if !named.contains(&staff) {
            named.push(staff);
        }
    }
    if named.is_empty() {
        filled.complain("named", t.get("protection-named-missing"));
    }
    let review_on = filled.needed_day("review_on");
    let mut banners = Vec::new();
    if let Some(ground) = ground.filter(|_| filled.is_right()) {
        let since = site.app().clock().today();
        let protection = Protection { ground, caution: filled.text("caution"), since, named, review_on };
        let is_on = opened.file.case.protection.current.is_some();
        let result = match is_on {
            true => site.app().change_protection(&reader.actor, id, expected, protection).await.map(|_| ()),
            false => site.app().protect(&reader.actor, id, expected, protection).await,
        };
        match result {
            Ok(()) if !opened_after(&site, &reader, id).await => {
                return Ok(done("/protected", "protection-given-away"));
            }
            Ok(()) => return Ok(done(&format!("/cases/{id}/protection"), "record-protected")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    let forms = Forms { protection: filled, ..Forms::fresh(&site, &reader, &opened) };
    Ok(not_taken(page(&site, &reader, &opened, &forms, banners).await?))
}

/// Whoever names others and not themself sees the record no more.
async fn opened_after(site: &Site, reader: &SignedIn, id: CaseId) -> bool {
    OpenedCase::load(site, reader, id).await.is_ok()
}

pub(super) async fn lift(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut filled = Filled::new(t, form);
    let reason = filled.needed("lift_reason", t.get("protection-lift-missing"));
    let mut banners = Vec::new();
    if filled.is_right() {
        match site.app().lift_protection(&reader.actor, id, &reason).await {
            Ok(()) => return Ok(done(&format!("/cases/{id}/protection"), "protection-lifted")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    let forms = Forms { lift: filled, ..Forms::fresh(&site, &reader, &opened) };
    Ok(not_taken(page(&site, &reader, &opened, &forms, banners).await?))
}

fn ids(case: &str, opening: &str) -> Result<(CaseId, OpeningId), PageError> {
    let case = case.parse().map_err(|_| PageError::not_found())?;
    Ok((case, opening.parse().map_err(|_| PageError::not_found())?))
}

pub(super) async fn ask_review(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, opening)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (case, opening) = ids(&case, &opening)?;
    let opened = OpenedCase::load(&site, &reader, case).await?;
    let filled = Filled::new(&reader.t, Submitted::default());
    review_page(&site, &reader, &opened, opening, &filled, Vec::new()).await
}

async fn review_page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    id: OpeningId,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let case = &opened.file.case;
    let opening = case.protection.openings.iter().find(|opening| opening.id == id).ok_or_else(PageError::not_found)?;
    let mut people = People::default();
    let mut about = vec![
        SummaryRow::new(t.get("protection-opened-by"), people.name(site, opening.by).await?),
        SummaryRow::new(t.get("protection-opened-on"), reader.look.long(opening.on).text()),
        SummaryRow::new(t.get("sharing-open-until"), reader.look.long(opening.until).text()),
        SummaryRow::new(t.get("protection-why"), &opening.reason),
    ];
    if let Some(review) = &opening.review {
        let word = match review.justified {
            true => t.get("protection-justified-yes"),
            false => t.get("protection-justified-no"),
        };
        about.push(SummaryRow::new(t.get("protection-justified"), word));
        about.push(SummaryRow::new(t.get("sharing-finding"), &review.finding));
        about.push(SummaryRow::new(t.get("protection-reviewed-by"), people.name(site, review.by).await?));
    }
    let writes = opening.review.is_none() && opened.may(site, reader, Action::ReviewOpening);
    let base = format!("/cases/{}/protection", case.id);
    let form = writes.then(|| {
        let answers = labelled([("yes", t.get("protection-justified-yes")), ("no", t.get("protection-justified-no"))]);
        let questions = [
            Question::one("justified", t.get("protection-justified"), answers).below_each_other().required(),
            Question::long("finding", t.get("sharing-finding"), 3).hint(t.get("protection-finding-hint")).required(),
        ];
        FormView::new(reader, format!("{base}/openings/{id}"), filled.ask_all(&questions), t.get("sharing-review"))
            .back(Link::new(t.get("protection-back"), base.clone()))
    });
    let contents = Contents::new(RoomTab::Sharing, t.get("protection-review-title"), form);
    Contents { about, banners, ..contents }.show(site, reader, opened).await
}

pub(super) async fn review(
    State(site): State<Site>,
    reader: SignedIn,
    Path((case, opening)): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let (case, opening) = ids(&case, &opening)?;
    let opened = OpenedCase::load(&site, &reader, case).await?;
    let mut filled = Filled::new(t, form);
    let justified = filled.text("justified");
    if !["yes", "no"].contains(&justified.as_str()) {
        filled.complain("justified", t.get("protection-justified-missing"));
    }
    let finding = filled.needed("finding", t.get("sharing-finding-missing"));
    let mut banners = Vec::new();
    if filled.is_right() {
        let justified = justified == "yes";
        match site.app().review_opening(&reader.actor, case, opening, justified, &finding).await {
            Ok(_) => return Ok(done(&format!("/cases/{case}/protection"), "opening-reviewed")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(review_page(&site, &reader, &opened, opening, &filled, banners).await?))
}
