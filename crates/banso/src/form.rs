//! `banso form`: official forms from the command line.

use std::{fs, io::Write, path::Path};

use banso_app::{App, Clock, Definitions, FileKind, FormChoice, PrintLook, SecondFactor, UseCaseError};
use banso_documents::{DocumentError, RenderOptions};
use banso_domain::{form::Language, id::CaseId};

use crate::{
    command_line::{FormCommand, FormFile, OwnDefinitions},
    failure::Failure,
    say::say,
};

pub(crate) async fn run(command: FormCommand) -> Result<(), Failure> {
    let today = Clock::System.today();
    match command {
        FormCommand::List { own } => {
            for form in definitions(&own)?.documents.forms().on(today) {
                say(format_args!("{:<18} {} {}", form.id, form.number, form.title.text(today, Language::Ja)));
            }
            Ok(())
        }
        FormCommand::Blank { form, out, own } => {
            let documents = definitions(&own)?.documents;
            let options = RenderOptions::on(today);
            let bytes = match out.kind {
                FileKind::Pdf => documents.blank_pdf(&form, &options),
                FileKind::Xlsx => documents.blank_xlsx(&form, &options),
            };
            let bytes = bytes.map_err(|error| match error {
                DocumentError::UnknownForm { .. } => no_such_form(&form),
                other => not_made(other),
            })?;
            write(&out, &bytes)
        }
        FormCommand::Render { form, case, out, own, place } => {
            let definitions = definitions(&own)?;
            if !definitions.documents.forms().all().any(|known| known.id == form) {
                return Err(no_such_form(&form));
            }
            let app = App::new(place.open().await?, Clock::System, definitions, SecondFactor::Required);
            let (choice, look) = (FormChoice::default(), PrintLook::default());
            let printed = app.print_form_as_operator(&form, case, &choice, look, out.kind).await;
            let printed = printed.map_err(|error| match error {
                UseCaseError::NotFound => no_such_case(case),
                other => not_made(other),
            })?;
            write(&out, &printed.bytes)
        }
    }
}

fn definitions(own: &OwnDefinitions) -> Result<Definitions, Failure> {
    if let Some(missing) = own.definitions.as_deref().filter(|directory| !directory.is_dir()) {
        return Err(Failure::new(format!("{} is not a directory / ディレクトリではありません", missing.display())));
    }
    Definitions::load(own.definitions.as_deref())
        .map_err(Failure::because("the definitions are wrong; see `banso definitions check` / 定義に誤りがあります"))
}

fn no_such_form(form: &str) -> Failure {
    Failure::new(format!(
        "there is no form `{form}`; `banso form list` shows the forms / 帳票「{form}」はありません。`banso form list` で確かめてください"
    ))
}

fn no_such_case(case: CaseId) -> Failure {
    Failure::new(format!(
        "there is no case {case}; the identifier stands in the address of its page / ケース {case} はありません。画面のアドレスのIDを使ってください"
    ))
}

fn not_made(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::because("the form could not be made / 帳票を作れませんでした")(error)
}

/// Writes the file beside its place and moves it there, so that nobody ever finds half of it.
fn write(out: &FormFile, bytes: &[u8]) -> Result<(), Failure> {
    let path = out.path.display();
    write_whole(&out.path, bytes)
        .map_err(Failure::because(format!("{path} could not be written / {path} に書き込めませんでした")))?;
    say(path);
    Ok(())
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // What is there and is no plain file (/dev/stdout, a pipe) is written to as it is.
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let name = path.file_name().ok_or(std::io::ErrorKind::InvalidInput)?.to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        // The failure that is told is the first one; a file left over is named after the process and harms nobody.
        let _ = fs::remove_file(&beside);
    }
    written
}
