//! What a rule says to the reader: its number, why it speaks, and what to do.

use banso_domain::rule::{Refusal, Rule, Severity};

use crate::{
    components::{Banner, BannerKind},
    text::Texts,
};

/// The message key of a rule: `rule-sr-08`.
fn key(rule: Rule) -> String {
    format!("{}{}", /* keys */ "rule-", rule.code().to_lowercase())
}

/// Why the rule speaks, in one sentence.
pub(crate) fn why(t: &Texts, rule: Rule) -> String {
    t.get(&key(rule))
}

/// What to do about it.
pub(crate) fn what_to_do(t: &Texts, rule: Rule) -> String {
    t.get(&format!("{}-do", key(rule)))
}

/// The rule as one line: 「SR-08 ……。→ ……」
pub(crate) fn line(t: &Texts, rule: Rule) -> String {
    t.with("rule-line", [("code", rule.code().to_owned()), ("why", why(t, rule)), ("do", what_to_do(t, rule))])
}

/// What a refusal tells: one banner a rule.
pub(crate) fn banners(t: &Texts, refusal: &Refusal) -> Vec<Banner> {
    refusal.rules.iter().map(|rule| banner(t, *rule, BannerKind::Error)).collect()
}

/// What rules that warn tell.
pub(crate) fn warnings(t: &Texts, rules: &[Rule]) -> Vec<Banner> {
    let kind = |rule: &Rule| if rule.severity() == Severity::Info { BannerKind::Info } else { BannerKind::Warning };
    rules.iter().map(|rule| banner(t, *rule, kind(rule))).collect()
}

/// What the rules say to a step that is tried out without being taken; nothing where it can be taken.
pub(crate) fn in_the_way<T>(tried: Result<T, Refusal>) -> Vec<Rule> {
    tried.err().map(|refusal| refusal.rules).unwrap_or_default()
}

fn banner(t: &Texts, rule: Rule, kind: BannerKind) -> Banner {
    let heading = t.with("rule-heading", [("code", rule.code().to_owned()), ("why", why(t, rule))]);
    Banner::new(kind, heading).body(what_to_do(t, rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_rule_says_why_and_what_to_do_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            for rule in Rule::ALL {
                assert!(!why(&t, *rule).starts_with('⟦'), "{} has no reason in {lang:?}", rule.code());
                assert!(!what_to_do(&t, *rule).starts_with('⟦'), "{} has no advice in {lang:?}", rule.code());
            }
        }
    }
}
