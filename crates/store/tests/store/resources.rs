//! The resource directory: many entries together, their journal, and finding them.

use std::collections::{BTreeMap, BTreeSet};

use banso_access::{Action, Actor, DirectoryScope, Permit, Target, decide};
use banso_domain::{
    id::{AgencyId, ImportId, ResourceId, StaffId},
    resource::{Field, Origin, Resource, ResourceEvent, Source, Told},
    staff::{Membership, Role},
};
use banso_store::{Change, HeldResource, ResourceChange, Stamp, Store, StoreError, Stream, both_engines};
use uuid::Uuid;

use crate::entries::morning;

fn permit() -> Permit {
    let agency = AgencyId::new(Uuid::from_u128(1));
    let held = [Membership::always(agency, Role::Administrator)];
    let admin = Actor::new(StaffId::new(Uuid::from_u128(2)), agency, &held, morning(0).date_naive()).unwrap();
    decide(&admin, Action::ImportResources, Target::Directory(DirectoryScope { by_supporter: true })).unwrap()
}

fn listed(number: u32, fields: &[(Field, &str)]) -> ResourceEvent {
    let origin = Origin { source: Source::WamNet, list: "就労移行支援".into(), number: format!("A{number}") };
    let told: Told = fields.iter().map(|(field, words)| (*field, (*words).to_owned())).collect();
    ResourceEvent::Listed { origin, told, import: Some(ImportId::new(Uuid::from_u128(3))) }
}

fn id(number: u32) -> ResourceId {
    ResourceId::new(Uuid::from_u128(u128::from(number) << 8))
}

async fn record(
    store: &Store,
    minutes: i64,
    held: &[HeldResource],
    events: &[(u32, ResourceEvent)],
) -> Result<(), StoreError> {
    let permit = permit();
    let of = |number: u32| held.iter().find(|held| held.resource.id == id(number));
    let change = |(number, event): &'_ (u32, ResourceEvent)| (id(*number), of(*number), event.clone());
    let changes: Vec<_> = events.iter().map(change).collect();
    let changes: Vec<_> =
        changes.iter().map(|(id, held, event)| ResourceChange { id: *id, held: *held, event }).collect();
    let tx = store.begin().await?;
    tx.record_resources(Stamp { permit: &permit, at: morning(minutes) }, &changes).await?;
    tx.commit().await
}

async fn held(store: &Store) -> Vec<HeldResource> {
    let lists = BTreeSet::from(["就労移行支援".to_owned()]);
    store.reader().held_resources(Source::WamNet, &lists).await.unwrap()
}

/// The names of what is new behind an entry of the journal, and how far that is.
async fn news(store: &Store, after: Option<i64>) -> (Vec<String>, i64) {
    let news = store.reader().directory_news(after).await.unwrap();
    let names = news.resources.iter().map(|resource| resource.shown(Field::Name).words.to_owned());
    (names.collect(), news.upto)
}

both_engines! {
    async fn many_entries_recorded_together_stand_in_the_journal_as_one_by_one(store: Store) {
        let many: Vec<_> = (0..700).map(|number| (number, listed(number, &[(Field::Name, "あおば")]))).collect();
        record(&store, 0, &[], &many).await.unwrap();
        let changes = BTreeMap::from([(Field::Capacity, "20".to_owned())]);
        let import = ImportId::new(Uuid::from_u128(4));
        let later: Vec<_> = (0..300)
            .map(|number| (number, ResourceEvent::Republished { changes: changes.clone(), import }))
            .collect();
        record(&store, 10, &held(&store).await, &later).await.unwrap();

        let chain = store.verify_chain(|_| ()).await.unwrap();
        assert!(chain.is_sound(), "{:?}", chain.faults);
        assert_eq!((chain.entries, chain.streams), (1000, 700));
        let folder = tempfile::tempdir().unwrap();
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.unwrap();
        assert_eq!(tables.differences, []);
        assert_eq!(tables.rows, 700);
        let entries = store.reader().read_stream(&Stream::new("resource", id(7).uuid()), None).await.unwrap();
        assert_eq!(entries.iter().map(|entry| entry.event_type.as_str()).collect::<Vec<_>>(), ["resource_listed", "resource_republished"]);
        let (resource, version) = store.reader().resource(id(7)).await.unwrap().unwrap();
        assert_eq!((resource.told.capacity(), version), (Some(20), 2));
    }

    async fn a_change_behind_one_that_was_not_seen_is_a_conflict_and_leaves_nothing(store: Store) {
        record(&store, 0, &[], &[(1, listed(1, &[(Field::Name, "あおば")]))]).await.unwrap();
        let before = held(&store).await;
        let change = |words: &str| ResourceEvent::Republished {
            changes: BTreeMap::from([(Field::Name, words.to_owned())]),
            import: ImportId::new(Uuid::from_u128(4)),
        };
        record(&store, 1, &before, &[(1, change("みどり"))]).await.unwrap();
        let again = record(&store, 2, &before, &[(2, listed(2, &[(Field::Name, "そら")])), (1, change("うみ"))]).await;
        assert!(matches!(again, Err(StoreError::Conflict { .. })), "{again:?}");
        assert_eq!(news(&store, None).await.0, ["みどり"]);
        let twice = record(&store, 3, &[], &[(9, listed(1, &[(Field::Name, "あおば")]))]).await;
        assert!(matches!(twice, Err(StoreError::Conflict { .. })), "one number of a list is one entry: {twice:?}");
    }

    async fn whoever_keeps_the_directory_in_memory_is_told_what_is_new_and_nothing_twice(store: Store) {
        assert_eq!(news(&store, None).await, (vec![], 0));
        let many: Vec<_> = (1..=1500).map(|number| (number, listed(number, &[(Field::Name, "あおば")]))).collect();
        record(&store, 0, &[], &many).await.unwrap();
        let (names, upto) = news(&store, None).await;
        assert_eq!(names.len(), 1500);
        assert_eq!(news(&store, Some(0)).await, (names, upto), "from the beginning, and whole");
        assert_eq!(news(&store, Some(upto)).await, (vec![], upto));
        let change = |words: &str| ResourceEvent::Republished {
            changes: BTreeMap::from([(Field::Name, words.to_owned())]),
            import: ImportId::new(Uuid::from_u128(4)),
        };
        record(&store, 1, &held(&store).await, &[(7, change("みどり"))]).await.unwrap();
        record(&store, 2, &held(&store).await, &[(7, change("そら"))]).await.unwrap();
        let (names, later) = news(&store, Some(upto)).await;
        assert_eq!(names, ["そら"]);
        assert!(later > upto);
        let rows = store.reader().resource_rows(&[id(9), id(7), id(9999), id(8)]).await.unwrap();
        let ids: Vec<ResourceId> = rows.iter().map(|row| row.resource.id).collect();
        assert_eq!(ids, [id(9), id(7), id(8)], "in the order asked for");
    }

    async fn p_131_what_is_gone_is_marked_and_stays(store: Store) {
        record(&store, 0, &[], &[(1, listed(1, &[(Field::Name, "あおば")]))]).await.unwrap();
        let gone = ResourceEvent::Gone { on: morning(1).date_naive(), import: ImportId::new(Uuid::from_u128(4)) };
        record(&store, 1, &held(&store).await, &[(1, gone)]).await.unwrap();
        let kept = store.reader().directory_news(None).await.unwrap().resources;
        assert_eq!(kept.iter().map(|resource| resource.gone_on.is_some()).collect::<Vec<_>>(), [true]);
        assert_eq!(held(&store).await.len(), 1);
    }

    async fn an_entry_of_the_regions_own_is_recorded_alone(store: Store) {
        let told: Told = [(Field::Name, "家族の会".to_owned()), (Field::Phone, "000".to_owned())].into_iter().collect();
        let event = Resource::enter(id(1), told).unwrap();
        let permit = permit();
        let tx = store.begin().await.unwrap();
        let stamp = Stamp { permit: &permit, at: morning(0) };
        tx.record(stamp, Change::Resource(id(1), &event), Some(0)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(news(&store, None).await.0, ["家族の会"]);
    }
}
