//! Two people wrote the same form: both versions side by side (U15). What the reader typed travels along as a whole, so that
//! answers of every kind – boxes ticked, rows of a list – can be kept or given up.

use std::collections::BTreeSet;

use askama::{Template, filters::HtmlSafe};

use super::{Question, Submitted};
use crate::{dates::DateLook, frame::Frame, text::Texts};

/// A form three times: as it was when this reader opened it, as the reader typed it, and as it has been saved meanwhile.
#[derive(Clone, Copy)]
pub(crate) struct Compared<'f> {
    /// As it was opened; none where nobody can say any more.
    pub(crate) was: Option<&'f Submitted>,
    /// As this reader typed it.
    pub(crate) mine: &'f Submitted,
    /// As it has been saved meanwhile.
    pub(crate) theirs: &'f Submitted,
}

impl Compared<'_> {
    /// What something says in each of the three; none if both versions say the same.
    fn side(
        self,
        name: impl Into<String>,
        label: impl Into<String>,
        words: impl Fn(&Submitted) -> String,
    ) -> Option<Side> {
        Side::unless_same(name, label, self.was.map(&words), words(self.mine), words(self.theirs))
    }
}

/// Who changed an answer after this reader had opened the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangedBy {
    /// This reader alone: what was typed is to be saved.
    Me,
    /// Somebody else alone: what has been saved is to stay.
    Them,
    /// Both, each in another way: only the reader can tell.
    Both,
}

/// One answer in both versions, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Side {
    /// Name of the field in the form; of a list, the name of the list or of one of its rows.
    pub(crate) name: String,
    /// What it is.
    pub(crate) label: String,
    /// What this reader typed.
    pub(crate) mine: String,
    /// What has been saved meanwhile.
    pub(crate) theirs: String,
    /// Who changed it.
    pub(crate) changed: ChangedBy,
}

impl Side {
    /// Both versions of a question, if they differ.
    pub(crate) fn of(t: &Texts, look: DateLook, question: &Question, forms: Compared<'_>) -> Option<Self> {
        forms.side(question.name(), question.label(), |form| question.words(t, look, form))
    }

    /// Both versions of something, if they differ; `was` is what it said when the form was opened, if that is known.
    pub(crate) fn unless_same(
        name: impl Into<String>,
        label: impl Into<String>,
        was: Option<String>,
        mine: String,
        theirs: String,
    ) -> Option<Self> {
        let changed = match was {
            Some(was) if was == mine => ChangedBy::Them,
            Some(was) if was == theirs => ChangedBy::Me,
            _ => ChangedBy::Both,
        };
        (mine != theirs).then(|| Self { name: name.into(), label: label.into(), mine, theirs, changed })
    }

    /// Both versions of a row of a list, as a whole, if they differ.
    pub(crate) fn of_row<'q>(
        t: &Texts,
        look: DateLook,
        name: &str,
        label: String,
        questions: impl IntoIterator<Item = &'q Question, IntoIter: Clone>,
        forms: Compared<'_>,
    ) -> Option<Self> {
        let questions = questions.into_iter();
        forms.side(name, label, |form| {
            let words = questions.clone().map(|question| question.words(t, look, form));
            words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
        })
    }

    /// The questions that are answered differently, in the order of the form.
    pub(crate) fn all_of<'q>(
        t: &Texts,
        look: DateLook,
        questions: impl IntoIterator<Item = &'q Question>,
        forms: Compared<'_>,
    ) -> Vec<Self> {
        questions.into_iter().filter_map(|question| Self::of(t, look, question, forms)).collect()
    }

    /// Whether what has been saved is proposed. Where both changed it, what was typed is: the other text stays in the history.
    fn proposes_theirs(&self) -> bool {
        self.changed == ChangedBy::Them
    }
}

/// Whether somebody else changed an answer that this form would overwrite.
pub(crate) fn would_overwrite(sides: &[Side]) -> bool {
    sides.iter().any(|side| side.changed != ChangedBy::Me)
}

/// The rows that either version of a form has in a list.
pub(crate) fn rows_of_both(list: &str, forms: Compared<'_>) -> Vec<usize> {
    let rows: BTreeSet<usize> = forms.mine.rows(list).into_iter().chain(forms.theirs.rows(list)).collect();
    rows.into_iter().collect()
}

/// Both versions of a form with the choice between them. Write it into a page as `{{ versions }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "components/versions.html")]
pub(crate) struct Versions {
    t: Texts,
    csrf: String,
    /// Who saved meanwhile.
    pub(crate) who: String,
    /// When, in words.
    when: String,
    action: String,
    version: String,
    typed: String,
    pub(crate) sides: Vec<Side>,
}

impl HtmlSafe for Versions {}

impl Versions {
    /// The choice; its form goes to `action` with the newest `version`, so that a third change is noticed as well.
    pub(crate) fn new(
        frame: &Frame,
        (who, when): (String, String),
        action: impl Into<String>,
        version: impl ToString,
        typed: &Submitted,
        sides: Vec<Side>,
    ) -> Self {
        Self {
            t: frame.t.clone(),
            csrf: frame.csrf.clone(),
            who,
            when,
            action: action.into(),
            version: version.to_string(),
            typed: typed.encode(),
            sides,
        }
    }

    /// Who changed an answer, in words: where both did, the reader is asked to look.
    fn by(&self, side: &Side) -> String {
        match side.changed {
            ChangedBy::Me => self.t.get("conflict-by-me"),
            ChangedBy::Them => self.t.get("conflict-by-them"),
            ChangedBy::Both => self.t.get("conflict-by-both"),
        }
    }
}

/// The form that comes out of a choice: what was typed, with the fields taken over from `theirs` that the reader gave up.
/// A form that is no answer to a choice stays as it is.
pub(crate) fn chosen(sent: Submitted, theirs: &Submitted) -> Submitted {
    if !sent.has("typed") {
        return sent;
    }
    let mut form = Submitted::parse(sent.text("typed").as_bytes());
    for (name, value) in sent.pairs() {
        if let Some(field) = name.strip_prefix("keep.").filter(|_| value == "theirs") {
            form.take_over(field, theirs);
        }
    }
    let mut version = Submitted::default();
    version.put("version", sent.text("version"));
    form.take_over("version", &version);
    form
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{components::ChoiceOption, text::Lang};

    #[test]
    fn u15_a_choice_keeps_what_was_typed_and_takes_over_what_was_given_up_with_all_its_rows() {
        let theirs = Submitted::parse(b"note=b&rows[0].x=1&rows[1].x=2&version=7");
        let sent = Submitted::parse(
            b"typed=note%3Da%26rows%5B0%5D.x%3D9%26other%3Dz%26version%3D3&keep.rows=theirs&keep.note=mine&version=7",
        );
        let form = chosen(sent, &theirs);
        assert_eq!((form.text("note"), form.text("other"), form.text("version")), ("a", "z", "7"));
        assert_eq!((form.text("rows[0].x"), form.text("rows[1].x")), ("1", "2"));
    }

    #[test]
    fn u15_of_a_list_one_row_can_be_given_up_alone() {
        let theirs = Submitted::parse(b"rows[0].x=1&rows[1].x=2&rows[10].x=3");
        let sent = Submitted::parse(b"typed=rows%5B0%5D.x%3D8%26rows%5B1%5D.x%3D9&keep.rows[1]=theirs&version=7");
        let form = chosen(sent, &theirs);
        assert_eq!((form.text("rows[0].x"), form.text("rows[1].x"), form.text("rows[10].x")), ("8", "2", ""));
    }

    #[test]
    fn u15_two_versions_are_compared_in_words_whichever_way_a_day_was_typed() {
        let t = Texts::shipped(Lang::Ja);
        let who = vec![ChoiceOption::new("person", "本人"), ChoiceOption::new("family", "家族等")];
        let questions = [Question::one("who", "だれが", who), Question::date("on", "いつ")];
        let mine = Submitted::parse(b"who=person&on=R8.4.1");
        let theirs = Submitted::parse("who=family&on=令和8年4月1日".as_bytes());
        let forms = Compared { was: None, mine: &mine, theirs: &theirs };
        let sides = Side::all_of(&t, DateLook::default(), &questions, forms);
        let [side] = sides.as_slice() else { panic!("one answer differs: {sides:?}") };
        assert_eq!((side.name.as_str(), side.label.as_str()), ("who", "だれが"));
        assert_eq!((side.mine.as_str(), side.theirs.as_str()), ("本人", "家族等"));
        assert_eq!(side.changed, ChangedBy::Both, "nobody can say what it was");
    }

    #[test]
    fn u15_what_only_one_of_two_people_changed_is_proposed_as_that_one_left_it() {
        let t = Texts::shipped(Lang::Ja);
        let names = ["untouched", "filled", "cleared", "mine", "theirs", "both", "agreed"];
        let questions = names.map(|name| Question::line(name, name));
        let was = Submitted::parse(b"untouched=a&filled=&cleared=a&mine=a&theirs=a&both=a&agreed=a");
        let mine = Submitted::parse(b"untouched=a&filled=&cleared=&mine=b&theirs=a&both=b&agreed=b");
        let theirs = Submitted::parse(b"untouched=a&filled=c&cleared=a&mine=a&theirs=c&both=c&agreed=b");
        let forms = Compared { was: Some(&was), mine: &mine, theirs: &theirs };
        let sides = Side::all_of(&t, DateLook::default(), &questions, forms);
        let told: Vec<_> = sides.iter().map(|side| (side.name.as_str(), side.changed)).collect();
        let expected = [
            ("filled", ChangedBy::Them),
            ("cleared", ChangedBy::Me),
            ("mine", ChangedBy::Me),
            ("theirs", ChangedBy::Them),
            ("both", ChangedBy::Both),
        ];
        assert_eq!(told, expected);
        let proposed: Vec<_> = sides.iter().filter(|side| side.proposes_theirs()).map(|side| &side.name).collect();
        assert_eq!(proposed, ["filled", "theirs"]);
    }
}
