//! `banso demo`: a fictional region in a temporary directory.

use std::path::Path;

use banso_app::{App, Clock, Definitions, SecondFactor};
use banso_simulate::Region;
use banso_store::{MasterKey, Store};
use banso_web::site::Surroundings;

use tempfile::TempDir;

use crate::{command_line::DemoOptions, failure::Failure, init::write_key, say::say, server};

pub(crate) async fn run(options: DemoOptions) -> Result<(), Failure> {
    let listener = server::listen(options.listen).await?;
    let address = listener.local_addr().map_err(Failure::because("the listening address cannot be read"))?;
    let (store, _directory) = open(options.data.as_deref()).await?;
    let _alone = store.alone().await.map_err(Failure::because("the data is used already / データが使われています"))?;
    let definitions =
        || Definitions::embedded().map_err(Failure::because("a definition is wrong / 定義に誤りがあります"));
    let standing = Clock::standing(Clock::System.now());
    let builder = App::new(store.clone(), standing, definitions()?, SecondFactor::Optional);
    let region = banso_simulate::build(&builder, options.seed, Clock::System.today())
        .await
        .map_err(Failure::because("the demonstration could not be prepared / デモを準備できませんでした"))?;
    let stop = server::told_to_stop();
    say(welcome(&address.to_string(), &region, options.data.as_deref()));
    let app = App::new(store, Clock::System, definitions()?, SecondFactor::Optional);
    app.lay_item_wordings()
        .await
        .map_err(Failure::because("the wordings of items could not be read / 項目のことばを読めませんでした"))?;
    server::serve(listener, app, Surroundings::default(), stop).await
}

/// The data of the demonstration: in a directory that vanishes when the second value is dropped, or in a new one that stays.
async fn open(keep: Option<&Path>) -> Result<(Store, Option<TempDir>), Failure> {
    let unopened =
        || Failure::because("the data of the demonstration could not be opened / デモのデータを開けませんでした");
    let key = MasterKey::generate().map_err(Failure::because("no key could be made / キーを作れません"))?;
    let Some(directory) = keep else {
        let directory = tempfile::Builder::new()
            .prefix("banso-demo-")
            .tempdir()
            .map_err(Failure::because("no temporary directory could be made / 一時ディレクトリを作れません"))?;
        let store = Store::open_fleeting(directory.path(), key).await.map_err(unopened())?;
        return Ok((store, Some(directory)));
    };
    if directory.exists() {
        let path = directory.display();
        return Err(Failure::new(format!(
            "{path} exists; the demonstration is only written into a new directory / すでにあります。新しいディレクトリを指定してください"
        )));
    }
    write_key(&key, &directory.join("master.key"))?;
    Ok((Store::open_fleeting(directory, key).await.map_err(unopened())?, None))
}

fn welcome(address: &str, region: &Region, keep: Option<&Path>) -> String {
    let mut lines = vec![
        "All people and records here are fictional. / 登場する人物と記録はすべて架空です。".to_owned(),
        format!("Open / 開く: http://{address}/   ({} cases / {}件)", region.cases, region.cases),
        "Sign in as / ログイン名 と パスワード:".to_owned(),
    ];
    for account in &region.accounts {
        let (login, password) = (account.login, &account.password);
        lines.push(format!("  {login:<12} {password:<28} {} / {}", account.role, account.role_in_english));
    }
    lines.push(match keep {
        None => "Stop with Ctrl+C; everything is then thrown away. / Ctrl+C で終了すると、すべて消えます。".to_owned(),
        Some(directory) => format!("Stop with Ctrl+C; kept in / Ctrl+C で終了。残る場所: {}", directory.display()),
    });
    lines.join("\n")
}
