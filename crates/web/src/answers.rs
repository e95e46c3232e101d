//! Answers of the sheets in words: the same names as on the printed form.

use banso_domain::form::{Facts, Field, FormDefinition, Kind, Language};
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::Value;

use crate::{components::SummaryRow, dates::DateLook, text::Texts};

/// How answers are told: the words, the reader's dates, and the day whose names of things are used.
pub(crate) struct Telling<'a> {
    /// The words.
    pub(crate) t: &'a Texts,
    /// How the reader likes dates.
    pub(crate) look: DateLook,
    /// The day.
    pub(crate) on: NaiveDate,
    /// Whether the reader sees answers that only caseworkers may see.
    pub(crate) restricted_too: bool,
}

impl Telling<'_> {
    fn language(&self) -> Language {
        self.t.lang().in_definitions()
    }

    /// The name of a field.
    pub(crate) fn label(&self, field: &Field) -> String {
        field.label.text(self.on, self.language()).to_owned()
    }

    /// A stored answer in words; empty where there is none, or none that this reader may see.
    pub(crate) fn stored(&self, field: &Field, answers: &Facts) -> String {
        if field.restricted && !self.restricted_too {
            return String::new();
        }
        answers.get(&field.fact).map(|value| self.words(field, value)).unwrap_or_default()
    }

    /// An answer in words; empty where there is none.
    pub(crate) fn words(&self, field: &Field, value: &Value) -> String {
        match (field.kind, value) {
            (_, Value::Null) => String::new(),
            (Kind::Table, Value::Array(rows)) => {
                rows.iter().map(|row| self.row(field, row)).collect::<Vec<_>>().join("\n")
            }
            (Kind::Table, row) => self.row(field, row),
            (_, Value::Array(items)) => {
                let words = items.iter().map(|item| self.words(field, item));
                words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(&self.t.get("list-separator"))
            }
            (Kind::Single | Kind::Multi, Value::String(id)) => match field.option(id) {
                Some(option) if option.restricted && !self.restricted_too => String::new(),
                Some(option) => without_blank(option.label.text(self.on, self.language())),
                None => id.clone(),
            },
            (_, Value::Bool(true)) => self.t.get("answer-yes"),
            (_, Value::Bool(false)) => self.t.get("answer-no"),
            (Kind::Date | Kind::PartialDate | Kind::YearMonth, Value::String(text)) => self.date(text),
            (Kind::DateTime, Value::String(text)) => match NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M") {
                Ok(at) => format!("{} {}", self.look.long(at.date()).text(), at.format("%H:%M")),
                Err(_) => self.date(text),
            },
            (_, Value::String(text)) => text.clone(),
            (_, other) => {
                let unit = field.unit.as_ref().map(|unit| unit.in_language(self.language())).unwrap_or_default();
                format!("{other}{unit}")
            }
        }
    }

    fn date(&self, text: &str) -> String {
        let date = text.parse::<banso_domain::calendar::PartialDate>();
        date.map_or_else(|_| text.to_owned(), |date| self.look.long(date).text().to_owned())
    }

    fn row(&self, table: &Field, row: &Value) -> String {
        let cells = table.columns.iter().filter_map(|column| {
            let words = self.words(column, row.get(&column.fact)?);
            let label = self.label(column);
            (!words.is_empty()).then(|| self.t.with("sheet-cell", [("label", label), ("value", words)]))
        });
        cells.collect::<Vec<_>>().join(&self.t.get("list-separator"))
    }

    /// The questions of a form that are answered among `facts`, in the order of the paper.
    pub(crate) fn answered(&self, form: &FormDefinition, facts: &Facts) -> Vec<SummaryRow> {
        let answered = form.fields().filter_map(|field| Some((field, form.answer(field, facts)?)));
        answered.map(|(field, value)| SummaryRow::new(self.label(field), self.words(field, value))).collect()
    }
}

/// その他（　）, whose blank is a field of its own on a screen.
pub(crate) fn without_blank(label: &str) -> String {
    let label = ["（　）", "(　)", "( )"].iter().fold(label.to_owned(), |label, blank| label.replace(blank, ""));
    label.replace("：　）", "）").replace('　', "").replace(": )", ")").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use banso_app::Definitions;

    use super::*;
    use crate::text::Lang;

    #[test]
    fn answers_read_as_on_the_sheet_with_dates_as_the_reader_likes_them() {
        let definitions = Definitions::embedded().unwrap();
        let on = "2026-11-20".parse().unwrap();
        let form = definitions.documents.forms().get("assessment_form", on).unwrap();
        let facts: Facts = serde_json::from_value(serde_json::json!({
            "case.interviewed_on": ["2026-06-03", "2026-06-10"],
            "case.housing_type": "rented_flat",
            "case.rent_amount": 42000,
            "case.children": false,
            "case.public_benefits": ["child_allowance", "other"],
            "case.clinics": [{"hospital": "見本内科", "diagnosis": "不眠"}],
            "case.hw_registered_on": "2026-04-20",
        }))
        .unwrap();
        let told = |lang| {
            let t = Texts::shipped(lang);
            let telling = Telling { t: &t, look: DateLook { lang, ..DateLook::default() }, on, restricted_too: true };
            let rows = telling.answered(form, &facts);
            rows.iter()
                .map(|row| format!("{}：{}", row.key, row.value.as_deref().unwrap_or_default()))
                .collect::<Vec<_>>()
        };
        insta::assert_snapshot!(told(Lang::Ja).join("\n"), @"
        聴取日（初回・追加）：令和8年6月3日、令和8年6月10日
        子ども：無
        住居：賃貸アパート・マンション
        家賃・ローン月額：42000円/月
        通院先：医療機関：見本内科、病名：不眠
        公的給付（受給中）：児童手当、その他
        求職登録日：令和8年4月20日
        ");
        assert_eq!(told(Lang::En).len(), told(Lang::Ja).len());
    }
}
