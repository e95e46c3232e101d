//! `banso export`: the record as tidy tables for whoever evaluates it.

use std::{
    io::{self, IsTerminal},
    path::Path,
};

use banso_app::{App, Clock, Definitions, PackageError, SecondFactor, UseCaseError};
use banso_exchange::package::PackageWriter;

use crate::{
    command_line::{PackageOptions, Place},
    failure::Failure,
    say::say,
};

/// Progress is told each time so many people were looked at.
const STEP: u64 = 1_000;

pub(crate) async fn run(options: PackageOptions) -> Result<(), Failure> {
    let app = app(&options.place).await?;
    let directory = &options.directory;
    let operator = app.operator().await.map_err(|error| failed(error.into(), directory))?;
    let mut writer = PackageWriter::begin(directory).map_err(|error| failed(error.into(), directory))?;
    let summary = app
        .export_package(&operator, options.pseudonymise, &mut writer, &mut progress())
        .await
        .map_err(|error| failed(error, directory))?;
    let title = format!("Banso {}", app.clock().today());
    let rows = writer
        .finish(&title, &app.clock().now().to_rfc3339(), options.pseudonymise)
        .map_err(|error| failed(error.into(), directory))?;
    for (table, count) in rows {
        say(format_args!("{count:>9}  {}", table.file()));
    }
    say(format_args!(
        "{} people / 人; left out / 含めていない人: {}; uses without a word in these tables / 表に語がない利用: {}",
        summary.people, summary.left_out, summary.uses_left_out
    ));
    say(directory.display());
    Ok(())
}

/// The use cases over a place, for commands.
pub(crate) async fn app(place: &Place) -> Result<App, Failure> {
    let definitions =
        Definitions::embedded().map_err(Failure::because("a definition is wrong / 定義に誤りがあります"))?;
    Ok(App::new(place.open().await?, Clock::System, definitions, SecondFactor::Required))
}

/// Tells a person at a terminal how far it is.
pub(crate) fn progress() -> impl FnMut(u64) + Send {
    let mut told = 0;
    move |people: u64| {
        if people >= told + STEP && io::stderr().is_terminal() {
            told = people;
            eprintln!("{people} people / 人");
        }
    }
}

fn failed(error: PackageError, directory: &Path) -> Failure {
    let place = directory.display();
    match error {
        PackageError::UseCase(UseCaseError::NotFound) => Failure::new(
            "there is no administrator yet; begin with `banso init` / 管理者がいません。banso init で始めてください",
        ),
        PackageError::Write(error) if error.kind() == io::ErrorKind::AlreadyExists => Failure::new(format!(
            "{place} is not empty; name a new folder / {place} は空ではありません。新しいフォルダーを指定してください"
        )),
        PackageError::Write(error) => {
            Failure::because(format!("{place} could not be written / {place} に書き込めませんでした"))(error)
        }
        PackageError::UseCase(other) => {
            Failure::because("nothing was taken out / 書き出せませんでした")(other)
        }
    }
}
