//! `banso form`: official forms from the command line.

use banso_app::{App, Clock, Definitions, FileKind, FormChoice, PrintLook, SecondFactor, UseCaseError};
use banso_documents::{Documents, RenderOptions};
use banso_domain::form::Language;

use crate::{
    command_line::{FormCommand, FormFile},
    failure::Failure,
    say::say,
};

pub(crate) async fn run(command: FormCommand) -> Result<(), Failure> {
    let today = Clock::System.today();
    match command {
        FormCommand::List => {
            for form in documents()?.forms().on(today) {
                say(format_args!("{:<18} {} {}", form.id, form.number, form.title.text(today, Language::Ja)));
            }
            Ok(())
        }
        FormCommand::Blank { form, out } => {
            let documents = documents()?;
            let options = RenderOptions::on(today);
            let bytes = match out.kind {
                FileKind::Pdf => documents.blank_pdf(&form, &options),
                FileKind::Xlsx => documents.blank_xlsx(&form, &options),
            };
            write(&out, &bytes.map_err(Failure::because("the form could not be written"))?)
        }
        FormCommand::Render { form, case, out, place } => {
            let store = place.open().await?;
            let definitions =
                Definitions::embedded().map_err(Failure::because("a definition is wrong / 定義に誤りがあります"))?;
            let app = App::new(store, Clock::System, definitions, SecondFactor::Required);
            let (choice, look) = (FormChoice::default(), PrintLook::default());
            let printed = app.print_form_as_operator(&form, case, &choice, look, out.kind).await;
            let printed = printed.map_err(|error| match error {
                UseCaseError::NotFound => Failure::new(format!(
                    "there is no form `{form}` or no case {case}; `banso form list` shows the forms / その帳票かケースはありません"
                )),
                other => Failure::because("the form could not be written")(other),
            })?;
            write(&out, &printed.bytes)
        }
    }
}

fn documents() -> Result<Documents, Failure> {
    Documents::embedded().map_err(Failure::because("a form definition is wrong / 帳票の定義に誤りがあります"))
}

fn write(out: &FormFile, bytes: &[u8]) -> Result<(), Failure> {
    let path = out.path.display();
    std::fs::write(&out.path, bytes)
        .map_err(Failure::because(format!("{path} could not be written / 書き込めませんでした")))?;
    say(path);
    Ok(())
}
