//! Reading the definition of a reward and finding the mistakes in it.

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::{
    Amount, RewardAbout, RewardAmount, RewardCondition, RewardDefinition, RewardKind, RewardLimit, RewardPer,
    RewardVersion, Sureness,
};
use crate::{
    episode::Programme,
    liaison::ExplainedBy,
    process::{BothLanguages, ProcessError, RawName, Reader, day},
    text::in_plain_words,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReward {
    id: Spanned<String>,
    names: Spanned<Vec<RawName>>,
    kind: Spanned<String>,
    about: Spanned<String>,
    programmes: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    version: Vec<Spanned<RawVersion>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVersion {
    #[serde(default, deserialize_with = "day")]
    valid_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "day")]
    valid_until: Option<NaiveDate>,
    #[serde(default)]
    asked_when: Vec<Spanned<String>>,
    #[serde(default)]
    conditions: Vec<Spanned<String>>,
    #[serde(default)]
    papers: Vec<BothLanguages>,
    #[serde(default)]
    limit: RawLimit,
    #[serde(default)]
    amounts: Vec<Spanned<RawAmount>>,
    sure: Spanned<String>,
    source: Spanned<BothLanguages>,
    look_back: Option<Spanned<u32>>,
    percent: Option<Spanned<u32>>,
    months_at_work: Option<Spanned<(u32, u32)>>,
    #[serde(default)]
    reports: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawLimit {
    month: Option<Spanned<u32>>,
    half_year: Option<Spanned<u32>>,
    year: Option<Spanned<u32>>,
    once: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAmount {
    programme: Option<Spanned<String>>,
    explained_by: Option<Spanned<String>>,
    from_percent: Option<Spanned<u32>>,
    units: Option<u32>,
    percent: Option<Spanned<u32>>,
    per: Spanned<String>,
}

impl Reader<'_> {
    fn rewarded_programme(&self, written: &Spanned<String>) -> Result<Programme, ProcessError> {
        self.word(written, "programme", Programme::ALL.iter().map(|known| (known.name(), *known)))
    }

    fn reward_conditions(
        &self,
        written: &[Spanned<String>],
        about: RewardAbout,
    ) -> Result<Vec<RewardCondition>, ProcessError> {
        let one = |written: &Spanned<String>| {
            let known = RewardCondition::ALL.iter().map(|known| (known.name(), *known));
            let condition = self.word(written, "condition", known)?;
            if condition.about() == about {
                return Ok(condition);
            }
            let what = format!(
                "\"{}\" is looked at for about = \"{}\"; this reward says about = \"{}\"",
                condition.name(),
                condition.about().name(),
                about.name()
            );
            Err(self.error(written.span(), what))
        };
        written.iter().map(one).collect()
    }

    fn share(&self, percent: &Spanned<u32>) -> Result<u32, ProcessError> {
        match *percent.get_ref() {
            percent @ 1..=100 => Ok(percent),
            _ => Err(self.error(percent.span(), "a share lies between 1 and 100 percent")),
        }
    }

    fn share_step(&self, percent: &Spanned<u32>) -> Result<u32, ProcessError> {
        match *percent.get_ref() {
            percent @ 0..=100 => Ok(percent),
            _ => Err(self.error(percent.span(), "a step begins between 0 and 100 percent")),
        }
    }

    /// The steps of a base fee, from the highest share down to nothing; none for anything else.
    fn require_steps(
        &self,
        raw: &Spanned<RawVersion>,
        amounts: &[RewardAmount],
        is_by_share: bool,
    ) -> Result<(), ProcessError> {
        let steps: Vec<u32> = amounts.iter().filter_map(|amount| amount.from_percent).collect();
        let falls = steps.is_sorted_by(|higher, lower| higher > lower) && steps.last() == Some(&0);
        match is_by_share {
            true if steps.len() == amounts.len() && falls => Ok(()),
            true => {
                let what = "in_work pays by steps; write from_percent with each amount, the highest first and 0 last";
                Err(self.error(raw.span(), what))
            }
            false if steps.is_empty() => Ok(()),
            false => Err(self.error(raw.span(), "from_percent stands only where conditions = [\"in_work\"]")),
        }
    }

    fn reward_limit(&self, raw: &RawLimit, about: RewardAbout) -> Result<RewardLimit, ProcessError> {
        let times = |written: &Option<Spanned<u32>>| {
            let Some(written) = written else { return Ok(None) };
            match *written.get_ref() {
                times @ 1..=366 => Ok(Some(times)),
                _ => Err(self.error(written.span(), "a limit is 1 to 366 times; leave it out where there is none")),
            }
        };
        if let (RewardAbout::Sitting, Some(half_year)) = (about, &raw.half_year) {
            let what = "claims for sittings are counted by month and year; write limit = { month = 1, year = 4 }";
            return Err(self.error(half_year.span(), what));
        }
        Ok(RewardLimit {
            month: times(&raw.month)?,
            half_year: times(&raw.half_year)?,
            year: times(&raw.year)?,
            once: raw.once,
        })
    }

    fn reward_amount(&self, raw: &Spanned<RawAmount>) -> Result<RewardAmount, ProcessError> {
        let written = raw.get_ref();
        let amount = match (written.units, &written.percent) {
            (Some(units), None) => Amount::Units(units),
            (None, Some(percent)) => Amount::Percent(self.share(percent)?),
            _ => return Err(self.error(raw.span(), "an amount is in units or in percent; write one of the two")),
        };
        let by = |by: &Spanned<String>| {
            self.word(by, "way of explaining", ExplainedBy::ALL.iter().map(|known| (known.name(), *known)))
        };
        Ok(RewardAmount {
            programme: written.programme.as_ref().map(|name| self.rewarded_programme(name)).transpose()?,
            explained_by: written.explained_by.as_ref().map(by).transpose()?,
            from_percent: written.from_percent.as_ref().map(|step| self.share_step(step)).transpose()?,
            amount,
            per: self.word(&written.per, "measure", RewardPer::ALL.iter().map(|known| (known.name(), *known)))?,
        })
    }

    fn reward_version(&self, raw: &Spanned<RawVersion>, about: RewardAbout) -> Result<RewardVersion, ProcessError> {
        let written = raw.get_ref();
        let from = |at: &Spanned<RawVersion>| {
            self.error(at.span(), "a version says from when it counts; write valid_from = \"2024-04-01\"")
        };
        let valid_from = written.valid_from.ok_or_else(|| from(raw))?;
        if written.valid_until.is_some_and(|until| until < valid_from) {
            return Err(self.error(raw.span(), "a version does not end before it begins; correct valid_until"));
        }
        let sure =
            self.word(&written.sure, "degree of sureness", Sureness::ALL.iter().map(|known| (known.name(), *known)))?;
        if let (Sureness::Known, Some(amount)) = (sure, written.amounts.first()) {
            let what = "no numbers stand where sure = \"known\"; write where they are from in source, and sure = \
                        \"official\" or \"third_party\"";
            return Err(self.error(amount.span(), what));
        }
        let source = written.source.get_ref();
        if source.ja.trim().is_empty() || source.en.trim().is_empty() {
            return Err(self.error(written.source.span(), "a version says where it is from; write both ja and en"));
        }
        let conditions = self.reward_conditions(&written.conditions, about)?;
        let has = |condition| conditions.contains(&condition);
        let asked_when = self.reward_conditions(&written.asked_when, about)?;
        let looks_back = [
            RewardCondition::NoTransitionBefore,
            RewardCondition::HandingOver,
            RewardCondition::RecordOfWork,
            RewardCondition::InWork,
        ];
        let looks_back = looks_back.iter().any(|known| conditions.contains(known) || asked_when.contains(known));
        let look_back = written.look_back.as_ref().map(|months| self.months(months)).transpose()?;
        if looks_back && look_back.is_none() {
            return Err(self.error(raw.span(), "a condition looks back; write how many months, look_back = 36"));
        }
        let percent = written.percent.as_ref().map(|percent| self.share(percent)).transpose()?;
        let months_at_work = written.months_at_work.as_ref().map(|months| (months.span(), *months.get_ref()));
        if let Some((at, (from, below))) = &months_at_work
            && from >= below
        {
            return Err(self.error(at.clone(), "months_at_work goes from less to more; write [42, 78]"));
        }
        if has(RewardCondition::RecordOfWork) && (percent.is_none() || months_at_work.is_none()) {
            let what = "record_of_work counts people; write percent = 70 and months_at_work = [42, 78]";
            return Err(self.error(raw.span(), what));
        }
        if let (RewardAbout::Sitting | RewardAbout::Office, Some(asked)) = (about, written.asked_when.first()) {
            return Err(self.error(asked.span(), "only what is about a use comes up at times; leave asked_when out"));
        }
        let amounts: Vec<_> =
            written.amounts.iter().map(|amount| self.reward_amount(amount)).collect::<Result<_, _>>()?;
        self.require_steps(raw, &amounts, has(RewardCondition::InWork))?;
        Ok(RewardVersion {
            valid_from,
            valid_until: written.valid_until,
            asked_when,
            conditions,
            papers: written.papers.clone(),
            limit: self.reward_limit(&written.limit, about)?,
            amounts,
            sure,
            source: source.clone(),
            look_back,
            percent,
            months_at_work: months_at_work.map(|(_, months)| months),
            reports: written.reports.clone(),
        })
    }

    fn reward_versions(
        &self,
        raw: &[Spanned<RawVersion>],
        about: RewardAbout,
    ) -> Result<Vec<RewardVersion>, ProcessError> {
        let mut versions: Vec<RewardVersion> = Vec::new();
        for version in raw {
            let read = self.reward_version(version, about)?;
            if versions.last().is_some_and(|before| read.valid_from <= before.valid_from) {
                let what = "versions are listed by date; give this one a later valid_from";
                return Err(self.error(version.span(), what));
            }
            versions.push(read);
        }
        match versions.is_empty() {
            true => Err(self.error(0..0, "a reward counts from a day on; write it under [[version]]")),
            false => Ok(versions),
        }
    }
}

impl RewardDefinition {
    /// Reads a definition file.
    ///
    /// # Errors
    ///
    /// Names the file, the line, what is wrong and what to write instead: a mistake of form, an unknown programme, condition or measure, a
    /// condition about something else, versions without order in time, a number without a source.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, ProcessError> {
        let reader = Reader { file, text };
        let raw: RawReward = toml::from_str(text)
            .map_err(|wrong| reader.error(wrong.span().unwrap_or(0..0), in_plain_words(wrong.message())))?;
        let about = reader.word(&raw.about, "subject", RewardAbout::ALL.iter().map(|known| (known.name(), *known)))?;
        let at = raw.programmes.span();
        let programmes: Vec<Programme> =
            raw.programmes.get_ref().iter().map(|name| reader.rewarded_programme(name)).collect::<Result<_, _>>()?;
        if programmes.is_empty() {
            return Err(reader.error(at, "a reward belongs to a programme; name at least one"));
        }
        Ok(Self {
            id: raw.id.into_inner(),
            names: reader.names(raw.names)?,
            kind: reader.word(&raw.kind, "kind", RewardKind::ALL.iter().map(|known| (known.name(), *known)))?,
            about,
            programmes,
            versions: reader.reward_versions(&raw.version, about)?,
        })
    }
}
