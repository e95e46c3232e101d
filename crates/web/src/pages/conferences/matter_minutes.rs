//! What the minutes keep about a matter beside what was said: the papers presented, and when it is looked at again. It is asked with
//! the conclusion, and can be written later until the minutes are closed.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_access::Action;
use banso_app::CaseFile;
use banso_domain::{
    case::{
        event::{Purpose, SittingResult},
        minutes::{MatterMinutes, Presence, PresentedDoc},
    },
    id::{CaseId, ConferenceId},
    rule::Rule,
};

use super::{
    form_page::FormPage,
    naming::{presence_name, purpose_name},
    opened::Opened,
};
use crate::{
    components::{Banner, Link, SummaryRow},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, done, not_taken, options, refused},
    rules,
    site::{SignedIn, Site, page_error},
    text::Texts,
};

const DOCS: &str = "presented_docs";
const NEXT: &str = "next_review";
const PRESENCE: &str = "presence";
const ABSENCE: &str = "absence_reason";
const VOICE: &str = "voice";
const DIFFERENCE: &str = "difference";

fn doc_name(t: &Texts, doc: PresentedDoc) -> String {
    t.get(&format!("{}{}", /* keys */ "presented-", doc.name()))
}

/// What is asked about a matter beside what was said.
pub(super) fn questions(t: &Texts) -> [Question; 6] {
    let presences = options(Presence::ALL, Presence::name, |presence| presence_name(t, presence));
    let docs = options(PresentedDoc::ALL, PresentedDoc::name, |doc| doc_name(t, doc));
    [
        Question::several(DOCS, t.get("minutes-docs"), docs).hint(t.get("minutes-docs-hint")),
        Question::date(NEXT, t.get("minutes-next-review")).hint(t.get("minutes-next-review-hint")),
        Question::one(PRESENCE, t.get("minutes-presence"), presences),
        Question::line(ABSENCE, t.get("minutes-absence")).hint(t.get("minutes-absence-hint")),
        Question::long(VOICE, t.get("minutes-voice"), 3).hint(t.get("minutes-voice-hint")),
        Question::long(DIFFERENCE, t.get("minutes-difference"), 3).hint(t.get("minutes-difference-hint")),
    ]
}

/// The answers; a month that cannot be read is complained about.
pub(super) fn read(filled: &mut Filled) -> MatterMinutes {
    MatterMinutes {
        presented_docs: filled.chosen(DOCS, PresentedDoc::ALL, PresentedDoc::name),
        next_review: filled.month(NEXT),
        presence: filled.chosen(PRESENCE, Presence::ALL, Presence::name).first().copied(),
        absence_reason: filled.text(ABSENCE),
        voice: filled.text(VOICE),
        difference: filled.text(DIFFERENCE),
    }
}

/// The form as it begins, with what is known.
pub(super) fn known(reader: &SignedIn, minutes: &MatterMinutes) -> Submitted {
    let docs = minutes.presented_docs.iter().map(|doc| (DOCS.to_owned(), doc.name().to_owned()));
    let next = minutes.next_review.map(|month| (NEXT.to_owned(), reader.month(month)));
    let presence = minutes.presence.map(|presence| (PRESENCE.to_owned(), presence.name().to_owned()));
    let texts = [(ABSENCE, &minutes.absence_reason), (VOICE, &minutes.voice), (DIFFERENCE, &minutes.difference)];
    let texts = texts.map(|(name, text)| (name.to_owned(), text.clone()));
    Submitted::of(docs.chain(next).chain(presence).chain(texts))
}

/// What the minutes say about a matter, line by line; what nobody wrote has no text.
pub(super) fn rows(reader: &SignedIn, minutes: &MatterMinutes) -> [SummaryRow; 6] {
    let t = &reader.t;
    let docs: Vec<String> = minutes.presented_docs.iter().map(|doc| doc_name(t, *doc)).collect();
    let next = minutes.next_review.map(|month| reader.month(month)).unwrap_or_default();
    [
        SummaryRow::new(t.get("minutes-docs"), docs.join(&t.get("list-separator"))),
        SummaryRow::new(t.get("minutes-next-review"), next),
        SummaryRow::new(t.get("minutes-presence"), minutes.presence.map(|it| presence_name(t, it)).unwrap_or_default()),
        SummaryRow::new(t.get("minutes-absence"), minutes.absence_reason.clone()),
        SummaryRow::new(t.get("minutes-voice"), minutes.voice.clone()),
        SummaryRow::new(t.get("minutes-difference"), minutes.difference.clone()),
    ]
}

/// The same in one line; empty where nobody wrote any of it.
pub(in crate::pages) fn line(reader: &SignedIn, minutes: &MatterMinutes) -> String {
    let said = rows(reader, minutes).into_iter().filter_map(|row| {
        let value = row.value.filter(|value| !value.is_empty())?;
        Some(reader.t.with("minutes-line", [("label", row.key), ("value", value)]))
    });
    said.collect::<Vec<_>>().join(&reader.t.get("minutes-lines"))
}

/// What is still to be written before the minutes can be closed (P-32).
pub(super) fn missing(t: &Texts, result: &SittingResult) -> Vec<String> {
    let docs = result.lacks_docs().then(|| t.get("minutes-docs-missing"));
    let next_review = result.lacks_next_review().then(|| t.get("minutes-next-review-missing"));
    let person = result.lacks_person().then(|| rules::line(t, Rule::PersonAtCentre));
    docs.into_iter().chain(next_review).chain(person).collect()
}

/// A concluded matter whose minutes are open.
struct Matter {
    opened: Opened,
    file: CaseFile,
    case: CaseId,
    purpose: Purpose,
}

impl Matter {
    async fn load(
        site: &Site,
        reader: &SignedIn,
        (conference, case, purpose): (String, String, String),
    ) -> Result<Self, PageError> {
        let conference: ConferenceId = conference.parse().map_err(|_| PageError::not_found())?;
        let case: CaseId = case.parse().map_err(|_| PageError::not_found())?;
        let purpose = Purpose::from_name(&purpose).ok_or_else(PageError::not_found)?;
        let opened = Opened::load_for(site, reader, conference, Action::WriteMinutes).await?;
        opened.conference().item(case, purpose).ok_or_else(PageError::not_found)?;
        let file = site.app().case_file(&reader.actor, case).await.map_err(page_error)?;
        Ok(Self { opened, file, case, purpose })
    }

    /// The address of a page about the matter.
    fn address(&self, page: &str) -> String {
        format!("{}/{page}/{}/{}", self.opened.href(), self.case, self.purpose.name())
    }

    async fn page(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let form = FormView::new(reader, self.address("minutes"), filled.ask_all(&questions(t)), t.get("minutes-save"))
            .based_on(filled)
            .back(Link::new(self.opened.title(reader), self.opened.href()));
        let title = t.with("minutes-title", [("number", &self.file.case.reference)]);
        let mut frame = self.opened.frame(site, reader, Some(title)).await?;
        frame.banners = banners;
        let values = [("name", &self.file.person.facts.name), ("purpose", &purpose_name(t, self.purpose))];
        let heading = t.with("conclude-heading", values);
        FormPage::new(frame, form).about(heading, Vec::new(), String::new()).lead(t.get("minutes-lead")).show()
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String, String)>,
) -> Result<Response, PageError> {
    let matter = Matter::load(&site, &reader, path).await?;
    let Some(said) = matter.file.case.sitting(matter.opened.conference().id, matter.purpose) else {
        // What is not concluded yet is written with the conclusion.
        return Ok(Redirect::to(&matter.address("items")).into_response());
    };
    let form = known(&reader, &said.minutes).version(matter.file.version);
    matter.page(&site, &reader, &Filled::new(&reader.t, form), Vec::new()).await
}

pub(super) async fn write(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let matter = Matter::load(&site, &reader, path).await?;
    let mut filled = Filled::new(&reader.t, form);
    let minutes = read(&mut filled);
    let mut banners = Vec::new();
    if filled.is_right() {
        let conference = matter.opened.conference().id;
        let version = filled.form.text("version").parse().unwrap_or_default();
        let case = (matter.case, version);
        match site.app().write_minutes(&reader.actor, conference, case, matter.purpose, minutes).await {
            Ok(()) => return Ok(done(&matter.opened.href(), "minutes-written#agenda")),
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    Ok(not_taken(matter.page(&site, &reader, &filled, banners).await?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_paper_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            assert!(PresentedDoc::ALL.iter().all(|doc| !doc_name(&t, *doc).contains('⟦')));
        }
    }
}
