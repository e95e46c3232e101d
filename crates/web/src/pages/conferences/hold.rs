//! Recording that a conference sat: the day, who was there, who led and who wrote.

use axum::{extract::State, response::Response};
use banso_access::Action;
use banso_domain::{
    agency::ConferenceRules,
    conference::{Conference, ConferenceState, Member},
};

use super::{
    form_page::FormPage,
    members::{self, Colleagues},
    opened::{ConferencePath, Opened},
};
use crate::{
    components::{Banner, Link, Width},
    errors::PageError,
    form::{
        Block, Compared, Filled, FormView, Part, Question, Side, Submitted, chosen, done, not_taken, refused,
        would_overwrite,
    },
    site::{SignedIn, Site, page_error},
    text::Texts,
};

fn questions(t: &Texts) -> [Question; 3] {
    [
        Question::date("on", t.get("conference-held-on")).required(),
        Question::line("chair", t.get("conference-chair")).width(Width::Middle).required(),
        Question::line("recorder", t.get("conference-recorder")).width(Width::Middle),
    ]
}

/// The form as it begins: everybody who was invited is taken to be there, the reader to have written.
fn typed(reader: &SignedIn, conference: &Conference, local: &ConferenceRules) -> Submitted {
    let first = conference.state == ConferenceState::Planned;
    let members: Vec<Member> = conference
        .members
        .iter()
        .map(|member| Member { attended: member.attended || first, ..member.clone() })
        .collect();
    let recorder = if first { &reader.session.staff_name } else { &conference.recorder };
    let mut form = Submitted::of([
        ("on", reader.look.long(conference.plan.on).text()),
        ("chair", if first { &local.chair } else { &conference.chair }),
        ("recorder", recorder),
    ]);
    members::put(&mut form, &members);
    form
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    filled: &Filled,
    colleagues: &Colleagues,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let [on, chair, recorder] = &questions(t);
    let blocks = vec![
        filled.ask(on),
        Block::new(t, Part::Beside(filled.ask_all([chair, recorder]))),
        members::block(t, filled, colleagues, true),
    ];
    let form = FormView::new(reader, format!("{}/hold", opened.href()), blocks, t.get("conference-hold-save"))
        .based_on(filled)
        .back(Link::new(opened.title(reader), opened.href()));
    let mut frame = opened.frame(site, reader, Some(t.get("conference-hold"))).await?;
    frame.banners = banners;
    FormPage::new(frame, form).lead(t.get("conference-hold-intro")).show()
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, id, Action::WriteMinutes).await?;
    let colleagues = Colleagues::of(&site, opened.conference().host).await?;
    let local = site.app().agency(opened.conference().host).await.map_err(page_error)?.facts.conferences;
    let filled = Filled::new(&reader.t, typed(&reader, opened.conference(), &local).version(opened.page.version));
    page(&site, &reader, &opened, &filled, &colleagues, Vec::new()).await
}

pub(super) async fn hold(
    State(site): State<Site>,
    reader: SignedIn,
    ConferencePath(id): ConferencePath,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = Opened::load_for(&site, &reader, id, Action::WriteMinutes).await?;
    let colleagues = Colleagues::of(&site, opened.conference().host).await?;
    let another_row = form.has("add_row");
    let local = site.app().agency(opened.conference().host).await.map_err(page_error)?.facts.conferences;
    let theirs = typed(&reader, opened.conference(), &local);
    let mut filled = Filled::new(t, chosen(form, &theirs));
    let mut banners = Vec::new();
    if !another_row {
        let on = filled.needed_day("on");
        let chair = filled.needed("chair", t.get("conference-chair-needed"));
        let recorder = filled.text("recorder");
        let there = members::read(&filled.form, &colleagues);
        if !there.iter().any(|member| member.attended) {
            filled.complain("members", t.get("conference-nobody-there"));
        }
        if filled.is_right() {
            if filled.form.text("version") != opened.page.version.to_string() {
                let (was, by) = opened.before(&site, &reader, &filled.form).await?;
                let was = was.map(|was| typed(&reader, &was, &local));
                let forms = Compared { was: was.as_ref(), mine: &filled.form, theirs: &theirs };
                let mut sides = Side::all_of(t, reader.look, &questions(t), forms);
                sides.extend(members::sides(&reader, &colleagues, forms));
                if would_overwrite(&sides) {
                    let title = t.get("conference-hold");
                    return opened.both_versions(&site, &reader, title, "hold", (&filled.form, by), sides).await;
                }
            }
            match site.app().hold_conference(&reader.actor, id, on, there, &chair, &recorder).await {
                Ok(()) => return Ok(done(&opened.href(), "conference-held")),
                Err(error) => banners = refused(t, error)?,
            }
        }
    }
    let page = page(&site, &reader, &opened, &filled, &colleagues, banners).await?;
    Ok(if another_row { page } else { not_taken(page) })
}
