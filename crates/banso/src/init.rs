//! `banso init`: master key, first administrator, municipality, and perhaps the first centre.

use banso_access::Actor;
use banso_app::{App, Clock, Definitions, NewStaff, SecondFactor, UseCaseError};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    id::AgencyId,
    staff::{Membership, Role, StaffFacts},
    text::MunicipalityCode,
};
use banso_store::{MasterKey, Store};

use crate::{
    command_line::{InitOptions, Place},
    failure::Failure,
    say::say,
    secret,
};

pub(crate) async fn run(options: InitOptions) -> Result<(), Failure> {
    let asked = Asked::complete(&options)?;
    let code = municipality_code(&asked.code)?;
    let password = secret::ask(options.password, "Password, 12 characters or more / パスワード（12文字以上）", true)?;
    let store = open(&options.place).await?;
    let definitions =
        Definitions::embedded().map_err(Failure::because("a definition is wrong / 定義に誤りがあります"))?;
    let app = App::new(store, Clock::System, definitions, SecondFactor::Required);
    let administrator = NewStaff {
        facts: StaffFacts {
            login: asked.login,
            name: asked.name,
            kana: String::new(),
            memberships: Vec::new(),
            active: true,
            person: None,
        },
        password,
    };
    let municipality = agency(AgencyKind::Municipality, asked.municipality, None, code);
    let (municipality, staff) = app.found(municipality, administrator).await.map_err(|error| match error {
        UseCaseError::Forbidden => Failure::new("this data has an administrator already; nothing was changed / 管理者はすでに登録されています。何も変えていません"),
        other => Failure::because("the administrator could not be entered; nothing was changed / 管理者を登録できませんでした。何も変えていません")(other),
    })?;
    if let Some(name) = asked.centre {
        let roles = [Membership::always(municipality, Role::Administrator)];
        let administrator = Actor::new(staff, municipality, &roles, app.clock().today())
            .ok_or(Failure::new("the administrator has no role"))?;
        let centre = agency(AgencyKind::SupportCentre, name, Some(municipality), String::new());
        app.save_agency(&administrator, None, centre, Some(0))
            .await
            .map_err(Failure::because("the centre could not be entered; enter it on the pages / 相談機関を登録できませんでした。画面で登録してください"))?;
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
    let code: MunicipalityCode = text.parse().map_err(Failure::because(format!(
        "`{text}` is no municipality code / 全国地方公共団体コードではありません"
    )))?;
    Ok(code.to_string())
}

fn agency(kind: AgencyKind, name: String, municipality: Option<AgencyId>, municipality_code: String) -> AgencyFacts {
    AgencyFacts { municipality, municipality_code, ..AgencyFacts::named(kind, name) }
}

/// Opens the data with the key that is there, or makes both. A key that does not fit is not left behind: it would be taken for
/// the one that is missing.
async fn open(place: &Place) -> Result<Store, Failure> {
    let Some(file) = place.key_file().filter(|file| !file.exists()) else {
        return place.open_or_make(place.key()?).await;
    };
    let key = MasterKey::generate().map_err(Failure::because("no key could be made / キーを作れません"))?;
    write_key(&key, &file)?;
    let opened = place.open_or_make(key).await;
    if opened.is_err() {
        drop(std::fs::remove_file(&file));
    }
    opened
}

/// What is asked for at a terminal where the command line does not say it.
struct Asked {
    municipality: String,
    code: String,
    centre: Option<String>,
    login: String,
    name: String,
}

impl Asked {
    fn complete(options: &InitOptions) -> Result<Self, Failure> {
        // Whoever gives the names on the command line is not asked for what may be left out.
        let is_asked = options.municipality.is_none() || options.login.is_none() || options.name.is_none();
        let needed = |given: &Option<String>, flag: &str, words: &str| match given {
            Some(given) => Ok(given.clone()),
            None => secret::ask_line(words)?
                .filter(|typed| !typed.is_empty())
                .ok_or_else(|| Failure::usage(format!("--{flag} is needed: {words} / --{flag} を指定してください"))),
        };
        let left_out = |given: &Option<String>, words: &str| match given {
            None if is_asked => Ok(secret::ask_line(words)?.filter(|typed| !typed.is_empty())),
            given => Ok(given.clone()),
        };
        Ok(Self {
            municipality: needed(&options.municipality, "municipality", "Name of the municipality / 自治体の名称")?,
            code: left_out(
                &options.municipality_code,
                "Its code of six digits, may be left empty / 全国地方公共団体コード（6桁、空欄可）",
            )?
            .unwrap_or_default(),
            centre: left_out(
                &options.centre,
                "Name of the consultation centre, may be left empty / 自立相談支援機関の名称（空欄可）",
            )?,
            login: needed(
                &options.login,
                "login",
                "Sign-in name of the first administrator / 最初の管理者のログイン名",
            )?,
            name: needed(&options.name, "name", "Name of the first administrator / 最初の管理者の氏名")?,
        })
    }
}

/// Writes a key into a new file that only its owner can read, and makes the directory for it.
pub(crate) fn write_key(key: &MasterKey, file: &std::path::Path) -> Result<(), Failure> {
    if let Some(directory) = file.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let words = format!("the directory {} could not be made / ディレクトリを作れません", directory.display());
        builder.create(directory).map_err(Failure::because(words))?;
    }
    key.write_new(file)
        .map_err(Failure::because("the master key could not be written / マスターキーを書けませんでした"))
}
