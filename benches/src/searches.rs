//! Searches in a directory of forty thousand entries, eight made at once, and the first one after somebody wrote in it.

use std::time::{Duration, Instant};

use banso_access::Actor;
use banso_app::{App, Clock, Definitions, SecondFactor};
use banso_domain::{
    resource::{Area, Field, Municipality, Need, ResourceSearch},
    staff::Role,
};
use banso_store::Store;

use crate::{Failure, actor, lists};

/// Searches made at once, and those of each of them.
const AT_ONCE: u64 = 8;
const SEARCHES: u64 = 250;
/// Entries of a page.
const ROWS: usize = 50;

/// What is typed: two letters, kana in any width, another form of a letter, several words, a number, and what nobody is called.
const TYPED: [&str; 10] =
    ["", "あおば", "ﾜｰｸ", "靑葉", "わーく 123", "横浜", "サービス3", "45-1", "青葉台5丁目 法人", "ない言葉"];

/// The search of a number: words alone, and with each of the other questions.
fn search(number: u64, today: chrono::NaiveDate) -> Result<ResourceSearch, Failure> {
    let typed = TYPED.get(usize::try_from(number)? % TYPED.len()).copied().unwrap_or_default();
    let mut search = ResourceSearch { words: typed.to_owned(), ..ResourceSearch::default() };
    match number / 10 % 6 {
        1 => search.service_kind = "サービス2".to_owned(),
        2 => search.area = Area::Within(Municipality::named("横浜市")),
        3 => search.area = Area::Around(Municipality::named("横浜市"), 20),
        4 => search.open_at = Some((today, 600)),
        5 => search.needs = [Need::Work].into(),
        _ => search.offset = u32::try_from(number % 7 * 50)?,
    }
    Ok(search)
}

async fn timed(app: &App, admin: &Actor, search: &ResourceSearch) -> Result<Duration, Failure> {
    let begun = Instant::now();
    app.search_resources(admin, search, ROWS).await?;
    Ok(begun.elapsed())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Tells how long searches take.
pub(crate) async fn tell(store: Store) -> Result<(), Failure> {
    let app = App::new(store.clone(), Clock::System, Definitions::embedded()?, SecondFactor::Optional);
    let admin = lists::filled(&app, &store).await?;
    let (today, everything) = (app.clock().today(), ResourceSearch::default());
    println!("the first search {:.0} ms", milliseconds(timed(&app, &admin, &everything).await?));
    let begun = Instant::now();
    let searchers = (0..AT_ONCE).map(|searcher| {
        let (app, admin) = (app.clone(), admin.clone());
        tokio::spawn(async move {
            let mut times = Vec::new();
            for number in 0..SEARCHES {
                times.push(timed(&app, &admin, &search(number * AT_ONCE + searcher, today)?).await?);
            }
            Ok::<_, Failure>(times)
        })
    });
    let mut times = Vec::new();
    for searcher in searchers.collect::<Vec<_>>() {
        times.extend(searcher.await??);
    }
    let took = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().map_or(0.0, milliseconds);
    let total = app.search_resources(&admin, &everything, ROWS).await?.found.total;
    println!(
        "{} searches in {total} entries, {AT_ONCE} at once: {:.0} a second, p50 {:.2} ms, p99 {:.2} ms",
        times.len(),
        f64::from(u32::try_from(times.len())?) / took,
        at(50),
        at(99),
    );
    let group = [(Field::Name, "働く仲間の会".to_owned()), (Field::Phone, "03-0000-0000".to_owned())];
    let officer = actor(admin.staff(), admin.agency(), Role::MunicipalOfficer)?;
    app.enter_resource(&officer, group.into_iter().collect()).await?;
    println!(
        "the first search after an entry was written {:.1} ms",
        milliseconds(timed(&app, &admin, &everything).await?)
    );
    Ok(())
}
