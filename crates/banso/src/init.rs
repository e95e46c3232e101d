//! `banso init`: master key, first administrator, municipality, and perhaps the first centre.

use banso_access::Actor;
use banso_app::{App, Clock, Definitions, NewStaff, SecondFactor, UseCaseError};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    id::AgencyId,
    staff::{Membership, Role, StaffFacts},
    text::MunicipalityCode,
};
use banso_store::MasterKey;

use crate::{
    command_line::{InitOptions, Place},
    failure::Failure,
    say::say,
    secret,
};

pub(crate) async fn run(options: InitOptions) -> Result<(), Failure> {
    let code = municipality_code(&options.municipality_code)?;
    let password = secret::ask(options.password, "Password / パスワード", true)?;
    let key = key(&options.place)?;
    let store = options.place.open_or_make(key).await?;
    let definitions = Definitions::embedded().map_err(Failure::because("a definition is wrong"))?;
    let app = App::new(store, Clock::System, definitions, SecondFactor::Required);
    let administrator = NewStaff {
        facts: StaffFacts {
            login: options.login,
            name: options.name,
            kana: String::new(),
            memberships: Vec::new(),
            active: true,
        },
        password,
    };
    let municipality = agency(AgencyKind::Municipality, options.municipality, None, code);
    let (municipality, staff) = app.found(municipality, administrator).await.map_err(|error| match error {
        UseCaseError::Forbidden => Failure::new("this data has an administrator already; nothing was changed"),
        other => Failure::because("the administrator could not be entered; nothing was changed")(other),
    })?;
    if let Some(name) = options.centre {
        let roles = [Membership::always(municipality, Role::Administrator)];
        let administrator = Actor::new(staff, municipality, &roles, app.clock().today())
            .ok_or(Failure::new("the administrator has no role"))?;
        let centre = agency(AgencyKind::SupportCentre, name, Some(municipality), String::new());
        app.save_agency(&administrator, None, centre, Some(0))
            .await
            .map_err(Failure::because("the centre could not be entered; enter it on the pages"))?;
    }
    say("Ready. Now: banso serve / 準備ができました。次は banso serve");
    if let Some(file) = options.place.key_file() {
        say(format_args!(
            "Keep a copy of {} in another safe place: without it nobody can read the data.\n\
             {} の写しを別の安全な場所に保管してください。失うとデータは誰にも読めません。",
            file.display(),
            file.display()
        ));
    }
    Ok(())
}

fn municipality_code(text: &str) -> Result<String, Failure> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let code: MunicipalityCode = text.parse().map_err(Failure::because(format!("`{text}` is no municipality code")))?;
    Ok(code.to_string())
}

fn agency(kind: AgencyKind, name: String, municipality: Option<AgencyId>, municipality_code: String) -> AgencyFacts {
    AgencyFacts {
        kind,
        name,
        municipality,
        municipality_code,
        addressee: String::new(),
        phone: String::new(),
        address: String::new(),
        placement_licence: None,
        conferences: Default::default(),
        source: String::new(),
    }
}

/// The key that is there, or a new one in its file.
fn key(place: &Place) -> Result<MasterKey, Failure> {
    match place.key_file().filter(|file| !file.exists()) {
        None => place.key(),
        Some(file) => {
            let key = MasterKey::generate().map_err(Failure::because("no key could be made"))?;
            write_key(&key, &file)?;
            Ok(key)
        }
    }
}

/// Writes a key into a new file that only its owner can read, and makes the directory for it.
pub(crate) fn write_key(key: &MasterKey, file: &std::path::Path) -> Result<(), Failure> {
    if let Some(directory) = file.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let words = format!("the directory {} could not be made", directory.display());
        builder.create(directory).map_err(Failure::because(words))?;
    }
    key.write_new(file).map_err(Failure::because("the master key could not be written"))
}
