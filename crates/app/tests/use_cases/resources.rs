//! Published lists are read into the resource directory, and the region writes beside them.

use std::{collections::BTreeMap, io::Cursor};

use banso_app::{App, Definitions, ResourcePage, SecondFactor, UseCaseError};
use banso_domain::{
    resource::{Field, ImportSummary, ResourceSearch, Told},
    rule::Rule,
};
use banso_exchange::{Extent, Roster, Wanted};
use banso_store::both_engines;

use crate::support::{Region, day};

const HEADS: &str = "NO（※システム内の固有の番号、連番）,サービス種別,事業所の名称,事業所番号,事業所住所（市区町村）,事業所電話番号,定員";

fn roster(rows: &[&str]) -> Roster {
    let text = format!("{HEADS}\n{}\n", rows.join("\n"));
    banso_exchange::read(&mut Cursor::new(text.into_bytes()), Wanted::default(), &mut |_| None).expect("a roster")
}

const AOBA: &str = "A1,就労移行支援,あおばワーク,0110100001,北海道札幌市中央区,011-000-0001,20";
const MIDORI: &str = "A2,就労移行支援,みどりワーク,0110100001,北海道札幌市北区,011-000-0002,30";

async fn named(region: &Region, name: &str) -> ResourcePage {
    let search = ResourceSearch { words: name.to_owned(), with_gone: true, ..ResourceSearch::default() };
    let found = region.app.find_resources(&region.counselor, &search, 10).await.expect("a list");
    let [row] = &found[..] else { panic!("{name} stands there {} times", found.len()) };
    region.app.resource(&region.counselor, row.resource.id).await.expect("an entry")
}

both_engines! {
    async fn a_list_is_read_in_once_and_the_second_time_changes_nothing(store: Store) {
        let region = Region::new(store.clone()).await;
        let list = roster(&[AOBA, MIDORI]);
        let tried = region.app.try_import(&region.admin, &list).await.expect("a trial");
        assert_eq!(tried.summary.added, 2);
        let search = ResourceSearch::default();
        let found = region.app.find_resources(&region.counselor, &search, 10).await.expect("a list");
        assert!(found.is_empty(), "it was a trial");

        let first = region.app.import_resources(&region.admin, &list).await.expect("a reading");
        assert_eq!(first.summary, tried.summary);
        let again = region.app.import_resources(&region.admin, &list).await.expect("a reading");
        let same = ImportSummary { unchanged: 2, warnings: again.summary.warnings, ..ImportSummary::default() };
        assert_eq!(again.summary, same);
        assert_eq!(named(&region, "あおばワーク").await.version, 1);

        let chain = store.verify_chain(|_| ()).await.expect("the journal");
        assert!(chain.is_sound());
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn p_186_a_list_of_which_much_is_missing_waits_until_somebody_says_what_it_is(store: Store) {
        let region = Region::new(store).await;
        let row = |number: usize| format!("B{number},就労移行支援,ひかり{number},0110100001,北海道札幌市中央区,011-000-0001,20");
        let rows = |of: std::ops::Range<usize>| of.map(row).collect::<Vec<_>>();
        let list = |rows: &[String]| roster(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        region.app.import_resources(&region.admin, &list(&rows(0..20))).await.expect("a reading");
        let half = list(&rows(0..8));
        assert!(region.app.try_import(&region.admin, &half).await.expect("a trial").may_be_a_part);
        let refused = region.app.import_resources(&region.admin, &half).await;
        assert!(matches!(&refused, Err(UseCaseError::Refused(why)) if why.rules == [Rule::ListMayBeAPart]), "{refused:?}");
        assert_eq!(named(&region, "ひかり19").await.resource.gone_on, None, "nothing is half-read");
        let part = Roster { extent: Extent::Part, ..half.clone() };
        assert_eq!(region.app.import_resources(&region.admin, &part).await.expect("a reading").summary.gone, 0);
        let whole = Roster { extent: Extent::Whole, ..half };
        assert_eq!(region.app.import_resources(&region.admin, &whole).await.expect("a reading").summary.gone, 12);
    }

    async fn p_130_what_the_region_wrote_stays_when_the_next_list_is_read_and_both_are_shown(store: Store) {
        let region = Region::new(store).await;
        region.app.import_resources(&region.admin, &roster(&[AOBA])).await.expect("a reading");
        let aoba = named(&region, "あおばワーク").await;
        let words = BTreeMap::from([
            (Field::Phone, Some("011-999-9999".to_owned())),
            (Field::Strengths, Some("見学がいつでもできる".to_owned())),
        ]);
        region.app.edit_resource(&region.counselor, aoba.resource.id, aoba.version, words).await.expect("an edit");

        let next = AOBA.replace("011-000-0001", "011-000-7777").replace(",20", ",25");
        let read = region.app.import_resources(&region.admin, &roster(&[&next])).await.expect("a reading");
        assert_eq!(read.summary.changed, 1);

        let aoba = named(&region, "あおばワーク").await.resource;
        let phone = aoba.shown(Field::Phone);
        assert_eq!((phone.words, phone.source), ("011-999-9999", Some("011-000-7777")));
        assert_eq!(aoba.as_shown().capacity(), Some(25));
        assert_eq!(aoba.shown(Field::Strengths).words, "見学がいつでもできる");
    }

    async fn p_131_what_is_listed_no_more_is_marked_and_comes_back(store: Store) {
        let region = Region::new(store).await;
        region.app.import_resources(&region.admin, &roster(&[AOBA, MIDORI])).await.expect("a reading");
        region.on("2026-10-01");
        let read = region.app.import_resources(&region.admin, &roster(&[AOBA])).await.expect("a reading");
        assert_eq!(read.gone.iter().map(|gone| gone.name.as_str()).collect::<Vec<_>>(), ["みどりワーク"]);
        let midori = named(&region, "みどりワーク").await.resource;
        assert_eq!(midori.gone_on, Some(day("2026-10-01")));

        region.app.import_resources(&region.admin, &roster(&[AOBA, MIDORI])).await.expect("a reading");
        let back = named(&region, "みどりワーク").await.resource;
        assert_eq!((back.gone_on, back.id), (None, midori.id), "the same entry, for those who named it in a plan");
    }

    async fn u6_what_another_program_reads_in_is_found_at_once(store: Store) {
        let region = Region::new(store.clone()).await;
        let search = ResourceSearch { words: "ﾐﾄﾞﾘ".to_owned(), ..ResourceSearch::default() };
        let count = async |app: &App| app.search_resources(&region.counselor, &search, 10).await.expect("a list").found.total;
        assert_eq!(count(&region.app).await, 0);
        let other = App::new(store, region.app.clock().clone(), Definitions::embedded().expect("definitions"), SecondFactor::Optional);
        other.import_resources(&region.admin, &roster(&[AOBA, MIDORI])).await.expect("a reading");
        assert_eq!(count(&region.app).await, 1);
        assert_eq!(count(&other).await, 1);
        let midori = named(&region, "みどりワーク").await;
        let words = BTreeMap::from([(Field::Name, Some("そらワーク".to_owned()))]);
        other.edit_resource(&region.counselor, midori.resource.id, midori.version, words).await.expect("an edit");
        assert_eq!((count(&region.app).await, count(&other).await), (0, 0));
    }

    async fn two_people_who_edit_one_entry_meet_and_neither_writes_over_the_other(store: Store) {
        let region = Region::new(store).await;
        region.app.import_resources(&region.admin, &roster(&[AOBA])).await.expect("a reading");
        let (app, aoba) = (&region.app, named(&region, "あおばワーク").await);
        let edit = |words: &str| BTreeMap::from([(Field::FreePlaces, Some(words.to_owned()))]);
        app.edit_resource(&region.counselor, aoba.resource.id, aoba.version, edit("2")).await.expect("an edit");
        let second = app.edit_resource(&region.chief, aoba.resource.id, aoba.version, edit("3")).await;
        assert!(matches!(second, Err(UseCaseError::Conflict { expected: 1, found: 2 })), "{second:?}");
        assert_eq!(named(&region, "あおばワーク").await.resource.shown(Field::FreePlaces).words, "2");
    }

    async fn who_reads_lists_in_and_who_writes(store: Store) {
        let region = Region::new(store).await;
        let list = roster(&[AOBA]);
        let refused = region.app.import_resources(&region.counselor, &list).await;
        assert!(matches!(refused, Err(UseCaseError::Forbidden)), "{refused:?}");
        let operator = region.app.operator().await.expect("the administrator");
        assert_eq!(operator.staff(), region.admin.staff());
        region.app.import_resources(&operator, &list).await.expect("a reading");

        let aoba = named(&region, "あおばワーク").await;
        let today = region.today();
        let refused = region.app.confirm_resource(&region.admin, aoba.resource.id, aoba.version, today).await;
        assert!(matches!(refused, Err(UseCaseError::Forbidden)), "{refused:?}");
        region.app.confirm_resource(&region.counselor, aoba.resource.id, aoba.version, today).await.expect("a word");
        assert_eq!(named(&region, "あおばワーク").await.resource.freshness().verified_on, Some(today));
    }

    async fn p_127_the_region_enters_what_no_source_lists(store: Store) {
        let region = Region::new(store).await;
        let group =
            |fields: &[(Field, &str)]| -> Told { fields.iter().map(|(field, words)| (*field, (*words).to_owned())).collect() };
        let lacking = region.app.enter_resource(&region.counselor, group(&[(Field::Name, "家族の会")])).await;
        assert!(matches!(&lacking, Err(UseCaseError::Refused(refusal)) if refusal.rules == [Rule::ResourceReached]), "{lacking:?}");
        let reached = group(&[(Field::Name, "家族の会"), (Field::Street, "公民館")]);
        region.app.enter_resource(&region.counselor, reached).await.expect("an entry");
        region.app.import_resources(&region.admin, &roster(&[AOBA])).await.expect("a reading");
        assert_eq!(named(&region, "家族の会").await.resource.gone_on, None, "no list takes it away");
    }
}
