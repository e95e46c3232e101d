//! What a form says of itself as a sheet that several sides answer: who answers what, and what is looked at before it is final.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Beginning, Facts, Field, FormDefinition, Kind, Name, Section, Wording, facts::is_absent};
use crate::{case::sharing::SharedItem, episode::Milestone, job, rule::Rule};

words! {
    /// From whom an answer on a sheet comes.
    Side {
        /// 本人
        Person = "person",
        /// 家族
        Family = "family",
        /// 支援機関の職員
        Staff = "staff",
        /// 実習先
        Site = "site",
        /// 企業
        Employer = "employer",
        /// 主治医
        Doctor = "doctor",
        /// 話し合って決めたこと（協同評価）
        Joint = "joint",
    }
}

/// One of the answers to an item that several sides rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// The item, unique within the form.
    pub item: String,
    /// What it is called, without the side.
    pub label: Wording,
    /// Whether this is what is said beside the rating: the scene that it rests on.
    pub is_note: bool,
}

/// A field whose day is a milestone of the use, once it stands on a final version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The field: a day, or a table.
    pub field: String,
    /// The column of the table that holds the day.
    pub column: Option<String>,
    /// What happened on that day.
    pub what: Milestone,
}

/// What the jobs beside which the agency of a sheet stands learn from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TellsJobs {
    /// 相談先カード: it is known whom to ask.
    Card {
        /// The day on which it was confirmed with the person.
        on: String,
        /// The day on which it is looked at again.
        again: String,
        /// Whether the firm has a copy.
        copy: String,
        /// Whom to ask, row by row.
        rows: String,
    },
    /// Person, firm and agency agreed.
    Agreed {
        /// The day on which they met.
        on: String,
        /// Who took part: `person`, `firm`, `supporter`.
        who: String,
        /// On what: the name of the field in the part that is repeated.
        what: String,
    },
}

impl TellsJobs {
    /// The fields that it names; of a part that is repeated, the first.
    fn names(&self) -> Vec<&str> {
        match self {
            Self::Card { on, again, copy, rows } => vec![on, again, copy, rows],
            Self::Agreed { on, who, what } => vec![on, who, what],
        }
    }
}

/// What a final version tells a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToldJob {
    /// Whom to ask is known since a day, and is looked at again on another.
    Card(NaiveDate, Option<NaiveDate>),
    /// What was agreed, on which day and by which sides.
    Agreed(job::Agreement),
}

/// What a form says of itself as a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRules {
    /// The item of a consent under which other agencies read it when it is final; without one they never do by a consent.
    pub shared_as: Option<SharedItem>,
    /// It is the person's own: they alone decide who sees which part of it.
    pub is_own: bool,
    /// It never leaves the agency, not even for the person's own page.
    pub is_internal: bool,
    /// A later version begins with what the one before said; otherwise it begins empty, to be rated anew.
    pub goes_on: bool,
    /// It rests on several places and sources.
    pub needs_sources: bool,
    /// A firm writes on it: with the person's permission, and the person carries it.
    pub needs_permission: bool,
    /// The firm writes its own side on its own page, where the person permits it.
    pub firm_writes: bool,
    /// It is an assessment, whose result is good for so many months: within them, another agency asks itself whether it needs one more.
    pub good_for_months: Option<u32>,
    /// It tells what somebody can do at work: its versions are counted in the picture of a job.
    pub shows_work: bool,
    /// The sides without whose word it is not final, each with the field that says why it could not be asked (P-72).
    pub asks: Vec<(Side, String)>,
    /// The day on which the firm confirmed it anew after its person changed: the field that keeps it.
    pub reconfirms: Option<String>,
    /// What the use learns when a version is final: days that stand on the sheet are milestones there.
    pub tells: Vec<Told>,
    /// The field that says until when a plan is meant: the use asks for the next one by then.
    pub period_until: Option<String>,
    /// What the jobs beside it learn when a version is final.
    pub tells_jobs: Option<TellsJobs>,
    /// What fields begin with that the record or another sheet knows already.
    pub begins: Vec<Beginning>,
    /// What is looked at before it is final.
    pub checks: Vec<SheetCheck>,
}

/// Something that is looked at before a sheet is final: `rule` speaks where `when` holds and something of `needs` is not filled.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetCheck {
    /// The rule that speaks.
    pub rule: Rule,
    /// It is asked of each row of this table, or of each part that is repeated; otherwise of the sheet as a whole.
    pub rows: Option<String>,
    /// All of these hold.
    pub when: Vec<Condition>,
    /// These two are answered, and differently.
    pub differs: Option<(String, String)>,
    /// Of each group, one is filled.
    pub needs: Vec<Vec<String>>,
    /// All of these hold in every row of the table, and there is a row: then the rule speaks.
    pub every: Vec<Condition>,
    /// This column of the table has two different answers at least; otherwise the rule asks for what it needs of the sheet as a whole.
    pub several: Option<String>,
    /// Two days of which the second is not before the first; otherwise the rule speaks.
    pub in_order: Option<(String, String)>,
}

/// A field is filled, with one of these answers where any are named.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Which field.
    pub field: String,
    /// With which answers; any where there are none.
    pub is: Vec<String>,
}

/// An item that several sides rate, with its fields.
#[derive(Clone, Debug)]
pub struct RatedItem<'f> {
    /// Its name.
    pub id: &'f str,
    /// What it is called.
    pub label: &'f Wording,
    /// The part of the form in which it stands.
    pub section: &'f Section,
    /// The rating of each side.
    pub ratings: Vec<(Side, &'f Field)>,
    /// What each side says beside it.
    pub notes: Vec<(Side, &'f Field)>,
}

impl FormDefinition {
    /// The sides that answer something on this sheet, in the order in which they are listed.
    pub fn sides(&self) -> Vec<Side> {
        let answers = |side: &Side| self.fields().any(|field| field.side == Some(*side));
        Side::ALL.iter().copied().filter(answers).collect()
    }

    /// The fields that a side answers.
    pub fn fields_of(&self, side: Side) -> impl Iterator<Item = &Field> {
        self.fields().filter(move |field| field.side == Some(side))
    }

    /// The same form with the fields of one side, without the parts in which it says nothing; what is rated bears the name of the item
    /// alone.
    #[must_use]
    pub fn for_side(&self, side: Side) -> Self {
        let mut form = self.keeping(|_, field| field.side == Some(side));
        for field in form.sections.iter_mut().flat_map(|section| &mut section.fields) {
            if let Some(rated) = field.rated.as_ref().filter(|rated| !rated.is_note)
                && let Some(name) = Name::new(rated.label.clone(), Vec::new())
            {
                field.label = name;
            }
        }
        form
    }

    /// The same form as the firm sees it: what the person asks of it, what was agreed, and its own side. What the agency thinks is not its.
    #[must_use]
    pub fn for_firm(&self) -> Self {
        let sides = [Side::Person, Side::Joint, Side::Employer];
        self.keeping(|_, field| field.side.is_some_and(|side| sides.contains(&side)))
    }

    /// The same form with some of its parts.
    #[must_use]
    pub fn with_sections(&self, keeps: impl Fn(&str) -> bool) -> Self {
        self.keeping(|section, _| keeps(&section.id))
    }

    fn keeping(&self, keeps: impl Fn(&Section, &Field) -> bool) -> Self {
        let cut = |section: &Section| {
            let fields = section.fields.iter().filter(|field| keeps(section, field)).cloned().collect();
            Section { fields, ..section.clone() }
        };
        let sections = self.sections.iter().map(cut).filter(|section| !section.fields.is_empty()).collect();
        Self { sections, ..self.clone() }
    }

    /// The items that several sides rate, in the order of the form.
    pub fn rated_items(&self) -> Vec<RatedItem<'_>> {
        let mut items: Vec<RatedItem<'_>> = Vec::new();
        for section in &self.sections {
            for field in &section.fields {
                let (Some(rated), Some(side)) = (&field.rated, field.side) else { continue };
                let known = items.iter().position(|item| item.id == rated.item);
                let place = known.unwrap_or_else(|| {
                    let (id, label) = (rated.item.as_str(), &rated.label);
                    items.push(RatedItem { id, label, section, ratings: Vec::new(), notes: Vec::new() });
                    items.len() - 1
                });
                let list = if rated.is_note { &mut items[place].notes } else { &mut items[place].ratings };
                list.push((side, field));
            }
        }
        items
    }

    /// The day on which the firm confirms it anew by these answers.
    pub fn reconfirmed(&self, answers: &Facts) -> Option<NaiveDate> {
        let field = self.field(self.sheet.as_ref()?.reconfirms.as_ref()?)?;
        answers.text(&field.fact)?.parse().ok()
    }

    /// The milestones of the use that these answers tell of, by day, each once.
    pub fn told(&self, answers: &Facts) -> BTreeSet<(NaiveDate, Milestone)> {
        let mut told = BTreeSet::new();
        for known in self.sheet.iter().flat_map(|sheet| &sheet.tells) {
            let Some(field) = self.field(&known.field) else { continue };
            let column = known.column.as_ref().and_then(|id| field.columns.iter().find(|column| column.id == *id));
            for value in answers.list(&field.fact) {
                let day = column.map_or(Some(value), |column| value.get(&column.fact)).and_then(Value::as_str);
                told.extend(day.and_then(|day| day.parse().ok()).map(|day| (day, known.what)));
            }
        }
        told
    }

    /// Until when a plan is meant, by these answers.
    pub fn plan_until(&self, answers: &Facts) -> Option<NaiveDate> {
        self.day(self.sheet.as_ref()?.period_until.as_ref()?, answers)
    }

    /// What these answers tell the jobs beside the sheet.
    pub fn told_jobs(&self, answers: &Facts) -> Option<ToldJob> {
        match self.sheet.as_ref()?.tells_jobs.as_ref()? {
            TellsJobs::Card { on, again, .. } => Some(ToldJob::Card(self.day(on, answers)?, self.day(again, answers))),
            TellsJobs::Agreed { on, who, what } => {
                let named = |side: &job::Side| match side {
                    job::Side::Person => "person",
                    job::Side::Employer => "firm",
                    job::Side::Supporter => "supporter",
                };
                let took_part = answers.list(&self.field(who)?.fact);
                let is_there = |side: &&job::Side| took_part.iter().any(|one| one.as_str() == Some(named(side)));
                let sides: Vec<job::Side> = job::Side::ALL.iter().filter(is_there).copied().collect();
                let part = format!("{what}_");
                let agreed = self.fields().filter(|field| field.id.strip_prefix(&part).is_some_and(is_number));
                let agreed: Vec<&str> = agreed.filter_map(|field| answers.text(&field.fact)).map(str::trim).collect();
                let is_told = !sides.is_empty() && !agreed.is_empty();
                let agreement = job::Agreement { on: self.day(on, answers)?, sides, what: agreed.join("\n") };
                is_told.then_some(ToldJob::Agreed(agreement))
            }
        }
    }

    fn day(&self, field: &str, answers: &Facts) -> Option<NaiveDate> {
        answers.text(&self.field(field)?.fact)?.parse().ok()
    }

    /// The rules that speak about these answers.
    pub fn sheet_findings(&self, answers: &Facts) -> Vec<Rule> {
        let checks = self.sheet.iter().flat_map(|sheet| &sheet.checks);
        let mut rules: Vec<Rule> = checks.filter(|check| self.speaks(check, answers)).map(|check| check.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    fn speaks(&self, check: &SheetCheck, answers: &Facts) -> bool {
        let Some(rows) = &check.rows else { return check.speaks(|id| self.said(id, answers)) };
        if let Some(table) = self.field(rows).filter(|field| field.kind == Kind::Table) {
            let said = |row: &Value, id: &str| {
                let column = table.columns.iter().find(|column| column.id == id)?;
                row.get(&column.fact).filter(|value| !is_absent(value)).cloned()
            };
            let rows = answers.list(&table.fact);
            if let Some(column) = &check.several {
                let words = |row| said(row, column)?.as_str().map(|text| text.trim().to_owned());
                let different: BTreeSet<String> = rows.iter().filter_map(words).collect();
                return different.len() < 2 && check.speaks(|id| self.said(id, answers));
            }
            if !check.every.is_empty() {
                let holds = |row| check.every.iter().all(|condition| condition.holds(&|id: &str| said(row, id)));
                return !rows.is_empty() && rows.iter().all(holds);
            }
            return rows.iter().any(|row| check.speaks(|id| said(row, id)));
        }
        let parts = self.sections.iter().filter_map(|section| section.id.strip_prefix(rows.as_str()));
        let numbers = parts.filter(|rest| rest.strip_prefix('_').is_some_and(is_number));
        numbers.into_iter().any(|number| check.speaks(|id| self.said(&format!("{id}{number}"), answers)))
    }

    fn said(&self, id: &str, answers: &Facts) -> Option<Value> {
        self.answer(self.field(id)?, answers).cloned()
    }
}

fn is_number(rest: &str) -> bool {
    !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
}

impl SheetRules {
    /// Every field that it names outside of what it begins with: what is checked, asked, confirmed anew, told to the use.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let rows = self.checks.iter().filter_map(|check| check.rows.as_deref());
        let asks = self.asks.iter().map(|(_, why)| why.as_str());
        let told = self.tells.iter().map(|told| told.field.as_str());
        let checks = self.checks.iter().flat_map(SheetCheck::names);
        let of_jobs = self.tells_jobs.iter().flat_map(TellsJobs::names).chain(self.period_until.as_deref());
        checks.chain(rows).chain(asks).chain(self.reconfirms.as_deref()).chain(told).chain(of_jobs)
    }
}

impl SheetCheck {
    fn speaks(&self, said: impl Fn(&str) -> Option<Value>) -> bool {
        let differ = self
            .differs
            .as_ref()
            .is_none_or(|(first, second)| said(first).zip(said(second)).is_some_and(|(first, second)| first != second));
        if let Some((first, second)) = &self.in_order {
            let day = |id: &str| said(id)?.as_str()?.parse::<NaiveDate>().ok();
            return day(first).zip(day(second)).is_some_and(|(first, second)| second < first);
        }
        let missing = |group: &Vec<String>| group.iter().all(|id| said(id).is_none());
        differ && self.when.iter().all(|condition| condition.holds(&said)) && self.needs.iter().any(missing)
    }

    /// Every field that it names, columns of its table among them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let differs = self.differs.iter().chain(&self.in_order).flat_map(|(first, second)| [first, second]);
        let when = self.when.iter().map(|condition| &condition.field);
        let every = self.every.iter().map(|condition| &condition.field);
        self.needs.iter().flatten().chain(when).chain(every).chain(differs).chain(&self.several).map(String::as_str)
    }
}

impl Condition {
    fn holds(&self, said: &impl Fn(&str) -> Option<Value>) -> bool {
        let Some(answer) = said(&self.field) else { return false };
        let is = |value: &Value| match value {
            Value::String(text) => self.is.contains(text),
            Value::Bool(truth) => self.is.iter().any(|word| word == if *truth { "yes" } else { "no" }),
            other => self.is.contains(&other.to_string()),
        };
        let given = match &answer {
            Value::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        self.is.is_empty() || given.iter().any(is)
    }
}
