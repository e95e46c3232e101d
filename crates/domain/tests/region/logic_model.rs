//! The logic model of the region: boxes with arrows to later columns, indicators that there are, and stories in which nobody is recognised.

use banso_domain::{
    id::{AgencyId, StoryId},
    logic_model::{
        BoxContent, BoxId, LONGEST_STORY, LONGEST_WORDS, LogicModel, LogicModelDefinition, LogicModelEvent,
        ModelColumn, NewStory, Viewpoint,
    },
    rule::{Refusal, Rule},
};
use chrono::NaiveDate;
use uuid::Uuid;

const DEFINITION: &str = r#"
id = "small"
valid_from = "2024-04-01"
source = { ja = "第7節", en = "section 7" }

[[box]]
id = "sharing"
column = "cooperation"
words = { ja = "情報を共有する", en = "Information is shared" }
leads_to = ["steady"]
indicators = ["contacts"]

[[box]]
id = "steady"
column = "intermediate"
words = { ja = "生活が安定する", en = "Life is steady" }
leads_to = ["stays"]

[[box]]
id = "stays"
column = "final"
words = { ja = "職場に定着する", en = "People stay at work" }
"#;

fn known() -> Vec<String> {
    vec!["contacts".to_owned(), "retention".to_owned()]
}

fn definition(text: &str) -> Result<LogicModelDefinition, String> {
    LogicModelDefinition::from_toml("small.toml", text, &known()).map_err(|wrong| wrong.to_string())
}

fn model() -> LogicModel {
    let taken = LogicModel::of(&definition(DEFINITION).expect("a definition")).take();
    LogicModel::apply(None, &taken).expect("a model")
}

fn then(model: &LogicModel, event: &LogicModelEvent) -> LogicModel {
    LogicModel::apply(Some(model.clone()), event).expect("a model")
}

fn id(name: &str) -> BoxId {
    name.parse().expect("a box")
}

fn agency(number: u128) -> AgencyId {
    AgencyId::new(Uuid::from_u128(number))
}

fn day() -> NaiveDate {
    "2026-11-27".parse().expect("a day")
}

fn asked(leads_to: &[&str], indicators: &[&str]) -> BoxContent {
    BoxContent {
        column: ModelColumn::Output,
        words: "相談先が分かる".to_owned(),
        english: "It is known where to ask".to_owned(),
        leads_to: leads_to.iter().map(|to| id(to)).collect(),
        indicators: indicators.iter().map(|one| (*one).to_owned()).collect(),
    }
}

fn story(words: &str) -> NewStory {
    NewStory { about: id("steady"), viewpoint: Viewpoint::Person, words: words.to_owned(), is_about_nobody: true }
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> Vec<Rule> {
    answer.expect_err("a refusal").rules
}

#[test]
fn a_box_that_the_region_adds_stands_in_its_column_with_its_arrows() {
    let written = model().write(id("asking"), asked(&["steady", "stays"], &["contacts"]), &known(), agency(1));
    let model = then(&model(), &written.expect("a box"));
    let output: Vec<&str> = model.of_column(ModelColumn::Output).map(|one| one.content.words.as_str()).collect();
    assert_eq!(output, ["相談先が分かる"]);

    let changed = BoxContent { words: "どこに聞くか分かる".to_owned(), ..asked(&["stays"], &[]) };
    let model = then(&model, &model.write(id("asking"), changed, &known(), agency(2)).expect("a change"));
    assert_eq!(model.boxes.len(), 4, "it is the same box");
    assert_eq!(model.of_id(&id("asking")).expect("the box").content.leads_to, [id("stays")]);
}

#[test]
fn p_116_a_box_has_words_that_fit_leads_to_later_columns_and_names_indicators_there_are() {
    let long = "長".repeat(LONGEST_WORDS + 1);
    for (wrong, why) in [
        (BoxContent { words: " ".to_owned(), ..asked(&[], &[]) }, "no words"),
        (BoxContent { words: long, ..asked(&[], &[]) }, "too many words"),
        (asked(&["sharing"], &[]), "an arrow back"),
        (asked(&["nowhere"], &[]), "an arrow to nothing"),
        (asked(&["stays", "stays"], &[]), "an arrow twice"),
        (asked(&[], &["nothing"]), "an unknown indicator"),
        (asked(&[], &["contacts", "contacts"]), "an indicator twice"),
    ] {
        assert_eq!(
            refused(model().write(id("asking"), wrong, &known(), agency(1))),
            [Rule::LogicModelInOrder],
            "{why}"
        );
    }
    let moved = BoxContent { column: ModelColumn::Final, ..model().of_id(&id("sharing")).expect("it").content.clone() };
    let moved = model().write(id("sharing"), moved, &known(), agency(1));
    assert_eq!(refused(moved), [Rule::LogicModelInOrder], "its own arrow would lead back");
    let moved = BoxContent { column: ModelColumn::Cooperation, ..asked(&[], &[]) };
    let moved = model().write(id("steady"), moved, &known(), agency(1));
    assert_eq!(refused(moved), [Rule::LogicModelInOrder], "the arrow of another box would lead to its own column");
}

#[test]
fn r_62_a_box_and_a_story_name_no_case() {
    let named = BoxContent { words: "2026-00417 の人".to_owned(), ..asked(&[], &[]) };
    assert_eq!(refused(model().write(id("asking"), named, &known(), agency(1))), [Rule::NobodyInTheRegion]);
    let told = model().tell(story("2026-00417 の人のこと"), StoryId::new(Uuid::nil()), agency(1), day());
    assert_eq!(refused(told), [Rule::NobodyInTheRegion]);
}

#[test]
fn a_box_that_is_taken_out_takes_its_arrows_and_stories_along() {
    let told = model().tell(story("朝の電話が減り、眠れるようになった"), StoryId::new(Uuid::nil()), agency(1), day());
    let model = then(&model(), &told.expect("a story"));
    let model = then(&model, &model.remove(id("steady"), agency(1)).expect("it is taken out"));
    assert!(model.of_id(&id("sharing")).expect("the box before it").content.leads_to.is_empty());
    assert!(model.stories.is_empty());
    assert!(model.remove(id("steady"), agency(1)).is_none(), "it is not there any more");
}

#[test]
fn p_117_a_story_is_short_belongs_to_a_box_and_nobody_is_recognised_in_it() {
    let number = StoryId::new(Uuid::from_u128(5));
    let long = "長".repeat(LONGEST_STORY + 1);
    for (wrong, why) in [
        (story("　"), "no words"),
        (story(&long), "no short story"),
        (NewStory { about: id("nowhere"), ..story("よかった") }, "no such box"),
        (NewStory { is_about_nobody: false, ..story("よかった") }, "nobody made sure"),
    ] {
        assert_eq!(refused(model().tell(wrong, number, agency(1), day())), [Rule::StoryOfNobody], "{why}");
    }
    let told = model().tell(story("職場の人が先に声をかけるようになった"), number, agency(3), day()).expect("a story");
    let model = then(&model(), &told);
    let told: Vec<_> = model.stories_of(&id("steady")).map(|story| (story.by, story.on)).collect();
    assert_eq!(told, [(agency(3), day())], "who told it, and when");
}

#[test]
fn a_story_that_was_taken_back_is_told_nowhere_not_even_in_an_earlier_version() {
    let number = StoryId::new(Uuid::from_u128(5));
    let before = then(&model(), &model().tell(story("よかった"), number, agency(3), day()).expect("a story"));
    let now = then(&before, &before.take_back(number, agency(3)).expect("it is taken back"));
    assert!(now.stories.is_empty());
    assert!(before.without(&now.taken_back).stories.is_empty());
    assert!(now.take_back(number, agency(3)).is_none());
}

#[test]
fn a_definition_with_a_mistake_is_told_file_line_and_what_to_write() {
    let told = |from: &str, to: &str| definition(&DEFINITION.replacen(from, to, 1)).expect_err("a mistake");
    insta::assert_snapshot!(
        [
            told("\"contacts\"", "\"contact\""),
            told("leads_to = [\"steady\"]", "leads_to = [\"stady\"]"),
            told("leads_to = [\"stays\"]", "leads_to = [\"sharing\"]"),
            told("leads_to = [\"steady\"]", "leads_to = [\"steady\", \"steady\"]"),
            told("\"final\"", "\"finals\""),
            told("id = \"stays\"", "id = \"steady\""),
            told("id = \"sharing\"", "id = \"Sharing\""),
            told("en = \"Life is steady\"", "en = \"\""),
            told("valid_from = \"2024-04-01\"", "valid_from = \"soon\""),
            told("en = \"section 7\"", "en = \"\""),
        ]
        .join("\n"),
        @r#"
    small.toml, line 11: there is no indicator "contact"; did you mean "contacts"?
    small.toml, line 10: there is no box "stady"; did you mean "steady"?
    small.toml, line 17: "sharing" stands in no later column
    small.toml, line 10: "steady" stands here twice
    small.toml, line 21: there is no column "finals"; did you mean "final"?
    small.toml, line 20: there are two boxes "steady"
    small.toml, line 7: a box is named in small letters, digits and _, forty at most
    small.toml, line 16: the words of a box are empty; write both ja and en
    small.toml, line 3: "soon" is no day; write one such as "2025-04-01"
    small.toml, line 4: a model says where it is from; write both ja and en
    "#
    );
}
