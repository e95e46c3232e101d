//! `banso demo`: a fictional region in a temporary directory.

use banso_app::{App, Clock, Definitions, SecondFactor};
use banso_simulate::Region;
use banso_store::{Location, MasterKey, Store};

use crate::{command_line::DemoOptions, failure::Failure, server};

pub(crate) async fn run(options: DemoOptions) -> Result<(), Failure> {
    let listener = server::listen(options.listen).await?;
    let address = listener.local_addr().map_err(Failure::because("the listening address cannot be read"))?;
    let directory = tempfile::Builder::new()
        .prefix("banso-demo-")
        .tempdir()
        .map_err(Failure::because("no temporary directory could be made"))?;
    let key = MasterKey::generate().map_err(Failure::because("no key could be made"))?;
    let store = Store::open(&Location::Sqlite(directory.path().to_owned()), key)
        .await
        .map_err(Failure::because("the data of the demonstration could not be opened"))?;
    let definitions = || Definitions::embedded().map_err(Failure::because("a definition is wrong"));
    let standing = Clock::standing(Clock::System.now());
    let builder = App::new(store.clone(), standing, definitions()?, SecondFactor::Optional);
    let region = banso_simulate::build(&builder, Clock::System.today())
        .await
        .map_err(Failure::because("the demonstration could not be prepared"))?;
    println!("{}", welcome(&address.to_string(), &region));
    let app = App::new(store, Clock::System, definitions()?, SecondFactor::Optional);
    server::serve(listener, app, false).await
}

fn welcome(address: &str, region: &Region) -> String {
    let mut lines = vec![
        "All people and records here are fictional. / 登場する人物と記録はすべて架空です。".to_owned(),
        format!("Open / 開く: http://{address}/   ({} cases / {}件)", region.cases, region.cases),
        "Sign in as / ログイン名 と パスワード:".to_owned(),
    ];
    for account in &region.accounts {
        let (login, password) = (account.login, &account.password);
        lines.push(format!("  {login:<12} {password:<28} {} / {}", account.role, account.role_in_english));
    }
    lines.push("Stop with Ctrl+C; everything is then thrown away. / Ctrl+C で終了すると、すべて消えます。".to_owned());
    lines.join("\n")
}
