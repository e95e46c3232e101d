//! The questions that more than one side answers: the other agency's word, and how it ended.

use banso_domain::{
    missing::Lack,
    referral::{AnsweredBy, Conclusion, Outcome, ReferralAnswer, Word},
};
use chrono::NaiveDate;

use crate::{
    form::{Filled, Question, labelled, options},
    pages::missing::lack_name,
    text::Texts,
};

/// Who fills the form in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The agency itself, today.
    Agency,
    /// The sender, who writes down what was heard on some day.
    Sender,
}

/// What the other agency is asked.
pub(super) fn answer_questions(t: &Texts, who: Who) -> Vec<Question> {
    let words = [("accepts", t.get("referral-word-accepts")), ("declines", t.get("referral-word-declines"))];
    let lacks = options(Lack::ALL, Lack::name, |lack| lack_name(t, lack));
    let mut questions = vec![
        Question::one("word", t.get("referral-answer"), labelled(words)).below_each_other().required(),
        Question::date("first_on", t.get("referral-first-on")).hint(t.get("referral-first-on-hint")),
        Question::long("reason", t.get("referral-reason"), 2).hint(t.get("referral-reason-hint")),
        Question::pick("lack", t.get("referral-lack"), lacks).hint(t.get("referral-lack-hint")),
        Question::long("note", t.get("referral-note"), 3).hint(t.get("referral-note-hint")),
    ];
    match who {
        Who::Agency => questions.push(Question::line("name", t.get("referral-your-name")).required()),
        Who::Sender => questions.extend([
            Question::line("name", t.get("referral-their-name")),
            Question::date("on", t.get("referral-answered-on")).required(),
        ]),
    }
    questions
}

/// Reads the answer; what is wrong is complained about.
pub(super) fn read_answer(t: &Texts, filled: &mut Filled, who: Who, today: NaiveDate) -> Option<ReferralAnswer> {
    let first_on = filled.day("first_on");
    let reason = filled.text("reason");
    let word = match filled.form.text("word") {
        "accepts" => Some(Word::Accepts { first_on }),
        "declines" => {
            if reason.trim().is_empty() {
                filled.complain("reason", t.get("referral-reason-missing"));
            }
            let lack = filled.chosen("lack", Lack::ALL, Lack::name).first().copied();
            Some(Word::Declines { reason, lack })
        }
        _ => {
            filled.complain("word", t.get("referral-word-missing"));
            None
        }
    };
    let (by, on) = match who {
        Who::Agency => {
            filled.needed("name", t.get("referral-your-name-missing"));
            (AnsweredBy::Receiver, today)
        }
        Who::Sender => (AnsweredBy::Sender, filled.needed_day("on")),
    };
    let answer = ReferralAnswer { word: word?, on, by, name: filled.text("name"), note: filled.text("note") };
    filled.is_right().then_some(answer)
}

/// How it ended, as it is asked.
pub(super) fn conclusion_questions(t: &Texts) -> Vec<Question> {
    let outcomes = [
        ("linked", t.get("referral-outcome-linked")),
        ("refrained", t.get("referral-outcome-refrained")),
        ("not_possible", t.get("referral-outcome-not_possible")),
    ];
    vec![
        Question::one("outcome", t.get("referral-end"), labelled(outcomes)).below_each_other().required(),
        Question::date("first_on", t.get("referral-met")).hint(t.get("referral-met-hint")),
        Question::long("reason", t.get("referral-why-not"), 2).hint(t.get("referral-why-not-hint")),
        Question::long("note", t.get("referral-end-note"), 2),
        Question::date("on", t.get("referral-end-on")).required(),
    ]
}

/// Reads how it ended; what is wrong is complained about.
pub(super) fn read_conclusion(t: &Texts, filled: &mut Filled) -> Option<Conclusion> {
    let outcome = match filled.form.text("outcome") {
        "linked" => {
            if filled.form.text("first_on").is_empty() {
                filled.complain("first_on", t.get("referral-met-missing"));
            }
            filled.day("first_on").map(|first_on| Outcome::Linked { first_on })
        }
        "refrained" => Some(Outcome::Refrained),
        "not_possible" => {
            let reason = filled.needed("reason", t.get("referral-why-not-missing"));
            Some(Outcome::NotPossible { reason })
        }
        _ => {
            filled.complain("outcome", t.get("referral-end-missing"));
            None
        }
    };
    let on = filled.needed_day("on");
    let conclusion = Conclusion { outcome: outcome?, on, note: filled.text("note") };
    filled.is_right().then_some(conclusion)
}
