//! One field of a form: its label, what was typed, what is wrong with it.

use std::fmt;

/// How much a field is needed, shown beside its label as a word (never by a star alone).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// Nothing is said: the item may be filled in whenever it becomes known, and nobody nags.
    #[default]
    Whenever,
    /// 「※必須」: the official form asks for it.
    Required,
    /// 「※任意」: said aloud where a reader might think it is needed.
    Optional,
}

/// How wide the box is, so that its size tells how much is expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// A few digits: an age, a number of people.
    Short,
    /// A date, a telephone number, a case number.
    Middle,
    /// A name, an address: as wide as text is comfortable to read.
    #[default]
    Long,
}

/// Which keyboard a tablet should offer. Codes never use `type="number"` (U5), which would drop leading zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyboardKind {
    /// The usual one.
    #[default]
    Text,
    /// Digits.
    Numeric,
    /// Telephone.
    Telephone,
    /// Mail address.
    Mail,
}

/// A field of a form.
#[derive(Clone, Debug, Default)]
pub struct FieldView {
    /// Name in the form; also the element's id.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// What was typed or is stored, exactly.
    pub value: String,
    /// Help between label and box.
    pub hint: Option<String>,
    /// What is wrong and what to do about it.
    pub error: Option<String>,
    /// Whether the official form asks for it.
    pub need: Need,
    /// How wide the box is.
    pub width: Width,
    /// Which keyboard a tablet offers.
    pub keyboard: KeyboardKind,
    /// The `autocomplete` token; empty means `off`, because a caseworker's own data must not fill in for another person's.
    pub autocomplete: String,
    /// Number of lines of a long text.
    pub lines: u8,
}

impl FieldView {
    /// An empty field that is not required.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), lines: 5, ..Self::default() }
    }

    /// The field with its content.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The field with help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The field with a complaint.
    #[must_use]
    pub fn error(mut self, error: impl Into<String>) -> Self {
        self.error = Some(error.into());
        self
    }

    /// The field marked ※必須.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    /// The field marked ※任意.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.need = Need::Optional;
        self
    }

    /// The field with another width.
    #[must_use]
    pub const fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// The field with another keyboard.
    #[must_use]
    pub const fn keyboard(mut self, keyboard: KeyboardKind) -> Self {
        self.keyboard = keyboard;
        self
    }

    /// The long text with another number of lines.
    #[must_use]
    pub const fn lines(mut self, lines: u8) -> Self {
        self.lines = lines;
        self
    }

    /// Whether the form asks for an answer.
    pub fn is_required(&self) -> bool {
        self.need == Need::Required
    }

    /// Whether the word ※任意 stands beside the label.
    pub fn is_optional(&self) -> bool {
        self.need == Need::Optional
    }

    /// The ids of help and complaint for `aria-describedby`, complaint first; empty if there is neither.
    pub fn described_by(&self) -> String {
        self.described_with(&[])
    }

    fn described_with(&self, further: &[&str]) -> String {
        let mut ids = Vec::new();
        if self.error.is_some() {
            ids.push(format!("{}-error", self.name));
        }
        if self.hint.is_some() {
            ids.push(format!("{}-hint", self.name));
        }
        ids.extend(further.iter().map(|suffix| format!("{}-{suffix}", self.name)));
        ids.join(" ")
    }

    /// Value of `autocomplete`.
    pub fn autocomplete_token(&self) -> &str {
        if self.autocomplete.is_empty() { "off" } else { &self.autocomplete }
    }

    /// Class of the box.
    pub const fn width_class(&self) -> &'static str {
        match self.width {
            Width::Short => "input input--short",
            Width::Middle => "input input--middle",
            Width::Long => "input",
        }
    }

    /// Value of `inputmode`.
    pub const fn input_mode(&self) -> &'static str {
        match self.keyboard {
            KeyboardKind::Text => "text",
            KeyboardKind::Numeric => "numeric",
            KeyboardKind::Telephone => "tel",
            KeyboardKind::Mail => "email",
        }
    }
}

/// A date typed as people write it: one text box and, below it, how the system has understood it (U1).
#[derive(Clone, Debug)]
pub struct DateField {
    /// The box.
    pub field: FieldView,
    /// How the typed text was understood, for example 「令和7年4月1日（2025年4月1日・火）」; empty while nothing is typed.
    pub echo: String,
}

impl DateField {
    /// A date field; the echo of what is typed in `field` comes from the calendar.
    pub fn new(field: FieldView, echo: impl fmt::Display) -> Self {
        Self { field: field.width(Width::Middle), echo: echo.to_string() }
    }

    /// The ids of complaint, help and echo.
    pub fn described_by(&self) -> String {
        self.field.described_with(&["echo"])
    }
}

/// Something shown among fields that this reader cannot change, and why.
#[derive(Clone, Debug)]
pub struct ReadOnlyField {
    /// Id of the element.
    pub name: String,
    /// What it is.
    pub label: String,
    /// Its content.
    pub value: String,
    /// Why it cannot be changed here and who could.
    pub why: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u16_a_field_names_its_complaint_before_its_help() {
        let field = FieldView::new("phone", "電話番号").hint("ハイフンはなくてもよい").error("数字で入力してください");
        assert_eq!(field.described_by(), "phone-error phone-hint");
        assert_eq!(DateField::new(field, "").described_by(), "phone-error phone-hint phone-echo");
    }

    #[test]
    fn a_plain_field_describes_nothing_and_fills_in_nothing_by_itself() {
        let field = FieldView::new("name", "氏名");
        assert_eq!((field.described_by().as_str(), field.autocomplete_token()), ("", "off"));
    }
}
