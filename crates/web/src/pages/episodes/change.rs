//! What happens to a use: each deed has its form, and one button.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use banso_app::EpisodePage;
use banso_domain::{
    episode::{
        Episode, EpisodeEnd, EpisodeEndReason, Extension, Grant, Heard, Linked, LookedAt, Milestone, Noted, PhaseEntry,
        Shortening, Start,
    },
    id::EpisodeId,
    text::codes,
};

use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    begin::{FormPage, ground},
    episode_id,
    naming::{end_reason_name, in_words, milestone_name, programme_name},
    person_first,
};
use crate::{
    components::{Banner, ChoiceOption, Link, Width},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, Unsaved, done, labelled, not_taken, options},
    frame::Section,
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

macro_rules! deeds {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// Something that can be done to a use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Deed {
            $($(#[$doc])* $name,)+
        }

        impl Deed {
            const ALL: &[Deed] = &[$(Deed::$name),+];

            /// The last part of its address.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Deed::$name => $text,)+ }
            }
        }
    };
}

deeds! {
    Phase = "phase",
    Note = "note",
    Hear = "hear",
    Link = "link",
    Decided = "decided",
    Decides = "decides",
    Grant = "grant",
    Extend = "extend",
    Suspend = "suspend",
    Resume = "resume",
    Shorten = "shorten",
    End = "end",
    Correct = "correct",
}

impl Deed {
    fn from_name(name: &str) -> Result<Self, PageError> {
        Self::ALL.iter().copied().find(|deed| deed.name() == name).ok_or_else(PageError::not_found)
    }

    /// What the button says.
    pub(super) fn label(self, t: &Texts) -> String {
        t.get(&format!("{}{}", /* keys */ "episode-deed-", self.name()))
    }

    fn lead(self, t: &Texts) -> String {
        t.get(&format!("{}{}", /* keys */ "episode-lead-", self.name()))
    }

    /// What can be done to a use as it stands.
    pub(super) fn possible(episode: &Episode) -> impl Iterator<Item = Self> {
        let (open, suspended) = (episode.is_open(), episode.suspension().is_some());
        let has_term = episode.term().is_some();
        let looks_back = !open && episode.next_deadline().is_some();
        let (waits, is_decided_for) =
            (episode.to_link().next().is_some(), episode.decided_by_others().next().is_some());
        let may_extend = episode.extensions.len() < episode.rules.extensions.len();
        Self::ALL.iter().copied().filter(move |deed| match deed {
            Self::Phase | Self::Suspend => open && !suspended,
            Self::Note => open || looks_back,
            Self::Grant | Self::End | Self::Hear | Self::Decided => open,
            Self::Link => open && waits,
            Self::Decides => open && is_decided_for,
            Self::Extend => open && may_extend,
            Self::Resume => open && suspended,
            Self::Shorten => open && has_term,
            Self::Correct => true,
        })
    }
}

fn with_day(mut asked: Vec<Question>, day: Question) -> Vec<Question> {
    asked.push(day);
    asked
}

/// What is asked for a deed.
fn questions(site: &Site, reader: &SignedIn, deed: Deed, page: &EpisodePage) -> Vec<Question> {
    let t = &reader.t;
    let episode = &page.episode;
    let today = site.app().clock().today();
    let on = |label: String| Question::date("on", label).required();
    let reason = || Question::long("reason", t.get("episode-reason"), 2).required();
    match deed {
        Deed::Phase => {
            let definition = site.app().programmes().of(episode.programme);
            let views = definition.map(|definition| definition.map(episode, today)).unwrap_or_default();
            let names = views.iter().map(|view| (view.phase.id.clone(), in_words(t, view.name)));
            vec![
                Question::one("phase", t.get("episode-phase"), labelled(names)).below_each_other().required(),
                on(t.get("episode-phase-on")),
            ]
        }
        Deed::Note => {
            // What can happen in this programme, and no list of everything.
            let definition = site.app().programmes().of(episode.programme);
            let mut all =
                definition.map(|known| known.notable(&episode.rules, site.app().rewards())).unwrap_or_default();
            if !episode.is_open() {
                all.retain(|what| what.comes_after_the_end());
                all.push(Milestone::LookedBack);
            }
            let names = options(&all, Milestone::name, |what| milestone_name(t, what));
            vec![
                Question::one("what", t.get("episode-note-what"), names).below_each_other().required(),
                on(t.get("episode-note-on")),
                Question::long("note", t.get("episode-note-words"), 2),
            ]
        }
        Deed::Hear => with_day(person_first::complaint(t, true), on(t.get("episode-heard-on"))),
        Deed::Link => with_day(person_first::linking(t, episode), on(t.get("episode-link-on"))),
        Deed::Decided => with_day(person_first::deciding(t), on(t.get("episode-decided-day"))),
        Deed::Decides => with_day(person_first::looking(t, episode), on(t.get("episode-decides-on"))),
        Deed::Grant => vec![
            Question::date("until", t.get("episode-grant-until")),
            Question::date("provisional", t.get("episode-grant-provisional"))
                .hint(t.get("episode-grant-provisional-hint")),
            Question::digits("monitoring", t.get("episode-grant-monitoring"), Width::Short)
                .hint(t.get("episode-grant-monitoring-hint")),
        ],
        Deed::Extend => {
            let most = episode.rules.extensions.get(episode.extensions.len()).copied().unwrap_or(1);
            let mut asked = vec![
                Question::digits("months", t.get("episode-extend-months"), Width::Short)
                    .hint(t.with("episode-extend-most", [("months", most)]))
                    .required(),
                on(t.get("episode-decided-on")),
            ];
            let definition = site.app().programmes().of(episode.programme);
            let ground = definition.and_then(|known| ground(t, known, &episode.rules, t.get("episode-ground")));
            asked.extend(ground.map(Question::required));
            asked.push(reason());
            asked
        }
        Deed::Suspend => vec![on(t.get("episode-suspend-from")), reason()],
        Deed::Resume => vec![on(t.get("episode-resume-on"))],
        Deed::Shorten => {
            vec![
                Question::date("to", t.get("episode-shorten-to")).required(),
                on(t.get("episode-decided-on")),
                reason(),
            ]
        }
        Deed::End => vec![
            on(t.get("episode-end-on")),
            Question::one("why", t.get("episode-end-reason"), reasons(t)).below_each_other().required(),
            Question::long("note", t.get("episode-note-words"), 2),
        ],
        Deed::Correct => {
            let mut asked = vec![Question::date("starts_on", t.get("episode-from")).required()];
            if episode.rules.after_hire.is_some() {
                asked.push(Question::date("hired_on", t.get("episode-hired-on")).required());
            }
            asked.push(Question::date("ended_on", t.get("episode-end-on")).hint(t.get("episode-correct-end-hint")));
            asked.push(Question::pick("why", t.get("episode-end-reason"), reasons(t)));
            asked.push(Question::long("reason", t.get("episode-correct-reason"), 2).required());
            asked
        }
    }
}

fn reasons(t: &Texts) -> Vec<ChoiceOption> {
    options(EpisodeEndReason::ALL, EpisodeEndReason::name, |reason| end_reason_name(t, reason))
}

/// What stands in the form at first.
fn fresh(site: &Site, reader: &SignedIn, deed: Deed, page: &EpisodePage) -> Submitted {
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let episode = &page.episode;
    let today = day(site.app().clock().today());
    let form = match deed {
        Deed::Grant => Submitted::of([
            ("until", episode.grant.until.map(day).unwrap_or_default()),
            ("provisional", episode.grant.provisional_until.map(day).unwrap_or_default()),
            ("monitoring", episode.grant.monitoring_every.map(|months| months.to_string()).unwrap_or_default()),
        ]),
        Deed::Correct => Submitted::of([
            ("starts_on", day(episode.start.on)),
            ("hired_on", episode.start.hired_on.map(day).unwrap_or_default()),
            ("ended_on", episode.end.as_ref().map(|end| day(end.on)).unwrap_or_default()),
            ("why", episode.end.as_ref().map(|end| end.reason.name().to_owned()).unwrap_or_default()),
        ]),
        Deed::Hear => {
            let heard = episode.heard.clone().unwrap_or_default();
            let about = heard.about.iter().map(|topic| ("about", topic.name().to_owned()));
            Submitted::of([("on", today), ("complaint", heard.complaint)].into_iter().chain(about))
        }
        _ => Submitted::of([("on", today)]),
    };
    form.version(page.version)
}

async fn draw(
    site: &Site,
    reader: &SignedIn,
    deed: Deed,
    page: &EpisodePage,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let home = format!("/episodes/{}", page.episode.id);
    let blocks = filled.ask_all(&questions(site, reader, deed, page));
    let form = FormView::new(reader, format!("{home}/change/{}", deed.name()), blocks, t.get("episode-save"))
        .based_on(filled)
        .back(Link::new(t.get("episode-back"), home.clone()));
    let today = site.app().clock().today();
    let programme = programme_name(site, t, page.episode.programme, today);
    let mut frame = reader.frame(site, Some(Section::Episodes), deed.label(t)).await?;
    frame.breadcrumbs = vec![Link::new(t.get("episodes-title"), "/episodes"), Link::new(programme.clone(), home)];
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    let agency = site.app().agency(page.episode.agency).await.map_err(page_error)?.facts.name;
    let about = t.with("episode-heading", [("name", page.name.clone()), ("programme", programme)]);
    show(&FormPage {
        frame,
        heading: deed.label(t),
        lead: format!("{about}　{}", deed.lead(t)),
        readers: t.with("episode-readers", [("agency", agency)]),
        summary,
        form,
    })
}

async fn opened(site: &Site, reader: &SignedIn, path: &(String, String)) -> Result<(Deed, EpisodePage), PageError> {
    let page = site.app().episode(&reader.actor, episode_id(&path.0)?).await.map_err(page_error)?;
    Ok((Deed::from_name(&path.1)?, page))
}

/// What a link has chosen already: the step that was done, the matter, the decision.
#[derive(Deserialize)]
pub(super) struct Wanted {
    what: Option<String>,
    topic: Option<String>,
    place: Option<String>,
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let (deed, page) = opened(&site, &reader, &path).await?;
    let mut form = fresh(&site, &reader, deed, &page);
    for (name, value) in [("what", wanted.what), ("topic", wanted.topic), ("place", wanted.place)] {
        if let Some(value) = value {
            form.put(name, value);
        }
    }
    let filled = Filled::new(&reader.t, form);
    draw(&site, &reader, deed, &page, &filled, Vec::new()).await
}

pub(super) async fn change(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let (deed, page) = opened(&site, &reader, &path).await?;
    let mut filled = Filled::new(&reader.t, form);
    let id = page.episode.id;
    let asked = read(&reader.t, deed, &page.episode, &mut filled);
    let Some(asked) = asked.filter(|_| filled.is_right()) else {
        return Ok(not_taken(draw(&site, &reader, deed, &page, &filled, Vec::new()).await?));
    };
    let version = filled.form.text("version").parse().unwrap_or(page.version);
    match asked.take(&site, &reader, id, version).await {
        Ok(()) => Ok(done(&format!("/episodes/{id}"), "episode-changed")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let drawn = draw(&site, &reader, deed, &page, &filled, unsaved.banners(&reader.t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}

/// A form as it was read.
enum Asked {
    Phase(PhaseEntry),
    Note(Noted),
    Hear(NaiveDate, Heard),
    Link(Linked),
    Decided(String, String, NaiveDate),
    Decides(usize, LookedAt),
    Grant(Grant),
    Extend(Extension),
    Suspend(NaiveDate, String),
    Resume(NaiveDate),
    Shorten(Shortening),
    End(EpisodeEnd),
    Correct(Start, Option<EpisodeEnd>, String),
}

fn number(t: &Texts, filled: &mut Filled, name: &str) -> Option<u32> {
    let typed = filled.text(name);
    if typed.trim().is_empty() {
        return None;
    }
    let number = codes::digits(&typed).parse().ok();
    if number.is_none() {
        filled.complain(name, t.get("episode-number-wrong"));
    }
    number
}

fn read(t: &Texts, deed: Deed, episode: &Episode, filled: &mut Filled) -> Option<Asked> {
    let needs_day = !matches!(deed, Deed::Grant | Deed::Correct);
    let on = if needs_day { filled.needed_day("on") } else { episode.start.on };
    let reason = |filled: &mut Filled| filled.needed("reason", t.get("episode-reason-missing"));
    Some(match deed {
        Deed::Phase => Asked::Phase(PhaseEntry { phase: filled.needed("phase", t.get("episode-phase-missing")), on }),
        Deed::Note => {
            let what = filled.chosen("what", Milestone::ALL, Milestone::name).first().copied();
            if what.is_none() {
                filled.complain("what", t.get("episode-note-missing"));
            }
            Asked::Note(Noted { what: what?, on, note: filled.text("note") })
        }
        Deed::Hear => {
            filled.needed("complaint", t.get("episode-complaint-missing"));
            Asked::Hear(on, person_first::heard(filled))
        }
        Deed::Link => Asked::Link(person_first::linked(t, filled, on)?),
        Deed::Decided => {
            let what = filled.needed("decision", t.get("episode-decided-what-missing"));
            let by = filled.needed("by", t.get("episode-decided-by-missing"));
            Asked::Decided(what, by, on)
        }
        Deed::Decides => {
            let (place, looked_at) = person_first::looked_at(t, filled, on)?;
            Asked::Decides(place, looked_at)
        }
        Deed::Grant => Asked::Grant(Grant {
            until: filled.day("until"),
            provisional_until: filled.day("provisional"),
            monitoring_every: number(t, filled, "monitoring"),
        }),
        Deed::Extend => {
            let months = number(t, filled, "months");
            if months.is_none() && filled.text("months").is_empty() {
                filled.complain("months", t.get("episode-number-wrong"));
            }
            let ground = Some(filled.text("ground")).filter(|ground| !ground.is_empty());
            if ground.is_none() && !episode.rules.grounds.is_empty() {
                filled.complain("ground", t.get("episode-ground-missing"));
            }
            let reason = reason(filled);
            Asked::Extend(Extension { months: months?, ground, reason, decided_on: on })
        }
        Deed::Suspend => Asked::Suspend(on, reason(filled)),
        Deed::Resume => Asked::Resume(on),
        Deed::Shorten => {
            let to = filled.needed_day("to");
            if filled.is_right() && to < episode.start.on {
                filled.complain("to", t.get("episode-ends-before"));
            }
            Asked::Shorten(Shortening { to, reason: reason(filled), decided_on: on })
        }
        Deed::End => {
            if filled.is_right() && on < episode.start.on {
                filled.complain("on", t.get("episode-ends-before"));
            }
            let why = why(t, filled, true);
            Asked::End(EpisodeEnd { on, reason: why?, note: filled.text("note") })
        }
        Deed::Correct => {
            let on = filled.needed_day("starts_on");
            let hired_on = filled.day("hired_on").or(episode.start.hired_on);
            let ended_on = filled.day("ended_on");
            if ended_on.is_some_and(|ended| ended < on) {
                filled.complain("ended_on", t.get("episode-ends-before"));
            }
            let why = why(t, filled, ended_on.is_some());
            let note = episode.end.as_ref().map(|end| end.note.clone()).unwrap_or_default();
            let end = ended_on.zip(why).map(|(on, reason)| EpisodeEnd { on, reason, note });
            let reason = reason(filled);
            Asked::Correct(Start { on, hired_on, ..episode.start.clone() }, end, reason)
        }
    })
}

fn why(t: &Texts, filled: &mut Filled, is_needed: bool) -> Option<EpisodeEndReason> {
    let why = filled.chosen("why", EpisodeEndReason::ALL, EpisodeEndReason::name).first().copied();
    if why.is_none() && is_needed {
        filled.complain("why", t.get("episode-why-missing"));
    }
    if why == Some(EpisodeEndReason::Other) && filled.text("note").is_empty() && filled.form.has("note") {
        filled.complain("note", t.get("episode-reason-missing"));
    }
    why
}

impl Asked {
    async fn take(
        self,
        site: &Site,
        reader: &SignedIn,
        id: EpisodeId,
        version: i64,
    ) -> Result<(), banso_app::UseCaseError> {
        let (app, actor) = (site.app(), &reader.actor);
        match self {
            Self::Phase(entry) => app.enter_phase(actor, id, version, entry).await,
            Self::Note(noted) => app.note_milestone(actor, id, version, noted).await,
            Self::Hear(on, heard) => app.hear_complaint(actor, id, version, on, heard).await,
            Self::Link(linked) => app.link_to_desk(actor, id, version, linked).await,
            Self::Decided(what, by, on) => app.note_decided_for(actor, id, version, &what, &by, on).await,
            Self::Decides(place, looked_at) => app.look_at_decision(actor, id, version, place, looked_at).await,
            Self::Grant(grant) => app.record_grant(actor, id, version, grant).await,
            Self::Extend(extension) => app.extend_episode(actor, id, version, extension).await,
            Self::Suspend(from, reason) => app.suspend_episode(actor, id, version, from, &reason).await,
            Self::Resume(on) => app.resume_episode(actor, id, version, on).await,
            Self::Shorten(shortening) => app.shorten_episode(actor, id, version, shortening).await,
            Self::End(end) => app.end_episode(actor, id, version, end).await,
            Self::Correct(start, end, reason) => app.correct_episode(actor, id, version, (start, end), &reason).await,
        }
    }
}
