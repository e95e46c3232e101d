//! `banso rescue`: whoever keeps the machine lets an administrator in again.

use banso_app::{App, Clock, Definitions, SecondFactor, UseCaseError};

use crate::{command_line::RescueOptions, failure::Failure, say::say, secret};

pub(crate) async fn run(options: RescueOptions) -> Result<(), Failure> {
    let store = options.place.open().await?;
    // A server keeps sessions in memory: it would let those in who are put out here.
    let _alone = options.place.alone(&store).await?;
    let password = secret::ask(options.password, "New password / 新しいパスワード", true)?;
    let definitions =
        Definitions::embedded().map_err(Failure::because("a definition is wrong / 定義に誤りがあります"))?;
    let app = App::new(store, Clock::System, definitions, SecondFactor::Required);
    let login = options.login;
    app.rescue_administrator(&login, &password).await.map_err(|error| match error {
        UseCaseError::NotFound => {
            Failure::new(format!("no administrator signs in as `{login}` / そのログイン名の管理者はいません"))
        }
        other => Failure::because("nothing was changed / 何も変えていません")(other),
    })?;
    say("Done: sign in with the new password and set up the second factor. / \
         新しいパスワードでログインし、2段階目の認証を設定してください。");
    Ok(())
}
