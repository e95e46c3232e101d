//! A sheet on paper and in Excel: what the reader sees of one version. That it was printed stands in the ledger before it leaves.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Target, decide};
use banso_domain::{
    form::{Facts, FormDefinition},
    id::SheetId,
    ledger::LedgerEntry,
    sheet::{Sheet, Version},
    text::to_hiragana,
};
use serde_json::json;

use super::SheetPage;
use crate::{App, FileKind, PrintLook, PrintedForm, ReturnProblem, UseCaseError};

impl App {
    /// A version of a sheet as a file: the one of that number, counted from 0, or the last that the reader sees.
    ///
    /// # Errors
    ///
    /// As [`App::sheet`]; [`UseCaseError::NotFound`] for a version that is not there.
    #[boxed]
    pub async fn print_sheet(
        &self,
        actor: &Actor,
        id: SheetId,
        version: Option<usize>,
        look: PrintLook,
        kind: FileKind,
    ) -> Result<PrintedForm, UseCaseError> {
        let page = self.sheet(actor, id).await?;
        let number = version.unwrap_or(page.sheet.versions.len().saturating_sub(1));
        let printed = page.sheet.versions.get(number).ok_or(UseCaseError::NotFound)?;
        self.note_printed(actor, &page.sheet).await?;
        let facts = facts(&page, number, printed);
        let options = self.options(look, page.sheet.form_on);
        let (app, form) = (self.clone(), page.form.clone());
        let set = tokio::task::spawn_blocking(move || match kind {
            FileKind::Pdf => app.documents().pdf_of(&form, &facts, &options),
            FileKind::Xlsx => app.documents().xlsx_of(&form, &facts, &options),
        });
        let bytes = match set.await {
            Ok(bytes) => bytes.map_err(|error| UseCaseError::Definition(error.to_string()))?,
            Err(broken) => return Err(UseCaseError::Definition(format!("the sheet could not be set: {broken}"))),
        };
        let file_name = format!("{}-{}.{}", page.sheet.form, page.sheet.id, kind.extension());
        Ok(PrintedForm { bytes, file_name })
    }

    /// What a workbook of a sheet that was filled elsewhere says, as it would be typed. Nothing is kept of it.
    ///
    /// # Errors
    ///
    /// Every [`ReturnProblem`] that was found.
    pub fn returned_sheet(
        &self,
        form: &FormDefinition,
        bytes: &[u8],
    ) -> Result<Vec<(String, String)>, Vec<ReturnProblem>> {
        let options = self.options(PrintLook::default(), form.valid_from);
        self.documents().returned(bytes, form, &options)
    }

    /// Writes the printing down, in the transaction of its own that every printing has.
    async fn note_printed(&self, actor: &Actor, sheet: &Sheet) -> Result<(), UseCaseError> {
        let (whole, _) = match self.inner.store.reader().sheet(sheet.id).await? {
            Some(row) => (row.sheet, row.version),
            None => return Err(UseCaseError::NotFound),
        };
        let form = self.form_of(&whole)?;
        let around = self.around_for(actor, whole.person).await?;
        let doors = around.doors();
        let scope = around.sheet_scope(actor, whole.agency, (Some(&whole), &form), &doors);
        let permit = decide(actor, Action::ReadSheet, Target::Sheet(scope))?;
        let cases = self.inner.store.reader().every_case_of_person(around.person).await?;
        let newest = cases.into_iter().next().map(|(row, _)| row.id);
        let case = whole.about.case.or(newest).ok_or(UseCaseError::NotFound)?;
        self.note_now(around.person, &permit, LedgerEntry::Printed { case, form: whole.form }).await
    }
}

fn facts(page: &SheetPage, number: usize, version: &Version) -> Facts {
    let mut facts = version.answers();
    facts.set("person.name", page.name.as_str());
    facts.set("person.kana", to_hiragana(&page.kana));
    facts.set("sheet.agency", page.agency_name.as_str());
    facts.set("sheet.version", number + 1);
    let row = |(side, said): (&banso_domain::form::Side, &banso_domain::sheet::Contribution)| json!({ "side": side.name(), "source": said.source, "place": said.place, "on": said.on.to_string() });
    facts.set("sheet.sides", version.said.iter().map(row).collect::<Vec<_>>());
    facts
}
