//! 正当な理由: why more people than the line allows went on to one corporation, as the office writes it for each half-year and service, and
//! what the designating authority answers.
//!
//! Source: notice 障障発0331第3号 pp. 9–10: the reason is handed in to the authority that designates the office; where the authority finds it
//! unfit, the reduction applies.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{HalfYear, NeutralityRules, ServiceShare};
use crate::{
    agency::AgencyFacts,
    episode::Programme,
    gathering::require_nobody,
    process::BothLanguages,
    rule::{Refusal, Rule, require},
};

words! {
    /// What the designating authority says to a reason.
    AuthorityWord {
        /// 正当な理由と認めた
        Recognised = "recognised",
        /// 不適当と判断した
        Unfit = "unfit",
    }
}

/// A reason that the notice names, as the definition of the programme has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodReason {
    /// Its identifier, for example `few_places`.
    pub id: String,
    /// What it is.
    pub name: BothLanguages,
    /// Where it is written.
    pub source: BothLanguages,
    /// It is somebody else's advice, and says whose.
    pub names_adviser: bool,
}

/// What the authority said, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityAnswer {
    /// When.
    pub on: NaiveDate,
    /// What.
    pub word: AuthorityWord,
}

/// Why an office was over the line in a half-year, for one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaningReason {
    /// The half-year that is judged.
    pub half: HalfYear,
    /// The service.
    pub service: Programme,
    /// Which of the reasons, by its identifier.
    pub reason: String,
    /// How it was, in the office's words.
    pub words: String,
    /// Whose advice it rests on, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub adviser: String,
    /// When it was handed in to the authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_in_on: Option<NaiveDate>,
    /// What the authority answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<AuthorityAnswer>,
}

impl LeaningReason {
    /// Whether it keeps the reduction away as far as is known: it was handed in, and the authority did not find it unfit.
    pub fn stands(&self) -> bool {
        let is_unfit = self.answer.as_ref().is_some_and(|answer| answer.word == AuthorityWord::Unfit);
        self.handed_in_on.is_some() && !is_unfit
    }

    fn check(&self, rules: &NeutralityRules, today: NaiveDate) -> Result<(), Refusal> {
        let named = rules.reasons.iter().find(|known| known.id == self.reason);
        let has_adviser = !self.adviser.trim().is_empty();
        let says = named.is_some_and(|known| has_adviser || !known.names_adviser) && !self.words.trim().is_empty();
        require(says, Rule::LeaningReasonSaysWhat)?;
        let in_order = self.handed_in_on.is_none_or(|on| self.half.first_day() <= on && on <= today);
        require(in_order, Rule::DateOutOfOrder)?;
        require_nobody(&[&self.words, &self.adviser])
    }
}

impl AgencyFacts {
    /// The reason that is written for a half-year and a service.
    pub fn leaning_reason(&self, half: HalfYear, service: Programme) -> Option<&LeaningReason> {
        self.leaning.iter().find(|reason| reason.half == half && reason.service == service)
    }

    /// The entry with a reason for leaning, in the place of the one that was written before. What the authority answered is written apart
    /// ([`AgencyFacts::answer_leaning`]).
    ///
    /// # Errors
    ///
    /// P-74 for a reason that the definition does not name, without words, or without the adviser whose advice it is; P-75 where the service is
    /// not over the line; P-76 once the authority has answered; P-11 for a day before the half-year or to come; R-62 where a case is named.
    pub fn explain_leaning(
        mut self,
        reason: LeaningReason,
        (rules, share): (&NeutralityRules, &ServiceShare),
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        let is_over = share.service == reason.service && share.is_over(rules.percent);
        require(is_over, Rule::LeaningIsOverTheLine)?;
        let known = self.leaning_reason(reason.half, reason.service);
        require(known.is_none_or(|known| known.answer.is_none()), Rule::LeaningReasonHandedIn)?;
        reason.check(rules, today)?;
        self.leaning.retain(|known| (known.half, known.service) != (reason.half, reason.service));
        let (words, adviser) = (reason.words.trim().to_owned(), reason.adviser.trim().to_owned());
        self.leaning.push(LeaningReason { words, adviser, answer: None, ..reason });
        self.leaning.sort_by_key(|reason| (reason.half, reason.service));
        Ok(self)
    }

    /// The entry with what the authority answered to a reason.
    ///
    /// # Errors
    ///
    /// P-76 for a reason that was not handed in; P-11 for a day before that or to come.
    pub fn answer_leaning(
        mut self,
        (half, service): (HalfYear, Programme),
        answer: AuthorityAnswer,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        let known = self.leaning.iter_mut().find(|reason| reason.half == half && reason.service == service);
        let handed_in = known.and_then(|reason| reason.handed_in_on.map(|on| (reason, on)));
        let Some((reason, on)) = handed_in else { return Err(Rule::LeaningReasonHandedIn.into()) };
        require(on <= answer.on && answer.on <= today, Rule::DateOutOfOrder)?;
        reason.answer = Some(answer);
        Ok(self)
    }
}
