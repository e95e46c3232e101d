//! The indicators in force: embedded in the program, or read from a directory that a municipality keeps.

use std::path::Path;

use banso_insight::indicators::Indicator;

use crate::{DefinitionReport, UseCaseError};

macro_rules! indicators {
    ($($name:literal),+ $(,)?) => {
        /// The indicators as the program brings them, in the order of their names.
        const INDICATORS: &[(&str, &str)] = &[$((
            concat!("indicators/", $name, ".toml"),
            include_str!(concat!("../../../definitions/indicators/", $name, ".toml")),
        )),+];
    };
}

indicators![
    "act_choice_days",
    "act_choice_users",
    "act_cont_a_days",
    "act_cont_a_users",
    "act_cont_b_days",
    "act_cont_b_users",
    "act_guided_to_hellowork",
    "act_guided_to_nakapotsu",
    "act_hired_via_hellowork",
    "act_ikou_days",
    "act_ikou_users",
    "act_retention_users",
    "act_training_participants",
    "act_vocational_trainees",
    "bp_annual_transition",
    "bp_guided_to_nakapotsu",
    "bp_hellowork_hires",
    "bp_jc_retention_mental_dev_hbd",
    "bp_jobcoach_trained",
    "bp_nakapotsu_hires",
    "bp_nakapotsu_mental_retention",
    "bp_quota_firm_share",
    "bp_quota_public_count",
    "bp_retention_office_80_share",
    "bp_team_support_hire_rate",
    "bp_transition_users",
    "cs_6m_continuation",
    "cs_agency_contacts",
    "cs_consult_firm",
    "cs_consult_person",
    "cs_expanded_meetings",
    "cs_firm_direct_share",
    "cs_firm_employment_rate",
    "cs_firm_quit_rate",
    "cs_hires_per_month",
    "cs_interviews_person",
    "cs_motivation_trend",
    "cs_nonhire_exit",
    "cs_practice_people_rate",
    "cs_practice_sites",
    "cs_referrals_in",
    "cs_retention_client_quit",
    "cs_retention_rate_3y",
    "cs_transition_rate",
    "gl_ikou_office_50_share",
    "gl_network_council",
    "gl_retention_office_70_share",
    "gl_retention_users",
    "gl_transition_by_a",
    "gl_transition_by_b",
    "gl_transition_by_ikou",
    "gl_transition_total",
    "kpi_emp_income",
    "kpi_emp_income_old",
    "kpi_emp_target",
    "kpi_emp_target_rate",
    "kpi_new_intake",
    "kpi_plan_rate",
    "kpi_plans",
    "kpi_referred_rate",
    "kpi_step_up",
    "pe_hellowork_hires",
    "pe_quota_firm_share",
    "pe_retention_rate_by_office",
    "pe_retention_users",
    "pe_total_supporter_hire_rate",
    "pe_total_supporter_next_rate",
    "pe_transition",
    "ref_1y_retention",
    "ref_nakapotsu_6m",
    "s7_accompaniment",
    "s7_case_conf_agencies",
    "s7_case_conf_count",
    "s7_code_awareness",
    "s7_code_understanding",
    "s7_consult_card_coverage",
    "s7_contact_content_by_phase",
    "s7_contact_freq_by_phase",
    "s7_exit_review_rate",
    "s7_handover_f2f",
    "s7_multi_source_assessment",
    "s7_natural_support",
    "s7_out_of_role",
    "s7_policy_alignment",
    "s7_referral_count",
    "s7_story_autonomy",
    "s7_story_career",
    "s7_story_exchange",
    "s7_training_count",
    "s7_training_orgs",
];

/// The indicators of a directory; what it does not have comes from the program, file by file. They are read when they are needed: most starts of the
/// program need none.
///
/// # Errors
///
/// [`UseCaseError::Definition`] with file and line.
pub fn indicators(directory: Option<&Path>) -> Result<Vec<Indicator>, UseCaseError> {
    let mut report = DefinitionReport::default();
    let indicators = report.check_indicators(directory);
    if report.problems.is_empty() { Ok(indicators) } else { Err(UseCaseError::Definition(report.problems.join("\n"))) }
}

/// The identifiers of the indicators there are: the names of their files.
pub(crate) fn indicator_ids() -> Vec<String> {
    let id = |name: &str| name.trim_start_matches("indicators/").trim_end_matches(".toml").to_owned();
    INDICATORS.iter().map(|(name, _)| id(name)).collect()
}

impl DefinitionReport {
    /// Checks the indicators' definitions of a directory, or the embedded ones where the directory has none.
    pub fn check_indicators(&mut self, directory: Option<&Path>) -> Vec<Indicator> {
        let mut checked = Vec::new();
        for file in INDICATORS {
            let read = |name: &str, text: &str| Indicator::from_toml(text).map_err(|error| format!("{name}: {error}"));
            let Some(indicator) = self.check_file(directory, *file, read) else { continue };
            let expected = file.0.trim_start_matches("indicators/").trim_end_matches(".toml");
            if indicator.id != expected {
                let id = &indicator.id;
                self.problems.push(format!("{}, line 1: it defines \"{id}\"; write id = \"{expected}\"", file.0));
            }
            checked.push(indicator);
        }
        checked
    }

    /// Names what lies among a directory's indicators where nothing looks for it.
    pub(crate) fn check_names_of_indicators(&mut self, directory: &Path) {
        let known: Vec<&str> = INDICATORS.iter().filter_map(|(name, _)| name.strip_prefix("indicators/")).collect();
        self.strangers(&directory.join("indicators"), &known, "this file is not read; each indicator has its own name");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_an_indicator_is_brought_by_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/indicators");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), INDICATORS.len());
        assert_eq!(indicators(None).unwrap().len(), INDICATORS.len());
    }

    #[test]
    fn a_municipality_that_adapts_an_indicator_wrongly_is_told_file_and_what() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("indicators")).unwrap();
        let (name, text) = INDICATORS[0];
        std::fs::write(folder.path().join(name), text.replace("kind = \"", "kind = \"x")).unwrap();
        std::fs::write(folder.path().join("indicators/mine.toml"), "").unwrap();

        let told = indicators(Some(folder.path())).err().unwrap().to_string();
        let mut names = DefinitionReport::default();
        names.check_names(folder.path());

        assert!(told.contains(name) && told.contains("kind"), "{told}");
        assert!(names.problems.iter().any(|problem| problem.contains("mine.toml")), "{:?}", names.problems);
    }
}
