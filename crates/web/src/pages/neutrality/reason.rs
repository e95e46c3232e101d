//! 正当な理由: an office says why it was over the line in a half-year, and the designating authority's answer is written beside it. Each is a
//! form of its own; the municipality writes the answer alone.

use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_app::{LeaningWord, OfficeHalfYear};
use banso_domain::{
    episode::Programme,
    id::AgencyId,
    neutrality::{AuthorityAnswer, AuthorityWord, HalfYear, LeaningReason, ServiceShare},
};
use serde::Deserialize;

use super::{authority_word, section};
use crate::{
    components::{Banner, Cell, Column, Link, TableRow, TableView},
    errors::PageError,
    form::{Filled, FormView, Question, Submitted, Unsaved, labelled, not_taken, options},
    pages::episodes::{FormPage, both, programme_name},
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

/// Which reason: of an office, a half-year and a service; and whether what the authority answered is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    office: String,
    half: String,
    service: String,
    part: String,
}

impl Asked {
    fn is_answer(&self) -> bool {
        self.part == "answer"
    }

    fn home(&self) -> String {
        HalfYear::from_name(&self.half)
            .map_or_else(|| "/neutrality".to_owned(), |half| format!("/neutrality?half={}", half.name()))
    }
}

/// Where a form about a service stands.
fn address(found: &OfficeHalfYear, half: HalfYear, service: Programme, is_answer: bool) -> String {
    let (office, half, service) = (found.office.id, half.name(), service.name());
    let part = if is_answer { "&part=answer" } else { "" };
    format!("/neutrality/reasons?office={office}&half={half}&service={service}{part}")
}

/// What the reader can write about the office: reasons of the half-year that is shown, and answers to what was handed in.
pub(super) fn links(site: &Site, reader: &SignedIn, found: &OfficeHalfYear, half: HalfYear) -> Vec<Link> {
    let t = &reader.t;
    let facts = &found.office.facts;
    let values = |service: Programme, half: HalfYear| {
        [("service", programme_name(site, t, service, half.last_day())), ("half", half_name(reader, half))]
    };
    let can_be_written = |share: &&ServiceShare| {
        let known = facts.leaning_reason(half, share.service);
        found.may_explain && share.is_over(found.rules.percent) && known.is_none_or(|known| known.answer.is_none())
    };
    let reasons = found.shares.services.iter().filter(can_be_written).map(|share| {
        let text = t.with("neutrality-explain", values(share.service, half));
        Link::new(text, address(found, half, share.service, false))
    });
    let handed_in = facts.leaning.iter().filter(|reason| found.may_answer && reason.handed_in_on.is_some());
    let answers = handed_in.map(|reason| {
        let text = t.with("neutrality-answer", values(reason.service, reason.half));
        Link::new(text, address(found, reason.half, reason.service, true))
    });
    reasons.chain(answers).collect()
}

fn half_name(reader: &SignedIn, half: HalfYear) -> String {
    let day = |day| reader.look.long(day).text().to_owned();
    reader.t.with("neutrality-half", [("from", day(half.first_day())), ("until", day(half.last_day()))])
}

fn reason_name(t: &Texts, found: &OfficeHalfYear, reason: &LeaningReason) -> String {
    let known = found.rules.reasons.iter().find(|known| known.id == reason.reason);
    known.map_or_else(|| reason.reason.clone(), |known| both(t, &known.name))
}

/// Every reason that the office has written, the latest half-year first.
pub(super) fn table(site: &Site, reader: &SignedIn, number: usize, found: &OfficeHalfYear) -> Option<TableView> {
    let t = &reader.t;
    let day = |day| reader.look.long(day).text().to_owned();
    let row = |reason: &LeaningReason| {
        let whose = match reason.adviser.as_str() {
            "" => String::new(),
            adviser => t.with("neutrality-advised-by", [("adviser", adviser)]),
        };
        let handed_in = reason.handed_in_on.map_or_else(|| t.get("neutrality-not-handed-in"), day);
        let answer = reason.answer.as_ref().map(|answer| {
            let word = authority_word(t, answer.word);
            t.with("neutrality-answered", [("word", word), ("day", day(answer.on))])
        });
        let cells = vec![
            Cell::Text(half_name(reader, reason.half)),
            Cell::Text(programme_name(site, t, reason.service, reason.half.last_day())),
            Cell::TwoLines(reason_name(t, found, reason), format!("{}{whose}", reason.words)),
            Cell::Text(handed_in),
            Cell::Text(answer.unwrap_or_default()),
        ];
        TableRow { cells }
    };
    let rows: Vec<TableRow> = found.office.facts.leaning.iter().rev().map(row).collect();
    let columns = [
        t.get("neutrality-half-year"),
        t.get("neutrality-service"),
        t.get("neutrality-reason"),
        t.get("neutrality-handed-in"),
        t.get("neutrality-authority"),
    ];
    (!rows.is_empty()).then(|| TableView {
        id: format!("reasons-{number}"),
        caption: t.with("neutrality-reasons", [("office", found.office.facts.name.clone())]),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
    })
}

/// A form that may be filled in: the office as it is found, and what is written so far.
struct Opened {
    found: OfficeHalfYear,
    half: HalfYear,
    service: Programme,
    is_answer: bool,
}

impl Opened {
    /// None where there is nothing to be written, or not by the reader.
    async fn of(site: &Site, reader: &SignedIn, asked: &Asked) -> Result<Option<Self>, PageError> {
        let named = HalfYear::from_name(&asked.half).zip(Programme::from_name(&asked.service));
        let (Some((half, service)), Ok(office)) = (named, asked.office.parse::<AgencyId>()) else { return Ok(None) };
        let all = site.app().half_year_of_choice(&reader.actor, half).await.map_err(page_error)?;
        let Some(found) = all.into_iter().find(|found| found.office.id == office) else { return Ok(None) };
        let opened = Self { found, half, service, is_answer: asked.is_answer() };
        Ok(opened.is_open().then_some(opened))
    }

    fn is_open(&self) -> bool {
        let known = self.known();
        if self.is_answer {
            return self.found.may_answer && known.is_some_and(|known| known.handed_in_on.is_some());
        }
        let is_over = |share: &ServiceShare| share.service == self.service && share.is_over(self.found.rules.percent);
        let leans = self.found.shares.services.iter().any(is_over);
        self.found.may_explain && leans && known.is_none_or(|known| known.answer.is_none())
    }

    fn known(&self) -> Option<&LeaningReason> {
        self.found.office.facts.leaning_reason(self.half, self.service)
    }

    fn questions(&self, t: &Texts) -> Vec<Question> {
        if self.is_answer {
            let words = options(AuthorityWord::ALL, AuthorityWord::name, |word| authority_word(t, word));
            return vec![
                Question::one("word", t.get("neutrality-authority"), words).below_each_other().required(),
                Question::date("on", t.get("neutrality-answered-on")).required(),
            ];
        }
        let reasons = self.found.rules.reasons.iter().map(|known| {
            let values = [("reason", both(t, &known.name)), ("source", both(t, &known.source))];
            (known.id.clone(), t.with("neutrality-reason-of", values))
        });
        vec![
            Question::one("reason", t.get("neutrality-reason"), labelled(reasons)).below_each_other().required(),
            Question::long("words", t.get("neutrality-words"), 4).hint(t.get("neutrality-words-hint")).required(),
            Question::line("adviser", t.get("neutrality-adviser")).hint(t.get("neutrality-adviser-hint")),
            Question::date("handed_in_on", t.get("neutrality-handed-in")).hint(t.get("neutrality-handed-in-hint")),
        ]
    }

    fn typed(&self, reader: &SignedIn) -> Submitted {
        let day = |day| reader.look.long(day).text().to_owned();
        let mut form = Submitted::default();
        if let Some(known) = self.known() {
            if let Some(answer) = &known.answer {
                form.put("word", answer.word.name());
                form.put("on", day(answer.on));
            }
            form.put("reason", known.reason.clone());
            form.put("words", known.words.clone());
            form.put("adviser", known.adviser.clone());
            form.put("handed_in_on", known.handed_in_on.map(day).unwrap_or_default());
        }
        form.version(self.found.office.version)
    }

    /// What was written; none where something is missing, which then stands beside its field.
    fn read(&self, t: &Texts, filled: &mut Filled) -> Option<LeaningWord> {
        let (half, service) = (self.half, self.service);
        if self.is_answer {
            let word = filled.chosen("word", AuthorityWord::ALL, AuthorityWord::name).first().copied();
            if word.is_none() {
                filled.complain("word", t.get("job-choose-missing"));
            }
            let on = filled.needed_day("on");
            return word
                .filter(|_| filled.is_right())
                .map(|word| LeaningWord::Answer(half, service, AuthorityAnswer { on, word }));
        }
        let reason = filled.text("reason");
        if reason.is_empty() {
            filled.complain("reason", t.get("job-choose-missing"));
        }
        let words = filled.needed("words", t.get("neutrality-words-missing"));
        let (adviser, handed_in_on) = (filled.text("adviser"), filled.day("handed_in_on"));
        let written = LeaningReason { half, service, reason, words, adviser, handed_in_on, answer: None };
        filled.is_right().then_some(LeaningWord::Reason(written))
    }

    async fn draw(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let action = address(&self.found, self.half, self.service, self.is_answer);
        let home = Link::new(t.get("neutrality-title"), format!("/neutrality?half={}", self.half.name()));
        let form = FormView::new(reader, action, filled.ask_all(&self.questions(t)), t.get("job-save"))
            .based_on(filled)
            .back(Link::new(t.get("job-back"), home.href.clone()));
        let key = if self.is_answer {
            /* key */
            "neutrality-answer-title"
        } else {
            /* key */
            "neutrality-explain-title"
        };
        let heading = t.get(key);
        let mut frame = reader.frame(site, Some(section(reader)), heading.clone()).await?;
        frame.breadcrumbs = vec![home];
        let summary = form.summary();
        frame.has_errors = !summary.is_empty();
        frame.banners = banners;
        let values = [
            ("office", self.found.office.facts.name.clone()),
            ("half", half_name(reader, self.half)),
            ("service", programme_name(site, t, self.service, self.half.last_day())),
        ];
        let lead = t.with("neutrality-form-lead", values);
        show(&FormPage { frame, heading, lead, readers: t.get("neutrality-readers"), summary, form })
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    match Opened::of(&site, &reader, &asked).await? {
        Some(opened) => {
            let filled = Filled::new(&reader.t, opened.typed(&reader));
            opened.draw(&site, &reader, &filled, Vec::new()).await
        }
        None => Ok(Redirect::to(&asked.home()).into_response()),
    }
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Query(asked): Query<Asked>,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::of(&site, &reader, &asked).await?.ok_or_else(PageError::not_found)?;
    let mut filled = Filled::new(&reader.t, form);
    let Some(word) = opened.read(&reader.t, &mut filled) else {
        return Ok(not_taken(opened.draw(&site, &reader, &filled, Vec::new()).await?));
    };
    let office = &opened.found.office;
    let version = filled.form.text("version").parse().unwrap_or(office.version);
    match site.app().write_about_leaning(&reader.actor, office.id, version, word).await {
        Ok(()) => {
            let home = format!("/neutrality?half={}&done=leaning-written", opened.half.name());
            Ok(Redirect::to(&home).into_response())
        }
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let drawn = opened.draw(&site, &reader, &filled, unsaved.banners(&reader.t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}
