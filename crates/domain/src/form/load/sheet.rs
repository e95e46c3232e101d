//! Reading what makes a form a sheet: parts that stand on it several times, items that several sides rate, what is looked at.

use std::collections::HashSet;
use std::ops::Range;

use toml::Spanned;

use super::raw::{RawCard, RawCheck, RawField, RawRated, RawRatedItem, RawSection, RawSheet};
use super::{Reader, SharedParts};
use crate::episode::Milestone;
use crate::form::{
    Beginning, BeginsWith, DefinitionError, Field, FormDefinition, Kind, KnownFact, Language, Mark, Name, Owner, Rated,
    SheetCheck, SheetCondition, SheetRules, Side, Source, TellsJobs, Told, Wording,
};
use crate::text::suggestion;

/// The list of shared options that has the words of sides.
const SIDES: &str = "sides";

/// No result of an assessment is good for longer.
const MOST_MONTHS: u32 = 60;

/// Words that sort people: no sheet counts together, ranks, draws a line or recommends a place.
pub(in crate::form) const SORTING: [&str; 9] =
    ["total", "score_sum", "rank", "threshold", "recommend", "合計点", "総合点", "順位", "推奨サービス"];

/// A part as often as it stands on the sheet; ids and conditions within it are numbered.
pub(super) fn repeated(section: RawSection) -> Vec<RawSection> {
    let Some(times) = section.repeat else { return vec![section] };
    let ids: HashSet<String> =
        section.fields.iter().filter_map(|field| field.id.as_ref()).map(|id| id.get_ref().clone()).collect();
    (1..=times).map(|number| numbered(&section, number, &ids)).collect()
}

fn numbered(section: &RawSection, number: u32, ids: &HashSet<String>) -> RawSection {
    let with_number = |id: &Spanned<String>| Spanned::new(id.span(), format!("{}_{number}", id.get_ref()));
    let mut part = section.clone();
    part.id = with_number(&section.id);
    let mut title = section.title.get_ref().clone();
    title.ja = format!("{} {number}", title.ja);
    title.en = format!("{} {number}", title.en);
    part.title = Spanned::new(section.title.span(), title);
    let field = |mut field: RawField| {
        field.id = field.id.as_ref().map(with_number);
        if let Some(condition) = field.required_if.take() {
            let mut inner = condition.get_ref().clone();
            if ids.contains(&inner.field) {
                inner.field = format!("{}_{number}", inner.field);
            }
            field.required_if = Some(Spanned::new(condition.span(), inner));
        }
        for option in field.options.iter_mut().flatten() {
            option.note = option
                .note
                .as_ref()
                .map(|note| if ids.contains(note.get_ref()) { with_number(note) } else { note.clone() });
        }
        field
    };
    part.fields = part.fields.into_iter().map(field).collect();
    part
}

impl Reader<'_> {
    /// The fields of rated items: for each item the rating of each side, and what it rests on.
    pub(super) fn rated(
        &self,
        rated: &RawRated,
        items: &[RawRatedItem],
        facts: &str,
        shared: &SharedParts,
    ) -> Result<Vec<Field>, DefinitionError> {
        let scale = &rated.scale;
        let options = shared.options.get(scale.get_ref()).ok_or_else(|| {
            let instead = suggestion(scale.get_ref(), shared.options.keys().map(String::as_str));
            self.error(&scale.span(), format!("there is no shared list of options `{}`{instead}", scale.get_ref()))
        })?;
        let mut fields = Vec::new();
        let mut seen = HashSet::new();
        for item in items {
            let id = self.once(&mut seen, &item.id, "item")?;
            for side in &rated.sides {
                let label = Wording { ja: item.ja.clone(), en: item.en.clone() };
                let mut field = Field {
                    id: format!("{id}_{}", side.name()),
                    label: self.of_side(&label, *side, shared, &item.id.span())?,
                    hint: item.hint.clone(),
                    unit: None,
                    kind: Kind::Single,
                    many: false,
                    options: options.clone(),
                    columns: Vec::new(),
                    mark: Mark::None,
                    required_if: None,
                    fact: format!("{facts}.{id}.{}", side.name()),
                    max_chars: None,
                    source: item.source.unwrap_or(Source::Known),
                    owner: Owner::Answers,
                    restricted: false,
                    shared_as: None,
                    side: Some(*side),
                    rated: Some(Rated { item: id.to_owned(), label, is_note: false }),
                    valid_from: None,
                    valid_to: None,
                };
                fields.push(field.clone());
                if rated.notes {
                    field.id = format!("{}_note", field.id);
                    field.fact = format!("{}_note", field.fact);
                    (field.kind, field.options, field.hint) = (Kind::Text, Vec::new(), None);
                    field.max_chars = Some(400);
                    let told = Wording {
                        ja: format!("{}：そう思う場面", field.label.on(chrono::NaiveDate::MIN).ja),
                        en: format!("{}: the scene it rests on", field.label.on(chrono::NaiveDate::MIN).en),
                    };
                    field.label = self.one_name(told, &item.id.span())?;
                    field.rated = field.rated.map(|rated| Rated { is_note: true, ..rated });
                    fields.push(field);
                }
            }
        }
        Ok(fields)
    }

    fn one_name(&self, wording: Wording, at: &Range<usize>) -> Result<Name, DefinitionError> {
        self.dated_name(wording, Vec::new(), at)
    }

    /// The words of an item with those of the side that rates it.
    fn of_side(
        &self,
        label: &Wording,
        side: Side,
        shared: &SharedParts,
        at: &Range<usize>,
    ) -> Result<Name, DefinitionError> {
        let known = shared.options.get(SIDES).and_then(|sides| sides.iter().find(|known| known.id == side.name()));
        let Some(known) = known else {
            return Err(self.error(at, format!("the shared list of options `{SIDES}` has no `{}`", side.name())));
        };
        let words = |language| known.label.text(chrono::NaiveDate::MAX, language);
        let wording = Wording {
            ja: format!("{}（{}）", label.ja, words(Language::Ja)),
            en: format!("{} ({})", label.en, words(Language::En)),
        };
        self.one_name(wording, at)
    }

    /// What the form says of itself as a sheet.
    pub(super) fn sheet(
        &self,
        raw: Spanned<RawSheet>,
        form: &FormDefinition,
        sections: &Range<usize>,
    ) -> Result<SheetRules, DefinitionError> {
        let at = raw.span();
        self.sorts_nobody(form, sections)?;
        let raw = raw.into_inner();
        if raw.own && raw.internal {
            return Err(self.error(&at, "a sheet is either the person's `own` or `internal`"));
        }
        if raw.firm_writes && (raw.own || raw.internal || form.fields_of(Side::Employer).next().is_none()) {
            let what =
                "where `firm_writes`, the firm has something to answer, and the sheet is neither `own` nor `internal`";
            return Err(self.error(&at, what));
        }
        let good_for_months = raw.good_for_months;
        if let Some(months) = good_for_months.as_ref().filter(|months| !(1..=MOST_MONTHS).contains(months.get_ref())) {
            let what = format!("an assessment is good for 1 to {MOST_MONTHS} months");
            return Err(self.error(&months.span(), what));
        }
        let mut asks = Vec::new();
        for (side, why) in raw.asks {
            let speaks = form.fields_of(side).any(|field| field.id != *why.get_ref());
            if !speaks {
                return Err(self.error(&why.span(), format!("`{}` is asked and has nothing to answer", side.name())));
            }
            self.kept_in(form, &why, |kind| matches!(kind, Kind::Text | Kind::LongText), "a field of words")?;
            asks.push((side, why.into_inner()));
        }
        if let Some(field) = &raw.reconfirms {
            self.kept_in(form, field, |kind| kind == Kind::Date, "a field of a day")?;
        }
        if let Some(field) = &raw.period_until {
            self.kept_in(form, field, |kind| kind == Kind::Date, "a field of a day")?;
        }
        let tells_jobs = match (raw.card, raw.agreed) {
            (Some(card), None) => Some(self.card(form, card)?),
            (None, Some(agreed)) => {
                self.kept_in(form, &agreed.on, |kind| kind == Kind::Date, "a field of a day")?;
                self.kept_in(form, &agreed.who, |kind| kind == Kind::Multi, "a field of several options")?;
                let first = Spanned::new(agreed.what.span(), format!("{}_1", agreed.what.get_ref()));
                self.kept_in(form, &first, |kind| matches!(kind, Kind::Text | Kind::LongText), "a field of words")?;
                let [on, who, what] = [agreed.on, agreed.who, agreed.what].map(Spanned::into_inner);
                Some(TellsJobs::Agreed { on, who, what })
            }
            (None, None) => None,
            (Some(_), Some(_)) => return Err(self.error(&at, "a sheet is either a `card` or says who `agreed`")),
        };
        let period_until = raw.period_until.map(Spanned::into_inner);
        let tells = raw.tells.into_iter().map(|(field, what)| self.told(form, &field, what));
        let tells = tells.collect::<Result<_, _>>()?;
        let begins = raw.begins.into_iter().map(|(field, with)| self.beginning(form, &field, &with));
        let begins = begins.collect::<Result<_, _>>()?;
        let reconfirms = raw.reconfirms.map(Spanned::into_inner);
        let checks = raw.checks.into_iter().map(|check| self.check_of(check, form)).collect::<Result<_, _>>()?;
        Ok(SheetRules {
            shared_as: raw.shared_as.and_then(|item| item.0),
            is_own: raw.own,
            is_internal: raw.internal,
            goes_on: raw.goes_on,
            needs_sources: raw.several_sources,
            needs_permission: raw.permission,
            firm_writes: raw.firm_writes,
            shows_work: raw.shows_work,
            good_for_months: good_for_months.map(Spanned::into_inner),
            asks,
            reconfirms,
            tells,
            period_until,
            tells_jobs,
            begins,
            checks,
        })
    }

    fn card(&self, form: &FormDefinition, card: RawCard) -> Result<TellsJobs, DefinitionError> {
        for field in [&card.on, &card.again] {
            self.kept_in(form, field, |kind| kind == Kind::Date, "a field of a day")?;
        }
        self.kept_in(form, &card.copy, |kind| kind == Kind::YesNo, "a field of yes and no")?;
        self.kept_in(form, &card.rows, |kind| kind == Kind::Table, "a table")?;
        let RawCard { on, again, copy, rows } = card;
        let [on, again, copy, rows] = [on, again, copy, rows].map(Spanned::into_inner);
        Ok(TellsJobs::Card { on, again, copy, rows })
    }

    fn told(&self, form: &FormDefinition, named: &Spanned<String>, what: Milestone) -> Result<Told, DefinitionError> {
        let name = named.get_ref();
        let (id, column) = match name.split_once('.') {
            Some((field, column)) => (field, Some(column)),
            None => (name.as_str(), None),
        };
        let is_day = |field: &Field| match column {
            Some(id) => field.columns.iter().any(|column| column.id == id && column.kind == Kind::Date),
            None => field.kind == Kind::Date,
        };
        if !form.field(id).is_some_and(is_day) {
            let what = format!("`{name}` tells of `{}` and is not a field of a day here", what.name());
            return Err(self.error(&named.span(), what));
        }
        Ok(Told { field: id.to_owned(), column: column.map(str::to_owned), what })
    }

    /// What a field begins with; whether another form has what is named is looked at when all of them are there.
    fn beginning(
        &self,
        form: &FormDefinition,
        field: &Spanned<String>,
        with: &[Spanned<String>],
    ) -> Result<Beginning, DefinitionError> {
        let id = field.get_ref();
        let Some(known) = form.field(id).filter(|field| field.side.is_some()) else {
            let instead = suggestion(id, form.fields().map(|field| field.id.as_str()));
            return Err(
                self.error(&field.span(), format!("`{id}` begins with something and is no field here{instead}"))
            );
        };
        if known.rated.is_some() {
            return Err(
                self.error(&field.span(), format!("`{id}` is rated anew each time and begins with nothing (R-32)"))
            );
        }
        let mut sources = Vec::new();
        for source in with {
            let name = source.get_ref();
            let from = match name.split_once('.') {
                Some((form, field)) => BeginsWith::Sheet { form: form.to_owned(), field: field.to_owned() },
                None => {
                    let fact = KnownFact::from_name(name).ok_or_else(|| {
                        let instead = suggestion(name, KnownFact::ALL.iter().map(|fact| fact.name()));
                        self.error(&source.span(), format!("the record knows nothing called `{name}`{instead}"))
                    })?;
                    if !fact.fits(known) {
                        return Err(self.error(&source.span(), format!("the field `{id}` cannot hold `{name}`")));
                    }
                    BeginsWith::Record(fact)
                }
            };
            sources.push(from);
        }
        Ok(Beginning { field: id.clone(), with: sources })
    }

    /// Makes sure that a field that the sheet names is there, and of a kind that fits.
    fn kept_in(
        &self,
        form: &FormDefinition,
        named: &Spanned<String>,
        fits: impl Fn(Kind) -> bool,
        what: &str,
    ) -> Result<(), DefinitionError> {
        let id = named.get_ref();
        match form.field(id) {
            Some(field) if fits(field.kind) && field.side.is_some() => Ok(()),
            _ => {
                Err(self
                    .error(&named.span(), format!("the sheet names `{id}`, which is not {what} that a side answers")))
            }
        }
    }

    fn sorts_nobody(&self, form: &FormDefinition, sections: &Range<usize>) -> Result<(), DefinitionError> {
        for field in form.fields().flat_map(|field| std::iter::once(field).chain(&field.columns)) {
            let label = field.label.on(chrono::NaiveDate::MAX);
            let told = [field.id.as_str(), label.ja.as_str()];
            let found = SORTING.iter().find(|word| told.iter().any(|text| text.contains(**word)));
            if let Some(word) = found {
                let what = format!("the field `{}`: a sheet has nothing like `{word}` (R-24)", field.id);
                return Err(self.error(&self.place_of(&field.id, sections), what));
            }
            if field.kind == Kind::Computed {
                let what = format!("the field `{}`: on a sheet nothing is computed from answers (R-24)", field.id);
                return Err(self.error(&self.place_of(&field.id, sections), what));
            }
        }
        Ok(())
    }

    fn check_of(&self, raw: RawCheck, form: &FormDefinition) -> Result<SheetCheck, DefinitionError> {
        let at = raw.rule.span();
        let words = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<String>>();
        let condition = |text: &String| match text.split_once('=') {
            Some((field, is)) => SheetCondition { field: field.to_owned(), is: words(is) },
            None => SheetCondition { field: text.clone(), is: Vec::new() },
        };
        let is_table = |id: &String| form.field(id).is_some_and(|field| field.kind == Kind::Table);
        let of_table = raw.rows.as_ref().is_some_and(is_table);
        let speaks = match (raw.needs.is_empty(), raw.every.is_empty(), raw.in_order.is_some()) {
            (false, true, false) => raw.several.is_none() || of_table,
            (true, false, false) => of_table && raw.several.is_none(),
            (true, true, true) => raw.rows.is_none() && raw.several.is_none(),
            _ => false,
        };
        if !speaks {
            let what = format!(
                "the check of {} says either what it `needs`, or which days are `in_order`, or with `rows` of a table what holds in `every` one",
                raw.rule.get_ref().code()
            );
            return Err(self.error(&at, what));
        }
        let check = SheetCheck {
            rule: raw.rule.into_inner(),
            when: raw.when.iter().map(condition).collect(),
            differs: raw.differs,
            needs: raw.needs.iter().map(|text| words(text)).collect(),
            every: raw.every.iter().map(condition).collect(),
            several: raw.several,
            in_order: raw.in_order,
            rows: raw.rows,
        };
        let mut known = known_to(form, check.rows.as_deref());
        if check.several.is_some() {
            known.extend(known_to(form, None));
        }
        for name in check.names() {
            if !known.iter().any(|field| field == name) {
                let instead = suggestion(name, known.iter().map(String::as_str));
                let what =
                    format!("the check of {} names `{name}`, which is no field here{instead}", check.rule.code());
                return Err(self.error(&at, what));
            }
        }
        Ok(check)
    }
}

/// The names that a check may use: columns of its table, fields of its repeated part without their number, or fields.
fn known_to(form: &FormDefinition, rows: Option<&str>) -> Vec<String> {
    let Some(rows) = rows else { return form.fields().map(|field| field.id.clone()).collect() };
    if let Some(table) = form.field(rows) {
        return table.columns.iter().map(|column| column.id.clone()).collect();
    }
    let first = format!("{rows}_1");
    let part = form.sections.iter().filter(|section| section.id == first).flat_map(|section| &section.fields);
    part.filter_map(|field| field.id.strip_suffix("_1")).map(str::to_owned).collect()
}
