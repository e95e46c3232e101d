//! A form between sending and coming back: values are read out of it, complaints are collected beside their fields, and the
//! same questions are drawn again with everything that was typed.

use banso_app::AgencyRow;
use banso_domain::{
    agency::AgencyKind,
    calendar::{PartialDate, TimeInputError, YearMonth, parse_time},
    text::codes,
};
use chrono::{NaiveDate, Timelike};

use super::{
    AgencyChoice, Block, Part, Question, Submitted,
    agency::{Meant, SHOWN},
    question::{Answer, of_code, picked_field},
};
use crate::{
    components::{
        AgencyField, ChoiceGroup, ChoiceKind, ChoiceOption, DateField, ErrorSummary, FieldView, Link, PortraitFold,
        SelectView,
    },
    dates::{DateEcho, DateLook},
    naming::agency_kind_name,
    text::Texts,
};

/// What was typed and what is wrong with it.
pub(crate) struct Filled {
    /// What was typed.
    pub(crate) form: Submitted,
    t: Texts,
    wrong: Vec<(String, String)>,
    /// The field for which the reader looks for an agency, instead of sending the form.
    looks_for: Option<String>,
}

impl Filled {
    /// A form as it was sent, or as it is filled at first.
    pub(crate) fn new(t: &Texts, mut form: Submitted) -> Self {
        let looks_for = form.take("find_agency");
        Self { form, t: t.clone(), wrong: Vec::new(), looks_for }
    }

    /// Whether nothing is wrong and the form is meant to be taken.
    pub(crate) const fn is_right(&self) -> bool {
        self.wrong.is_empty() && self.looks_for.is_none()
    }

    /// A complaint about a field. While the reader only looks for an agency, nothing is said about the rest of the form.
    pub(crate) fn complain(&mut self, name: impl Into<String>, message: impl Into<String>) {
        let name = name.into();
        if self.looks_for.as_ref().is_none_or(|field| *field == name) && self.error(&name).is_none() {
            self.wrong.push((name, message.into()));
        }
    }

    /// Whose name was typed, as the value that stands for them; a name that nobody has, or several, is complained about.
    ///
    /// While the reader only looks, the form is not right, whatever this answers.
    pub(crate) fn agency(&mut self, name: &str, choice: &AgencyChoice) -> Option<String> {
        let typed = self.text(name);
        let looks = self.looks_for.as_deref() == Some(name);
        match choice.meant(&typed, self.form.text(&picked_field(name))) {
            Meant::One(value) => return Some(value),
            Meant::Nobody if looks => self.complain(name, self.t.get("agency-find-empty")),
            Meant::Nobody => {}
            Meant::Unknown => self.complain(name, self.t.with("agency-find-none", [("name", typed)])),
            // What was looked for stands there now: that is no mistake.
            Meant::Several(_) if looks => return choice.fitting(&typed).into_iter().next().map(|one| one.value),
            Meant::Several(_) => self.complain(name, self.t.with("agency-find-several", [("name", typed)])),
        }
        None
    }

    /// The text of a field.
    pub(crate) fn text(&self, name: &str) -> String {
        self.form.text(name).to_owned()
    }

    /// The text of a field that must not be empty.
    pub(crate) fn needed(&mut self, name: &str, message: String) -> String {
        let text = self.text(name);
        if text.is_empty() {
            self.complain(name, message);
        }
        text
    }

    /// The value, or a complaint about the field.
    fn take<T>(&mut self, name: &str, read: Result<Option<T>, String>) -> Option<T> {
        read.unwrap_or_else(|message| {
            self.complain(name, message);
            None
        })
    }

    /// A whole day; an empty or wrong one is complained about.
    pub(crate) fn needed_day(&mut self, name: &str) -> NaiveDate {
        if self.form.text(name).is_empty() {
            self.complain(name, self.t.get("date-empty"));
        }
        self.day(name).unwrap_or_default()
    }

    /// A whole day, if one was typed.
    pub(crate) fn day(&mut self, name: &str) -> Option<NaiveDate> {
        self.take(name, self.form.day(&self.t, name))
    }

    /// A month, if one was typed.
    pub(crate) fn month(&mut self, name: &str) -> Option<YearMonth> {
        self.take(name, self.form.year_month(&self.t, name))
    }

    /// A date of any precision, if one was typed.
    pub(crate) fn partial_date(&mut self, name: &str) -> Option<PartialDate> {
        self.take(name, self.form.partial_date(&self.t, name))
    }

    /// A clock time in minutes after midnight, if one was typed.
    pub(crate) fn time(&mut self, name: &str) -> Option<u16> {
        let message = match parse_time(self.form.text(name)) {
            Ok(time) => return u16::try_from(time.hour() * 60 + time.minute()).ok(),
            Err(TimeInputError::Empty) => return None,
            Err(TimeInputError::NotRecognised) => self.t.get("time-not-recognised"),
            Err(TimeInputError::NoSuchTime { .. }) => self.t.get("time-no-such-time"),
            Err(TimeInputError::NoonOrMidnight) => self.t.get("time-noon-or-midnight"),
        };
        self.complain(name, message);
        None
    }

    /// A number of minutes, if one was typed, in digits of any width.
    pub(crate) fn minutes(&mut self, name: &str) -> Option<u32> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let plain = text.trim_end_matches('分').trim();
        let digits = codes::digits(plain);
        let number = digits.parse().ok().filter(|minutes| (1..=1440).contains(minutes));
        if number.is_none() || digits.chars().count() != plain.chars().count() {
            self.complain(name, self.t.get("minutes-not-recognised"));
            return None;
        }
        number
    }

    /// An amount in yen as people write it, if one was typed: 53,700, ５３７００, 53700円.
    pub(crate) fn amount(&mut self, name: &str) -> Option<i64> {
        let meant = |mark: &char| !matches!(mark, ',' | '，' | '円' | ' ' | '　' | '¥' | '￥');
        let plain: String = self.form.text(name).chars().filter(meant).collect();
        if plain.is_empty() {
            return None;
        }
        let digits = codes::digits(&plain);
        let is_number = digits.len() <= 9 && digits.chars().count() == plain.chars().count();
        let amount = digits.parse().ok().filter(|_| is_number);
        if amount.is_none() {
            self.complain(name, self.t.get("amount-not-recognised"));
        }
        amount
    }

    /// A ticked box, a question answered with yes.
    pub(crate) fn yes(&self, name: &str) -> bool {
        self.form.text(name) == "yes"
    }

    /// The chosen value of the domain, if one was chosen.
    pub(crate) fn choice<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        of_code(self.form.text(name))
    }

    /// The chosen values among `all`, in their order.
    pub(crate) fn chosen<T: Copy>(&self, name: &str, all: &[T], code: impl Fn(T) -> &'static str) -> Vec<T> {
        let sent = self.form.all(name);
        all.iter().copied().filter(|value| sent.contains(&code(*value))).collect()
    }

    /// The question with what was typed and what is wrong with it.
    pub(crate) fn ask(&self, question: &Question) -> Block {
        Block::new(&self.t, self.part(question))
    }

    /// Questions one after the other.
    pub(crate) fn ask_all<'q>(&self, questions: impl IntoIterator<Item = &'q Question>) -> Vec<Block> {
        questions.into_iter().map(|question| self.ask(question)).collect()
    }

    fn part(&self, question: &Question) -> Part {
        let field = self.view(question);
        match &question.answer {
            Answer::Line | Answer::Time => Part::Text(field),
            Answer::Password => Part::Password(field.value("")),
            Answer::Long => Part::Long(field),
            Answer::Date => {
                let echo = match &field.error {
                    Some(_) => String::new(),
                    None => DateEcho::of(&self.t, &field.value).to_string(),
                };
                Part::Date(DateField::new(field, echo))
            }
            Answer::Choices { kind, options, in_columns } => {
                let options = self.marked(question.name(), options);
                Part::Choices(ChoiceGroup { field, kind: *kind, options, in_columns: *in_columns })
            }
            Answer::Pick(options) => {
                let options = self.marked(question.name(), options);
                Part::Select(SelectView { field, options })
            }
            Answer::Agency(choice) => Part::Agency(Box::new(self.agency_field(field, choice))),
            Answer::AgencyOrOther(choice) => {
                let portraits =
                    choice.named(&field.value).and_then(|row| self.portrait(row, choice)).into_iter().collect();
                let suggestions = choice.suggestions();
                Part::Agency(Box::new(AgencyField { field, suggestions, finds: false, found: None, portraits }))
            }
        }
    }

    /// The name as typed, or of whoever is saved; with those to choose from where it is not clear or the reader looks for them.
    fn agency_field(&self, mut field: FieldView, choice: &AgencyChoice) -> AgencyField {
        let picked = picked_field(&field.name);
        let saved = std::mem::take(&mut field.value);
        let meant = choice.meant(&saved, self.form.text(&picked));
        field.value = choice.name(&saved).unwrap_or(&saved).to_owned();
        let chosen = if let Meant::One(value) = &meant { value.as_str() } else { "" };
        let fitting = choice.fitting(&field.value);
        let alike = fitting.iter().filter(|one| one.name == field.value).count();
        let looks = self.looks_for.as_deref() == Some(field.name.as_str());
        let shows = looks || alike > 1 || chosen.is_empty() || self.form.has(&picked);
        let found = (shows && !fitting.is_empty()).then(|| {
            let option = |one: &super::agency::Fitting| {
                let option = ChoiceOption::new(&one.value, &one.name).chosen(one.value == chosen);
                match &one.row {
                    Some((kind, place)) => {
                        let words = [agency_kind_name(&self.t, *kind), place.clone()];
                        let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
                        option.hint(words.join("　"))
                    }
                    None => option,
                }
            };
            let label = match fitting.len() {
                count if count > SHOWN => self.t.with("agency-find-many", [("count", count), ("shown", SHOWN)]),
                count => self.t.with("agency-find-found", [("count", count)]),
            };
            let options = fitting.iter().take(SHOWN).map(option).collect();
            ChoiceGroup::new(FieldView::new(picked, label), ChoiceKind::One, options)
        });
        let known: Vec<&AgencyRow> = match (chosen, found.is_some()) {
            ("", true) => fitting.iter().take(SHOWN).filter_map(|one| choice.row(&one.value)).collect(),
            (one, _) => choice.row(one).into_iter().collect(),
        };
        let portraits = known.into_iter().filter_map(|row| self.portrait(row, choice)).collect();
        AgencyField { field, suggestions: choice.suggestions(), finds: true, found, portraits }
    }

    /// What an agency says of itself, with its day, folded beside its name before somebody turns to it; firms and families have no such page.
    fn portrait(&self, row: &AgencyRow, choice: &AgencyChoice) -> Option<PortraitFold> {
        let t = &self.t;
        if !choice.tells || matches!(row.facts.kind, AgencyKind::Employer | AgencyKind::Family) {
            return None;
        }
        let words = match row.facts.portrait.as_deref() {
            Some(says) => {
                let look = DateLook { lang: t.lang(), ..DateLook::default() };
                vec![
                    (t.get("portrait-strengths"), says.strengths.clone()),
                    (t.get("portrait-limits"), says.limits.clone()),
                    (t.get("portrait-confirmed"), look.short(says.confirmed_on).text().to_owned()),
                ]
            }
            None => vec![(t.get("portrait-known"), t.get("portrait-nothing"))],
        };
        Some(PortraitFold {
            summary: t.with("portrait-of", [("agency", row.facts.name.clone())]),
            words,
            page: Link::new(t.get("portrait-page"), format!("/agencies/profiles/{}", row.id)),
        })
    }

    /// The field of a question, for a page that draws it in its own way.
    pub(crate) fn view(&self, question: &Question) -> FieldView {
        let mut view = question.field.clone().value(self.form.text(question.name()));
        view.error = self.error(question.name());
        view
    }

    /// What is wrong with a field.
    pub(crate) fn error(&self, name: &str) -> Option<String> {
        self.wrong.iter().find(|(known, _)| known == name).map(|(_, message)| message.clone())
    }

    fn marked(&self, name: &str, options: &[ChoiceOption]) -> Vec<ChoiceOption> {
        let sent = self.form.all(name);
        // The answer without a value says that nobody has asked yet.
        let chosen = |value: &str| if value.is_empty() { sent.is_empty() } else { sent.contains(&value) };
        options.iter().map(|option| option.clone().chosen(chosen(&option.value))).collect()
    }

    /// Everything that is wrong, for the top of the page.
    pub(crate) fn summary(&self) -> ErrorSummary {
        let add = |summary: ErrorSummary, (name, message): &(String, String)| {
            summary.and(message.clone(), format!("#{name}"))
        };
        self.wrong.iter().fold(ErrorSummary::default(), add)
    }

    /// The rows of a list with one more after them: where something can always be added.
    pub(crate) fn rows_and_one(&self, list: &str) -> Vec<usize> {
        let mut rows = self.form.rows(list);
        rows.push(rows.last().map_or(0, |last| last + 1));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn filled(body: &str) -> Filled {
        Filled::new(&Texts::shipped(Lang::Ja), Submitted::parse(body.as_bytes()))
    }

    #[test]
    fn u26_times_are_read_in_every_form_and_a_wrong_one_is_explained_beside_its_field() {
        assert_eq!(filled("time=1430").time("time"), Some(870));
        assert_eq!(filled("time=午後2時半").time("time"), Some(870));
        assert_eq!(filled("time=").time("time"), None);
        let mut wrong = filled("time=25:00");
        assert_eq!(wrong.time("time"), None);
        assert!(wrong.view(&Question::time("time", "時刻")).error.is_some());
    }

    #[test]
    fn minutes_are_digits_of_any_width_with_or_without_the_word() {
        assert_eq!(filled("minutes=４５分").minutes("minutes"), Some(45));
        assert_eq!(filled("minutes=90").minutes("minutes"), Some(90));
        for typed in ["長い", "0", "9999", "1.5"] {
            let mut form = filled(&format!("minutes={typed}"));
            assert_eq!(form.minutes("minutes"), None, "{typed}");
            assert!(!form.is_right(), "{typed}");
        }
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for typed in ["53,700", "５３，７００円", "¥53700", "53 700"] {
            assert_eq!(filled(&format!("yen={typed}")).amount("yen"), Some(53_700), "{typed}");
        }
        assert_eq!(filled("yen=").amount("yen"), None);
        for typed in ["5万", "-1", "1.5", "9999999999"] {
            let mut form = filled(&format!("yen={typed}"));
            assert_eq!((form.amount("yen"), form.is_right()), (None, false), "{typed}");
        }
    }

    #[test]
    fn u16_a_field_that_is_wrong_keeps_what_was_typed_and_says_the_same_as_the_summary() {
        let mut form = filled("on=令和7年2月30日");
        form.needed_day("on");
        let question = Question::date("on", "日");
        let beside = form.view(&question);
        assert_eq!(beside.value, "令和7年2月30日");
        assert_eq!(Some(&form.summary().items[0].text), beside.error.as_ref());
        let shown = form.ask(&question).to_string();
        assert!(shown.contains("value=\"令和7年2月30日\"") && shown.contains("field-error"), "{shown}");
    }
}
