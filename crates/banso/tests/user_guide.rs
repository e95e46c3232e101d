//! The user guide is true where a machine can tell: it names every item of the forms that is still to be compared with the
//! official sheets, and every picture that it shows is there.

use std::{collections::BTreeSet, fs, path::Path};

use banso_documents::Documents;
use banso_domain::form::{Field, Language, Source};
use chrono::NaiveDate;

fn docs(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file)
}

fn guide() -> String {
    fs::read_to_string(docs("user-guide.ja.md")).expect("the user guide")
}

#[test]
fn the_user_guide_names_every_item_that_is_not_confirmed_and_how_many_there_are() {
    let guide = guide();
    let documents = Documents::embedded().expect("the definitions");
    let day = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
    for form in documents.forms().on(day) {
        let known = form.fields().filter(|field| field.source == Source::Known);
        // What several sides rate, and what stands on the sheet several times, is one item.
        let name = |field: &'_ Field| match &field.rated {
            Some(rated) => rated.label.ja.clone(),
            None => field.label.text(day, Language::Ja).to_owned(),
        };
        let mut known: Vec<String> = known.map(name).collect();
        if form.sheet.is_some() {
            let mut seen = BTreeSet::new();
            known.retain(|label| seen.insert(label.clone()));
        }
        let title = form.title.text(day, Language::Ja);
        let line = guide.lines().find(|line| line.starts_with("- **") && line.contains(title));
        let line = line.unwrap_or_else(|| panic!("the guide has no line for {title}"));
        let named: BTreeSet<&str> = line.split([' ', '、']).collect();
        let is_named = |label: &String| named.contains(label.as_str()) || form.sheet.is_some() && line.contains(label);
        let missing: Vec<&String> = known.iter().filter(|label| !is_named(label)).collect();
        assert!(missing.is_empty(), "the guide does not name {missing:?} of {title}");
        let count = if known.is_empty() { "なし".to_owned() } else { format!("：{}項目", known.len()) };
        assert!(line.contains(&count), "the guide counts otherwise than {count}: {title}");
    }
}

#[test]
fn every_picture_of_the_user_guide_is_there_and_every_screen_in_three_sizes() {
    let guide = guide();
    let pictures = guide.split("src=\"images/").skip(1).filter_map(|rest| rest.split('"').next());
    let pictures: BTreeSet<&str> = pictures.collect();
    for picture in &pictures {
        assert!(docs("images").join(picture).exists(), "{picture} is missing");
    }
    let screens: BTreeSet<&str> =
        pictures.iter().filter_map(|picture| picture.rsplit_once('-').map(|(name, _)| name)).collect();
    assert!(screens.len() >= 10, "the ten main screens: {screens:?}");
    for screen in screens {
        for width in [1366, 768, 360] {
            assert!(pictures.contains(format!("{screen}-{width}.png").as_str()), "{screen} at {width} px");
        }
    }
}
