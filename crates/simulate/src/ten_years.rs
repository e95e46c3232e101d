//! The sheets of one person's ten years: every sheet of the work, filled by the agency that keeps it and by the sides that it asks. What they
//! say is data beside the program.

use std::collections::BTreeSet;

use banso_access::Actor;
use banso_app::{App, SheetDeed, UseCaseError, Whom};
use banso_domain::{
    form::{Facts, Side},
    id::{CaseId, SheetId},
    rule::Rule,
    sheet::{Permission, Writing},
};
use chrono::{Days, Months, NaiveDate};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    cast::{Cast, EMPLOYER, THE_PERSON},
    sheets::own_account,
};

const SHEETS: &str = include_str!("../data/ten_years.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TenYears {
    sheets: Vec<Kept>,
}

/// A sheet: on which form, and by whom it is kept.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    form: String,
    by: String,
    /// The warnings that were read when it was made final; none while it is written.
    passed: Option<Vec<Rule>>,
    permission: Option<Permitted>,
    carried_days_ago: Option<u64>,
    /// The parts of their own sheet that the person shows to a firm.
    #[serde(default)]
    shown: BTreeSet<String>,
    said: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Permitted {
    days_ago: u64,
    purpose: String,
    explained_by: String,
}

/// What one side says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    side: Side,
    days_ago: u64,
    #[serde(default)]
    source: String,
    #[serde(default)]
    place: String,
    answers: Map<String, Value>,
}

/// An answer with its days as they are today: `day:-40` is the day forty days ago, `month:-2` the month two months ago.
fn dated(answer: Value, today: NaiveDate) -> Value {
    match answer {
        Value::String(text) => Value::String(day_of(&text, today).unwrap_or(text)),
        Value::Array(items) => items.into_iter().map(|item| dated(item, today)).collect(),
        Value::Object(members) => members.into_iter().map(|(name, member)| (name, dated(member, today))).collect(),
        other => other,
    }
}

fn day_of(text: &str, today: NaiveDate) -> Option<String> {
    let (unit, away) = text.split_once(':')?;
    let away: i32 = away.parse().ok()?;
    match unit {
        "day" => Some((today + chrono::TimeDelta::days(away.into())).to_string()),
        "month" => Some((today - Months::new(away.unsigned_abs())).format("%Y-%m").to_string()),
        _ => None,
    }
}

struct Writer<'a> {
    app: &'a App,
    today: NaiveDate,
}

impl Writer<'_> {
    fn ago(&self, days: u64) -> NaiveDate {
        self.today - Days::new(days)
    }

    async fn does(&self, actor: &Actor, id: SheetId, deed: SheetDeed) -> Result<(), UseCaseError> {
        let version = self.app.sheet(actor, id).await?.version;
        self.app.change_sheet(actor, id, version, deed).await
    }

    async fn keep(&self, actor: &Actor, cast: &Cast, case: CaseId, kept: Kept) -> Result<(), UseCaseError> {
        // A form of that name may not have been there yet.
        if self.app.documents().forms().get(&kept.form, self.today).is_none() {
            return Ok(());
        }
        let is_own = actor.person().is_some();
        let id = if is_own {
            self.app.start_own_sheet(actor, &kept.form).await?
        } else {
            self.app.start_sheet(actor, Whom::OfCase(case), &kept.form, "").await?
        };
        if let Some(permitted) = kept.permission {
            let Permitted { days_ago, purpose, explained_by } = permitted;
            let permission = Permission { firm: None, on: self.ago(days_ago), purpose, explained_by };
            self.does(actor, id, SheetDeed::Permit(permission)).await?;
        }
        for said in kept.said {
            let mut answers = Facts::new();
            answers.set(&kept.form, dated(Value::Object(said.answers), self.today));
            let (on, source, place) = (self.ago(said.days_ago), said.source, said.place);
            let writing = Writing { side: said.side, on, source, place, answers };
            self.does(actor, id, SheetDeed::Write(writing)).await?;
        }
        if let Some(days_ago) = kept.carried_days_ago {
            self.does(actor, id, SheetDeed::Carry(self.ago(days_ago))).await?;
        }
        if let Some(passed) = kept.passed {
            self.does(actor, id, SheetDeed::Finalise(passed)).await?;
        }
        match cast.partner(EMPLOYER) {
            Some(firm) if !kept.shown.is_empty() => self.does(actor, id, SheetDeed::Show(firm, kept.shown)).await,
            _ => Ok(()),
        }
    }
}

/// Writes every sheet about the person of a case, the day being today.
pub(crate) async fn write(app: &App, cast: &Cast, case: CaseId) -> Result<(), UseCaseError> {
    let today = app.clock().today();
    let all: TenYears = toml::from_str(SHEETS).map_err(|error| UseCaseError::Definition(error.to_string()))?;
    let (the_person, ..) = THE_PERSON;
    let writer = Writer { app, today };
    for kept in all.sheets {
        let actor = if kept.by == the_person {
            own_account(app, cast, case, today).await?.ok_or(UseCaseError::NotFound)?
        } else {
            cast.narrow(&kept.by, today).map_err(|_| UseCaseError::NotFound)?
        };
        writer.keep(&actor, cast, case, kept).await?;
    }
    Ok(())
}
