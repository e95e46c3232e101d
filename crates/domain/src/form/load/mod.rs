//! Reading a form definition and finding the mistakes in it.

mod raw;
mod sheet;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use serde_json::Value;
use toml::Spanned;

use self::raw::{Day, RawChoice, RawField, RawForm, RawName, RawRenaming, RawSection, RawShared};
pub(super) use self::sheet::SORTING;
use crate::text::{in_plain_words, suggestion};

use super::{Choice, DefinitionError, Field, FormDefinition, Kind, Mark, Name, Owner, Section, Side, Source, Wording};

/// Option lists and fields that several forms use: the list of agencies, the person's name and birth date.
///
/// A form takes a field with `use = "name"` and a list of options with `options_from = "agencies"`.
#[derive(Clone, Debug, Default)]
pub struct SharedParts {
    options: BTreeMap<String, Vec<Choice>>,
    fields: BTreeMap<String, Field>,
}

impl SharedParts {
    /// Reads the shared parts. `file` is used in messages only.
    ///
    /// # Errors
    ///
    /// [`DefinitionError`] with the line of the first mistake.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, DefinitionError> {
        let reader = Reader { file, text };
        let raw: RawShared = reader.parse()?;
        let mut parts = Self::default();
        for (name, choices) in raw.options {
            parts.options.insert(name, reader.choices(choices)?);
        }
        for field in raw.fields {
            let field = reader.field(field, "", &parts)?;
            parts.fields.insert(field.id.clone(), field);
        }
        Ok(parts)
    }
}

impl FormDefinition {
    /// Reads one definition. `file` is used in messages only; `shared` holds what the form may borrow.
    ///
    /// # Errors
    ///
    /// [`DefinitionError`] with the line of the first mistake: of writing (an unknown kind, a missing id) or of sense
    /// (an id used twice, a condition about a field that is not there, days of validity that cross).
    pub fn from_toml(file: &str, text: &str, shared: &SharedParts) -> Result<Self, DefinitionError> {
        let reader = Reader { file, text };
        let raw: RawForm = reader.parse()?;
        let valid_from = raw.valid_from.get_ref().0;
        reader.in_order(Some(*raw.valid_from.get_ref()), raw.valid_to, &raw.valid_from.span())?;
        let sections_at = raw.sections.span();
        let author = raw.sheet.as_ref().map(|sheet| sheet.get_ref().author);
        let mut seen = HashSet::new();
        let mut sections = Vec::new();
        for section in raw.sections.into_inner() {
            for section in sheet::repeated(section) {
                reader.once(&mut seen, &section.id, "section")?;
                sections.push(reader.section(section, &raw.facts, author, shared)?);
            }
        }
        let mut texts = BTreeMap::new();
        for (name, words) in raw.texts {
            texts.insert(name, reader.name(words)?);
        }
        let form = Self {
            id: raw.id,
            number: raw.number,
            title: reader.name(raw.title)?,
            valid_from,
            valid_to: raw.valid_to.map(|day| day.0),
            sections,
            texts,
            sheet: None,
        };
        reader.check_references(&form, &sections_at)?;
        let form = match raw.sheet {
            Some(sheet) => Self { sheet: Some(reader.sheet(sheet, &form, &sections_at)?), ..form },
            None => form,
        };
        Ok(form)
    }
}

/// Turns the written shape into the checked one, and knows where it stands in the file.
struct Reader<'t> {
    file: &'t str,
    text: &'t str,
}

impl Reader<'_> {
    fn error(&self, at: &Range<usize>, what: impl Into<String>) -> DefinitionError {
        let before = &self.text.as_bytes()[..at.start.min(self.text.len())];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        DefinitionError { file: self.file.to_owned(), line, what: what.into() }
    }

    fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, DefinitionError> {
        toml::from_str(self.text).map_err(|error| {
            let at = error.span().unwrap_or(0..0);
            self.error(&at, in_plain_words(error.message()))
        })
    }

    fn once<'s>(
        &self,
        seen: &mut HashSet<String>,
        id: &'s Spanned<String>,
        what: &str,
    ) -> Result<&'s str, DefinitionError> {
        let text = id.get_ref();
        if text.is_empty() || text.contains(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')) {
            return Err(self.error(&id.span(), format!("the {what} id `{text}` may only have a-z, 0-9 and _")));
        }
        if !seen.insert(text.clone()) {
            return Err(
                self.error(&id.span(), format!("the {what} id `{text}` is used twice; give one of them another"))
            );
        }
        Ok(text)
    }

    fn in_order(&self, from: Option<Day>, to: Option<Day>, at: &Range<usize>) -> Result<(), DefinitionError> {
        match (from, to) {
            (Some(from), Some(to)) if to < from => Err(self.error(
                at,
                format!("the last day of validity, {}, comes before the first, {}; one of them is wrong", to.0, from.0),
            )),
            _ => Ok(()),
        }
    }

    fn name(&self, raw: Spanned<RawName>) -> Result<Name, DefinitionError> {
        let at = raw.span();
        let RawName { ja, en, renamed } = raw.into_inner();
        self.dated_name(Wording { ja, en }, renamed, &at)
    }

    fn dated_name(
        &self,
        first: Wording,
        renamed: Vec<RawRenaming>,
        at: &Range<usize>,
    ) -> Result<Name, DefinitionError> {
        let renamed = renamed.into_iter().map(|later| (later.from.0, Wording { ja: later.ja, en: later.en })).collect();
        Name::new(first, renamed)
            .ok_or_else(|| self.error(at, "the days of `renamed` are not in order of time; list the earliest first"))
    }

    fn section(
        &self,
        raw: RawSection,
        facts: &str,
        author: Option<Side>,
        shared: &SharedParts,
    ) -> Result<Section, DefinitionError> {
        let shared_as = raw.shared_as.and_then(|item| item.0);
        let of_section = raw.side.or(author);
        let read = |field: RawField| {
            let (own, side) = (field.shared_as, field.side);
            let field = self.field(field, facts, shared)?;
            // What is kept elsewhere is answered by no side.
            let side = if field.owner == Owner::Typed { None } else { side.or(of_section) };
            Ok(Field { shared_as: own.map_or(shared_as, |item| item.0), side, ..field })
        };
        let mut fields = match &raw.rated {
            Some(rated) => self.rated(rated, &raw.items, facts, shared)?,
            None => Vec::new(),
        };
        for field in raw.fields {
            fields.push(read(field)?);
        }
        Ok(Section {
            id: raw.id.into_inner(),
            title: self.name(raw.title)?,
            remark: raw.remark,
            mark: raw.required,
            fields,
        })
    }

    fn field(&self, raw: RawField, facts: &str, shared: &SharedParts) -> Result<Field, DefinitionError> {
        match raw.shared.clone() {
            Some(name) => self.borrowed_field(&name, raw, shared),
            None => self.own_field(raw, facts, shared),
        }
    }

    fn borrowed_field(
        &self,
        name: &Spanned<String>,
        raw: RawField,
        shared: &SharedParts,
    ) -> Result<Field, DefinitionError> {
        let missing = || {
            let instead = suggestion(name.get_ref(), shared.fields.keys().map(String::as_str));
            self.error(&name.span(), format!("there is no shared field `{}`{instead}", name.get_ref()))
        };
        let mut field = shared.fields.get(name.get_ref()).cloned().ok_or_else(missing)?;
        if let Some(label) = raw.label {
            field.label = self.name(label)?;
        }
        field.mark = raw.required.unwrap_or(field.mark);
        field.owner = raw.owner.unwrap_or(field.owner);
        field.hint = raw.hint.or(field.hint);
        Ok(field)
    }

    fn own_field(&self, raw: RawField, facts: &str, shared: &SharedParts) -> Result<Field, DefinitionError> {
        let Some(id) = raw.id else {
            let at = raw.label.as_ref().map_or(0..0, Spanned::span);
            return Err(self.error(&at, "a field needs an `id`, or `use` with the id of a shared field"));
        };
        let at = id.span();
        self.once(&mut HashSet::new(), &id, "field")?;
        let id = id.into_inner();
        let Some(label) = raw.label else {
            return Err(
                self.error(&at, format!("the field `{id}` has no `label`; write label = {{ ja = \"…\", en = \"…\" }}"))
            );
        };
        let Some(kind) = raw.kind else {
            return Err(
                self.error(&at, format!("the field `{id}` has no `kind`; write kind = \"text\" or another one"))
            );
        };
        self.in_order(raw.valid_from, raw.valid_to, &at)?;

        let options = match (raw.options, raw.options_from) {
            (Some(_), Some(list)) => {
                return Err(self.error(&list.span(), format!("the field `{id}` has both options and options_from")));
            }
            (Some(options), None) => self.choices(options)?,
            (None, Some(list)) => shared.options.get(list.get_ref()).cloned().ok_or_else(|| {
                let instead = suggestion(list.get_ref(), shared.options.keys().map(String::as_str));
                self.error(&list.span(), format!("there is no shared list of options `{}`{instead}", list.get_ref()))
            })?,
            (None, None) => Vec::new(),
        };
        if matches!(kind, Kind::Single | Kind::Multi) == options.is_empty() {
            return Err(
                self.error(&at, format!("the field `{id}`: options belong to single and multi, and only there"))
            );
        }
        let columns: Vec<Field> = raw
            .columns
            .unwrap_or_default()
            .into_iter()
            .map(|column| self.field(column, "", shared))
            .collect::<Result<_, _>>()?;
        if (kind == Kind::Table) == columns.is_empty() || columns.iter().any(|column| column.kind == Kind::Table) {
            return Err(self.error(&at, format!("the field `{id}`: a table needs columns, and only a table has them")));
        }
        let fact = match raw.fact {
            Some(path) => path,
            None if facts.is_empty() => id.clone(),
            None => format!("{facts}.{id}"),
        };
        Ok(Field {
            label: self.name(label)?,
            hint: raw.hint,
            unit: raw.unit,
            kind,
            many: raw.many.unwrap_or(false) || matches!(kind, Kind::Multi | Kind::Table),
            options,
            columns,
            mark: raw.required.unwrap_or(Mark::None),
            required_if: raw.required_if.map(Spanned::into_inner),
            fact,
            max_chars: raw.max_chars,
            source: raw.source.unwrap_or(Source::Known),
            owner: raw.owner.unwrap_or(Owner::Answers),
            restricted: raw.restricted.unwrap_or(false),
            shared_as: raw.shared_as.and_then(|item| item.0),
            side: None,
            rated: None,
            valid_from: raw.valid_from.map(|day| day.0),
            valid_to: raw.valid_to.map(|day| day.0),
            id,
        })
    }

    fn choices(&self, raw: Vec<RawChoice>) -> Result<Vec<Choice>, DefinitionError> {
        let mut seen = HashSet::new();
        raw.into_iter()
            .map(|choice| {
                let at = choice.id.span();
                self.once(&mut seen, &choice.id, "option")?;
                self.in_order(choice.valid_from, choice.valid_to, &at)?;
                Ok(Choice {
                    id: choice.id.into_inner(),
                    label: self.dated_name(Wording { ja: choice.ja, en: choice.en }, choice.renamed, &at)?,
                    note: choice.note.map(Spanned::into_inner),
                    exclusive: choice.exclusive,
                    restricted: choice.restricted,
                    valid_from: choice.valid_from.map(|day: Day| day.0),
                    valid_to: choice.valid_to.map(|day| day.0),
                })
            })
            .collect()
    }

    /// Looks for names that lead nowhere and for ids or facts that are used twice.
    fn check_references(&self, form: &FormDefinition, sections: &Range<usize>) -> Result<(), DefinitionError> {
        let fields: Vec<&Field> = form.fields().collect();
        self.check_fields(&fields, sections)?;
        for table in fields.iter().filter(|field| field.kind == Kind::Table) {
            self.check_fields(&table.columns.iter().collect::<Vec<_>>(), sections)?;
        }
        Ok(())
    }

    fn check_fields(&self, fields: &[&Field], sections: &Range<usize>) -> Result<(), DefinitionError> {
        let mut ids = HashSet::new();
        let mut facts = HashSet::new();
        for field in fields {
            let at = || self.place_of(&field.id, sections);
            if !ids.insert(&field.id) {
                return Err(
                    self.error(&at(), format!("the field id `{}` is used twice; give one of them another", field.id))
                );
            }
            if !facts.insert(&field.fact) {
                return Err(self.error(
                    &at(),
                    format!("two fields keep the fact `{}`; name another `fact` in one of them", field.fact),
                ));
            }
            if let Some(condition) = &field.required_if {
                let Some(other) = fields.iter().find(|other| other.id == condition.field) else {
                    let known = fields.iter().filter(|other| other.id != field.id).map(|other| other.id.as_str());
                    let instead = suggestion(&condition.field, known);
                    let what = format!(
                        "the condition of `{}` names `{}`, which is no field here{instead}",
                        field.id, condition.field
                    );
                    return Err(self.error(&at(), what));
                };
                if !condition.wanted().iter().all(|wanted| could_be(other, wanted)) {
                    let what =
                        format!("the condition of `{}` wants `{}` to be {}", field.id, condition.field, condition.is);
                    return Err(self.error(&at(), format!("{what}, which is none of its answers{}", answers_of(other))));
                }
            }
            for note in field.options.iter().filter_map(|option| option.note.as_ref()) {
                if !fields.iter().any(|other| other.id == *note && !matches!(other.kind, Kind::Table | Kind::Multi)) {
                    let takes_words = |other: &&&Field| !matches!(other.kind, Kind::Table | Kind::Multi);
                    let known = fields.iter().filter(takes_words).map(|other| other.id.as_str());
                    let instead = suggestion(note, known.filter(|id| *id != field.id));
                    let what = format!("an option of `{}` is completed by `{note}`, which is no field here", field.id);
                    return Err(self.error(&at(), what + &instead));
                }
            }
        }
        Ok(())
    }

    /// The last place in the sections where this id stands on the right of `id =` or `use =`.
    fn place_of(&self, id: &str, sections: &Range<usize>) -> Range<usize> {
        let quoted = format!("\"{id}\"");
        let place = self
            .text
            .rmatch_indices(&quoted)
            .map(|(at, _)| at)
            .find(|at| {
                let before = self.text[..*at].trim_end();
                before.strip_suffix('=').is_some_and(|key| {
                    let key = key.trim_end();
                    key.ends_with("id") || key.ends_with("use")
                })
            })
            .unwrap_or(sections.start);
        place..place
    }
}

/// What the answers of a field look like: what to write instead of one that it cannot have.
fn answers_of(field: &Field) -> String {
    let one_of = |known: &mut dyn Iterator<Item = &str>| {
        format!("; its answers are {}", known.map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", "))
    };
    match field.kind {
        Kind::Single | Kind::Multi => one_of(&mut field.options.iter().map(|option| option.id.as_str())),
        Kind::YesNo => "; write true or false".to_owned(),
        Kind::Integer | Kind::Money => "; write a number".to_owned(),
        _ => "; write words in quotation marks".to_owned(),
    }
}

/// Whether a field could ever have this answer.
fn could_be(field: &Field, answer: &Value) -> bool {
    match (field.kind, answer) {
        (Kind::Single | Kind::Multi, Value::String(id)) => field.option(id).is_some(),
        (Kind::YesNo, value) => value.is_boolean(),
        (Kind::Integer | Kind::Money, value) => value.is_number(),
        (_, value) => value.is_string(),
    }
}
