//! A directory of forty thousand entries with ten years of half-yearly lists, made by reading lists in as anybody does; and how long the next
//! list of six thousand rows takes, new and as the successor of one.

use std::{fmt::Write as _, io::Cursor, time::Instant};

use banso_access::Actor;
use banso_app::{App, Clock, Definitions, NewStaff, SecondFactor};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    staff::{Membership, Role, StaffFacts},
};
use banso_exchange::{Roster, Wanted, read};
use banso_store::Store;

use crate::{Failure, PASSWORD, actor};

/// Lists of one kind of service each, and the rows of each: forty thousand entries.
const LISTS: u64 = 8;
const ROWS: u64 = 5_000;
/// The list that is timed.
const TIMED_ROWS: u64 = 6_000;
/// Ten years of half-years.
const HALF_YEARS: u64 = 20;
/// Of the rows of a half-year so many of a hundred are told differently in the next, and as many are listed no more and new: what the
/// published lists of 2024 and 2025 show.
const CHANGED: u64 = 9;
const REPLACED: u64 = 5;

const HEADS: &str = "都道府県コード又は市区町村コード,NO（※システム内の固有の番号、連番）,法人の名称,法人の名称_かな,法人番号,法人住所（市区町村）,サービス種別,\
事業所の名称,事業所の名称_かな,事業所番号,事業所住所（市区町村）,事業所住所（番地以降）,事業所電話番号,事業所URL,事業所緯度,事業所経度,\
利用可能な時間帯（平日）,定休日,定員";

/// A list as it is published in a half-year.
fn list(kind: u64, rows: u64, half_year: u64) -> Result<Vec<u8>, Failure> {
    let mut text = format!("\u{feff}{HEADS}\n");
    for place in 0..rows {
        // A row is replaced every so many half-years, each place in another one.
        let since_replaced = (half_year * REPLACED + place) / 100;
        let number = place + since_replaced * rows;
        let told_anew = (half_year * CHANGED + place * 7) / 100;
        let corporation = (place / 3) % 2_000;
        writeln!(
            text,
            "14100,K{kind:02}{number:08},社会福祉法人青葉{corporation},しゃかいふくしほうじんあおば{corporation},,神奈川県横浜市青葉区,サービス{kind},\
             あおばワーク{number},あおばわーく{number},14{corporation:08},神奈川県横浜市青葉区,青葉台{}丁目{}番地−{},045-{:03}-{:04},https://example.jp/{number}/{told_anew},\
             35.54{:02},139.51{:02},09:{:02}-17:00,土日祝日・年末年始,{}",
            place % 9 + 1,
            place % 31 + 1,
            place % 7 + 1,
            place % 1_000,
            number % 10_000,
            place % 90 + 10,
            place % 90 + 10,
            told_anew % 60,
            place % 40 + 6,
        )?;
    }
    Ok(text.into_bytes())
}

fn roster(bytes: Vec<u8>) -> Result<Roster, Failure> {
    Ok(read(&mut Cursor::new(bytes), Wanted::default(), &mut |_| None)?)
}

/// An administrator, and the lists of ten years, if they are not there yet.
pub(crate) async fn filled(app: &App, store: &Store) -> Result<Actor, Failure> {
    if let Some(row) = store.reader().staff_by_login("lists").await? {
        let held = row.facts.memberships.first().ok_or("the account has no membership")?;
        return actor(row.id, held.agency, Role::Administrator);
    }
    let facts = StaffFacts {
        login: "lists".to_owned(),
        name: "lists".to_owned(),
        kana: String::new(),
        memberships: Vec::<Membership>::new(),
        active: true,
        person: None,
    };
    let founder = NewStaff { facts, password: PASSWORD.to_owned() };
    let (home, staff) = app.found(AgencyFacts::named(AgencyKind::Municipality, "みどり市"), founder).await?;
    let admin = actor(staff, home, Role::Administrator)?;
    let begun = Instant::now();
    let (mut entries, mut changes) = (0, 0);
    for half_year in 0..HALF_YEARS {
        for kind in 0..LISTS {
            let summary = app.import_resources(&admin, &roster(list(kind, ROWS, half_year)?)?).await?.summary;
            entries += summary.added;
            changes += summary.added + summary.changed + summary.gone;
        }
    }
    println!(
        "{entries} entries of {} lists, {changes} changes in {HALF_YEARS} half-years, read in {:.0} s",
        LISTS,
        begun.elapsed().as_secs_f64()
    );
    Ok(admin)
}

/// Tells how long reading a list of six thousand rows in takes: a new one, its successor looked at, and its successor read in.
pub(crate) async fn tell(store: Store) -> Result<(), Failure> {
    let app = App::new(store.clone(), Clock::System, Definitions::embedded()?, SecondFactor::Optional);
    let admin = filled(&app, &store).await?;
    // Each run takes a kind of its own, so that its list is new.
    let mut kind = 100;
    while app.try_import(&admin, &roster(list(kind, 1, 0)?)?).await?.summary.added == 0 {
        kind += 1;
    }
    let (first, next) = (list(kind, TIMED_ROWS, 0)?, list(kind, TIMED_ROWS, 1)?);
    let begun = Instant::now();
    let added = app.import_resources(&admin, &roster(first)?).await?.summary;
    println!("{} rows that are new: {:.2} s", added.added, begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let looked_at = app.try_import(&admin, &roster(next.clone())?).await?.summary;
    println!(
        "what the next half-year changes ({} added, {} changed, {} gone): {:.2} s",
        looked_at.added,
        looked_at.changed,
        looked_at.gone,
        begun.elapsed().as_secs_f64()
    );
    let begun = Instant::now();
    app.import_resources(&admin, &roster(next)?).await?;
    println!("the same read in: {:.2} s", begun.elapsed().as_secs_f64());
    Ok(())
}
