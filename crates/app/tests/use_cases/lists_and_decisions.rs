//! What a list shows is what may be read: random worlds, both engines.

use std::collections::BTreeSet;

use crate::{protection::protection, support::Region};
use banso_access::{Action, Actor, CaseScope, Target, decide};
use banso_app::{CaseSearch, CaseView, NewCase, WhoFor};
use banso_domain::{form::Facts, id::CaseId, person::PersonFacts};
use banso_store::both_engines;
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

both_engines! {
    async fn a_list_a_search_and_a_page_hold_exactly_what_decide_permits(store: Store) {
        let region = Region::new(store).await;
        let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut cases = Vec::new();
        for number in 0..40 {
            let (who, centre) = if random.next_u32().is_multiple_of(3) {
                (&region.stranger, region.other_centre)
            } else {
                (&region.counselor, region.centre)
            };
            let person = PersonFacts { name: format!("林 {number}"), kana: "ハヤシ".into(), ..PersonFacts::default() };
            let new = NewCase {
                who: WhoFor::NewPerson(Box::new(person)),
                centre,
                received_on: region.today(),
                assigned_to: None,
                answers: Facts::default(),
            };
            let case = region.app.open_case(who, new).await.expect("a case");
            if centre == region.centre && random.next_u32().is_multiple_of(2) {
                region.accept(case).await;
            }
            // Some are protected, for some of those who could see them.
            if centre == region.centre && random.next_u32().is_multiple_of(3) {
                let all = [&region.chief, &region.employment, &region.officer];
                let named = all.into_iter().filter(|_| random.next_u32().is_multiple_of(2)).map(Actor::staff);
                let named: Vec<_> = named.chain([region.counselor.staff()]).collect();
                let version = region.app.case_file(&region.chief, case).await.expect("the case").version;
                region.app.protect(&region.chief, case, version, protection(&region, &named)).await.expect("protected");
            }
            cases.push((case, who));
        }
        let mut scopes = Vec::new();
        for (case, who) in &cases {
            scopes.push((*case, CaseScope::of(&region.app.case_file(who, *case).await.expect("the case").case)));
        }
        let readers: [&Actor; 7] = [
            &region.chief,
            &region.counselor,
            &region.employment,
            &region.officer,
            &region.admin,
            &region.stranger,
            &region.strange_officer,
        ];
        for reader in readers {
            let permitted: BTreeSet<_> = scopes
                .iter()
                .filter(|(_, scope)| decide(reader, Action::ReadCase, Target::Case(*scope)).is_ok())
                .map(|(case, _)| *case)
                .collect();
            let is_protected = |case: &CaseId| scopes.iter().any(|(id, scope)| id == case && scope.named.is_some());
            let listed: BTreeSet<_> = permitted.iter().copied().filter(|case| !is_protected(case)).collect();
            let by_name: BTreeSet<_> = permitted.iter().copied().filter(|case| is_protected(case)).collect();
            let search = CaseSearch { limit: 1000, ..CaseSearch::of(CaseView::Open) };
            let (rows, count) = region.app.cases(reader, &search).await.expect("a list");
            assert_eq!(rows.iter().map(|row| row.id).collect::<BTreeSet<_>>(), listed);
            assert_eq!(usize::try_from(count).expect("a count"), listed.len());
            let named = region.app.protected_cases(reader).await.expect("a list");
            assert_eq!(named.iter().map(|case| case.row.id).collect::<BTreeSet<_>>(), by_name);
            let found = region.app.find_persons(reader, "はやし", 1000).await.expect("an answer").expect("a query");
            assert_eq!(found.iter().filter_map(|person| person.case).collect::<BTreeSet<_>>(), listed);
            for (case, _) in &scopes {
                assert_eq!(region.app.case_file(reader, *case).await.is_ok(), permitted.contains(case));
                assert_eq!(region.app.timeline(reader, *case, 30, 0).await.is_ok(), permitted.contains(case));
                assert_eq!(region.app.case_history(reader, *case).await.is_ok(), permitted.contains(case));
            }
        }
    }
}
