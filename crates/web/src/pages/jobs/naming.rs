//! Names of what belongs to a job, in the reader's language.

use banso_domain::{
    case::sharing::EmploymentDisclosure,
    job::{
        CheckResult, Checkpoint, ConsultKind, ContactWith, FadingBasis, JobDueKind, JobEndReason, JobKind, JobPhase,
        JobRoute, JobSlot, PlanPhase, Side, Tool,
    },
};

use crate::text::Texts;

fn key(word: &str) -> String {
    word.replace('_', "-")
}

/// 実習, 就職 …
pub(in crate::pages) fn kind_name(t: &Texts, kind: JobKind) -> String {
    t.get(&format!("{}{}", /* keys */ "job-kind-", key(kind.name())))
}

/// 求人枠
pub(super) fn slot_name(t: &Texts, slot: JobSlot) -> String {
    t.get(&format!("{}{}", /* keys */ "job-slot-", key(slot.name())))
}

/// What the employer is told.
pub(in crate::pages) fn disclosure_name(t: &Texts, disclosure: EmploymentDisclosure) -> String {
    t.get(&format!("{}{}", /* keys */ "job-disclosure-", key(disclosure.name())))
}

/// By which way it was found.
pub(super) fn route_name(t: &Texts, route: JobRoute) -> String {
    t.get(&format!("{}{}", /* keys */ "job-route-", key(route.name())))
}

/// One of the three sides.
pub(super) fn side_name(t: &Texts, side: Side) -> String {
    t.get(&format!("{}{}", /* keys */ "job-side-", key(side.name())))
}

/// How much the employer did by itself.
pub(super) fn consult_name(t: &Texts, kind: ConsultKind) -> String {
    t.get(&format!("{}{}", /* keys */ "job-consult-", key(kind.name())))
}

/// A checkpoint.
pub(super) fn checkpoint_name(t: &Texts, at: Checkpoint) -> String {
    t.with("job-checkpoint", [("months", at.months())])
}

/// How it stood there.
pub(super) fn result_name(t: &Texts, result: CheckResult) -> String {
    t.get(&format!("{}{}", /* keys */ "job-result-", key(result.name())))
}

/// Why a job ended.
pub(super) fn reason_name(t: &Texts, reason: JobEndReason) -> String {
    t.get(&format!("{}{}", /* keys */ "job-reason-", key(reason.name())))
}

/// What is due.
pub(super) fn due_name(t: &Texts, kind: JobDueKind) -> String {
    let name = t.get(&format!("{}{}", /* keys */ "job-due-", key(kind.name())));
    match kind.rule() {
        Some(rule) => t.with("job-due-by-rule", [("name", name), ("rule", rule.code().to_owned())]),
        None => name,
    }
}

/// Where somebody stands in a job.
pub(super) fn phase_name(t: &Texts, phase: JobPhase) -> String {
    t.get(&format!("{}{}", /* keys */ "job-phase-", key(phase.name())))
}

/// A tool that was used.
pub(super) fn tool_name(t: &Texts, tool: Tool) -> String {
    t.get(&format!("{}{}", /* keys */ "job-tool-", key(tool.name())))
}

/// For which part of the way a step of a plan of contacts is.
pub(super) fn plan_phase_name(t: &Texts, phase: PlanPhase) -> String {
    t.get(&format!("{}{}", /* keys */ "job-plan-phase-", key(phase.name())))
}

/// Who is spoken to.
pub(super) fn with_name(t: &Texts, with: ContactWith) -> String {
    t.get(&format!("{}{}", /* keys */ "job-plan-with-", key(with.name())))
}

/// Why contacts become fewer.
pub(super) fn basis_name(t: &Texts, basis: FadingBasis) -> String {
    t.get(&format!("{}{}", /* keys */ "job-plan-basis-", key(basis.name())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_word_about_jobs_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let mut words: Vec<String> = JobKind::ALL.iter().map(|word| kind_name(&t, *word)).collect();
            words.extend(JobSlot::ALL.iter().map(|word| slot_name(&t, *word)));
            words.extend(EmploymentDisclosure::ALL.iter().map(|word| disclosure_name(&t, *word)));
            words.extend(JobRoute::ALL.iter().map(|word| route_name(&t, *word)));
            words.extend(Side::ALL.iter().map(|word| side_name(&t, *word)));
            words.extend(ConsultKind::ALL.iter().map(|word| consult_name(&t, *word)));
            words.extend(Checkpoint::ALL.iter().map(|word| checkpoint_name(&t, *word)));
            words.extend(CheckResult::ALL.iter().map(|word| result_name(&t, *word)));
            words.extend(JobEndReason::ALL.iter().map(|word| reason_name(&t, *word)));
            words.extend(JobDueKind::ALL.iter().map(|word| due_name(&t, *word)));
            words.extend(JobPhase::ALL.iter().map(|word| phase_name(&t, *word)));
            words.extend(PlanPhase::ALL.iter().map(|word| plan_phase_name(&t, *word)));
            words.extend(ContactWith::ALL.iter().map(|word| with_name(&t, *word)));
            words.extend(FadingBasis::ALL.iter().map(|word| basis_name(&t, *word)));
            words.extend(Tool::ALL.iter().map(|word| tool_name(&t, *word)));
            assert!(words.iter().all(|word| !word.contains('⟦')), "{words:?}");
        }
    }
}
