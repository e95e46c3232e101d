//! The ledger on paper and as a copy that can be checked anywhere. That it was taken out stands in it before it leaves.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, Target, decide};
use banso_domain::{
    form::Facts,
    id::{AgencyId, CaseId, PersonId},
    ledger::LedgerEntry,
    text::to_hiragana,
};
use banso_store::{LedgerCopy, LedgerLine};
use chrono::{DateTime, Utc};

use crate::{App, FileKind, PrintLook, PrintedForm, UseCaseError};

/// The form on which a ledger is printed.
const LEDGER_SHEET: &str = "ledger_sheet";

/// How many lines a ledger has and its last hash in hexadecimal digits: what a copy is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerHead {
    /// How many lines.
    pub lines: usize,
    /// The hash of the last of them.
    pub last_hash: String,
}

/// A ledger that is about to be printed; its lines are put into words by whoever knows the reader's language.
#[derive(Clone, Debug)]
pub struct LedgerToPrint {
    /// The lines, newest first, the printing among them.
    pub lines: Vec<LedgerLine>,
    heads: Vec<LedgerHead>,
    made_at: DateTime<Utc>,
    person: PersonId,
    centre: AgencyId,
    reference: String,
}

/// A line in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerWords {
    /// The moment.
    pub when: String,
    /// Who, and for which agency.
    pub who: String,
    /// What they did.
    pub did: String,
    /// With what.
    pub what: String,
}

impl App {
    /// Whose ledger it is, of which case it is asked for, and what allows to take it out.
    async fn may_take_ledger(&self, actor: &Actor, case: CaseId) -> Result<(PersonId, Permit), UseCaseError> {
        let header = self.inner.store.reader().case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadLedger, Target::Case(header.scope))?;
        Ok((header.person, permit))
    }

    fn may_take_own_ledger(actor: &Actor) -> Result<(PersonId, Permit), UseCaseError> {
        let person = actor.person().ok_or(UseCaseError::NotFound)?;
        Ok((person, decide(actor, Action::ReadOwnRecord, Target::Own(person))?))
    }

    /// A copy of the ledger of the person of a case, to be checked anywhere.
    ///
    /// # Errors
    ///
    /// As [`App::ledger_of_case`]; [`UseCaseError::Store`] if it cannot be written down that it leaves: then it does not.
    #[boxed]
    pub async fn ledger_copy(&self, actor: &Actor, case: CaseId) -> Result<LedgerCopy, UseCaseError> {
        let (person, permit) = self.may_take_ledger(actor, case).await?;
        self.copy_of(person, &permit).await
    }

    /// A copy of one's own ledger.
    ///
    /// # Errors
    ///
    /// As [`App::own_record`].
    #[boxed]
    pub async fn own_ledger_copy(&self, actor: &Actor) -> Result<LedgerCopy, UseCaseError> {
        let (person, permit) = Self::may_take_own_ledger(actor)?;
        self.copy_of(person, &permit).await
    }

    async fn copy_of(&self, person: PersonId, permit: &Permit) -> Result<LedgerCopy, UseCaseError> {
        let reader = self.inner.store.reader();
        self.settle_reads().await;
        self.note_now(person, permit, LedgerEntry::Exported { list: "ledger".to_owned() }).await?;
        let persons = reader.entries_of_person(person).await?;
        Ok(reader.ledger_copy(&persons, self.inner.clock.now()).await?)
    }

    /// The ledger of the person of a case, to be printed.
    ///
    /// # Errors
    ///
    /// As [`App::ledger_copy`].
    #[boxed]
    pub async fn ledger_to_print(&self, actor: &Actor, case: CaseId) -> Result<LedgerToPrint, UseCaseError> {
        let (person, permit) = self.may_take_ledger(actor, case).await?;
        self.to_print(person, &permit, case).await
    }

    /// One's own ledger, to be printed.
    ///
    /// # Errors
    ///
    /// As [`App::own_ledger_copy`]; [`UseCaseError::NotFound`] for a person without a case.
    #[boxed]
    pub async fn own_ledger_to_print(&self, actor: &Actor) -> Result<LedgerToPrint, UseCaseError> {
        let (person, permit) = Self::may_take_own_ledger(actor)?;
        let cases = self.inner.store.reader().every_case_of_person(person).await?;
        let (newest, _) = cases.into_iter().next().ok_or(UseCaseError::NotFound)?;
        self.to_print(person, &permit, newest.id).await
    }

    async fn to_print(&self, person: PersonId, permit: &Permit, case: CaseId) -> Result<LedgerToPrint, UseCaseError> {
        let reader = self.inner.store.reader();
        self.settle_reads().await;
        self.note_now(person, permit, LedgerEntry::Printed { case, form: LEDGER_SHEET.to_owned() }).await?;
        let made_at = self.inner.clock.now();
        let persons = reader.entries_of_person(person).await?;
        let (mut lines, mut heads) = (Vec::new(), Vec::new());
        for entry in persons {
            let of_entry = reader.ledger_copy(&[entry], made_at).await?.heads();
            // What is noted meanwhile belongs to the next print: the lines are those that the check number stands for.
            let noted = of_entry.iter().map(|(lines, _)| i64::try_from(*lines).unwrap_or(i64::MAX)).sum();
            lines.extend(reader.ledger(entry).await?.into_iter().filter(|line| line.seq <= noted));
            heads.extend(of_entry.into_iter().map(|(lines, last_hash)| LedgerHead { lines, last_hash }));
        }
        lines.sort_by_key(|line| std::cmp::Reverse((line.at, line.seq)));
        let (of_case, _) = reader.case(case).await?.ok_or(UseCaseError::NotFound)?;
        Ok(LedgerToPrint { lines, heads, made_at, person, centre: of_case.centre, reference: of_case.reference })
    }

    /// A ledger as PDF, from its lines in words.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Definition`] if the form cannot be set.
    #[boxed]
    pub async fn print_ledger(
        &self,
        ledger: &LedgerToPrint,
        words: Vec<LedgerWords>,
        look: PrintLook,
    ) -> Result<PrintedForm, UseCaseError> {
        let reader = self.inner.store.reader();
        let (person, _) = reader.person(ledger.person).await?.ok_or(UseCaseError::NotFound)?;
        let centre = reader.agency(ledger.centre).await?.ok_or(UseCaseError::NotFound)?.facts;
        let line = |words: LedgerWords| serde_json::json!({ "when": words.when, "who": words.who, "did": words.did, "what": words.what });
        let head = |head: &LedgerHead| format!("{} · {}", head.lines, head.last_hash);
        let mut facts = Facts::new();
        facts.set("case.reference", ledger.reference.as_str());
        facts.set("person.name", person.facts.name.as_str());
        facts.set("person.kana", to_hiragana(&person.facts.kana));
        facts.set("centre.name", centre.name.as_str());
        facts.set("centre.phone", centre.phone.as_str());
        facts.set("ledger.proof", ledger.heads.iter().map(head).collect::<Vec<_>>().join("\n"));
        facts.set("ledger.lines", words.into_iter().map(line).collect::<Vec<_>>());
        let on = banso_domain::calendar::japan::local_date(ledger.made_at);
        let bytes = self.set(LEDGER_SHEET, facts, self.options(look, on), FileKind::Pdf).await?;
        Ok(PrintedForm { bytes, file_name: format!("{LEDGER_SHEET}-{}.pdf", ledger.reference) })
    }
}
