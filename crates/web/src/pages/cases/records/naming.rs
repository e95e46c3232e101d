//! Names of contacts in the reader's language.

use banso_domain::case::record::{ContactMethod, Counterpart};

use crate::text::Texts;

/// The name of a kind of contact.
pub(in crate::pages) fn method_name(t: &Texts, method: ContactMethod) -> String {
    t.get(&format!("{}{}", /* keys */ "contact-method-", method.name()))
}

/// Who it was with.
pub(super) fn counterpart_name(t: &Texts, counterpart: Counterpart) -> String {
    t.get(&format!("{}{}", /* keys */ "counterpart-", counterpart.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_kind_of_contact_and_counterpart_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            assert!(ContactMethod::ALL.iter().all(|method| !method_name(&t, *method).starts_with('⟦')));
            assert!(Counterpart::ALL.iter().all(|with| !counterpart_name(&t, *with).starts_with('⟦')));
        }
    }
}
