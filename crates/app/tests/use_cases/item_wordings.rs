//! Items of sheets that no official sheet confirms: the region words them, sheets of that day on have the words, and those of before stay.

use banso_app::{Clock, Definitions, FileKind, PrintLook, ReturnProblem, SecondFactor, UseCaseError, Whom};
use banso_domain::{
    form::{ItemWording, Language, Wording},
    id::SheetId,
    rule::Rule,
};
use banso_store::{Store, both_engines};

use crate::support::{Region, day};

const FORM: &str = "jeed_assessment";
const ITEM: &str = "motive";

fn wording(from: &str, ja: &str) -> ItemWording {
    ItemWording {
        from: day(from),
        words: Wording { ja: ja.into(), en: "Why I want to work".into() },
        hint: None,
        is_hidden: false,
        confirmed_by: String::new(),
    }
}

/// A region of the sixth of April that has two sheets on either side of the day from which on an item reads otherwise.
async fn two_sheets(store: &Store) -> (Region, SheetId, SheetId) {
    let region = Region::new(store.clone()).await;
    region.on("2026-04-06");
    let case = region.open("青葉 一郎", "アオバ イチロウ").await;
    let before = region.app.start_sheet(&region.chief, Whom::OfCase(case), FORM, "").await.expect("a sheet");
    let words = wording("2026-05-01", "はたらきたい理由");
    region.app.word_item(&region.admin, (FORM, ITEM), words, 0).await.expect("the region words it");
    region.on("2026-05-01");
    let after = region.app.start_sheet(&region.chief, Whom::OfCase(case), FORM, "").await.expect("a sheet");
    (region, before, after)
}

async fn label(region: &Region, sheet: SheetId) -> String {
    let page = region.app.sheet(&region.chief, sheet).await.expect("the sheet");
    page.form.field(ITEM).expect("the item").label.text(page.sheet.form_on, Language::Ja).to_owned()
}

both_engines! {
    async fn a_sheet_keeps_the_words_it_was_begun_with_and_a_new_one_has_those_of_the_region(store: Store) {
        let (region, before, after) = two_sheets(&store).await;

        assert_eq!(label(&region, before).await, "働く動機・目的");
        assert_eq!(label(&region, after).await, "はたらきたい理由");
    }

    async fn a_workbook_of_the_words_before_is_known_as_an_older_version(store: Store) {
        let (region, before, after) = two_sheets(&store).await;
        let (app, chief) = (&region.app, &region.chief);
        let print = async |sheet| app.print_sheet(chief, sheet, None, PrintLook::default(), FileKind::Xlsx).await.expect("a workbook").bytes;
        let (old, new) = (app.sheet(chief, before).await.expect("a sheet").form, app.sheet(chief, after).await.expect("a sheet").form);

        assert!(app.returned_sheet(&new, &print(after).await).is_ok());
        assert!(app.returned_sheet(&old, &print(before).await).is_ok());
        let problems = app.returned_sheet(&new, &print(before).await).expect_err("an older version");
        assert!(matches!(&problems[..], [ReturnProblem::OtherVersion { .. }]), "{problems:?}");
    }

    async fn the_words_are_there_when_the_program_begins_anew(store: Store) {
        let (region, _, after) = two_sheets(&store).await;
        let clock = Clock::standing(region.app.clock().now());
        let again = banso_app::App::new(store, clock, Definitions::embedded().expect("definitions"), SecondFactor::Required);
        again.lay_item_wordings().await.expect("they are read");

        let page = again.sheet(&region.chief, after).await.expect("the sheet");

        assert_eq!(page.form.field(ITEM).expect("the item").label.text(page.sheet.form_on, Language::Ja), "はたらきたい理由");
    }

    async fn p_114_an_item_that_the_official_sheet_confirms_is_refused(store: Store) {
        let region = Region::new(store).await;

        let refused = region.app.word_item(&region.admin, (FORM, "greeting"), wording("2026-05-01", "あいさつ"), 0).await;

        assert!(matches!(refused, Err(UseCaseError::Refused(refusal)) if refusal.rules == [Rule::OnlyOpenItems]));
        let none = region.app.open_item(&region.admin, FORM, "greeting").await;
        assert!(matches!(none, Err(UseCaseError::NotFound)), "it has no page either");
        let none = region.app.word_item(&region.admin, ("no_form", ITEM), wording("2026-05-01", "あいさつ"), 0).await;
        assert!(matches!(none, Err(UseCaseError::NotFound)));
    }

    async fn two_who_word_one_item_at_once_do_not_write_over_each_other(store: Store) {
        let region = Region::new(store).await;
        let words = |ja| region.app.word_item(&region.admin, (FORM, ITEM), wording("2026-05-01", ja), 0);

        words("はたらきたい理由").await.expect("the first");
        let second = words("働く目的").await;

        assert!(matches!(second, Err(UseCaseError::Conflict { expected: 0, found: 1 })), "{second:?}");
        let (_, item) = region.app.open_item(&region.admin, FORM, ITEM).await.expect("the item");
        assert_eq!((item.version, item.worded.expect("words").wordings.len()), (1, 1));
    }

    async fn only_an_administrator_words_items_and_the_journal_says_who(store: Store) {
        let region = Region::new(store).await;
        for actor in [&region.chief, &region.counselor, &region.officer] {
            let denied = region.app.word_item(actor, (FORM, ITEM), wording("2026-05-01", "理由"), 0).await;
            assert!(matches!(denied, Err(UseCaseError::Forbidden)), "{denied:?}");
            assert!(matches!(region.app.open_forms(actor).await, Err(UseCaseError::Forbidden)));
        }
        region.app.word_item(&region.admin, (FORM, ITEM), wording("2026-05-01", "理由"), 0).await.expect("worded");

        let lines = region.app.item_history(&region.admin, FORM, ITEM).await.expect("a history");

        assert_eq!(lines.iter().map(|line| line.staff).collect::<Vec<_>>(), [region.admin.staff()]);
        let folder = tempfile::tempdir().expect("a folder");
        let tables = region.app.store().verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert!(tables.differences.is_empty(), "{:?}", tables.differences);
    }
}
