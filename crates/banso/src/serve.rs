//! `banso serve`: the real thing.

use banso_app::{App, Clock, Definitions, SecondFactor};

use banso_web::site::Surroundings;

use crate::{command_line::ServeOptions, failure::Failure, post::Post, say::say, server};

pub(crate) async fn run(options: ServeOptions) -> Result<(), Failure> {
    let definitions = Definitions::load(options.definitions.as_deref())
        .map_err(Failure::because("the definitions are wrong; see `banso definitions check` / 定義に誤りがあります"))?;
    let post = Post::of(&options.mail)?;
    let listener = server::listen(options.listen).await?;
    let address = listener.local_addr().map_err(Failure::because("the listening address cannot be read"))?;
    let store = options.place.open().await?;
    let alone = options.place.alone(&store).await?;
    let app = App::new(store, Clock::System, definitions, SecondFactor::Required);
    app.lay_item_wordings()
        .await
        .map_err(Failure::because("the wordings of items could not be read / 項目のことばを読めませんでした"))?;
    if options.open_directory {
        app.open_directory();
    }
    let agencies =
        app.agencies().await.map_err(Failure::because("the data could not be read / データを読めませんでした"))?;
    if agencies.is_empty() {
        return Err(Failure::new(
            "nobody can sign in yet; begin with `banso init` / まだ誰もログインできません。banso init で始めてください",
        ));
    }
    let (told, lost) = (server::told_to_stop(), alone.lost());
    let stop = async move {
        tokio::select! {
            () = told => {}
            () = lost => tracing::error!("Another program serves this data now"),
        }
    };
    let surroundings =
        Surroundings { secure: !options.insecure_cookies, proxies: options.trusted_proxy, sends_mail: post.is_some() };
    let post = post.map(|post| tokio::spawn(post.run(app.clone())));
    say(format_args!("Listening on http://{address}/ / 待ち受けを始めました"));
    let ahead = app.clone();
    tokio::spawn(async move {
        if let Err(error) = ahead.read_directory_ahead().await {
            tracing::warn!(%error, "The directory could not be read ahead; the first search reads it");
        }
    });
    let served = server::serve(listener, app, surroundings, stop).await;
    // A mail that is on its way may then be sent twice, and none is lost.
    if let Some(post) = post {
        post.abort();
    }
    served?;
    if alone.is_lost() {
        return Err(Failure::new(
            "stopped, because another banso serves this data now / ほかの Banso がこのデータで動き始めたため、止まりました",
        ));
    }
    Ok(())
}
