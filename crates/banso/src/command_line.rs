//! What may be typed after `banso`, in English and Japanese.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use banso_app::FileKind;
use banso_domain::id::CaseId;
use banso_exchange::{Encoding, Format};
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

/// Banso — the shared case record of everyone who walks beside one person.
///
/// 伴走 — 一人の人を支えるみんなの、ひとつの支援記録。
///
/// To try it out: banso demo. To run it: banso init, then banso serve.
/// 試すとき：banso demo　本番で使うとき：banso init のあと banso serve
#[derive(Parser)]
#[command(version, propagate_version = true)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Starts with a fictional region to try out / 架空の地域で試す
    Demo(DemoOptions),
    /// Makes the data with its first administrator and municipality; asks for what is not given / 最初の管理者と自治体を登録してデータを作る（足りない項目は尋ねます）
    Init(InitOptions),
    /// Serves the pages / 画面を提供する
    Serve(ServeOptions),
    /// Gives an administrator who is locked out a new password / ログインできなくなった管理者に新しいパスワードを設定する
    Rescue(RescueOptions),
    /// Official forms: list, fill, print blank / 帳票の一覧・出力・白紙の印刷
    #[command(subcommand)]
    Form(FormCommand),
    /// Writes a synthetic region day by day, with the truth of every link beside it, to test on / 試験用の架空の地域を、正解の表とともに一日ずつ書く
    Simulate(SimulateOptions),
    /// Reads published open data in / 公開されているオープンデータを取り込む
    #[command(subcommand)]
    Import(ImportCommand),
    /// Takes the record out as tables for whoever evaluates it / 評価のための表（データパッケージ）を書き出す
    #[command(subcommand)]
    Export(ExportCommand),
    /// Says of each contact link whether it thinned without anyone meaning it / 連絡が意図せず減っていないかを調べる
    Rhythm(RhythmOptions),
    /// Counts what of cooperation can be counted, with intervals and caveats / 連携の指標を数える
    Indicators(IndicatorOptions),
    /// Computes the journal's chain again and rebuilds the tables to compare / 記録の連鎖と表を照合する
    Verify(VerifyOptions),
    /// Writes an encrypted backup while others go on working / 暗号化したバックアップを書き出す
    Backup(BackupOptions),
    /// Restores a backup into an empty place / バックアップを空の場所に復元する
    Restore(BackupOptions),
    /// Definitions of processes and forms / 手順と帳票の定義
    #[command(subcommand)]
    Definitions(DefinitionsCommand),
}

/// Where the data is.
#[derive(Args, Clone)]
pub(crate) struct Place {
    /// Directory of the data / データのディレクトリ
    #[arg(long, value_name = "DIR", default_value = "./banso-data")]
    pub(crate) data: PathBuf,
    /// Address of a PostgreSQL database instead / 代わりに使う PostgreSQL の接続先
    #[arg(long, value_name = "URL", env = "BANSO_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// File of the master key (default: DIR/master.key; BANSO_MASTER_KEY may hold the file or the key itself) / マスターキーのファイル
    #[arg(long, value_name = "FILE")]
    pub(crate) master_key: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct DemoOptions {
    /// Address and port to listen on / 待ち受けるアドレスとポート
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,
    /// The same number gives the same region / 同じ数なら同じ地域になる
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Keeps the region in this new directory instead of a temporary one / 一時ではなく、この新しいディレクトリに残す
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct SimulateOptions {
    /// How many people come / 何人が来るか
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) persons: u32,
    /// How many days pass / 何日間か
    #[arg(long, value_name = "D", value_parser = clap::value_parser!(u32).range(1..=5_000))]
    pub(crate) days: u32,
    /// The same number with the same last day gives the same region / 同じ数と同じ最後の日なら、同じ地域になる
    #[arg(long, value_name = "S")]
    pub(crate) seed: u64,
    /// The last of the days; yesterday if not given / 最後の日（省略すると昨日）
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<NaiveDate>,
    /// The table of what is true of every link (default: truth.csv in DIR, or here with --database) / つながりの正解の表
    #[arg(long, value_name = "FILE")]
    pub(crate) truth: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args)]
pub(crate) struct InitOptions {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Name of the municipality / 自治体の名称
    #[arg(long, value_name = "NAME")]
    pub(crate) municipality: Option<String>,
    /// Its code of six digits / 全国地方公共団体コード（6桁）
    #[arg(long, value_name = "CODE")]
    pub(crate) municipality_code: Option<String>,
    /// Name of the consultation centre; more are added on the pages / 自立相談支援機関の名称（あとから画面で追加できます）
    #[arg(long, value_name = "NAME")]
    pub(crate) centre: Option<String>,
    /// Sign-in name of the first administrator / 最初の管理者のログイン名
    #[arg(long, value_name = "LOGIN")]
    pub(crate) login: Option<String>,
    /// Name of the first administrator / 最初の管理者の氏名
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Password, 12 characters or more; asked for if not given / パスワード（12文字以上。省略すると尋ねます）
    #[arg(long, env = "BANSO_PASSWORD", hide_env_values = true)]
    pub(crate) password: Option<String>,
}

#[derive(Args)]
pub(crate) struct RescueOptions {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Sign-in name of the administrator / 管理者のログイン名
    #[arg(long, value_name = "LOGIN")]
    pub(crate) login: String,
    /// The new password, 12 characters or more; asked for if not given / 新しいパスワード（12文字以上。省略すると尋ねます）
    #[arg(long, env = "BANSO_PASSWORD", hide_env_values = true)]
    pub(crate) password: Option<String>,
}

#[derive(Args)]
pub(crate) struct ServeOptions {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Address and port to listen on / 待ち受けるアドレスとポート
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,
    /// The pages are reached without HTTPS, on this machine only / HTTPS を使わない（この機械の中だけで使うとき）
    #[arg(long)]
    pub(crate) insecure_cookies: bool,
    /// Address of a reverse proxy on another machine; repeatable / 別の機械にあるリバースプロキシのアドレス（複数可）
    #[arg(long, value_name = "IP")]
    pub(crate) trusted_proxy: Vec<IpAddr>,
    /// Directory with the municipality's own definitions / 自治体独自の定義のディレクトリ
    #[arg(long, value_name = "DIR")]
    pub(crate) definitions: Option<PathBuf>,
    /// Everybody may read the resource directory as open data, without an account (/hsds) / 社会資源をオープンデータとして公開する
    #[arg(long, env = "BANSO_OPEN_DIRECTORY")]
    pub(crate) open_directory: bool,
    #[command(flatten)]
    pub(crate) mail: MailOptions,
}

/// The mail server, if notices go out by mail. All three or none.
#[derive(Args)]
pub(crate) struct MailOptions {
    /// Mail server: smtps://NAME:PASSWORD@HOST, or smtp://HOST?tls=required / お知らせを送るメールサーバー
    #[arg(long, value_name = "URL", env = "BANSO_MAIL_SERVER", hide_env_values = true)]
    pub(crate) mail_server: Option<String>,
    /// Address that mails come from / 送信元のメールアドレス
    #[arg(long, value_name = "ADDRESS", env = "BANSO_MAIL_FROM")]
    pub(crate) mail_from: Option<String>,
    /// Address at which users reach the pages, for the link in mails / 利用者が画面を開くアドレス（メールに載せる）
    #[arg(long, value_name = "URL", env = "BANSO_ADDRESS")]
    pub(crate) address: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum FormCommand {
    /// Lists the forms in use today / 使える帳票の一覧
    List {
        #[command(flatten)]
        own: OwnDefinitions,
    },
    /// Fills a form from the record of a case / ケースの記録から帳票を出力する
    Render {
        /// The form, as listed / 帳票のID
        form: String,
        /// The case: the identifier in the address of its page / ケースのID（画面のアドレスにあります）
        #[arg(long, value_name = "ID")]
        case: CaseId,
        /// The file, ending in .pdf or .xlsx / 出力先（.pdf または .xlsx）
        #[arg(long, value_name = "FILE", value_parser = form_file)]
        out: FormFile,
        #[command(flatten)]
        own: OwnDefinitions,
        #[command(flatten)]
        place: Place,
    },
    /// Writes an empty form / 白紙の帳票を出力する
    Blank {
        /// The form, as listed / 帳票のID
        form: String,
        /// The file, ending in .pdf or .xlsx / 出力先（.pdf または .xlsx）
        #[arg(long, value_name = "FILE", value_parser = form_file)]
        out: FormFile,
        #[command(flatten)]
        own: OwnDefinitions,
    },
}

#[derive(Subcommand)]
pub(crate) enum ImportCommand {
    /// Reads a list of resources into the directory, or shows what would change / 社会資源の一覧を取り込む（試すだけもできます）
    Resources(ImportOptions),
}

#[derive(Args)]
pub(crate) struct ImportOptions {
    /// The file: CSV or JSON as published; tables that belong to it are read beside it / 公開されたままの CSV・JSON
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Its form: wamnet, madoguchi, municipal, hsds, or auto / 形式
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = format)]
    pub(crate) format: Choice<Format>,
    /// Its letters: utf-8, cp932, or auto / 文字コード
    #[arg(long, value_name = "ENCODING", default_value = "auto", value_parser = encoding)]
    pub(crate) encoding: Choice<Encoding>,
    /// Shows what would change, and saves nothing / 何が変わるかだけを見る（保存しません）
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The whole list: what is missing in it is marked, however much that is / 一覧の全部（載っていないものに印を付けます）
    #[arg(long, conflicts_with = "part")]
    pub(crate) whole: bool,
    /// A part of the list: nothing is marked as gone / 一覧の一部（載っていないものに印を付けません）
    #[arg(long)]
    pub(crate) part: bool,
    /// The report as JSON / 結果を JSON で出す
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Subcommand)]
pub(crate) enum ExportCommand {
    /// Writes a Frictionless Data Package of tidy CSV tables without names into a new folder / 氏名のない CSV の表を新しいフォルダーに書き出す
    Datapackage(PackageOptions),
}

#[derive(Args)]
pub(crate) struct PackageOptions {
    /// The folder; it must not be there yet, or be empty / 書き出し先のフォルダー（新しいか、空のもの）
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
    /// Gives people and what is written about them other identifiers; the key stays with the data / 識別子を仮の番号に替える（鍵はデータのそばに残ります）
    #[arg(long)]
    pub(crate) pseudonymise: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args)]
pub(crate) struct RhythmOptions {
    /// Reads a data package instead of the record / 記録の代わりに読むデータパッケージのフォルダー
    #[arg(long, value_name = "DIR")]
    pub(crate) datapackage: Option<PathBuf>,
    /// The day at whose end it is looked; today if not given / いつの時点で見るか（省略すると今日）
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<NaiveDate>,
    /// json or csv / 形式
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(crate) format: RhythmFormat,
    /// The language of the reasons: ja or en / 理由の文の言語
    #[arg(long, value_name = "LANG", default_value = "ja")]
    pub(crate) language: ReasonLanguage,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args)]
pub(crate) struct IndicatorOptions {
    /// Reads a data package instead of the record / 記録の代わりに読むデータパッケージのフォルダー
    #[arg(long, value_name = "DIR")]
    pub(crate) datapackage: Option<PathBuf>,
    /// The first day of the period / 期間の最初の日
    #[arg(long, value_name = "DATE")]
    pub(crate) from: NaiveDate,
    /// The last day of the period / 期間の最後の日
    #[arg(long, value_name = "DATE")]
    pub(crate) to: NaiveDate,
    /// json, csv or xlsx / 形式
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(crate) format: FigureFormat,
    #[command(flatten)]
    pub(crate) own: OwnDefinitions,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// In which form figures are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FigureFormat {
    /// An object with an array of objects.
    Json,
    /// A table.
    Csv,
    /// An Excel workbook.
    Xlsx,
}

/// In which form links are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RhythmFormat {
    /// An array of objects.
    Json,
    /// A table.
    Csv,
}

/// In which language it is said why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ReasonLanguage {
    /// 日本語
    Ja,
    /// English
    En,
}

/// Something that is chosen, or found out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choice<T>(pub(crate) Option<T>);

fn format(text: &str) -> Result<Choice<Format>, String> {
    let found = Format::ALL.into_iter().find(|format| format.name() == text);
    let words = "wamnet, madoguchi, municipal, hsds or auto / wamnet・madoguchi・municipal・hsds・auto のどれかです";
    if text == "auto" { Ok(Choice(None)) } else { found.map(|one| Choice(Some(one))).ok_or_else(|| words.to_owned()) }
}

fn encoding(text: &str) -> Result<Choice<Encoding>, String> {
    match text {
        "auto" => Ok(Choice(None)),
        "utf-8" => Ok(Choice(Some(Encoding::Utf8))),
        "cp932" => Ok(Choice(Some(Encoding::Cp932))),
        _ => Err("utf-8, cp932 or auto / utf-8・cp932・auto のどれかです".to_owned()),
    }
}

/// The definitions that a municipality has in the place of those of the program.
#[derive(Args, Clone, Debug)]
pub(crate) struct OwnDefinitions {
    /// Directory with the municipality's own definitions / 自治体独自の定義のディレクトリ
    #[arg(long, value_name = "DIR")]
    pub(crate) definitions: Option<PathBuf>,
}

/// A file to be written, of a kind told by its ending.
#[derive(Clone, Debug)]
pub(crate) struct FormFile {
    pub(crate) path: PathBuf,
    pub(crate) kind: FileKind,
}

fn form_file(text: &str) -> Result<FormFile, String> {
    let path = PathBuf::from(text);
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let kind = ending.as_deref().and_then(FileKind::from_extension);
    let kind = kind.ok_or("the name ends in .pdf or .xlsx / .pdf か .xlsx で終わる名前にしてください")?;
    Ok(FormFile { path, kind })
}

#[derive(Args)]
pub(crate) struct VerifyOptions {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Checks the copy of a person's ledger instead; needs neither data nor key / 閲覧・提供の記録の写しを確かめる（データも鍵もいりません）
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger_copy: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct BackupOptions {
    /// The backup / バックアップのファイル
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) place: Place,
    /// Passphrase that protects it; asked for if not given / 保護する合言葉（省略すると尋ねます）
    #[arg(long, env = "BANSO_PASSPHRASE", hide_env_values = true)]
    pub(crate) passphrase: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DefinitionsCommand {
    /// Checks the definitions of a directory, or those of the program / 定義に誤りがないか調べる
    Check {
        /// The directory / ディレクトリ
        #[arg(value_name = "DIR")]
        directory: Option<PathBuf>,
    },
}
