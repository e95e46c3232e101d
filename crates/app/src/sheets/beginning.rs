//! With what a side of a sheet begins: what whoever writes knows already, from the record or another sheet, is not typed twice.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, EpisodeSight, JobSight, Target, decide};
use banso_domain::{
    form::{BeginsWith, Facts, Field, FormDefinition, Kind, Side},
    id::{PersonId, SheetId},
    job::Job,
    ledger::RecordPart,
    sheet::{KnownRecord, Sheet, Version},
};
use banso_store::SheetRow;
use serde_json::{Map, Value};

use super::Seen;
use crate::{App, UseCaseError, episodes::Around};

/// A sheet about the person from which answers may be taken over, with its form.
type Known = (Sheet, FormDefinition);

impl App {
    /// What the fields of a side begin with, under the paths of the form; nothing once that side has said something in the version that is
    /// written. Only what the actor may read is taken, and nothing of it is kept before they have looked at it and saved it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, [`UseCaseError::Forbidden`] for those who may not write on it.
    #[boxed]
    pub async fn sheet_begins_with(&self, actor: &Actor, id: SheetId, side: Side) -> Result<Facts, UseCaseError> {
        let SheetRow { sheet, .. } = self.inner.store.reader().sheet(id).await?.ok_or(UseCaseError::NotFound)?;
        let form = self.form_of(&sheet)?;
        let around = self.around_for(actor, sheet.person).await?;
        let doors = around.doors();
        let scope = around.sheet_scope(actor, sheet.agency, (Some(&sheet), &form), &doors);
        let permit = decide(actor, Action::WriteSheet, Target::Sheet(scope))?;
        let is_said = sheet.current().is_some_and(|version| version.said.contains_key(&side));
        let beginnings = form.sheet.iter().flat_map(|rules| &rules.begins);
        let asked: Vec<(&Field, &[BeginsWith])> = beginnings
            .filter_map(|beginning| Some((form.field(&beginning.field)?, beginning.with.as_slice())))
            .filter(|(field, _)| !is_said && field.side == Some(side))
            .collect();
        let is_asked = |looks: fn(&BeginsWith) -> bool| asked.iter().any(|(_, with)| with.iter().any(looks));
        let is_person = actor.person() == Some(around.themself);
        let jobs = match is_asked(|with| matches!(with, BeginsWith::Record(fact) if fact.is_of_jobs())) {
            true => self.jobs_known_to(actor, around.person, is_person).await?,
            false => Vec::new(),
        };
        if !jobs.is_empty() && !is_person {
            self.note_part_read(around.person, &permit, None, RecordPart::Job);
        }
        let sheets = match is_asked(|with| matches!(with, BeginsWith::Sheet { .. })) {
            true => self.sheets_known_to(actor, &around, &sheet, side).await?,
            false => Vec::new(),
        };
        let seen = around.seen(actor);
        let may_know =
            |id| is_person || seen.iter().any(|(one, sight)| one.id == id && *sight == EpisodeSight::Everything);
        let episode = around.use_at(sheet.agency, sheet.about.episode).filter(|episode| may_know(episode.id));
        let record = KnownRecord { episode, jobs: &jobs, today: self.inner.clock.today() };
        let mut facts = Facts::new();
        for (field, with) in asked {
            let known = with.iter().find_map(|with| match with {
                BeginsWith::Record(fact) => record.value(*fact).and_then(|value| in_shape_of(field, value)),
                BeginsWith::Sheet { form, field } => answered(&sheets, form, field),
            });
            if let Some(value) = known {
                facts.set(&field.fact, value);
            }
        }
        Ok(facts)
    }

    /// The jobs of a person of which the actor may read everything.
    async fn jobs_known_to(&self, actor: &Actor, person: PersonId, is_person: bool) -> Result<Vec<Job>, UseCaseError> {
        if is_person {
            return Ok(self.inner.store.reader().jobs_of_person(person).await?);
        }
        let around = self.surroundings(person).await?;
        let whole = around.jobs_seen(actor).into_iter().filter(|(_, sight)| *sight == JobSight::Everything);
        Ok(whole.map(|(job, _)| job.clone()).collect())
    }

    /// The final versions that the actor sees of sheets about a person. What the person said is theirs wherever it was written down; what
    /// others said stays with the agency that heard it.
    async fn sheets_known_to(
        &self,
        actor: &Actor,
        around: &Around,
        begun: &Sheet,
        side: Side,
    ) -> Result<Vec<Known>, UseCaseError> {
        let mut known = Vec::new();
        for sheet in self.inner.store.reader().sheets_of_person(around.person).await? {
            if side != Side::Person && sheet.agency != begun.agency {
                continue;
            }
            let form = self.form_of(&sheet)?;
            if let Some(Seen { sheet, form, .. }) = around.seen_sheet(actor, sheet, form) {
                known.push((sheet, form));
            }
        }
        Ok(known)
    }
}

/// A value of the record as the answer to a field: an option that the field has, rows under the paths of its columns.
fn in_shape_of(field: &Field, value: Value) -> Option<Value> {
    match (field.kind, value) {
        (Kind::Single, value) => value.as_str().and_then(|id| field.option(id)).is_some().then_some(value),
        (Kind::Table, Value::Array(rows)) => {
            let row = |row: &Value| {
                let cell = |column: &Field| Some((column.fact.clone(), row.get(&column.id)?.clone()));
                Value::Object(field.columns.iter().filter_map(cell).collect::<Map<_, _>>())
            };
            Some(rows.iter().map(row).collect())
        }
        (_, value) => Some(value),
    }
}

/// What the newest final version that answers it says in a field of a form.
fn answered(sheets: &[Known], form: &str, field: &str) -> Option<Value> {
    let said = |(sheet, known): &Known| {
        let field = known.field(field).filter(|_| sheet.form == form)?.clone();
        let answer = |version: &Version| {
            let answer = version.finalised.as_ref().and_then(|_| version.answers().get(&field.fact).cloned())?;
            Some((version.last_day(), answer))
        };
        sheet.versions.iter().filter_map(answer).max_by_key(|(on, _)| *on)
    };
    sheets.iter().filter_map(said).max_by_key(|(on, _)| *on).map(|(_, answer)| answer)
}
