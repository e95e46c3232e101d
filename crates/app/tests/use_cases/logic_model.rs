//! The logic model: taken over from its definition by the first change, written by those who answer for the region, read as of any day.

use crate::support::{Region, day};
use banso_app::{LogicModelCommand, UseCaseError};
use banso_domain::logic_model::{BoxContent, BoxId, ModelColumn, NewStory, Viewpoint};
use banso_store::both_engines;

fn content(words: &str) -> BoxContent {
    BoxContent {
        column: ModelColumn::Output,
        words: words.into(),
        english: String::new(),
        leads_to: vec![id("stays")],
        indicators: vec!["s7_accompaniment".into()],
    }
}

fn id(name: &str) -> BoxId {
    name.parse().expect("a box")
}

fn story(words: &str) -> LogicModelCommand {
    LogicModelCommand::Tell(NewStory {
        about: id("natural_support"),
        viewpoint: Viewpoint::Employer,
        words: words.into(),
        is_about_nobody: true,
    })
}

both_engines! {
    async fn the_region_goes_on_from_what_was_published_and_each_day_can_be_read(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        region.on("2026-06-01");
        let page = app.logic_model(&region.counselor, None).await.expect("a page");
        let published = page.model.expect("the published model");
        assert!(page.version == 0 && page.versions.is_empty() && page.source.is_some());
        assert!(!page.may_write && page.may_tell, "a counselor tells stories and writes no boxes");
        assert!(app.logic_model(&region.officer, None).await.expect("a page").may_write);

        let added = LogicModelCommand::Write(None, content("見学の受け入れが増える"));
        app.change_logic_model(&region.officer, Some(0), added).await.expect("a box");
        region.on("2026-07-01");
        let removed = LogicModelCommand::Remove(id("medical_view"));
        app.change_logic_model(&region.officer, None, removed).await.expect("it is taken out");

        let on = async |text| app.logic_model(&region.counselor, Some(day(text))).await.expect("a page");
        let boxes = async |text| on(text).await.model.expect("a model").boxes.len();
        assert_eq!(boxes("2026-05-31").await, published.boxes.len(), "as it was published");
        assert_eq!(boxes("2026-06-30").await, published.boxes.len() + 1);
        let now = app.logic_model(&region.counselor, None).await.expect("a page");
        assert_eq!(now.model.expect("a model").boxes.len(), published.boxes.len());
        assert_eq!(now.versions.len(), 3, "taken over, added, taken out");
        assert_eq!(now.versions[0].by, Some(region.officer.agency()));
        let then = on("2026-06-30").await;
        assert!(!then.is_now && !then.may_tell);
        assert!(on("2020-01-01").await.model.is_none(), "nothing was published then");

        let folder = tempfile::tempdir().expect("a folder");
        let tables = app.store().verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, vec![]);
    }

    async fn of_two_who_write_at_once_the_second_reads_again_and_nothing_unknown_is_written(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let write = |id: Option<BoxId>| LogicModelCommand::Write(id, content("見学の受け入れが増える"));
        app.change_logic_model(&region.officer, Some(0), write(None)).await.expect("a box");
        let second = app.change_logic_model(&region.strange_officer, Some(0), write(None)).await;
        assert!(matches!(second, Err(UseCaseError::Conflict { .. })), "{second:?}");
        let nowhere = app.change_logic_model(&region.officer, None, write(Some(id("nowhere")))).await;
        assert!(matches!(nowhere, Err(UseCaseError::NotFound)));
        let by_counselor = app.change_logic_model(&region.counselor, None, write(None)).await;
        assert!(matches!(by_counselor, Err(UseCaseError::Forbidden)));
        assert!(app.logic_model(&region.admin, None).await.is_err(), "whoever administers reads no figures");
    }

    async fn a_story_is_taken_back_by_who_told_it_or_writes_the_model_and_is_told_on_no_day_any_more(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        region.on("2026-06-01");
        app.change_logic_model(&region.counselor, None, story("職場の人が先に声をかける")).await.expect("a story");
        app.change_logic_model(&region.employment, None, story("休憩の合図を決めた")).await.expect("another");
        let model = app.logic_model(&region.stranger, None).await.expect("a page").model.expect("a model");
        let told: Vec<_> = model.stories_of(&id("natural_support")).cloned().collect();
        assert_eq!(told.len(), 2);

        region.on("2026-06-02");
        let back = |place: usize| LogicModelCommand::TakeBack(told[place].id);
        let by_another = app.change_logic_model(&region.employment, None, back(0)).await;
        assert!(by_another.is_ok(), "colleagues of the agency that told it");
        let elsewhere = banso_access::Actor::new(
            region.stranger.staff(),
            region.other_centre,
            &[banso_domain::staff::Membership::always(region.other_centre, banso_domain::staff::Role::Counselor)],
            region.today(),
        );
        let elsewhere = elsewhere.expect("an actor");
        let strange = app.change_logic_model(&elsewhere, None, back(1)).await;
        assert!(matches!(strange, Err(UseCaseError::Forbidden)), "{strange:?}");
        app.change_logic_model(&region.officer, None, back(1)).await.expect("whoever writes the model");
        let then = app.logic_model(&region.counselor, Some(day("2026-06-01"))).await.expect("a page");
        assert!(then.model.expect("a model").stories.is_empty());
    }
}
