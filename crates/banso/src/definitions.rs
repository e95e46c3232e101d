//! `banso definitions check`.

use std::path::Path;

use banso_app::DefinitionReport;
use banso_documents::Documents;

use crate::{failure::Failure, say::say};

pub(crate) fn check(directory: Option<&Path>) -> Result<(), Failure> {
    if let Some(missing) = directory.filter(|directory| !directory.is_dir()) {
        return Err(Failure::new(format!("{} is not a directory / ディレクトリではありません", missing.display())));
    }
    let mut report = DefinitionReport::default();
    if let Some(directory) = directory {
        report.check_names(directory);
    }
    report.check_process(directory);
    report.check_programmes(directory);
    report.check_ways(directory);
    report.check_care(directory);
    report.check_rewards(directory);
    report.check_indicators(directory);
    report.check_logic_models(directory);
    let own_forms = directory.map(|directory| directory.join("forms")).filter(|forms| forms.is_dir());
    let forms = match &own_forms {
        Some(forms) => Documents::check(forms),
        None => Documents::embedded().map(|documents| documents.forms().all().map(|form| form.id.clone()).collect()),
    };
    match forms {
        Ok(forms) => report.files.extend(forms),
        Err(error) => {
            let inside = own_forms.map(|forms| format!("{}: ", forms.display())).unwrap_or_default();
            report.problems.push(format!("{inside}{error}"));
        }
    }
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    if report.problems.is_empty() {
        say(format_args!("Sound: {} / 誤りはありません", report.files.join(", ")));
        Ok(())
    } else {
        Err(Failure::new("the definitions hold mistakes / 定義に誤りがあります"))
    }
}
