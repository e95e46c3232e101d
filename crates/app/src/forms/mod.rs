//! Official forms of a case: what is known goes onto the sheet under the paths of its definition, as PDF or Excel.

pub(crate) mod facts;
mod letter;
mod list;

use async_recursion::async_recursion as boxed;
use std::collections::BTreeMap;

use banso_access::{Action, Actor, Permit, Target, decide};
use banso_documents::{DocumentError, RenderOptions};
use banso_domain::{
    agency::AgencyFacts,
    calendar::DateStyle,
    case::{Case, plan::Plan, sharing::Consent},
    form::{Facts, Language},
    id::{CaseId, ConsentId, PersonId, PlanId, RecordId, StaffId},
    ledger::LedgerEntry,
    person::PersonFacts,
};
use banso_store::CaseSearch;
use chrono::NaiveDate;

use crate::{App, UseCaseError};
use facts::Known;

/// The most records on one printed list, the newest of them; more than any case we have heard of.
const MOST_RECORDS: u32 = 5_000;

/// The kinds of file that a form can be had as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// To sign.
    Pdf,
    /// To edit.
    Xlsx,
}

impl FileKind {
    /// The ending of the file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// The kind of a name's ending.
    pub fn from_extension(extension: &str) -> Option<Self> {
        [Self::Pdf, Self::Xlsx].into_iter().find(|kind| kind.extension() == extension)
    }
}

/// Language and dates of a printed form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrintLook {
    /// The language of the sheet; official ones are in Japanese.
    pub language: Language,
    /// How years are written.
    pub dates: DateStyle,
}

/// Which of several things of a case is printed; what is not said is the newest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormChoice {
    /// The plan, for the plan and its evaluation.
    pub plan: Option<PlanId>,
    /// The support record, for a single one.
    pub record: Option<RecordId>,
    /// The consent by name, for the form of consent.
    pub consent: Option<ConsentId>,
    /// The first day of a list of records.
    pub from: Option<NaiveDate>,
    /// The last day of a list of records.
    pub to: Option<NaiveDate>,
}

/// A form as a file.
#[derive(Clone, Debug)]
pub struct PrintedForm {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its name: the form and the case's reference, never a person's name.
    pub file_name: String,
}

fn failed(error: DocumentError) -> UseCaseError {
    match error {
        DocumentError::UnknownForm { .. } => UseCaseError::NotFound,
        other => UseCaseError::Definition(other.to_string()),
    }
}

impl App {
    /// What is known of a case for a form, under the paths of the form's definition.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers, for a form that does not exist, and for a plan or record of another case.
    #[boxed]
    pub async fn facts_for(
        &self,
        actor: &Actor,
        form: &str,
        case: CaseId,
        choice: &FormChoice,
        language: Language,
    ) -> Result<Facts, UseCaseError> {
        self.decide_to_read(actor, case).await?;
        Ok(self.gather(form, case, choice, language).await?.0)
    }

    /// A form of a case as a file.
    ///
    /// # Errors
    ///
    /// As [`App::facts_for`]; [`UseCaseError::Definition`] when the form's layout is wrong.
    #[boxed]
    pub async fn print_form(
        &self,
        actor: &Actor,
        form: &str,
        case: CaseId,
        choice: &FormChoice,
        look: PrintLook,
        kind: FileKind,
    ) -> Result<PrintedForm, UseCaseError> {
        let (person, permit) = self.decide_to_read(actor, case).await?;
        self.note_now(person, &permit, LedgerEntry::Printed { case, form: form.to_owned() }).await?;
        self.print_form_as_operator(form, case, choice, look, kind).await
    }

    /// A form of a case as a file, for the command line: whoever has the installation's data and key asks nobody.
    ///
    /// # Errors
    ///
    /// As [`App::print_form`], save that nobody is a stranger.
    #[boxed]
    pub async fn print_form_as_operator(
        &self,
        form: &str,
        case: CaseId,
        choice: &FormChoice,
        look: PrintLook,
        kind: FileKind,
    ) -> Result<PrintedForm, UseCaseError> {
        let (facts, on) = self.gather(form, case, choice, look.language).await?;
        let reference = facts.text("case.reference").unwrap_or_default();
        let file_name = format!("{form}-{reference}.{}", kind.extension());
        let bytes = self.set(form, facts, self.options(look, on), kind).await?;
        Ok(PrintedForm { bytes, file_name })
    }

    /// A form without answers, to be filled by hand.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for a form that does not exist.
    #[boxed]
    pub async fn blank_form(&self, form: &str, look: PrintLook, kind: FileKind) -> Result<PrintedForm, UseCaseError> {
        let options = self.options(look, self.inner.clock.today());
        let bytes = self.set(form, Facts::new(), options, kind).await?;
        Ok(PrintedForm { bytes, file_name: format!("{form}.{}", kind.extension()) })
    }

    /// 支援ケース一覧: the cases of a list that the reader sees, at most as many as the search asks for.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`], [`UseCaseError::Definition`].
    #[boxed]
    pub async fn print_case_list(
        &self,
        actor: &Actor,
        search: &CaseSearch,
        look: PrintLook,
        kind: FileKind,
    ) -> Result<PrintedForm, UseCaseError> {
        let facts = self.case_list_facts(actor, search).await?;
        let today = self.inner.clock.today();
        let bytes = self.set("case_list", facts, self.options(look, today), kind).await?;
        Ok(PrintedForm { bytes, file_name: format!("case_list-{today}.{}", kind.extension()) })
    }

    pub(crate) fn options(&self, look: PrintLook, on: NaiveDate) -> RenderOptions {
        RenderOptions { on, dates: look.dates, language: look.language, printed_on: self.inner.clock.today() }
    }

    /// Sets the form beside the requests: it takes a good part of a second of the processor.
    pub(crate) async fn set(
        &self,
        form: &str,
        facts: Facts,
        options: RenderOptions,
        kind: FileKind,
    ) -> Result<Vec<u8>, UseCaseError> {
        let (app, form) = (self.clone(), form.to_owned());
        let set = tokio::task::spawn_blocking(move || match kind {
            FileKind::Pdf => app.documents().render_pdf(&form, &facts, &options),
            FileKind::Xlsx => app.documents().render_xlsx(&form, &facts, &options),
        });
        match set.await {
            Ok(bytes) => bytes.map_err(failed),
            Err(broken) => Err(UseCaseError::Definition(format!("the form could not be set: {broken}"))),
        }
    }

    async fn decide_to_read(&self, actor: &Actor, case: CaseId) -> Result<(PersonId, Permit), UseCaseError> {
        let header = self.inner.store.reader().case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        Ok((header.person, permit))
    }

    /// The facts, and the day whose version of the form is used.
    async fn gather(
        &self,
        form: &str,
        id: CaseId,
        choice: &FormChoice,
        language: Language,
    ) -> Result<(Facts, NaiveDate), UseCaseError> {
        let today = self.inner.clock.today();
        if !self.documents().forms().all().any(|known| known.id == form) {
            return Err(UseCaseError::NotFound);
        }
        let reader = self.inner.store.reader();
        let (case, _) = reader.case(id).await?.ok_or(UseCaseError::NotFound)?;
        let (person, _) = reader.person(case.person).await?.ok_or(UseCaseError::NotFound)?;
        let plan = chosen_plan(form, &case, choice)?;
        let background = self.background(&case).await?;
        let known = background.known(&case, &person.facts, plan, today, language);
        let mut facts = known.facts();
        let mut on = known.written_on(form);
        match form {
            "progress_list" => {
                let records = reader.records(id, MOST_RECORDS, 0).await?;
                let days = choice.from.unwrap_or(NaiveDate::MIN)..=choice.to.unwrap_or(NaiveDate::MAX);
                let records = records.iter().rev().map(|row| &row.record);
                known.add_records(&mut facts, records.filter(|record| days.contains(&record.took_place.on)), choice);
            }
            "progress_record" => {
                let record = match choice.record {
                    Some(record) => Some(reader.record(id, record).await?.ok_or(UseCaseError::NotFound)?),
                    None => reader.records(id, 1, 0).await?.pop(),
                };
                if let Some(row) = record {
                    on = Some(row.record.took_place.on);
                    known.add_record(&mut facts, &row.record);
                }
            }
            "consent_form" => {
                if let Some(consent) = chosen_consent(&case, choice)? {
                    let mut to = Vec::new();
                    for recipient in &consent.to {
                        to.extend(reader.agency(recipient.agency).await?.map(|row| row.facts.name));
                    }
                    known.add_consent(&mut facts, consent, &to);
                    on = Some(consent.from);
                } else if let Some(form) = on.and_then(|day| self.documents().forms().get(form, day)) {
                    facts.set("consent.privacy_rule_version", form.valid_from.to_string());
                }
            }
            "case_list" => {
                facts.set("cases", vec![list::row(&case, &person.facts, known.name(case.assigned_to), today)])
            }
            _ => {}
        }
        // A sheet of an earlier day says how old the person was then.
        facts.set("person.age", known.age_on(on.unwrap_or(today)));
        let on = on.filter(|day| self.documents().forms().get(form, *day).is_some());
        Ok((facts, on.unwrap_or(today)))
    }

    /// What stands around a case on every sheet.
    pub(crate) async fn background(&self, case: &Case) -> Result<Background, UseCaseError> {
        let reader = self.inner.store.reader();
        Ok(Background {
            centre: reader.agency(case.centre).await?.ok_or(UseCaseError::NotFound)?.facts,
            municipality: reader.agency(case.municipality).await?.map(|row| row.facts),
            staff: self.staff_names().await?,
        })
    }

    /// The names of all staff, as sheets show them beside what they did.
    pub(crate) async fn staff_names(&self) -> Result<BTreeMap<StaffId, String>, UseCaseError> {
        let staff = self.inner.store.reader().all_staff().await?;
        Ok(staff.into_iter().map(|row| (row.id, row.facts.name)).collect())
    }
}

/// The agencies of a case and the names of staff.
pub(crate) struct Background {
    centre: AgencyFacts,
    municipality: Option<AgencyFacts>,
    staff: BTreeMap<StaffId, String>,
}

impl Background {
    /// A case before its background.
    pub(crate) fn known<'a>(
        &'a self,
        case: &'a Case,
        person: &'a PersonFacts,
        plan: Option<&'a Plan>,
        today: NaiveDate,
        language: Language,
    ) -> Known<'a> {
        let (centre, municipality) = (&self.centre, self.municipality.as_ref());
        Known { case, person, centre, municipality, staff: &self.staff, plan, today, language }
    }
}

/// The consent that was asked for; otherwise the newest that was not taken back, if there is one.
fn chosen_consent<'c>(case: &'c Case, choice: &FormChoice) -> Result<Option<&'c Consent>, UseCaseError> {
    match choice.consent {
        Some(id) => case.sharing.consent(id).map(Some).ok_or(UseCaseError::NotFound),
        None => Ok(case.sharing.consents.iter().rev().find(|consent| consent.withdrawn.is_none())),
    }
}

/// The plan that was asked for; otherwise the newest, or for an evaluation the one that support was given under.
fn chosen_plan<'c>(form: &str, case: &'c Case, choice: &FormChoice) -> Result<Option<&'c Plan>, UseCaseError> {
    match choice.plan {
        Some(plan) => case.plan(plan).map(Some).ok_or(UseCaseError::NotFound),
        None if form == "evaluation_form" => {
            let evaluated = case.evaluations.last().and_then(|sheet| case.plan(sheet.plan));
            Ok(evaluated.or_else(|| case.supported_plan()).or_else(|| case.current_plan()))
        }
        None => Ok(case.current_plan()),
    }
}
