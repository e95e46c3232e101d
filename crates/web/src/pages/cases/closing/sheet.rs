//! 【6】 評価シート as a form: its questions with the options of the official sheet, what is saved typed into it, read back.

use banso_domain::{
    case::closing::{EvaluationContent, Way},
    form::FormDefinition,
};
use chrono::NaiveDate;

use crate::{
    components::ChoiceOption,
    dates::DateLook,
    form::{Filled, Question, Submitted, code_of},
    site::Site,
    text::Texts,
};

/// The form's definition on `day`.
pub(super) fn definition(site: &Site, day: NaiveDate) -> Option<&FormDefinition> {
    site.app().documents().forms().get("evaluation_form", day)
}

/// The answers that the official sheet offers for a question on `day`.
pub(super) fn options(site: &Site, t: &Texts, question: &str, day: NaiveDate) -> Vec<ChoiceOption> {
    let field = definition(site, day).and_then(|form| form.field(question));
    let options = field.into_iter().flat_map(|field| field.options_on(day));
    options.map(|option| ChoiceOption::new(&option.id, option.label.text(day, t.lang().in_definitions()))).collect()
}

/// The words of the official sheet for an answer.
pub(super) fn label(site: &Site, t: &Texts, question: &str, code: &str, day: NaiveDate) -> String {
    let option = options(site, t, question, day).into_iter().find(|option| option.value == code);
    option.map_or_else(|| code.to_owned(), |option| option.label)
}

/// The questions, the person's wish first.
pub(super) fn questions(site: &Site, t: &Texts, day: NaiveDate) -> Vec<Question> {
    let of = |question: &str| options(site, t, question, day);
    vec![
        Question::date("evaluated_on", t.get("evaluation-on")).required(),
        Question::one("person_wish", t.get("evaluation-person-wish"), of("person_wish")).required(),
        Question::long("person_wish_note", t.get("evaluation-person-words"), 3),
        Question::one("attainment", t.get("evaluation-attainment"), of("attainment")),
        Question::long("goal_attainment", t.get("evaluation-goal-attainment"), 4).required(),
        Question::several("changes", t.get("evaluation-changes"), of("changes"))
            .hint(t.get("evaluation-changes-hint"))
            .required(),
        Question::long("current_state", t.get("evaluation-current-state"), 3),
        Question::long("remaining_issues", t.get("evaluation-remaining-issues"), 3),
        Question::one("staff_opinion", t.get("evaluation-staff-opinion"), of("staff_opinion")).required(),
        Question::long("staff_opinion_note", t.get("evaluation-staff-reason"), 3),
    ]
}

/// What the sheet says, typed into the form.
pub(super) fn typed(look: DateLook, content: &EvaluationContent) -> Submitted {
    let way = |way: &Option<Way>| way.map(|way| way.name().to_owned()).unwrap_or_default();
    let on = content.evaluated_on.map(|on| look.long(on).text().to_owned()).unwrap_or_default();
    let attainment = content.attainment.as_ref().map(code_of).unwrap_or_default();
    let fields = [
        ("evaluated_on", on),
        ("person_wish", way(&content.person_wish)),
        ("person_wish_note", content.person_wish_note.clone()),
        ("attainment", attainment),
        ("goal_attainment", content.goal_attainment.clone()),
        ("current_state", content.current_state.clone()),
        ("remaining_issues", content.remaining_issues.clone()),
        ("staff_opinion", way(&content.staff_opinion)),
        ("staff_opinion_note", content.staff_opinion_note.clone()),
    ];
    let changes = content.changes.iter().map(|change| ("changes".to_owned(), change.clone()));
    Submitted::of(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(changes))
}

/// Reads the sheet. Nothing is compulsory to save it; a change that excludes the others is complained about.
pub(super) fn read(site: &Site, t: &Texts, day: NaiveDate, filled: &mut Filled) -> EvaluationContent {
    let known = definition(site, day).and_then(|definition| definition.field("changes"));
    let changes: Vec<String> = filled.form.all("changes").into_iter().map(str::to_owned).collect();
    let exclusive = |id: &String| known.and_then(|field| field.option(id)).is_some_and(|option| option.exclusive);
    if changes.len() > 1 && changes.iter().any(exclusive) {
        filled.complain("changes", t.get("evaluation-changes-exclusive"));
    }
    EvaluationContent {
        evaluated_on: filled.day("evaluated_on"),
        attainment: filled.choice("attainment"),
        goal_attainment: filled.text("goal_attainment"),
        changes,
        current_state: filled.text("current_state"),
        remaining_issues: filled.text("remaining_issues"),
        person_wish: filled.choice("person_wish"),
        person_wish_note: filled.text("person_wish_note"),
        staff_opinion: filled.choice("staff_opinion"),
        staff_opinion_note: filled.text("staff_opinion_note"),
    }
}

#[cfg(test)]
mod tests {
    use banso_domain::case::closing::Attainment;

    use super::*;

    #[test]
    fn the_sheet_typed_into_its_form_says_what_was_saved() {
        let content = EvaluationContent {
            person_wish: Some(Way::Replan),
            person_wish_note: "もう少し続けたい".to_owned(),
            attainment: Some(Attainment::Mostly),
            changes: vec!["habits".to_owned(), "health".to_owned()],
            evaluated_on: "2026-11-02".parse().ok(),
            ..EvaluationContent::default()
        };
        let form = typed(DateLook::default(), &content);
        assert_eq!(form.text("evaluated_on"), "令和8年11月2日");
        assert_eq!((form.text("person_wish"), form.text("attainment")), ("replan", "mostly"));
        assert_eq!(form.all("changes"), ["habits", "health"]);
    }
}
