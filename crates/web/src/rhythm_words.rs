//! The rhythm of contact in words: one sentence that somebody at the desk understands.

use banso_insight::rhythm::Reason;

use crate::text::{Lang, Texts};

/// Why it is said of a link how it stands, in a language known by its code.
pub fn sentence(language: &str, reason: &Reason) -> String {
    of_reason(&Texts::shipped(Lang::from_code(language).unwrap_or_default()), reason)
}

/// Days as people say them: no half days, and at least one.
fn days(days: f64) -> String {
    format!("{:.0}", days.round().max(1.0))
}

/// Why it is said of a link how it stands.
pub(crate) fn of_reason(t: &Texts, reason: &Reason) -> String {
    match reason {
        Reason::AsUsual { every } => t.with("rhythm-as-usual", [("every", days(*every))]),
        Reason::AsPlanned { per_month } => {
            let per_month = format!("{per_month:.1}");
            t.with("rhythm-as-planned", [("times", per_month.trim_end_matches(".0").to_owned())])
        }
        Reason::Thinner { before, now } => t.with("rhythm-thinner", [("before", days(*before)), ("now", days(*now))]),
        Reason::Nothing { every, days: silent } => {
            t.with("rhythm-nothing", [("every", days(*every)), ("days", silent.to_string())])
        }
        Reason::FirmBegins { now, before } => {
            t.with("rhythm-firm-begins", [("now", now.to_string()), ("before", before.to_string())])
        }
        Reason::Few { contacts } => t.with("rhythm-few", [("contacts", contacts.to_string())]),
        Reason::Over => t.get("rhythm-over"),
    }
}
