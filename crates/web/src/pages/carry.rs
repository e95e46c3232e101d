//! 本人経由: what the person takes to an agency themself — the sheet, and what became of it. The same questions for the desk and for
//! the person's own page, each in its own words.

use banso_domain::{
    calendar::{DateStyle, format},
    case::sharing::{Carried, CarriedWord, ItemSet},
    id::{AgencyId, CaseId, ConsentId, DisclosureId, StaffId},
    referral::HelpToTell,
};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    errors::PageError,
    form::{Block, Filled, Question, Submitted, options},
    pages::referrals::help_name,
    text::Texts,
};

/// A case, a consent and an agency, as addresses name them.
#[derive(Clone, Copy, Debug)]
pub(in crate::pages) struct Carrying {
    pub(in crate::pages) case: CaseId,
    pub(in crate::pages) consent: ConsentId,
    pub(in crate::pages) to: AgencyId,
}

impl Carrying {
    /// From the parts of an address.
    pub(in crate::pages) fn of(case: &str, consent: &str, to: &str) -> Result<Self, PageError> {
        let missing = |_| PageError::not_found();
        Ok(Self {
            case: case.parse().map_err(missing)?,
            consent: consent.parse().map_err(missing)?,
            to: to.parse().map_err(missing)?,
        })
    }
}

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Asked {
    /// The worker, about the person.
    Worker,
    /// The person themself.
    Person,
}

fn word_name(t: &Texts, asked: Asked, word: CarriedWord) -> String {
    match (asked, word) {
        (Asked::Worker, CarriedWord::Handed) => t.get("carry-word-handed"),
        (Asked::Worker, CarriedWord::Kept) => t.get("carry-word-kept"),
        (Asked::Person, CarriedWord::Handed) => t.get("own-carry-word-handed"),
        (Asked::Person, CarriedWord::Kept) => t.get("own-carry-word-kept"),
    }
}

fn helped(t: &Texts, asked: Asked, help: HelpToTell) -> String {
    match (asked, help) {
        (Asked::Worker, help) => help_name(t, help),
        (Asked::Person, HelpToTell::Memo) => t.get("own-carry-help-memo"),
        (Asked::Person, HelpToTell::RolePlay) => t.get("own-carry-help-role_play"),
        (Asked::Person, HelpToTell::GoingAlong) => t.get("own-carry-help-going_along"),
    }
}

/// The form as it opens.
pub(in crate::pages) fn fresh(today: NaiveDate, style: DateStyle) -> Submitted {
    Submitted::of([("on", format::long(today, style))])
}

/// What is asked.
pub(in crate::pages) fn blocks(t: &Texts, asked: Asked, filled: &Filled) -> Vec<Block> {
    let words = options(CarriedWord::ALL, CarriedWord::name, |word| word_name(t, asked, word));
    let helps = options(HelpToTell::ALL, HelpToTell::name, |help| helped(t, asked, help));
    let (what, on, help, hint, note, note_hint) = match asked {
        Asked::Worker => (
            t.get("carry-word"),
            t.get("carry-on"),
            t.get("carry-helps"),
            t.get("carry-helps-hint"),
            t.get("carry-note"),
            t.get("carry-note-hint"),
        ),
        Asked::Person => (
            t.get("own-carry-word"),
            t.get("own-carry-on"),
            t.get("own-carry-helps"),
            t.get("own-carry-helps-hint"),
            t.get("own-carry-note"),
            t.get("own-carry-note-hint"),
        ),
    };
    filled.ask_all(&[
        Question::one("word", what, words).below_each_other().required(),
        Question::date("on", on).required(),
        Question::several("helps", help, helps).below_each_other().hint(hint),
        Question::long("note", note, 2).hint(note_hint),
    ])
}

/// Reads the form; what is wrong is complained about.
pub(in crate::pages) fn read(
    t: &Texts,
    asked: Asked,
    filled: &mut Filled,
    carrying: Carrying,
    by: StaffId,
) -> Option<Carried> {
    let word = filled.choice::<CarriedWord>("word");
    if word.is_none() {
        let missing = match asked {
            Asked::Worker => t.get("carry-word-missing"),
            Asked::Person => t.get("own-carry-word-missing"),
        };
        filled.complain("word", missing);
    }
    let carried = Carried {
        id: DisclosureId::new(Uuid::now_v7()),
        consent: carrying.consent,
        to: carrying.to,
        items: ItemSet::NONE,
        on: filled.needed_day("on"),
        helps: filled.chosen("helps", HelpToTell::ALL, HelpToTell::name),
        note: filled.text("note"),
        by,
        word: word?,
    };
    filled.is_right().then_some(carried)
}

/// What became of it, in words.
pub(in crate::pages) fn told(t: &Texts, asked: Asked, carried: &Carried) -> String {
    let helps = carried.helps.iter().map(|help| helped(t, asked, *help)).collect::<Vec<_>>();
    let word = word_name(t, asked, carried.word);
    let said = match helps.is_empty() {
        true => word,
        false => t.with("carry-told-with", [("word", word), ("helps", helps.join(&t.get("list-separator")))]),
    };
    [said, carried.note.clone()].join("\n").trim_end().to_owned()
}
