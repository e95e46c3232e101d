//! 足りない社会資源の台帳: what a region lacks, from the need of cases over what agencies can do to policy.
//!
//! An entry is about a region and holds nobody. What stands behind it is counted elsewhere ([`AskedFor`]) and shown as a [`Figure`].

mod asked;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use asked::{AskedFor, Figure};

use crate::{
    agency::AgencyKind,
    case::network::Topic,
    gathering::require_nobody,
    id::{AgencyId, ConferenceId, MissingId},
    rule::{Refusal, Rule, require},
};

words! {
    /// Why nothing fits.
    Lack {
        /// この地域にない
        NoneThere = "none_there",
        /// あるが、合わない
        NoneFitting = "none_fitting",
        /// 空きがない
        Full = "full",
        /// 待つ
        Waiting = "waiting",
        /// 遠い・通えない
        TooFar = "too_far",
        /// 対象や期間から外れる
        OutsideItsTerms = "outside_its_terms",
    }

    /// Where it is spoken about (seed 001: the base is the case, the other two stand on it).
    Layer {
        /// ケースを通じて
        Case = "case",
        /// 機関どうしで
        Agencies = "agencies",
        /// 政策形成（協議会・審議会）
        Policy = "policy",
    }

    /// What was decided.
    Verdict {
        /// 新しくつくる
        Make = "make",
        /// いまあるものを変える
        Adapt = "adapt",
        /// 時期をみて考える
        Later = "later",
        /// つくらない
        Decline = "decline",
    }

    /// How far it has come.
    MissingState {
        /// 話し合い前
        Entered = "entered",
        /// 話し合い中
        Discussed = "discussed",
        /// つくることにした
        UnderWay = "under_way",
        /// できた
        Made = "made",
        /// 時期をみる
        Later = "later",
        /// つくらないことにした
        Declined = "declined",
    }
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingContent {
    /// For what need.
    pub need: Topic,
    /// Which kind of agency would do it, if one is thought of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AgencyKind>,
    /// In which municipality; none where it is the whole region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AgencyId>,
    /// Why nothing fits.
    pub lack: Lack,
    /// 足りないもの
    pub what: String,
    /// 何があれば解決するか・新しい資源の案
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub idea: String,
    /// 協働相手の候補
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub partners: String,
}

impl MissingContent {
    fn check(&self) -> Result<(), Refusal> {
        require(has_words(&self.what), Rule::MissingSaysWhat)?;
        require_nobody(&[&self.what, &self.idea, &self.partners])
    }

    /// Whether what was asked for is what this entry is about: the same area, and the same need or kind of agency, as far as both are known.
    pub fn is_asked_by(&self, asked: &AskedFor) -> bool {
        let fits_area = self.area.is_none_or(|area| area == asked.area);
        let same_need = asked.need.map(|need| need == self.need);
        let same_kind = asked.kind.zip(self.kind).map(|(asked, kind)| asked == kind);
        fits_area
            && match (same_need, same_kind) {
                (Some(need), Some(kind)) => need && kind,
                (Some(one), None) | (None, Some(one)) => one,
                (None, None) => false,
            }
    }
}

/// What was said in a conference, as its minutes have it: the words, and nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// In which.
    pub conference: ConferenceId,
    /// Its place among what that conference noted, from 0.
    pub number: u32,
    /// The day it sat.
    pub on: NaiveDate,
}

/// Something that was said about an entry: a talk, or a look back over a longer time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// When.
    pub on: NaiveDate,
    /// For which agency it was written.
    pub by: AgencyId,
    /// In the layer in which it stood.
    pub layer: Layer,
    /// What was said.
    pub words: String,
}

/// What was decided, by whom it is done, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// When.
    pub on: NaiveDate,
    /// What.
    pub verdict: Verdict,
    /// 担う機関: who makes it, or who looks at it again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub responsible: String,
    /// Why.
    pub why: String,
}

/// It is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Since when.
    pub on: NaiveDate,
    /// What it is, and what came of it.
    pub words: String,
}

/// A move to another layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// When.
    pub on: NaiveDate,
    /// Where to.
    pub to: Layer,
    /// Why, and what those are to do there.
    pub why: String,
}

/// What happened to an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MissingEvent {
    /// It was entered.
    Entered {
        /// For which agency.
        by: AgencyId,
        /// On which day.
        on: NaiveDate,
        /// What it says.
        content: MissingContent,
        /// Where it was heard.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        heard: Vec<Heard>,
    },
    /// What it says changed.
    Changed {
        /// What it says now.
        content: MissingContent,
    },
    /// It was said in one more conference.
    Heard {
        /// Where.
        heard: Heard,
    },
    /// It was talked about.
    Discussed {
        /// What was said.
        remark: Remark,
    },
    /// It is spoken about elsewhere from now on.
    Moved {
        /// Where, why.
        moved: Move,
    },
    /// Something was decided.
    Decided {
        /// What.
        decision: Decision,
    },
    /// It is there now.
    Made {
        /// What.
        made: Made,
    },
    /// 長い目で見た記録: somebody looked back.
    LookedBack {
        /// What was seen.
        remark: Remark,
    },
}

impl MissingEvent {
    /// The name of the event in the journal.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Entered { .. } => "missing_entered",
            Self::Changed { .. } => "missing_changed",
            Self::Heard { .. } => "missing_heard_again",
            Self::Discussed { .. } => "missing_discussed",
            Self::Moved { .. } => "missing_moved",
            Self::Decided { .. } => "missing_decided",
            Self::Made { .. } => "missing_made",
            Self::LookedBack { .. } => "missing_looked_back",
        }
    }
}

/// An entry as its events add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Its identifier.
    pub id: MissingId,
    /// The agency that entered it.
    pub by: AgencyId,
    /// When it was entered.
    pub since: NaiveDate,
    /// What it says.
    pub content: MissingContent,
    /// Where it is spoken about now.
    pub layer: Layer,
    /// In which conferences it was said.
    pub heard: Vec<Heard>,
    /// What was said about it, in order.
    pub talks: Vec<Remark>,
    /// How it came where it is.
    pub moves: Vec<Move>,
    /// What was decided, in order; the last word counts.
    pub decisions: Vec<Decision>,
    /// What was made.
    pub made: Option<Made>,
    /// Looks back, in order.
    pub looks_back: Vec<Remark>,
}

fn has_words(text: &str) -> bool {
    !text.trim().is_empty()
}

impl MissingContent {
    /// Enters it, in the layer of the cases.
    ///
    /// # Errors
    ///
    /// P-147 where it does not say what is missing, R-62 where a case is named.
    pub fn enter(self, by: AgencyId, heard: Vec<Heard>, today: NaiveDate) -> Result<MissingEvent, Refusal> {
        self.check()?;
        Ok(MissingEvent::Entered { by, on: today, content: self, heard })
    }
}

impl Missing {
    /// How far it has come: what was made counts before what was decided, and that before what was said.
    pub fn state(&self) -> MissingState {
        match (&self.made, self.decisions.last().map(|decision| decision.verdict)) {
            (Some(_), _) => MissingState::Made,
            (None, Some(Verdict::Make | Verdict::Adapt)) => MissingState::UnderWay,
            (None, Some(Verdict::Later)) => MissingState::Later,
            (None, Some(Verdict::Decline)) => MissingState::Declined,
            (None, None) if self.talks.is_empty() => MissingState::Entered,
            (None, None) => MissingState::Discussed,
        }
    }

    /// Changes what it says.
    ///
    /// # Errors
    ///
    /// As for entering it; P-151 once it is there.
    pub fn change(&self, content: MissingContent) -> Result<MissingEvent, Refusal> {
        require(self.made.is_none(), Rule::MissingMade)?;
        content.check()?;
        Ok(MissingEvent::Changed { content })
    }

    /// It was said in one more conference; nothing where that is known already.
    pub fn hear(&self, heard: Heard) -> Option<MissingEvent> {
        let known = |it: &Heard| (it.conference, it.number) == (heard.conference, heard.number);
        (!self.heard.iter().any(known)).then_some(MissingEvent::Heard { heard })
    }

    /// It was talked about.
    ///
    /// # Errors
    ///
    /// P-147 without words, P-11 for a day to come, R-62.
    pub fn discuss(
        &self,
        on: NaiveDate,
        words: String,
        by: AgencyId,
        today: NaiveDate,
    ) -> Result<MissingEvent, Refusal> {
        Ok(MissingEvent::Discussed { remark: self.remark(on, words, by, today)? })
    }

    /// Looks back over a longer time, also where it was decided or made long ago.
    ///
    /// # Errors
    ///
    /// As [`Missing::discuss`].
    pub fn look_back(
        &self,
        on: NaiveDate,
        words: String,
        by: AgencyId,
        today: NaiveDate,
    ) -> Result<MissingEvent, Refusal> {
        Ok(MissingEvent::LookedBack { remark: self.remark(on, words, by, today)? })
    }

    fn remark(&self, on: NaiveDate, words: String, by: AgencyId, today: NaiveDate) -> Result<Remark, Refusal> {
        require(has_words(&words), Rule::MissingSaysWhat)?;
        require(on <= today, Rule::DateOutOfOrder)?;
        require_nobody(&[&words])?;
        Ok(Remark { on, by, layer: self.layer, words })
    }

    /// Takes it to another layer.
    ///
    /// # Errors
    ///
    /// P-148 without a reason, to where it is, and to policy before it was talked about; P-11, R-62.
    pub fn move_to(&self, moved: Move, today: NaiveDate) -> Result<MissingEvent, Refusal> {
        require(has_words(&moved.why) && moved.to != self.layer, Rule::MissingMoved)?;
        require(moved.to != Layer::Policy || !self.talks.is_empty(), Rule::MissingMoved)?;
        require(moved.on <= today, Rule::DateOutOfOrder)?;
        require_nobody(&[&moved.why])?;
        Ok(MissingEvent::Moved { moved })
    }

    /// Writes down what was decided.
    ///
    /// # Errors
    ///
    /// P-149 without a reason, and without somebody who does it where something is made or changed; P-151 once it is there; P-11, R-62.
    pub fn decide(&self, decision: Decision, today: NaiveDate) -> Result<MissingEvent, Refusal> {
        require(self.made.is_none(), Rule::MissingMade)?;
        let done_by_somebody =
            !matches!(decision.verdict, Verdict::Make | Verdict::Adapt) || has_words(&decision.responsible);
        require(has_words(&decision.why) && done_by_somebody, Rule::MissingDecided)?;
        require(decision.on <= today, Rule::DateOutOfOrder)?;
        require_nobody(&[&decision.why, &decision.responsible])?;
        Ok(MissingEvent::Decided { decision })
    }

    /// It is there now.
    ///
    /// # Errors
    ///
    /// P-151 before it was decided to make it, and twice; P-147 without words; P-11, R-62.
    pub fn make(&self, made: Made, today: NaiveDate) -> Result<MissingEvent, Refusal> {
        require(self.state() == MissingState::UnderWay, Rule::MissingMade)?;
        require(has_words(&made.words), Rule::MissingSaysWhat)?;
        require(made.on <= today, Rule::DateOutOfOrder)?;
        require_nobody(&[&made.words])?;
        Ok(MissingEvent::Made { made })
    }

    /// Folds an event into the entry; the first one must be `Entered`.
    pub fn apply(current: Option<Self>, id: MissingId, event: &MissingEvent) -> Option<Self> {
        if let MissingEvent::Entered { by, on, content, heard } = event {
            return Some(Self {
                id,
                by: *by,
                since: *on,
                content: content.clone(),
                layer: Layer::Case,
                heard: heard.clone(),
                talks: Vec::new(),
                moves: Vec::new(),
                decisions: Vec::new(),
                made: None,
                looks_back: Vec::new(),
            });
        }
        let mut missing = current?;
        match event {
            MissingEvent::Entered { .. } => {}
            MissingEvent::Changed { content } => missing.content = content.clone(),
            MissingEvent::Heard { heard } => missing.heard.push(heard.clone()),
            MissingEvent::Discussed { remark } => missing.talks.push(remark.clone()),
            MissingEvent::Moved { moved } => {
                missing.layer = moved.to;
                missing.moves.push(moved.clone());
            }
            MissingEvent::Decided { decision } => missing.decisions.push(decision.clone()),
            MissingEvent::Made { made } => missing.made = Some(made.clone()),
            MissingEvent::LookedBack { remark } => missing.looks_back.push(remark.clone()),
        }
        Some(missing)
    }
}
