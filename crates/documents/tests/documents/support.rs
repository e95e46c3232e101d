//! What the tests of documents share: the sample case, and reading a PDF back.

use std::io::Write;
use std::process::Command;

use banso_documents::{Documents, RenderOptions};
use banso_domain::form::Facts;

pub(crate) const FORMS: [&str; 12] = [
    "intake_form",
    "assessment_form",
    "progress_record",
    "progress_list",
    "case_list",
    "plan_form",
    "evaluation_form",
    "consent_form",
    "referral_letter",
    "ledger_sheet",
    "handover_sheet",
    "carry_sheet",
];

pub(crate) fn documents() -> Documents {
    Documents::embedded().unwrap()
}

pub(crate) fn sample() -> Facts {
    serde_json::from_str(include_str!("../../samples/case.json")).unwrap()
}

pub(crate) fn on(day: &str) -> RenderOptions {
    RenderOptions::on(day.parse().unwrap())
}

/// The output of a poppler tool for this PDF.
pub(crate) fn poppler(tool: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let mut command = Command::new(tool);
    command.args(arguments).arg(file.path());
    if tool == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap_or_else(|error| panic!("poppler-utils must be installed ({tool}): {error}"));
    assert!(output.status.success(), "{tool} could not read the document");
    String::from_utf8(output.stdout).unwrap()
}

/// All text of a PDF in the order in which it was set, without blanks and line ends.
pub(crate) fn text_of(pdf: &[u8]) -> String {
    squeezed(&poppler("pdftotext", &["-raw"], pdf))
}

pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

pub(crate) fn page_count(pdf: &[u8]) -> usize {
    let info = poppler("pdfinfo", &[], pdf);
    info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim().parse().unwrap()
}
