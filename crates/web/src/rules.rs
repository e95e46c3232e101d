//! What a rule says to the reader: its number, why it speaks, and what to do.

use banso_domain::rule::{Finding, Refusal, Rule, Severity};

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

/// What a rule found on a plan: number and why, with the services it is about; what to do.
pub(crate) fn found(t: &Texts, finding: &Finding, services: &[String]) -> (String, String) {
    let why = why(t, finding.rule);
    let why = match services {
        [] => why,
        named => t.with("rule-about", [("why", why), ("services", named.join(&t.get("list-separator")))]),
    };
    let heading = t.with("rule-heading", [("code", finding.rule.code().to_owned()), ("why", why)]);
    (heading, what_to_do(t, finding.rule))
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
#[path = "rules_tests.rs"]
mod tests;
