//! Writes every form, empty and filled with the sample case, as PDF and Excel into a directory, to be looked at.
//!
//! `cargo run -p banso-documents --example all_forms -- DIRECTORY [DAY]`

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use banso_documents::{Documents, RenderOptions};
use banso_domain::form::Facts;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let directory = PathBuf::from(arguments.next().ok_or("name a directory")?);
    let options = RenderOptions::on(arguments.next().as_deref().unwrap_or("2026-11-20").parse()?);
    let documents = Documents::embedded()?;
    let filled: Facts = serde_json::from_str(include_str!("../samples/case.json"))?;
    for form in documents.forms().on(options.on) {
        for (name, facts) in [("blank", &Facts::new()), ("filled", &filled)] {
            let begun = Instant::now();
            let pdf = documents.render_pdf(&form.id, facts, &options)?;
            println!("{} {name}: {} bytes in {:?}", form.id, pdf.len(), begun.elapsed());
            std::fs::write(directory.join(format!("{}_{name}.pdf", form.id)), pdf)?;
            let workbook = documents.render_xlsx(&form.id, facts, &options)?;
            std::fs::write(directory.join(format!("{}_{name}.xlsx", form.id)), workbook)?;
        }
    }
    Ok(())
}
