//! 連絡の見直し: which links an agency looks at, and what has to be said before one is closed.

use banso_access::Actor;
use banso_app::{NewRecord, ReviewCommand, RhythmRow, UseCaseError};
use banso_domain::{
    agency::{AgencyKind, Channel},
    case::{
        contact::{AgencyContact, ContactKind},
        network::Supporting,
        record::{ContactMethod, Counterpart},
    },
    id::{AgencyId, CaseId},
    rhythm_review::{KeptAt, PersonsWord, ReviewCause},
    rule::Rule,
};
use banso_insight::rhythm::State;
use banso_store::both_engines;
use chrono::Days;

use crate::support::{Region, agency, day};

/// A case in which the person came every week until a day, and then no more.
async fn comes_until(region: &Region, name: &str, kana: &str, weeks: u64) -> CaseId {
    region.on("2026-04-01");
    let case = region.open(name, kana).await;
    for week in 0..weeks {
        let on = day("2026-04-02") + Days::new(7 * week);
        region.on(&on.to_string());
        let new = NewRecord {
            on,
            counterparts: vec![Counterpart::Person],
            methods: vec![ContactMethod::Interview],
            facts: "面談した".into(),
            ..NewRecord::default()
        };
        region.app.write_record(&region.counselor, case, new).await.expect("a record");
    }
    case
}

async fn listed(region: &Region, actor: &Actor) -> Vec<RhythmRow> {
    region.app.rhythm_list(actor).await.expect("a list").rows
}

fn refused(result: Result<(), UseCaseError>) -> Vec<Rule> {
    match result {
        Err(UseCaseError::Refused(refusal)) => refusal.rules,
        other => panic!("{other:?}"),
    }
}

both_engines! {
    async fn r_34_who_stopped_coming_is_listed_for_the_own_agency_and_for_nobody_else(store: Store) {
        let region = Region::new(store).await;
        let stopped = comes_until(&region, "山本 みどり", "ヤマモト ミドリ", 16).await;
        let comes = comes_until(&region, "佐藤 あおい", "サトウ アオイ", 30).await;
        region.on("2026-10-26");
        let list = region.app.rhythm_list(&region.counselor).await.expect("a list");
        assert_eq!(list.links, 2);
        let [row] = &list.rows[..] else { panic!("{:?}", list.rows) };
        assert_eq!((row.link.at, row.said.state), (KeptAt::Case { case: stopped }, State::Silent));
        assert!(row.said.score > 0.5 && row.name == "山本 みどり" && row.review.is_none());
        assert!(listed(&region, &region.stranger).await.is_empty(), "another centre");
        assert!(region.app.rhythm_list(&region.officer).await.is_err());
        assert!(!region.app.may_read_rhythm(&region.admin));
        for actor in [&region.stranger, &region.officer, &region.admin] {
            let strange = region.app.rhythm_link(actor, KeptAt::Case { case: comes }, None).await;
            assert!(matches!(strange, Err(UseCaseError::NotFound | UseCaseError::Forbidden)), "{strange:?}");
        }
    }

    async fn r_36_r_37_the_person_is_asked_the_cause_is_named_and_then_it_is_laid_aside(store: Store) {
        let region = Region::new(store.clone()).await;
        let case = comes_until(&region, "山本 みどり", "ヤマモト ミドリ", 16).await;
        let firm = agency(AgencyKind::Employer, "みどり工業", None);
        let firm: AgencyId = region.app.save_agency(&region.admin, None, firm, None).await.expect("an agency");
        region.on("2026-09-01");
        let at = KeptAt::Case { case };
        let link = async || region.app.rhythm_link(&region.counselor, at, None).await.expect("a link");
        let act = async |row: &RhythmRow, command| {
            let version = row.review.as_ref().map(|(_, version)| *version);
            region.app.review_rhythm(&region.counselor, row, version, command).await
        };
        let row = link().await;
        assert_eq!(refused(act(&row, ReviewCommand::Close(None, String::new())).await), [Rule::CauseNamed]);
        let close = ReviewCommand::Close(Some(ReviewCause::PersonsWish), String::new());
        assert_eq!(refused(act(&row, close.clone()).await), [Rule::PersonAskedFirst]);
        assert!(link().await.review.is_none(), "what was refused left nothing behind");

        act(&row, ReviewCommand::HandToPerson).await.expect("handed to the person");
        assert!(matches!(act(&row, ReviewCommand::HandToPerson).await, Err(UseCaseError::Conflict { .. })));
        let call = |direction| {
            let contact = AgencyContact { direction, ..AgencyContact::new(Supporting::Agency { agency: firm }, Channel::Phone, vec![ContactKind::Progress]) };
            let new = NewRecord {
                on: region.today(),
                counterparts: vec![Counterpart::Agency],
                methods: vec![ContactMethod::AgencyPhone],
                facts: "企業に様子を聞いた".into(),
                ..NewRecord::default()
            };
            (new, contact)
        };
        let (new, contact) = call(banso_domain::case::contact::ContactDirection::Sent);
        let asked = region.app.write_contact(&region.counselor, case, new, contact).await;
        assert_eq!(refused(asked.map(drop)), [Rule::PersonAskedFirst]);

        let row = link().await;
        let word = PersonsWord { on: region.today(), words: "少し休みたい".into(), may_ask_employer: false };
        act(&row, ReviewCommand::PersonSaid(word)).await.expect("the person's word");
        act(&link().await, close).await.expect("closed");
        assert!(listed(&region, &region.counselor).await.is_empty(), "it was looked at");
        assert_eq!(region.app.rhythm_list(&region.counselor).await.expect("a list").closed, 1);

        let chain = store.verify_chain(|_| ()).await.expect("the journal");
        assert!(chain.is_sound());
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }
}
