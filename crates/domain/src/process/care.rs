//! ケアマネジメントの段階: the way of every support from meeting to parting as data, and where a use stands in it, seen from what is recorded there.
//! It asks for nothing: deadlines are those of the programme.

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::{BothLanguages, DatedName, PhaseCode, ProcessError, Programmes, RawName, Reader, name_on};
use crate::{
    episode::{Episode, Milestone},
    text::in_plain_words,
};

/// A step of the way.
#[derive(Clone, Debug)]
pub struct CareStep {
    /// Its identifier, for example `planning`.
    pub id: String,
    /// Its names by date.
    pub names: Vec<DatedName>,
    /// The same in plain words.
    pub plain: BothLanguages,
    /// What it is for.
    pub purpose: BothLanguages,
    /// Who takes part.
    pub people: Vec<BothLanguages>,
    /// What goes into it.
    pub takes: Vec<BothLanguages>,
    /// What comes out of it.
    pub gives: Vec<BothLanguages>,
    /// The sheets that are written in it, by the name of their form.
    pub sheets: Vec<String>,
    /// What has to be there first, in words.
    pub needs: Option<BothLanguages>,
    /// Its time limit in words, where it has one.
    pub limit: Option<BothLanguages>,
    /// What may follow, by identifier.
    pub leads_to: Vec<String>,
    signs: Signs,
}

/// By what a step is seen in a use.
#[derive(Clone, Debug)]
struct Signs {
    begins: bool,
    ends: bool,
    phases: Vec<PhaseCode>,
    noted: Vec<Milestone>,
}

/// Where a step stands for a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CareState {
    /// It was seen, and another one after it, or the use has ended.
    Done,
    /// It was seen last.
    Now,
    /// Steps after it were seen, and nothing of this one is recorded.
    Unseen,
    /// It comes later.
    Ahead,
}

/// A step as the page of a use shows it.
#[derive(Clone, Debug)]
pub struct CareView<'a> {
    /// The step.
    pub step: &'a CareStep,
    /// Where it stands.
    pub state: CareState,
    /// When something of it was recorded last.
    pub seen_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCare {
    #[expect(dead_code, reason = "every definition says what it is")]
    id: String,
    step: Vec<RawCareStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCareStep {
    id: Spanned<String>,
    names: Spanned<Vec<RawName>>,
    plain: BothLanguages,
    purpose: BothLanguages,
    #[serde(default)]
    people: Vec<BothLanguages>,
    #[serde(default)]
    takes: Vec<BothLanguages>,
    #[serde(default)]
    gives: Vec<BothLanguages>,
    #[serde(default)]
    sheets: Vec<String>,
    needs: Option<BothLanguages>,
    limit: Option<BothLanguages>,
    #[serde(default)]
    begins: bool,
    #[serde(default)]
    ends: bool,
    #[serde(default)]
    phases: Vec<Spanned<String>>,
    #[serde(default)]
    noted: Vec<Spanned<String>>,
    leads_to: Vec<Spanned<String>>,
}

impl CareStep {
    /// Reads the steps, in order.
    ///
    /// # Errors
    ///
    /// [`ProcessError`] with the line of the first mistake: a word that does not belong there, two steps of one name, a step that leads nowhere.
    pub fn all_from_toml(file: &str, text: &str) -> Result<Vec<Self>, ProcessError> {
        let reader = Reader { file, text };
        let raw: RawCare = toml::from_str(text)
            .map_err(|wrong| reader.error(wrong.span().unwrap_or(0..0), in_plain_words(wrong.message())))?;
        let ids: Vec<String> = raw.step.iter().map(|step| step.id.get_ref().clone()).collect();
        let mut steps: Vec<Self> = Vec::new();
        for raw in raw.step {
            if steps.iter().any(|known| known.id == *raw.id.get_ref()) {
                let what = format!("the step \"{}\" is named twice; give one of them another id", raw.id.get_ref());
                return Err(reader.error(raw.id.span(), what));
            }
            steps.push(Self::read(&reader, raw, &ids)?);
        }
        Ok(steps)
    }

    fn read(reader: &Reader<'_>, raw: RawCareStep, ids: &[String]) -> Result<Self, ProcessError> {
        let codes = || PhaseCode::ALL.iter().map(|known| (known.name(), *known));
        let milestones = || Milestone::ALL.iter().map(|known| (known.name(), *known));
        let phases = raw.phases.iter().map(|code| reader.word(code, "phase code", codes()));
        let noted = raw.noted.iter().map(|what| reader.word(what, "milestone", milestones()));
        let signs = Signs {
            begins: raw.begins,
            ends: raw.ends,
            phases: phases.collect::<Result<_, _>>()?,
            noted: noted.collect::<Result<_, _>>()?,
        };
        if let Some(nowhere) = raw.leads_to.iter().find(|id| !ids.contains(id.get_ref())) {
            let what = format!("there is no step \"{}\" to lead to", nowhere.get_ref());
            return Err(reader.error(nowhere.span(), what));
        }
        Ok(Self {
            id: raw.id.into_inner(),
            names: reader.names(raw.names)?,
            plain: raw.plain,
            purpose: raw.purpose,
            people: raw.people,
            takes: raw.takes,
            gives: raw.gives,
            sheets: raw.sheets,
            needs: raw.needs,
            limit: raw.limit,
            leads_to: raw.leads_to.into_iter().map(Spanned::into_inner).collect(),
            signs,
        })
    }

    /// The name valid on `day`.
    pub fn name_on(&self, day: NaiveDate) -> Option<&DatedName> {
        name_on(&self.names, day)
    }

    /// When something of it was recorded last in a use.
    fn seen_in(&self, episode: &Episode, programmes: &Programmes) -> Option<NaiveDate> {
        let definition = programmes.of(episode.programme);
        let code = |id: &str| definition.and_then(|known| known.phase(id)).map(|phase| phase.code);
        let is_of = |id: &str| code(id).is_some_and(|code| self.signs.phases.contains(&code));
        let begun = self.signs.begins.then_some(episode.start.on);
        let ended = episode.end.as_ref().filter(|_| self.signs.ends).map(|end| end.on);
        let entered = episode.phases.iter().filter(|entry| is_of(&entry.phase)).map(|entry| entry.on);
        let noted = episode.milestones.iter().filter(|noted| self.signs.noted.contains(&noted.what));
        begun.into_iter().chain(ended).chain(entered).chain(noted.map(|noted| noted.on)).max()
    }
}

/// The steps for a use: the one that was seen last, what was seen before it, and what comes.
pub fn care_of<'a>(steps: &'a [CareStep], episode: &Episode, programmes: &Programmes) -> Vec<CareView<'a>> {
    let seen: Vec<Option<NaiveDate>> = steps.iter().map(|step| step.seen_in(episode, programmes)).collect();
    let dated = seen.iter().enumerate().filter_map(|(place, on)| on.map(|on| (on, place)));
    let now = dated.max().map(|(_, place)| place);
    let furthest = seen.iter().rposition(Option::is_some);
    let view = |(place, step): (usize, &'a CareStep)| {
        let seen_on = seen.get(place).copied().flatten();
        let state = match seen_on {
            Some(_) if now == Some(place) && episode.is_open() => CareState::Now,
            Some(_) => CareState::Done,
            None if furthest.is_some_and(|furthest| place < furthest) => CareState::Unseen,
            None => CareState::Ahead,
        };
        CareView { step, state, seen_on }
    };
    steps.iter().enumerate().map(view).collect()
}
