//! An office's own conference about somebody who uses its programme: planned from the use, its minutes, and what is claimed for it.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_access::{Action, ConferenceScope};
use banso_app::{ConferencePage, EpisodePage, UseCaseError};
use banso_domain::{
    conference::{ConferenceKind, ConferenceState, Pattern, Tier},
    episode::{Episode, OutsideKind, UseMinutes},
    id::ConferenceId,
    liaison::ExplainedBy,
    rule::Rule,
};

use super::{
    claims::explained_by_name,
    form,
    form_page::FormPage,
    members::{self, Colleagues},
    naming::{kind_name, pattern_code, tier_code},
    plan::planner,
};
use crate::{
    components::{Banner, BannerKind, Link, SummaryRow},
    errors::PageError,
    form::{Block, Draft, Filled, FormView, Part, Question, Submitted, done, not_taken, options, refused},
    frame::{Frame, Section},
    pages::{episodes::programme_name, rewards::condition_name},
    rules,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

/// How long such a sitting takes where nothing else is said.
const USUAL_MINUTES: &str = "60";

fn outside_name(t: &Texts, kind: OutsideKind) -> String {
    t.get(&format!("{}{}", /* keys */ "use-conference-outside-", kind.name()))
}

/// A use about which a conference is planned.
struct Planned {
    page: EpisodePage,
    kind: ConferenceKind,
}

impl Planned {
    /// The use, where its programme asks for conferences and the reader may plan them; else its page or a refusal.
    async fn load(site: &Site, reader: &SignedIn, id: &str) -> Result<Result<Self, Response>, PageError> {
        let id = id.parse().map_err(|_| PageError::not_found())?;
        let page = site.app().episode(&reader.actor, id).await.map_err(page_error)?;
        let scope = ConferenceScope { host: page.episode.agency, municipality: None };
        if !site.app().may_on_conference(&reader.actor, Action::PlanUseConference, scope) {
            return Err(PageError::forbidden());
        }
        let home = format!("/episodes/{}", page.episode.id);
        Ok(match page.episode.may_confer() {
            Ok(kind) => Ok(Self { page, kind }),
            Err(_) => Err(Redirect::to(&home).into_response()),
        })
    }

    fn draft_key(&self) -> String {
        format!("conference/use/{}", self.page.episode.id)
    }

    fn home(&self) -> String {
        format!("/episodes/{}", self.page.episode.id)
    }

    async fn page(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        draft: Draft,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let colleagues = Colleagues::of(site, self.page.episode.agency).await?;
        let blocks = form::blocks_of_use(t, filled, &colleagues);
        let form = FormView::new(reader, format!("{}/conference", self.home()), blocks, t.get("conference-save"))
            .draft(draft)
            .back(Link::new(t.get("use-conference-back"), self.home()));
        let title = t.with("use-conference-plan", [("kind", kind_name(t, self.kind))]);
        let mut frame = reader.frame(site, Some(Section::Episodes), title).await?;
        frame.breadcrumbs = vec![
            Link::new(t.get("episodes-title"), "/episodes"),
            Link::new(named(site, reader, &self.page.episode), self.home()),
        ];
        frame.banners = banners;
        let lead = match self.kind {
            ConferenceKind::ChoiceMulti => t.get("use-conference-lead-choice"),
            _ => t.get("use-conference-lead-liaison"),
        };
        let heading = about_whom(t, &self.page.name, &frame.title);
        FormPage::new(frame, form).about(heading, Vec::new(), String::new()).lead(lead).show()
    }
}

pub(super) async fn ask_plan(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let planned = match Planned::load(&site, &reader, &id).await? {
        Ok(planned) => planned,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut fresh = Submitted::of([("minutes", USUAL_MINUTES)]);
    let planner = planner(&site, &reader, false).await?;
    members::put(&mut fresh, &[planner]);
    let (draft, form) = Draft::open(&site, &reader, planned.draft_key(), fresh).await?;
    planned.page(&site, &reader, &Filled::new(&reader.t, form), draft, Vec::new()).await
}

pub(super) async fn plan(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let planned = match Planned::load(&site, &reader, &id).await? {
        Ok(planned) => planned,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let another_row = form.has("add_row");
    let mut filled = Filled::new(&reader.t, of_kind(form, planned.kind, Pattern::AdHoc, Tier::Core));
    let mut banners = Vec::new();
    if !another_row {
        let colleagues = Colleagues::of(&site, planned.page.episode.agency).await?;
        let (plan, members) = form::read(&mut filled, &colleagues);
        if filled.is_right() {
            match site.app().plan_use_conference(&reader.actor, planned.page.episode.id, plan, members).await {
                Ok(id) => {
                    Draft::drop(&site, &reader, &planned.draft_key()).await?;
                    return Ok(done(&format!("/conferences/{id}"), "use-conference-planned"));
                }
                Err(error) => banners = refused(&reader.t, error)?,
            }
        }
    }
    let draft = Draft::of(&reader, planned.draft_key());
    let page = planned.page(&site, &reader, &filled, draft, banners).await?;
    Ok(if another_row { page } else { not_taken(page) })
}

/// What the form of a conference about a use leaves out, because it follows from the use.
pub(super) fn of_kind(mut form: Submitted, kind: ConferenceKind, pattern: Pattern, tier: Tier) -> Submitted {
    form.put("kind", kind.name());
    form.put("pattern", pattern_code(pattern));
    form.put("tier", tier_code(tier));
    form
}

/// What the conference page says about the use.
pub(super) struct AboutUse {
    /// The person, with the way to the use.
    pub(super) person: Link,
    /// What the minutes say.
    pub(super) rows: Vec<SummaryRow>,
    /// Where they are written, once it sat.
    pub(super) write: Option<Link>,
}

/// A conference about a use with that use.
struct Minuted {
    opened: ConferencePage,
    page: EpisodePage,
}

impl Minuted {
    async fn load(site: &Site, reader: &SignedIn, id: &str) -> Result<Self, PageError> {
        let id: ConferenceId = id.parse().map_err(|_| PageError::not_found())?;
        let opened = site.app().conference(&reader.actor, id).await.map_err(page_error)?;
        let of_use = opened.conference.of_use.ok_or_else(PageError::not_found)?;
        let page = site.app().episode(&reader.actor, of_use).await.map_err(page_error)?;
        Ok(Self { opened, page })
    }

    fn id(&self) -> ConferenceId {
        self.opened.conference.id
    }

    fn href(&self) -> String {
        format!("/conferences/{}", self.id())
    }

    fn action(&self) -> String {
        format!("/use-conferences/{}", self.id())
    }

    fn claims(&self) -> bool {
        self.opened.conference.plan.kind.counts_as_liaison()
    }

    fn questions(&self, t: &Texts) -> Vec<Question> {
        let outside = options(OutsideKind::ALL, OutsideKind::name, |it| outside_name(t, it));
        let mut questions = vec![
            Question::several("outside", t.get("use-conference-outside"), outside)
                .below_each_other()
                .hint(t.get("use-conference-outside-hint")),
            Question::tick("is_remote", t.get("use-conference-remote"), t.get("use-conference-remote-yes")),
            Question::long("person_voice", t.get("use-conference-voice"), 2),
            Question::long("opinions", t.get("use-conference-opinions"), 3).hint(t.get("use-conference-opinions-hint")),
        ];
        if self.claims() {
            let by = options(ExplainedBy::ALL, ExplainedBy::name, |it| explained_by_name(t, it));
            questions.extend([
                Question::tick("explained", t.get("claim-explained"), t.get("claim-explained-yes")),
                Question::one("explained_by", t.get("claim-by"), by).below_each_other(),
                Question::long("plan_change", t.get("claim-change"), 3).hint(t.get("claim-change-hint")),
                Question::date("shared_back_on", t.get("claim-shared-back")).hint(t.get("claim-shared-back-hint")),
            ]);
        }
        questions
    }

    fn known(&self, reader: &SignedIn) -> Submitted {
        let Some(minutes) = self.page.episode.minutes_of(self.id()) else { return Submitted::default() };
        let yes = |holds: bool| if holds { "yes" } else { "" };
        let shared = minutes.shared_back_on.map(|on| reader.look.long(on).text().to_owned()).unwrap_or_default();
        let mut form = Submitted::of([
            ("is_remote", yes(minutes.is_remote)),
            ("person_voice", minutes.person_voice.as_str()),
            ("opinions", minutes.opinions.as_str()),
            ("explained", yes(minutes.explained)),
            ("explained_by", minutes.explained_by.map(ExplainedBy::name).unwrap_or_default()),
            ("plan_change", minutes.plan_change.as_str()),
            ("shared_back_on", shared.as_str()),
        ]);
        for kind in &minutes.outside {
            form.put("outside", kind.name());
        }
        form
    }

    /// What of a claim is shown and what is missing, and the button that records it or takes it back.
    fn claim_form(&self, site: &Site, reader: &SignedIn, filled: &Filled) -> Option<(String, FormView)> {
        let (t, conference, episode) = (&reader.t, &self.opened.conference, &self.page.episode);
        if !(self.claims() && conference.has_sat()) {
            return None;
        }
        if episode.liaison.iter().any(|claim| claim.conference == conference.id) {
            let question = Question::line("drop_reason", t.get("claim-drop-reason")).required();
            let action = format!("{}/drop", self.action());
            let form = FormView::new(reader, action, vec![filled.ask(&question)], t.get("claim-drop-save")).minor();
            return Some((t.get("claim-drop"), form));
        }
        let note = |line: String| Block::new(t, Part::Note(line));
        let blocks = match site.app().rewards().liaison_on(conference.plan.on) {
            None => vec![note(rules::line(t, Rule::RewardInForce))],
            Some(version) => {
                let line = episode.liaison_line(conference, "", version);
                let named = |condition| [("what", condition_name(t, condition))];
                let shown = line.found.iter().map(|(it, _)| t.with("use-conference-shows", named(*it)));
                let missing = line.missing.iter().map(|it| t.with("use-conference-lacks", named(*it)));
                shown.chain(missing).map(note).collect()
            }
        };
        let form = FormView::new(reader, format!("{}/claim", self.action()), blocks, t.get("claim-save")).minor();
        Some((t.get("claim-title"), form))
    }

    async fn page(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let questions = self.questions(t);
        let blocks = filled.ask_all(&questions);
        let plan = &self.opened.conference.plan;
        let day = reader.look.long(plan.on).text().to_owned();
        let heading = t.with("conference-title", [("kind", kind_name(t, plan.kind)), ("day", day)]);
        let form = FormView::new(reader, self.action(), blocks, t.get("use-conference-save"))
            .version(self.page.version)
            .back(Link::new(heading.clone(), self.href()));
        let mut frame: Frame = reader.frame(site, Some(Section::Episodes), t.get("use-conference-minutes")).await?;
        let home = format!("/episodes/{}", self.page.episode.id);
        frame.breadcrumbs = vec![
            Link::new(t.get("episodes-title"), "/episodes"),
            Link::new(named(site, reader, &self.page.episode), home),
            Link::new(heading, self.href()),
        ];
        frame.banners = banners;
        let title = about_whom(t, &self.page.name, &frame.title);
        FormPage::new(frame, form)
            .about(title, Vec::new(), String::new())
            .second(self.claim_form(site, reader, filled))
            .show()
    }
}

/// The heading of a form about somebody: the title of the page names nobody.
fn about_whom(t: &Texts, name: &str, title: &str) -> String {
    t.with("use-conference-heading", [("name", name), ("what", title)])
}

/// The programme of a use, by its name today.
fn named(site: &Site, reader: &SignedIn, episode: &Episode) -> String {
    programme_name(site, &reader.t, episode.programme, site.app().clock().today())
}

/// What the conference page says about the use; none where it is about cases.
pub(super) async fn about_use(
    site: &Site,
    reader: &SignedIn,
    opened: &ConferencePage,
) -> Result<Option<AboutUse>, PageError> {
    let Some(of_use) = opened.conference.of_use else { return Ok(None) };
    let t = &reader.t;
    let page = site.app().episode(&reader.actor, of_use).await.map_err(page_error)?;
    let person = Link::new(page.name.clone(), format!("/episodes/{of_use}"));
    let minuted = Minuted { opened: opened.clone(), page };
    let mut rows = Vec::new();
    if let Some(minutes) = minuted.page.episode.minutes_of(minuted.id()) {
        let outside: Vec<String> = minutes.outside.iter().map(|kind| outside_name(t, *kind)).collect();
        let remote = if minutes.is_remote { t.get("use-conference-remote-yes") } else { String::new() };
        let explained = if minutes.explained { t.get("claim-explained-yes") } else { String::new() };
        let by = minutes.explained_by.map(|by| explained_by_name(t, by)).unwrap_or_default();
        let shared = minutes.shared_back_on.map(|on| reader.look.long(on).text().to_owned()).unwrap_or_default();
        rows = vec![
            SummaryRow::new(t.get("use-conference-outside"), outside.join(&t.get("list-separator"))),
            SummaryRow::new(t.get("use-conference-remote"), remote),
            SummaryRow::new(t.get("use-conference-voice"), minutes.person_voice.clone()),
            SummaryRow::new(t.get("use-conference-opinions"), minutes.opinions.clone()),
            SummaryRow::new(t.get("claim-explained"), explained),
            SummaryRow::new(t.get("claim-by"), by),
            SummaryRow::new(t.get("claim-change"), minutes.plan_change.clone()),
            SummaryRow::new(t.get("claim-shared-back"), shared),
        ];
        rows.retain(|row| row.value.as_deref().is_some_and(|value| !value.is_empty()));
    }
    let writes =
        matches!(opened.conference.state, ConferenceState::Held) || (opened.conference.has_sat() && minuted.claims());
    let write = writes.then(|| Link::new(t.get("use-conference-minutes"), minuted.action()));
    Ok(Some(AboutUse { person, rows, write }))
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let minuted = Minuted::load(&site, &reader, &id).await?;
    let filled = Filled::new(&reader.t, minuted.known(&reader));
    minuted.page(&site, &reader, &filled, Vec::new()).await
}

pub(super) async fn write(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let minuted = Minuted::load(&site, &reader, &id).await?;
    let version = form.text("version").parse().unwrap_or(0);
    let mut filled = Filled::new(t, form);
    let shared_back_on = filled.day("shared_back_on");
    let mut banners = Vec::new();
    if filled.is_right() {
        let plan = &minuted.opened.conference.plan;
        let minutes = UseMinutes {
            conference: minuted.id(),
            kind: plan.kind,
            held_on: plan.on,
            outside: filled.chosen("outside", OutsideKind::ALL, OutsideKind::name),
            is_remote: filled.yes("is_remote"),
            person_voice: filled.text("person_voice"),
            explained: filled.yes("explained"),
            explained_by: filled.chosen("explained_by", ExplainedBy::ALL, ExplainedBy::name).first().copied(),
            opinions: filled.text("opinions"),
            plan_change: filled.text("plan_change"),
            shared_back_on,
        };
        match site.app().write_use_minutes(&reader.actor, minuted.id(), version, minutes).await {
            Ok(()) => return Ok(done(&minuted.href(), "use-conference-written")),
            Err(UseCaseError::Conflict { .. }) => {
                let banner = Banner::new(BannerKind::Warning, t.get("use-conference-overtaken"));
                banners = vec![banner.body(t.get("use-conference-overtaken-do"))];
            }
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(minuted.page(&site, &reader, &filled, banners).await?))
}

pub(super) async fn claim(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    _form: Submitted,
) -> Result<Response, PageError> {
    let minuted = Minuted::load(&site, &reader, &id).await?;
    let banners = match site.app().claim_use_liaison(&reader.actor, minuted.id()).await {
        Ok(()) => return Ok(done(&minuted.href(), "liaison-claimed")),
        Err(error) => refused(&reader.t, error)?,
    };
    let filled = Filled::new(&reader.t, minuted.known(&reader));
    Ok(not_taken(minuted.page(&site, &reader, &filled, banners).await?))
}

/// Takes the claim back, with a reason.
pub(super) async fn take_back(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let minuted = Minuted::load(&site, &reader, &id).await?;
    let mut dropped = Filled::new(t, form);
    let reason = dropped.needed("drop_reason", t.get("claim-drop-reason-needed"));
    let mut banners = Vec::new();
    if dropped.is_right() {
        match site.app().drop_use_liaison(&reader.actor, minuted.id(), &reason).await {
            Ok(()) => return Ok(done(&minuted.href(), "liaison-dropped")),
            Err(error) => banners = refused(t, error)?,
        }
    }
    let mut filled = Filled::new(t, minuted.known(&reader));
    if let Some(wrong) = dropped.error("drop_reason") {
        filled.complain("drop_reason", wrong);
    }
    Ok(not_taken(minuted.page(&site, &reader, &filled, banners).await?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_kind_of_agency_from_outside_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            assert!(OutsideKind::ALL.iter().all(|it| !outside_name(&t, *it).contains('⟦')));
        }
    }
}
