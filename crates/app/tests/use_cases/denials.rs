//! Who was turned away is in the journal, once and together, however often somebody tries.

use banso_app::{DenialAnswer, DeniedRequest};
use banso_store::both_engines;
use uuid::Uuid;

use crate::support::Region;

fn reading(case: u128) -> DeniedRequest {
    DeniedRequest {
        asked: "GET /cases/{case}".into(),
        about: vec![Uuid::from_u128(case)],
        answer: DenialAnswer::Nothing,
    }
}

both_engines! {
    async fn ten_thousand_addresses_tried_by_one_person_are_a_few_entries(store: Store) {
        let region = Region::new(store.clone()).await;
        for number in 0..10_000 {
            region.app.note_denial(&region.stranger, reading(number));
        }
        region.app.settle_denials().await;

        let entries = store.reader().denials(region.stranger.staff()).await.expect("the journal");
        assert!((1..=2).contains(&entries.len()), "{}", entries.len());
        let listed: usize = entries.iter().map(|(_, report)| report.requests.len()).sum();
        let counted: u64 = entries
            .iter()
            .map(|(_, report)| report.not_listed + report.requests.iter().map(|(_, times)| times).sum::<u64>())
            .sum();
        assert_eq!(counted, 10_000, "each of them counts");
        assert!(listed <= 100, "{listed}");
        assert!(store.verify_chain(|_| {}).await.expect("a report").is_sound());
    }

    async fn the_same_denial_is_counted_and_each_person_has_a_stream_of_their_own(store: Store) {
        let region = Region::new(store.clone()).await;
        for _ in 0..3 {
            region.app.note_denial(&region.stranger, reading(7));
        }
        region.app.note_denial(&region.officer, reading(7));
        region.app.settle_denials().await;

        let of = async |actor: &banso_access::Actor| -> Vec<(DeniedRequest, u64)> {
            let entries = store.reader().denials(actor.staff()).await.expect("the journal");
            entries.into_iter().flat_map(|(_, report)| report.requests).collect()
        };
        let times: u64 = of(&region.stranger).await.iter().map(|(_, times)| times).sum();
        assert_eq!(times, 3);
        assert_eq!(of(&region.officer).await, [(reading(7), 1)]);
    }
}
