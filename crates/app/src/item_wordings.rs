//! Items of sheets that no official sheet confirms: what they read, and how a region words them itself.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Permit, Target, decide};
use banso_domain::{
    form::{FormDefinition, ItemWording, ItemWordingEvent, OpenItem, WordedItem, Wording},
    id::ItemWordingId,
    rule::Rule,
};
use banso_store::{Change, Stamp, StoreError};
use uuid::Uuid;

use crate::{App, EntryLine, UseCaseError};

/// A sheet with items that nobody has compared with the official one.
#[derive(Clone, Debug)]
pub struct OpenForm {
    /// The sheet as it was published, in its version of today.
    pub form: FormDefinition,
    /// Its items, in the order of the sheet.
    pub items: Vec<OpenItemRow>,
}

/// Such an item with what the region says of it.
#[derive(Clone, Debug)]
pub struct OpenItemRow {
    /// Its name in the form.
    pub id: String,
    /// The heading of the part in which it stands, in both languages.
    pub section: Wording,
    /// As it was published.
    pub published: Wording,
    /// The sentence that helps to answer it, as it was published.
    pub hint: Option<Wording>,
    /// Something else on the sheet rests on it: it cannot be left out (P-114).
    pub is_rested_on: bool,
    /// What the region says in its place; none where it says nothing.
    pub worded: Option<WordedItem>,
    /// The version of that: goes into forms; 0 where there is none.
    pub version: i64,
}

impl App {
    fn may_word(actor: &Actor, action: Action) -> Result<Permit, UseCaseError> {
        Ok(decide(actor, action, Target::Installation)?)
    }

    /// Lays over the definitions what the region says in the place of items. Called when the program begins, and after every change.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn lay_item_wordings(&self) -> Result<(), UseCaseError> {
        let _turn = self.inner.laying.lock().await;
        let items = self.inner.store.reader().item_wordings().await?;
        // Where the region says nothing, the definitions are in force as they are.
        if !items.is_empty() {
            self.documents().lay(&items);
        }
        Ok(())
    }

    /// The sheets that have items which nobody has compared with the official one.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for anybody but an administrator; likewise below.
    #[boxed]
    pub async fn open_forms(&self, actor: &Actor) -> Result<Vec<OpenForm>, UseCaseError> {
        Self::may_word(actor, Action::ReadDefinitions)?;
        let worded = self.inner.store.reader().item_wordings().await?;
        let today = self.inner.clock.today();
        let row = |form: &FormDefinition, open: &OpenItem<'_>| {
            let worded = worded.iter().find(|worded| worded.form == form.id && worded.item == open.id).cloned();
            OpenItemRow {
                id: open.id.to_owned(),
                section: open.section.title.on(today).clone(),
                published: open.words(today).clone(),
                hint: open.field.hint.clone(),
                is_rested_on: form.rests_on(open.id),
                worded,
                version: 0,
            }
        };
        let forms = self.documents().published().on(today).into_iter().map(|form| {
            let items = form.open_items().iter().map(|open| row(form, open)).collect();
            OpenForm { form: form.clone(), items }
        });
        Ok(forms.filter(|open| !open.items.is_empty()).collect())
    }

    /// One of these sheets.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for a form that has no such items today.
    #[boxed]
    pub async fn open_form(&self, actor: &Actor, form: &str) -> Result<OpenForm, UseCaseError> {
        let forms = self.open_forms(actor).await?;
        forms.into_iter().find(|open| open.form.id == form).ok_or(UseCaseError::NotFound)
    }

    /// One item of such a sheet, with the version of what the region says of it.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for a form or an item that is not there or is confirmed.
    #[boxed]
    pub async fn open_item(
        &self,
        actor: &Actor,
        form: &str,
        item: &str,
    ) -> Result<(FormDefinition, OpenItemRow), UseCaseError> {
        let open = self.open_form(actor, form).await?;
        let mut row = open.items.into_iter().find(|row| row.id == item).ok_or(UseCaseError::NotFound)?;
        if let Some((worded, version)) = self.inner.store.reader().item_wording(form, item).await? {
            (row.worded, row.version) = (Some(worded), version);
        }
        Ok((open.form, row))
    }

    /// What the region said about an item, oldest first; nothing where it never did.
    ///
    /// # Errors
    ///
    /// See [`App::open_forms`].
    #[boxed]
    pub async fn item_history(
        &self,
        actor: &Actor,
        form: &str,
        item: &str,
    ) -> Result<Vec<EntryLine<ItemWordingEvent>>, UseCaseError> {
        Self::may_word(actor, Action::ReadDefinitions)?;
        let reader = self.inner.store.reader();
        let Some((known, _)) = reader.item_wording(form, item).await? else { return Ok(Vec::new()) };
        Ok(reader.item_history(known.id).await?.into_iter().map(EntryLine::from).collect())
    }

    /// The region words an item anew. `expected` is the version of what it said before, 0 where it said nothing.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Forbidden`] for anybody but an administrator, [`UseCaseError::NotFound`] for a form that is not used on the first day,
    /// [`UseCaseError::Conflict`] if somebody else worded it meanwhile, and what [`ItemWording::decide`] refuses.
    #[boxed]
    pub async fn word_item(
        &self,
        actor: &Actor,
        (form, item): (&str, &str),
        wording: ItemWording,
        expected: i64,
    ) -> Result<(), UseCaseError> {
        let permit = Self::may_word(actor, Action::WordItems)?;
        let published = self.documents().published();
        if !published.all().any(|known| known.id == form) {
            return Err(UseCaseError::NotFound);
        }
        // On a day on which there is no such form, no wording of it begins.
        let definition = published.get(form, wording.from).ok_or(Rule::WordingInOrder)?;
        let tx = self.inner.store.begin().await?;
        let (known, found) = tx.item_wording(form, item).await?.map_or((None, 0), |(known, at)| (Some(known), at));
        if found != expected {
            return Err(UseCaseError::Conflict { expected, found });
        }
        let event = wording.decide(definition, item, known.as_ref(), self.inner.clock.today())?;
        let id = known.map_or_else(|| ItemWordingId::new(Uuid::now_v7()), |known| known.id);
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        // Whoever words it for the first time at the same moment begins another stream for the same item.
        let twice = |error| match error {
            StoreError::Duplicate { .. } => UseCaseError::Conflict { expected, found: 1 },
            other => other.into(),
        };
        tx.record(stamp, Change::ItemWording(id, &event), Some(expected)).await.map_err(twice)?;
        tx.commit().await?;
        self.lay_item_wordings().await
    }
}
