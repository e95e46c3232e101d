//! 行き先: a plan that names an entry of the directory keeps it through the next half-year's list, and says what became of it (P-118).

use std::{fs::File, io::Cursor, path::PathBuf};

use banso_app::{LineOfPlan, UseCaseError};
use banso_domain::{
    case::plan::PlaceState,
    id::{CaseId, ResourceId},
    resource::{ResourceSearch, Shortlist},
    rule::Rule,
};
use banso_exchange::{Extent, Roster, Wanted};
use banso_store::both_engines;

use crate::support::{Region, day, plan};

const HEADS: &str = "NO（※システム内の固有の番号、連番）,サービス種別,事業所の名称,事業所番号,事業所住所（市区町村）,事業所電話番号,定員";
const AOBA: &str = "A1,就労移行支援,あおばワーク,0110100001,北海道札幌市中央区,011-000-0001,20";
const MIDORI: &str = "A2,就労移行支援,みどりワーク,0110100001,北海道札幌市北区,011-000-0002,30";

fn roster(rows: &[&str]) -> Roster {
    let text = format!("{HEADS}\n{}\n", rows.join("\n"));
    banso_exchange::read(&mut Cursor::new(text.into_bytes()), Wanted::default(), &mut |_| None).expect("a roster")
}

async fn found(region: &Region, words: &str) -> ResourceId {
    let search = ResourceSearch { words: words.to_owned(), with_gone: true, ..ResourceSearch::default() };
    let rows = region.app.find_resources(&region.counselor, &search, 1).await.expect("a list");
    rows.first().unwrap_or_else(|| panic!("{words} is there")).resource.id
}

/// A case with a plan of which the first line leads to an entry.
async fn leads_to(region: &Region, name: &str, place: ResourceId) -> CaseId {
    let case = region.open(name, "").await;
    region.accept(case).await;
    let version = region.version(case).await;
    let plan = region.app.draft_plan(&region.counselor, case, version, plan(&[])).await.expect("a plan");
    let at = LineOfPlan { plan, line: 0, expected: version + 1 };
    region.app.name_place(&region.counselor, case, at, Some(place), None).await.expect("it is named");
    case
}

async fn state(region: &Region, case: CaseId) -> PlaceState {
    let file = region.app.case_file(&region.counselor, case).await.expect("the case");
    let content = &file.case.current_plan().expect("a plan").content;
    let now = region.app.places_now(&region.counselor, content).await.expect("an answer");
    now.into_values().next().expect("a place")
}

both_engines! {
    async fn p_118_what_a_plan_names_stays_when_its_source_lists_it_no_more_and_the_plan_says_so(store: Store) {
        let region = Region::new(store.clone()).await;
        region.app.import_resources(&region.admin, &roster(&[AOBA, MIDORI])).await.expect("a reading");
        let midori = found(&region, "みどりワーク").await;
        let case = leads_to(&region, "見本 一郎", midori).await;
        assert_eq!(state(&region, case).await, PlaceState::AsNamed);

        region.on("2026-10-01");
        region.app.import_resources(&region.admin, &roster(&[AOBA])).await.expect("a reading");
        assert_eq!(state(&region, case).await, PlaceState::Gone(day("2026-10-01")));
        let page = region.app.resource(&region.counselor, midori).await.expect("the entry stays");
        assert_eq!(page.resource.gone_on, Some(day("2026-10-01")));

        let moved = MIDORI.replace("011-000-0002", "011-000-0999");
        region.app.import_resources(&region.admin, &roster(&[AOBA, &moved])).await.expect("a reading");
        assert!(matches!(state(&region, case).await, PlaceState::Changed(words) if words.len() == 1));
        let tables = store.verify_tables(tempfile::tempdir().expect("a folder").path().join("rebuilt"), |_| ()).await;
        assert_eq!(tables.expect("a comparison").differences, []);
    }

    async fn p_150_an_entry_says_in_how_many_plans_it_stands_from_three_on(store: Store) {
        let region = Region::new(store).await;
        region.app.import_resources(&region.admin, &roster(&[AOBA])).await.expect("a reading");
        let aoba = found(&region, "あおばワーク").await;
        let told = async || region.app.resource(&region.stranger, aoba).await.expect("the entry").in_plans;
        assert_eq!(told().await, None);
        for name in ["見本 一郎", "見本 二郎"] {
            leads_to(&region, name, aoba).await;
        }
        assert_eq!(told().await, None, "two are too few to be told");
        leads_to(&region, "見本 三郎", aoba).await;
        assert_eq!(told().await, Some(3));
    }

    async fn p_119_a_shortlist_is_kept_with_the_case_and_read_by_those_who_read_the_case(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        app.import_resources(&region.admin, &roster(&[AOBA, MIDORI])).await.expect("a reading");
        let list = Shortlist::of([found(&region, "みどりワーク").await, found(&region, "あおばワーク").await]);
        let list = list.expect("a list");
        let case = region.open("見本 一郎", "").await;
        let refused = app.keep_shortlist(&region.counselor, case, &list, false).await;
        assert!(matches!(&refused, Err(UseCaseError::Refused(why)) if why.rules == [Rule::ShortlistKeptAsWanted]));
        let stranger = app.keep_shortlist(&region.stranger, case, &list, true).await;
        assert!(matches!(stranger, Err(UseCaseError::NotFound)), "{stranger:?}");
        app.keep_shortlist(&region.counselor, case, &list, true).await.expect("it is kept");
        let kept = app.case_file(&region.chief, case).await.expect("the case").case.shortlists;
        assert_eq!((kept[0].places.as_slice(), kept[0].by), (list.places(), region.counselor.staff()));
        assert!(app.case_file(&region.stranger, case).await.is_err(), "who does not read the case reads no list of it");
        app.drop_shortlist(&region.counselor, case, kept[0].id).await.expect("it is taken out");
        assert!(app.case_file(&region.chief, case).await.expect("the case").case.shortlists.is_empty());
    }

    async fn p_118_of_a_published_half_year_every_entry_stays_that_a_plan_names(store: Store) {
        let Some(folder) = open_data() else { return };
        let read = |half: &str| {
            let mut file = File::open(folder.join("wamnet").join(half).join("csvdownload062.csv")).expect("a file");
            banso_exchange::read(&mut file, Wanted::default(), &mut |_| None).expect("a roster")
        };
        let (first, next) = (read("202409"), read("202503"));
        let region = Region::new(store).await;
        region.app.import_resources(&region.admin, &first).await.expect("a reading");
        let next = Roster { extent: Extent::Whole, ..next };
        let tried = region.app.try_import(&region.admin, &next).await.expect("a trial");
        let goes = tried.gone.first().expect("something goes in half a year");
        let place = found(&region, &goes.name).await;
        let case = leads_to(&region, "見本 一郎", place).await;
        region.on("2026-10-01");
        region.app.import_resources(&region.admin, &next).await.expect("a reading");
        assert_eq!(state(&region, case).await, PlaceState::Gone(day("2026-10-01")));
    }
}

/// Where published files lie, beside the repository or where `BANSO_OPEN_DATA` says; `none` leaves them out.
fn open_data() -> Option<PathBuf> {
    let folder = match std::env::var("BANSO_OPEN_DATA") {
        Ok(none) if none == "none" => return None,
        Ok(named) => PathBuf::from(named),
        Err(_) => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    assert!(
        folder.is_dir(),
        "the published files are not in {}: see crates/exchange/tests/open_data.rs",
        folder.display()
    );
    Some(folder)
}
