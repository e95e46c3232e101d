//! Sheets: beginning one, who sees how much of it, and the lists in which they stand.

mod beginning;
mod changing;
mod elsewhere;
mod firm;
mod printing;

use std::collections::BTreeSet;

use async_recursion::async_recursion as boxed;
use banso_access::{
    Action, Actor, Permit, SheetFilter, SheetScope, SheetSight, ShownParts, Target, decide, sheet_sight,
};
use banso_domain::{
    agency::AgencyKind,
    form::{Facts, FormDefinition, Section, SheetRules},
    id::{AgencyId, CaseId, EpisodeId, PersonId, SheetId},
    job::Job,
    ledger::RecordPart,
    rule::Rule,
    sheet::{About, Elsewhere, NewSheet, Sheet, SheetEvent, Version},
};
use banso_store::{Change, SheetRow, Stamp};
use chrono::NaiveDate;
use uuid::Uuid;

use crate::{App, EntryLine, UseCaseError, Whom, episodes::Around};

pub use changing::Deed;
pub use elsewhere::{AssessedElsewhere, BeforeSheet};

/// A sheet as a list shows it.
#[derive(Clone, Debug)]
pub struct SheetGlance {
    /// Which.
    pub id: SheetId,
    /// On which form.
    pub form: FormDefinition,
    /// The agency that keeps it.
    pub agency_name: String,
    /// The last day of anything in it.
    pub changed_on: NaiveDate,
    /// How many versions there are that the reader sees.
    pub versions: usize,
    /// It is being written.
    pub is_open: bool,
    /// 氏名, in a list of several people; empty in a list of one person.
    pub name: String,
    /// フリガナ
    pub kana: String,
}

/// The sheets about a person, as far as the reader sees them.
#[derive(Clone, Debug)]
pub struct SheetList {
    /// 氏名; empty for a reader who may not know it.
    pub name: String,
    /// The sheets, the last changed first.
    pub sheets: Vec<SheetGlance>,
    /// The reader may begin one.
    pub may_begin: bool,
}

/// A sheet as its page needs it: cut to what the reader sees.
#[derive(Clone, Debug)]
pub struct SheetPage {
    /// The sheet.
    pub sheet: Sheet,
    /// Its version: goes into forms.
    pub version: i64,
    /// The form that it is kept under, with the parts that the reader sees.
    pub form: FormDefinition,
    /// 氏名; empty for a reader who may not know it.
    pub name: String,
    /// フリガナ
    pub kana: String,
    /// The name of the agency that keeps it.
    pub agency_name: String,
    /// How much the reader sees.
    pub sight: SheetSight,
    /// The reader is the person themself.
    pub is_person: bool,
    /// What rules say about the version that is written.
    pub findings: Vec<Rule>,
    /// The jobs beside it at whose firm somebody else answers since it was confirmed.
    pub to_reconfirm: Vec<Job>,
    /// The firms to which the person may open their part of it, for a form on which a firm writes itself.
    pub firms: Vec<AgencyId>,
    /// What happened to it, oldest first; for those who see everything.
    pub history: Vec<EntryLine<SheetEvent>>,
}

impl SheetPage {
    /// What the form says of itself.
    pub fn rules(&self) -> Option<&SheetRules> {
        self.form.sheet.as_ref()
    }
}

/// What a sheet looks like to a reader.
struct Seen {
    sheet: Sheet,
    form: FormDefinition,
    sight: SheetSight,
}

/// The parts of a form that somebody fills in.
fn answered_sections(form: &FormDefinition) -> impl Iterator<Item = &Section> {
    form.sections.iter().filter(|section| section.fields.iter().any(|field| field.side.is_some()))
}

/// What a person shows of their own sheet to an agency.
fn shown_parts(sheet: &Sheet, form: &FormDefinition, agency: AgencyId) -> ShownParts {
    match sheet.shown_to(agency) {
        None => ShownParts::Nothing,
        Some(parts) if answered_sections(form).all(|section| parts.contains(&section.id)) => ShownParts::All,
        Some(_) => ShownParts::Some,
    }
}

/// Leaves of a version the answers to the fields that the form still has.
fn cut_version(version: &Version, form: &FormDefinition) -> Version {
    let kept = |path: &str| form.fields().any(|field| field.fact == path);
    let mut cut = version.clone();
    for said in cut.said.values_mut() {
        let answers = said.answers.iter().filter(|(path, _)| kept(path));
        said.answers = answers.map(|(path, value)| (path.to_owned(), value.clone())).collect::<Facts>();
    }
    cut.said.retain(|_, said| !said.answers.is_empty());
    cut
}

/// Cuts a sheet to what those see who do not write on it: what is final, in the parts that are shown, and nothing of how it came about.
fn cut_to_shown(sheet: Sheet, form: FormDefinition, parts: Option<&BTreeSet<String>>) -> (Sheet, FormDefinition) {
    let form = match parts {
        Some(parts) => form.with_sections(|id| parts.contains(id) || id.starts_with("sheet_")),
        None => form,
    };
    let versions = sheet.versions.iter().filter(|version| version.finalised.is_some());
    let versions = versions.map(|version| cut_version(version, &form)).collect();
    let cut = Sheet {
        begun_because: String::new(),
        versions,
        permissions: Vec::new(),
        carried: Vec::new(),
        shown: std::collections::BTreeMap::new(),
        ..sheet
    };
    (cut, form)
}

impl Around {
    pub(crate) fn sheet_scope<'a>(
        &self,
        actor: &Actor,
        agency: AgencyId,
        (sheet, form): (Option<&Sheet>, &FormDefinition),
        doors: &'a [banso_access::CaseDoors<'a>],
    ) -> SheetScope<'a> {
        let rules = form.sheet.as_ref();
        SheetScope {
            agency,
            person: self.themself,
            cases: doors,
            is_known_there: self.is_known_at(agency),
            keeps: true,
            item: rules.and_then(|rules| rules.shared_as),
            is_own: rules.is_some_and(|rules| rules.is_own),
            is_internal: rules.is_some_and(|rules| rules.is_internal),
            is_final: sheet.is_some_and(|sheet| sheet.newest_final().is_some()),
            shown: sheet.map_or(ShownParts::Nothing, |sheet| shown_parts(sheet, form, actor.agency())),
        }
    }

    /// A sheet cut to what the actor sees of it; none where they see nothing.
    fn seen_sheet(&self, actor: &Actor, sheet: Sheet, form: FormDefinition) -> Option<Seen> {
        let doors = self.doors();
        let sight = sheet_sight(actor, self.sheet_scope(actor, sheet.agency, (Some(&sheet), &form), &doors));
        match sight {
            SheetSight::Nothing => None,
            SheetSight::Everything => Some(Seen { sheet, form, sight }),
            SheetSight::Shown => {
                let is_own = form.sheet.as_ref().is_some_and(|rules| rules.is_own);
                let parts = sheet.shown_to(actor.agency()).filter(|_| is_own).cloned();
                let (sheet, form) = cut_to_shown(sheet, form, parts.as_ref());
                Some(Seen { sheet, form, sight })
            }
        }
    }
}

impl App {
    /// The sheets that can be begun today.
    pub fn sheet_forms(&self) -> Vec<&FormDefinition> {
        let today = self.inner.clock.today();
        self.documents().forms().on(today).into_iter().filter(|form| form.sheet.is_some()).collect()
    }

    /// The form under which a sheet is kept.
    pub(crate) fn form_of(&self, sheet: &Sheet) -> Result<FormDefinition, UseCaseError> {
        let form = self.documents().forms().get(&sheet.form, sheet.form_on);
        form.cloned().ok_or_else(|| UseCaseError::Definition(format!("no form {} on {}", sheet.form, sheet.form_on)))
    }

    /// Everything around a person, who may be the reader themself by an entry that was joined with this one.
    pub(crate) async fn around_for(&self, actor: &Actor, person: PersonId) -> Result<Around, UseCaseError> {
        let mut around = self.around(person).await?;
        if let Some(own) = actor.person().filter(|own| *own != around.person) {
            let entries = self.inner.store.reader().entries_of_person(around.person).await?;
            if entries.contains(&own) {
                around.themself = own;
            }
        }
        Ok(around)
    }

    async fn glance_at(&self, seen: Seen, name: (String, String)) -> Result<SheetGlance, UseCaseError> {
        let Seen { sheet, form, .. } = seen;
        Ok(SheetGlance {
            id: sheet.id,
            form,
            agency_name: self.agency(sheet.agency).await?.facts.name,
            changed_on: sheet.current().map_or(sheet.form_on, Version::last_day),
            versions: sheet.versions.len(),
            is_open: sheet.is_open(),
            name: name.0,
            kana: name.1,
        })
    }

    async fn glances_at(&self, actor: &Actor, around: &Around) -> Result<Vec<SheetGlance>, UseCaseError> {
        let mut glances = Vec::new();
        for sheet in self.inner.store.reader().sheets_of_person(around.person).await? {
            let form = self.form_of(&sheet)?;
            if let Some(seen) = around.seen_sheet(actor, sheet, form) {
                glances.push(self.glance_at(seen, (String::new(), String::new())).await?);
            }
        }
        Ok(glances)
    }

    /// The sheets about the person of a case, as far as the centre or the municipality sees them.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn sheets_of_case(&self, actor: &Actor, case: CaseId) -> Result<SheetList, UseCaseError> {
        let header = self.inner.store.reader().case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let permit = decide(actor, Action::ReadCase, Target::Case(header.scope))?;
        self.sheets_about(actor, header.person, &permit).await
    }

    /// The same, for an agency with which the case is shared.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn sheets_of_shared_case(&self, actor: &Actor, case: CaseId) -> Result<SheetList, UseCaseError> {
        let reader = self.inner.store.reader();
        let header = reader.case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        let shares = reader.shares_of(&[case]).await?.remove(&case).unwrap_or_default();
        let permit = decide(actor, Action::ReadShared, Target::Shared(&shares))?;
        self.sheets_about(actor, header.person, &permit).await
    }

    /// The same, for the agency at which the person uses a programme.
    ///
    /// # Errors
    ///
    /// As [`App::episode`].
    #[boxed]
    pub async fn sheets_of_episode(&self, actor: &Actor, episode: EpisodeId) -> Result<SheetList, UseCaseError> {
        let person = self.episode(actor, episode).await?.episode.person;
        let permit = self.permit_to_begin(actor, person).await?;
        self.sheets_about(actor, person, &permit).await
    }

    async fn sheets_about(&self, actor: &Actor, person: PersonId, permit: &Permit) -> Result<SheetList, UseCaseError> {
        let around = self.around_for(actor, person).await?;
        let sheets = self.glances_at(actor, &around).await?;
        self.note_part_read(around.person, permit, None, RecordPart::Sheet);
        let may_begin = self.permit_to_begin(actor, person).await.is_ok();
        let (entry, _) = self.inner.store.reader().person(around.person).await?.ok_or(UseCaseError::NotFound)?;
        let name = if around.knows_name(actor) { entry.facts.name } else { String::new() };
        Ok(SheetList { name, sheets, may_begin })
    }

    /// Whether agencies of the actor's kind keep sheets: a firm and a family answer for their own side, where they are asked.
    async fn keeps_sheets(&self, actor: &Actor) -> Result<bool, UseCaseError> {
        let kind = self.agency(actor.agency()).await?.facts.kind;
        Ok(!matches!(kind, AgencyKind::Employer | AgencyKind::Family))
    }

    async fn permit_to_begin(&self, actor: &Actor, person: PersonId) -> Result<Permit, UseCaseError> {
        let around = self.around_for(actor, person).await?;
        let doors = around.doors();
        let forms = self.sheet_forms();
        let form = forms.first().ok_or(UseCaseError::NotFound)?;
        let scope = around.sheet_scope(actor, actor.agency(), (None, form), &doors);
        let scope = SheetScope { keeps: self.keeps_sheets(actor).await?, ..scope };
        Ok(decide(actor, Action::StartSheet, Target::Sheet(scope))?)
    }

    /// What people show of their own sheets to the reader's agency.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`].
    #[boxed]
    pub async fn sheets_shown_here(&self, actor: &Actor, limit: u32) -> Result<Vec<SheetGlance>, UseCaseError> {
        let rows = self.inner.store.reader().sheets_shown(SheetFilter::of(actor), limit).await?;
        let mut glances = Vec::new();
        for SheetRow { sheet, name, kana, .. } in rows {
            let form = self.form_of(&sheet)?;
            let around = self.around_for(actor, sheet.person).await?;
            if let Some(seen) = around.seen_sheet(actor, sheet, form).filter(|seen| !seen.sheet.versions.is_empty()) {
                glances.push(self.glance_at(seen, (name, kana)).await?);
            }
        }
        Ok(glances)
    }

    /// The person's own sheets: what is about them, save what never leaves an agency.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for anybody but a person with their own account.
    #[boxed]
    pub async fn own_sheets(&self, actor: &Actor) -> Result<SheetList, UseCaseError> {
        let person = actor.person().ok_or(UseCaseError::NotFound)?;
        decide(actor, Action::ReadOwnRecord, Target::Own(person))?;
        let around = self.around_for(actor, person).await?;
        let sheets = self.glances_at(actor, &around).await?;
        let (entry, _) = self.inner.store.reader().person(person).await?.ok_or(UseCaseError::NotFound)?;
        Ok(SheetList { name: entry.facts.name, sheets, may_begin: true })
    }

    /// Begins a sheet at the actor's agency. `because` says why, where another agency has an assessment of this kind.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for an agency that does not know the person, [`UseCaseError::Refused`] by a rule.
    #[boxed]
    pub async fn start_sheet(
        &self,
        actor: &Actor,
        whom: Whom,
        form: &str,
        because: &str,
    ) -> Result<SheetId, UseCaseError> {
        let person = self.person_of(whom).await?;
        let about = match whom {
            Whom::OfCase(case) => About { case: Some(case), episode: None },
            Whom::OfEpisode(episode) => About { episode: Some(episode), case: None },
        };
        self.begin_sheet(actor, person, about, (form, because)).await
    }

    /// The person begins a sheet of their own.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for anybody but a person with their own account, P-90 for a form that is not theirs.
    #[boxed]
    pub async fn start_own_sheet(&self, actor: &Actor, form: &str) -> Result<SheetId, UseCaseError> {
        let person = actor.person().ok_or(UseCaseError::NotFound)?;
        self.begin_sheet(actor, person, About::default(), (form, "")).await
    }

    async fn begin_sheet(
        &self,
        actor: &Actor,
        person: PersonId,
        about: About,
        (form, because): (&str, &str),
    ) -> Result<SheetId, UseCaseError> {
        let today = self.inner.clock.today();
        let form = self.documents().forms().get(form, today).filter(|form| form.sheet.is_some());
        let form = form.ok_or(UseCaseError::NotFound)?;
        let around = self.around_for(actor, person).await?;
        let doors = around.doors();
        let scope = around.sheet_scope(actor, actor.agency(), (None, form), &doors);
        let scope = SheetScope { keeps: self.keeps_sheets(actor).await?, ..scope };
        let permit = decide(actor, Action::StartSheet, Target::Sheet(scope))?;
        let is_by_person = actor.person() == Some(around.themself);
        let tx = self.inner.store.begin().await?;
        // Two agencies that begin the same at once: the second one learns of the first.
        tx.take_turns_beginning(around.person).await?;
        let sheets = tx.sheets_of_person(around.person).await?;
        let elsewhere = if is_by_person { Vec::new() } else { self.elsewhere(actor, &around, form, sheets).await? };
        let elsewhere: Vec<Elsewhere> = elsewhere.into_iter().map(|(known, _)| known).collect();
        let (person, agency) = (around.person, actor.agency());
        let new = NewSheet { person, agency, form, on: today, about, is_by_person, elsewhere: &elsewhere, because };
        let event = new.decide()?;
        let id = SheetId::new(Uuid::now_v7());
        let stamp = Stamp { permit: &permit, at: self.inner.clock.now() };
        tx.record(stamp, Change::Sheet(id, around.person, &event), Some(0)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// A sheet, cut to what the reader sees.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers.
    #[boxed]
    pub async fn sheet(&self, actor: &Actor, id: SheetId) -> Result<SheetPage, UseCaseError> {
        let reader = self.inner.store.reader();
        let SheetRow { sheet, version, name, kana } = reader.sheet(id).await?.ok_or(UseCaseError::NotFound)?;
        let form = self.form_of(&sheet)?;
        let around = self.around_for(actor, sheet.person).await?;
        let doors = around.doors();
        let scope = around.sheet_scope(actor, sheet.agency, (Some(&sheet), &form), &doors);
        let permit = decide(actor, Action::ReadSheet, Target::Sheet(scope))?;
        let is_person = actor.person() == Some(around.themself);
        if !is_person {
            self.note_part_read(around.person, &permit, None, RecordPart::Sheet);
        }
        let Seen { sheet, form, sight } = around.seen_sheet(actor, sheet, form).ok_or(UseCaseError::NotFound)?;
        let sees_all = sight == SheetSight::Everything;
        // Whom the person shows what is their own, they tell their name.
        let is_own = form.sheet.as_ref().is_some_and(|rules| rules.is_own);
        let knows_name = is_own || sees_all || around.knows_name(actor);
        let (name, kana) = if knows_name { (name, kana) } else { (String::new(), String::new()) };
        let history = if sees_all { reader.sheet_history(id).await? } else { Vec::new() };
        let is_confirmed_anew = form.sheet.as_ref().is_some_and(|rules| rules.reconfirms.is_some());
        let to_reconfirm = match sees_all && is_confirmed_anew && !is_person {
            true => self.jobs_to_reconfirm(actor, sheet.person, sheet.reconfirmed_on(&form)).await?,
            false => Vec::new(),
        };
        let firm_writes = form.sheet.as_ref().is_some_and(|rules| rules.firm_writes);
        let firms = match sees_all && !is_person && firm_writes {
            true => self.firms_to_open(sheet.person, sheet.agency).await?,
            false => Vec::new(),
        };
        Ok(SheetPage {
            firms,
            findings: if sees_all && sheet.is_open() { sheet.findings(&form) } else { Vec::new() },
            agency_name: self.agency(sheet.agency).await?.facts.name,
            history: history.into_iter().map(EntryLine::from).collect(),
            sheet,
            version,
            form,
            name,
            kana,
            sight,
            is_person,
            to_reconfirm,
        })
    }
}
