//! A form between sending and coming back: values are read out of it, complaints are collected beside their fields, and the
//! same fields are shown again with everything that was typed.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use banso_app::{Draft, UseCaseError};
use banso_domain::calendar::{TimeInputError, clock_time, japan, parse_time};
use chrono::{NaiveDate, Timelike};

use crate::{
    components::{
        Banner, BannerKind, ChoiceGroup, ChoiceKind, ChoiceOption, DateField, ErrorSummary, FieldView, SelectView,
    },
    dates::DateEcho,
    errors::PageError,
    frame::Frame,
    rules,
    site::{SignedIn, Site, page_error},
    submitted::Submitted,
    text::Texts,
};

/// What was typed and what is wrong with it.
pub(crate) struct Filled {
    /// What was typed.
    pub(crate) form: Submitted,
    t: Texts,
    wrong: Vec<(String, String)>,
}

impl Filled {
    /// A form as it was sent, or as it is filled at first.
    pub(crate) fn new(t: &Texts, form: Submitted) -> Self {
        Self { form, t: t.clone(), wrong: Vec::new() }
    }

    /// Whether nothing is wrong.
    pub(crate) const fn is_right(&self) -> bool {
        self.wrong.is_empty()
    }

    /// A complaint about a field.
    pub(crate) fn complain(&mut self, name: &str, message: String) {
        self.wrong.push((name.to_owned(), message));
    }

    /// The text of a field that must not be empty.
    pub(crate) fn needed(&mut self, name: &str, message: String) -> String {
        let text = self.form.text(name).to_owned();
        if text.is_empty() {
            self.complain(name, message);
        }
        text
    }

    /// A whole day; an empty or wrong one is complained about.
    pub(crate) fn needed_day(&mut self, name: &str) -> NaiveDate {
        match self.form.day(&self.t, name) {
            Ok(Some(day)) => day,
            Ok(None) => {
                let message = self.t.get("date-empty");
                self.complain(name, message);
                NaiveDate::default()
            }
            Err(message) => {
                self.complain(name, message);
                NaiveDate::default()
            }
        }
    }

    /// A whole day, if one was typed.
    pub(crate) fn day(&mut self, name: &str) -> Option<NaiveDate> {
        self.form.day(&self.t, name).unwrap_or_else(|message| {
            self.complain(name, message);
            None
        })
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
        let text = self.form.text(name).to_owned();
        if text.is_empty() {
            return None;
        }
        let plain = text.trim_end_matches('分').trim();
        let digits = banso_domain::text::codes::digits(plain);
        let number = digits.parse().ok().filter(|minutes| (1..=1440).contains(minutes));
        if number.is_none() || digits.chars().count() != plain.chars().count() {
            let message = self.t.get("minutes-not-recognised");
            self.complain(name, message);
            return None;
        }
        number
    }

    /// The field as it is shown.
    pub(crate) fn field(&self, name: &str, label: String) -> FieldView {
        let mut view = FieldView::new(name, label).value(self.form.text(name));
        view.error = self.wrong.iter().find(|(known, _)| known == name).map(|(_, message)| message.clone());
        view
    }

    /// The date as it is shown, with how it was understood.
    pub(crate) fn date(&self, name: &str, label: String) -> DateField {
        let view = self.field(name, label);
        let echo = if view.error.is_some() { String::new() } else { DateEcho::of(&self.t, &view.value).to_string() };
        DateField::new(view, echo)
    }

    /// The chosen answers, by name or, as the page with two versions sends them, by label.
    pub(crate) fn chosen<T: Copy>(
        &self,
        name: &str,
        all: &[T],
        code: impl Fn(T) -> &'static str,
        label: impl Fn(T) -> String,
    ) -> Vec<T> {
        let typed = self.form.all(name);
        let typed: Vec<&str> = typed.iter().flat_map(|text| text.split(['、', ','])).map(str::trim).collect();
        all.iter().copied().filter(|it| typed.contains(&code(*it)) || typed.contains(&label(*it).as_str())).collect()
    }

    /// Answers side by side: value and label of each.
    pub(crate) fn choices(
        &self,
        name: &str,
        label: String,
        kind: ChoiceKind,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> ChoiceGroup {
        ChoiceGroup::new(self.field(name, label), kind, self.options(name, options))
    }

    /// Answers in a drop-down list.
    pub(crate) fn select(
        &self,
        name: &str,
        label: String,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> SelectView {
        SelectView { field: self.field(name, label), options: self.options(name, options) }
    }

    fn options(&self, name: &str, options: impl IntoIterator<Item = (String, String)>) -> Vec<ChoiceOption> {
        let chosen = self.form.all(name);
        let option = |(value, label): (String, String)| {
            let is_chosen = chosen.contains(&value.as_str());
            ChoiceOption::new(value, label).chosen(is_chosen)
        };
        options.into_iter().map(option).collect()
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

/// The answer to a form that could not be taken: the same page, not a success.
pub(crate) fn not_taken(page: Response) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// What a use case refused by rules, as banners; everything else goes to the error page.
pub(crate) fn refused(t: &Texts, error: UseCaseError) -> Result<Vec<Banner>, PageError> {
    match error {
        UseCaseError::Refused(refusal) => Ok(rules::banners(t, &refusal)),
        other => Err(page_error(other)),
    }
}

/// Whether the reader wants to go on with the draft.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct WantsDraft {
    draft: Option<String>,
}

/// What a form is filled with when it is opened: the draft if the reader asks for it; otherwise `fresh`, and a banner that
/// offers the draft.
pub(crate) async fn begin(
    site: &Site,
    reader: &SignedIn,
    key: &str,
    wants: &WantsDraft,
    here: &str,
    frame: &mut Frame,
    fresh: Submitted,
) -> Result<Submitted, PageError> {
    let Some(draft) = site.app().draft(&reader.session, key).await.map_err(page_error)? else { return Ok(fresh) };
    if wants.draft.as_deref() == Some("use") {
        return Ok(Submitted::parse(draft.content.as_bytes()));
    }
    let joint = if here.contains('?') { '&' } else { '?' };
    let heading = reader.t.with("draft-kept", [("when", saved_at(reader, &draft))]);
    frame.banners.push(
        Banner::new(BannerKind::Info, heading).link(reader.t.get("draft-go-on"), format!("{here}{joint}draft=use")),
    );
    Ok(fresh)
}

fn saved_at(reader: &SignedIn, draft: &Draft) -> String {
    moment(reader, draft.saved_at)
}

/// A moment as staff read it: the day and 14:30.
pub(crate) fn moment(reader: &SignedIn, at: chrono::DateTime<chrono::Utc>) -> String {
    let at = japan::local(at);
    format!("{} {}", reader.look.long(at.date()).text(), clock_time::for_staff(at.time()))
}

/// Minutes after midnight as staff read them: 14:30.
pub(crate) fn clock(minute_of_day: u16) -> String {
    format!("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60)
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
        assert!(wrong.field("time", String::new()).error.is_some());
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
    fn u16_the_summary_says_the_same_as_the_field() {
        let mut form = filled("on=令和7年2月30日");
        form.needed_day("on");
        let beside = form.date("on", String::new()).field.error.unwrap();
        assert_eq!(form.summary().items[0].text, beside);
        assert_eq!(form.date("on", String::new()).field.value, "令和7年2月30日");
    }
}
