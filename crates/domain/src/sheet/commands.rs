//! Commands on a sheet: each gives what happens, or the rules that refuse.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{About, Contribution, Elsewhere, Finalised, Permission, Sheet, SheetEvent, Version};
use crate::{
    form::{Completeness, Facts, FormDefinition, Kind, Problem, SheetRules, Side},
    id::{AgencyId, PersonId, StaffId},
    rule::{Refusal, Rule, Severity, require},
    sheet::compared,
};

/// A sheet that is to begin.
#[derive(Clone, Debug)]
pub struct NewSheet<'f> {
    /// About whom.
    pub person: PersonId,
    /// Which agency keeps it.
    pub agency: AgencyId,
    /// On which form, in the version in force that day.
    pub form: &'f FormDefinition,
    /// When.
    pub on: NaiveDate,
    /// What it belongs to.
    pub about: About,
    /// It is the person who begins it.
    pub is_by_person: bool,
    /// What other agencies have begun or made on the same form, as far as whoever begins it may know.
    pub elsewhere: &'f [Elsewhere],
    /// Why it is begun all the same.
    pub because: &'f str,
}

impl NewSheet<'_> {
    /// Begins the sheet.
    ///
    /// # Errors
    ///
    /// P-90 for a form that is no sheet, not in force on that day, or not the person's own where it is they who begin it; R-30 without a reason
    /// where another agency has an assessment of this kind.
    pub fn decide(self) -> Result<SheetEvent, Refusal> {
        let sheet = sheet_of(self.form)?;
        require(self.form.is_valid_on(self.on) && (sheet.is_own || !self.is_by_person), Rule::SideHasSay)?;
        let because = self.because.trim();
        require(self.elsewhere.is_empty() || !because.is_empty(), Rule::AssessedOnce)?;
        let because = if self.elsewhere.is_empty() { String::new() } else { because.to_owned() };
        let together = sheet.is_own && !self.is_by_person;
        let parts = self.form.sections.iter().filter(|_| together).map(|section| section.id.clone()).collect();
        let Self { person, agency, form, on, about, .. } = self;
        Ok(SheetEvent::Begun { person, agency, form: form.id.clone(), on, about, parts, because })
    }
}

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writer {
    /// The account.
    pub staff: StaffId,
    /// It is the account of the person themself.
    pub is_person: bool,
}

/// What one side says, to be written down.
#[derive(Clone, Debug)]
pub struct Writing {
    /// Whose answers.
    pub side: Side,
    /// The day on which it was said or seen.
    pub on: NaiveDate,
    /// Who said it.
    pub source: String,
    /// Where it was seen.
    pub place: String,
    /// The answers of that side, as a whole.
    pub answers: Facts,
}

fn sheet_of(form: &FormDefinition) -> Result<&SheetRules, Refusal> {
    form.sheet.as_ref().ok_or_else(|| Rule::SideHasSay.into())
}

impl Sheet {
    fn open_version(&self) -> Result<&Version, Refusal> {
        let open = self.current().filter(|version| version.finalised.is_none());
        open.ok_or_else(|| Rule::SheetFinal.into())
    }

    fn require_day(&self, on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        require(on <= today, Rule::DateOutOfOrder)
    }

    /// Whether the sides that are asked first have answered: together one agrees after the person has said what they think (3.2).
    pub fn may_agree(&self, form: &FormDefinition) -> bool {
        let is_asked = form.fields_of(Side::Person).next().is_some();
        !is_asked || self.current().is_some_and(|version| version.said.contains_key(&Side::Person))
    }

    /// Whether a firm may write: the sheet asks for no permission, or the person gave it.
    pub fn may_firm_write(&self, form: &FormDefinition) -> bool {
        form.sheet.as_ref().is_some_and(|sheet| !sheet.needs_permission) || !self.permissions.is_empty()
    }

    /// Writes down what one side says; what it said before in this version is replaced, and nothing of another side.
    ///
    /// # Errors
    ///
    /// P-91 once the version is final, P-90 for a side that has no say or an account that does not speak for it, P-92 over what the person
    /// or the firm wrote themself, P-93 for an agreement before the person was asked, P-94 for answers that the form does not take, P-95 without the
    /// name of who said it, R-14 for a firm before the person's permission, P-11 for a day to come.
    pub fn write(
        &self,
        form: &FormDefinition,
        writing: Writing,
        writer: Writer,
        today: NaiveDate,
    ) -> Result<SheetEvent, Refusal> {
        let version = self.open_version()?;
        let side = writing.side;
        let speaks = if writer.is_person { side == Side::Person } else { true };
        require(form.fields_of(side).next().is_some() && speaks, Rule::SideHasSay)?;
        let own = version.said.get(&side).is_some_and(|said| said.is_own);
        require(!own || writer.is_person, Rule::OwnWordsStay)?;
        self.said_by(form, writing, (writer.staff, writer.is_person), today)
    }

    /// The firm writes its own side with its own account.
    ///
    /// # Errors
    ///
    /// R-14 without the person's permission for that firm; otherwise as [`Sheet::write`].
    pub fn write_as_firm(
        &self,
        form: &FormDefinition,
        writing: Writing,
        (staff, firm): (StaffId, AgencyId),
        today: NaiveDate,
    ) -> Result<SheetEvent, Refusal> {
        require(sheet_of(form)?.firm_writes && writing.side == Side::Employer, Rule::SideHasSay)?;
        require(self.is_open_to_firm(firm), Rule::FirmThroughPerson)?;
        self.open_version()?;
        self.said_by(form, writing, (staff, true), today)
    }

    fn said_by(
        &self,
        form: &FormDefinition,
        writing: Writing,
        (written_by, is_own): (StaffId, bool),
        today: NaiveDate,
    ) -> Result<SheetEvent, Refusal> {
        let Writing { side, on, source, place, answers } = writing;
        let fields: Vec<_> = form.fields_of(side).collect();
        require(side != Side::Joint || self.may_agree(form), Rule::JointAfterOwn)?;
        require(side != Side::Employer || self.may_firm_write(form), Rule::FirmThroughPerson)?;
        self.require_day(on, today)?;
        let is_named = matches!(side, Side::Person | Side::Staff | Side::Joint) || !source.trim().is_empty();
        require(is_named, Rule::SourceNamed)?;
        let of_side = answers.iter().all(|(path, _)| fields.iter().any(|field| field.fact == path));
        let readable = form.check(&answers, self.form_on, Completeness::Draft).is_empty();
        require(of_side && readable && !answers.is_empty(), Rule::SheetAnswered)?;
        let (source, place) = (source.trim().to_owned(), place.trim().to_owned());
        let said = Contribution { on, source, place, written_by, is_own, answers };
        Ok(SheetEvent::Written { side, said })
    }

    /// The sides that are still to be asked: they have said nothing yet, and nobody has written why they could not be asked (P-72).
    pub fn unasked(&self, form: &FormDefinition) -> Vec<Side> {
        let (Some(rules), Some(version)) = (&form.sheet, self.current()) else { return Vec::new() };
        let answers = version.answers();
        let has_said = |side: Side| {
            let mut own = form.fields_of(side).filter(|field| rules.asks.iter().all(|(_, why)| *why != field.id));
            own.any(|field| form.answer(field, &answers).is_some())
        };
        let is_told = |why: &str| form.field(why).is_some_and(|field| form.answer(field, &answers).is_some());
        let open = rules.asks.iter().filter(|(side, why)| !has_said(*side) && !is_told(why));
        open.map(|(side, _)| *side).collect()
    }

    /// The last day on which the firm confirmed it anew.
    pub fn reconfirmed_on(&self, form: &FormDefinition) -> Option<NaiveDate> {
        self.versions.iter().filter_map(|version| form.reconfirmed(&version.answers())).max()
    }

    /// What rules say about the version that is written: those that refuse its end, those that warn, those that inform.
    pub fn findings(&self, form: &FormDefinition) -> Vec<Rule> {
        let Some(version) = self.current() else { return Vec::new() };
        let answers = version.answers();
        let mut rules = form.sheet_findings(&answers);
        if let Some(sheet) = &form.sheet {
            if sheet.needs_sources && !version.rests_on_several(form, &answers) {
                rules.push(Rule::SeveralPlaces);
            }
            if sheet.needs_permission && version.said.contains_key(&Side::Employer) && self.carried.is_empty() {
                rules.push(Rule::FirmThroughPerson);
            }
        }
        if !self.unasked(form).is_empty() {
            rules.push(Rule::EverySideAsked);
        }
        if compared(form, version).iter().any(|item| item.differs) {
            rules.push(Rule::SourcesDiffer);
        }
        let missing = |problem: &Problem| problem.innermost() == &Problem::MissingCompulsory;
        let problems = form.check(&answers, self.form_on, Completeness::Final);
        if version.said.is_empty() || problems.iter().any(|found| missing(&found.problem)) {
            rules.push(Rule::SheetAnswered);
        }
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// Makes the version final; `passed` are the warnings that were read.
    ///
    /// # Errors
    ///
    /// P-91 where it is final already; the rules that refuse among [`Sheet::findings`]; those that warn and were not read.
    pub fn finalise(
        &self,
        form: &FormDefinition,
        passed: &[Rule],
        by: StaffId,
        today: NaiveDate,
    ) -> Result<SheetEvent, Refusal> {
        self.open_version()?;
        let findings = self.findings(form);
        let of = |severity| findings.iter().copied().filter(move |rule: &Rule| rule.severity() == severity);
        let refuses: Vec<Rule> = of(Severity::Error).collect();
        if !refuses.is_empty() {
            return Err(Refusal { rules: refuses });
        }
        let warns: Vec<Rule> = of(Severity::Warning).collect();
        let unread: Vec<Rule> = warns.iter().copied().filter(|rule| !passed.contains(rule)).collect();
        if !unread.is_empty() {
            return Err(Refusal { rules: unread });
        }
        Ok(SheetEvent::Finalised { finalised: Finalised { on: today, by, passed: warns } })
    }

    /// Begins a new version: something new is known, or it is time to rate again.
    ///
    /// # Errors
    ///
    /// P-91 while the one before is not final, P-12 without what is new and from whom, P-11 for a day to come.
    pub fn revise(
        &self,
        form: &FormDefinition,
        on: NaiveDate,
        source: &str,
        today: NaiveDate,
    ) -> Result<SheetEvent, Refusal> {
        let last = self.current().and_then(|version| version.finalised.as_ref());
        require(last.is_some(), Rule::SheetFinal)?;
        require(!source.trim().is_empty(), Rule::ReasonNeeded)?;
        self.require_day(on, today)?;
        require(self.current().is_none_or(|version| version.begun_on <= on), Rule::DateOutOfOrder)?;
        let goes_on = sheet_of(form)?.goes_on;
        Ok(SheetEvent::Revised { on, source: source.trim().to_owned(), goes_on })
    }

    /// Records that the person lets a firm write.
    ///
    /// # Errors
    ///
    /// P-90 where no firm writes, R-15 without purpose or without who explained it, P-11 for a day to come.
    pub fn permit(
        &self,
        form: &FormDefinition,
        permission: Permission,
        today: NaiveDate,
    ) -> Result<SheetEvent, Refusal> {
        let rules = sheet_of(form)?;
        // A firm that is named writes on its own page; otherwise the agency writes down what it says.
        require(if permission.firm.is_some() { rules.firm_writes } else { rules.needs_permission }, Rule::SideHasSay)?;
        let is_told = !permission.purpose.trim().is_empty() && !permission.explained_by.trim().is_empty();
        require(is_told, Rule::FirmAskedAfterExplaining)?;
        self.require_day(permission.on, today)?;
        Ok(SheetEvent::Permitted { permission })
    }

    /// Records that the person carried it to whom it is for.
    ///
    /// # Errors
    ///
    /// R-14 before the permission, P-11 for a day to come.
    pub fn carry(&self, form: &FormDefinition, on: NaiveDate, today: NaiveDate) -> Result<SheetEvent, Refusal> {
        require(sheet_of(form)?.needs_permission, Rule::SideHasSay)?;
        require(!self.permissions.is_empty(), Rule::FirmThroughPerson)?;
        self.require_day(on, today)?;
        Ok(SheetEvent::Carried { on })
    }

    /// The person decides what of their own sheet an agency sees; no part closes it.
    ///
    /// # Errors
    ///
    /// R-81 for an internal sheet, P-96 for anybody else and for a sheet that is not the person's own, P-94 for a part that is none.
    pub fn show(
        &self,
        form: &FormDefinition,
        to: AgencyId,
        parts: BTreeSet<String>,
        writer: Writer,
    ) -> Result<SheetEvent, Refusal> {
        let sheet = sheet_of(form)?;
        require(!sheet.is_internal, Rule::ClinicNotesStay)?;
        require(sheet.is_own && writer.is_person, Rule::OwnerShows)?;
        let known = |part: &String| form.sections.iter().any(|section| section.id == *part);
        require(parts.iter().all(known), Rule::SheetAnswered)?;
        Ok(SheetEvent::Shown { to, parts })
    }
}

impl Version {
    /// Whether it rests on two sources and two places at least: those of the sides, and the rows of a table of places.
    fn rests_on_several(&self, form: &FormDefinition, answers: &Facts) -> bool {
        let sides = self.said.keys().filter(|side| **side != Side::Joint).count();
        let places = self.said.values().map(|said| said.place.as_str()).filter(|place| !place.is_empty());
        let mut places: BTreeSet<String> = places.map(str::to_owned).collect();
        let tables = form.fields().filter(|field| field.kind == Kind::Table && field.id == "observed_sites");
        for row in tables.flat_map(|table| answers.list(&table.fact)) {
            if let Some(site) = row.get("site").and_then(|site| site.as_str()) {
                places.insert(site.trim().to_owned());
            }
        }
        sides >= 2 && places.len() >= 2
    }
}
