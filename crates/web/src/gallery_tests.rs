use std::path::Path;

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use tower::ServiceExt;

use super::*;

async fn html(path: &str) -> String {
    let app = crate::dressed(router());
    let response = app.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
}

fn inside<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    page.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map_or("", |(part, _)| part)
}

#[tokio::test]
async fn every_component_is_written_in_both_languages_without_a_missing_message() {
    for lang in ["ja", "en"] {
        let page = html(&format!("/gallery/{lang}")).await;
        assert!(page.contains("</html>"), "{page}");
        assert!(!page.contains('⟦'), "{}", page.split('⟦').nth(1).unwrap_or_default());
    }
}

#[tokio::test]
async fn u10_the_browsers_title_names_the_page_and_not_the_person() {
    let page = html("/gallery/ja").await;
    assert_eq!(inside(&page, "<title>", "</title>"), "部品の見本｜伴走");
    assert!(page.contains("髙橋"));
}

#[tokio::test]
async fn u16_a_form_with_complaints_says_so_in_the_title() {
    let mut gallery = samples::gallery(Texts::shipped(Lang::Ja));
    gallery.frame.has_errors = true;
    let page = gallery.render().unwrap();
    assert_eq!(inside(&page, "<title>", "</title>"), "エラー：部品の見本｜伴走");
}

#[tokio::test]
async fn u16_the_complaint_beside_a_field_is_tied_to_its_box() {
    let page = html("/gallery/ja").await;
    let field = page.split("<div class=\"field").find(|part| part.contains("id=\"wrong_kana\"")).unwrap_or_default();
    assert!(
        field.contains("id=\"wrong_kana-error\"") && field.contains("aria-describedby=\"wrong_kana-error\""),
        "{field}"
    );
    assert!(field.contains("aria-invalid=\"true\""), "{field}");
}

#[tokio::test]
async fn u11_an_event_without_a_time_shows_only_its_date() {
    let page = html("/gallery/ja").await;
    let event = page.split("<li class=\"event\">").nth(2).unwrap_or_default();
    assert!(event.contains("令和8年11月12日</time>"), "{event}");
    assert!(!event.contains("00:00"));
}

#[test]
fn u19_while_the_screen_is_shown_the_page_holds_no_menu_no_colleague_and_no_caution() {
    let mut gallery = samples::gallery(Texts::shipped(Lang::Ja));
    gallery.frame.banners = std::mem::take(&mut gallery.banners);
    let staff_only =
        ["/sign-out", "/administration", "みなと町 福祉課", "住所は家族に伝えない", "支援経過を書く", "事後報告"];
    let page = gallery.render().unwrap();
    assert!(staff_only.iter().all(|text| page.contains(text)));

    gallery.frame.shown_to_person = true;
    let page = gallery.render().unwrap();
    for text in staff_only {
        assert!(!page.contains(text), "{text}");
    }
    assert!(page.contains("髙橋") && page.contains("すぐに隠す"));
}

#[tokio::test]
async fn u25_each_status_has_a_word_and_each_word_a_shape() {
    let page = html("/gallery/ja").await;
    let tags: Vec<&str> = page.split("<span class=\"tag ").skip(1).collect();
    assert!(tags.len() > 9);
    for tag in tags {
        let tag = tag.split_once("</span></span>").map_or("", |(tag, _)| tag);
        assert!(tag.contains("<svg class=\"icon\"") && !tag.ends_with("<span>"), "{tag}");
    }
}

#[test]
fn u27_templates_hold_no_scripts_styles_or_addresses_of_others() {
    fn walk(folder: &Path) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for forbidden in ["<style", " style=", "javascript:", "http://", "https://", "src=\"//", "|safe"] {
                assert!(!text.contains(forbidden), "{} holds {forbidden}", path.display());
            }
            for script in text.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap_or_default();
                assert!(tag.contains(" src="), "{} holds a script", path.display());
                assert!(script.contains("></script>"), "{} holds a script", path.display());
            }
            for attribute in text.split_whitespace().filter_map(|word| word.split_once('=')).map(|(name, _)| name) {
                let handler =
                    attribute.strip_prefix("on").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_lowercase()));
                assert!(!handler, "{} holds {attribute}", path.display());
            }
        }
    }
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"));
}

#[tokio::test]
async fn u10_every_page_has_one_first_heading_and_help_in_the_same_place() {
    for path in ["/gallery/ja", "/gallery/ja/shown", "/gallery/en/error/404"] {
        let page = html(path).await;
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
        assert!(inside(&page, "<footer", "</footer>").contains("href=\"/help\""), "{path}");
    }
}

#[tokio::test]
async fn no_element_id_is_given_twice_on_a_page() {
    let page = html("/gallery/ja").await;
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn what_people_type_never_becomes_part_of_the_page() {
    let nasty = "\"><script>alert(1)</script>&amp;";
    let mut gallery = samples::gallery(Texts::shipped(Lang::Ja));
    gallery.case.name = nasty.to_owned();
    gallery.case.cautions = vec![nasty.to_owned()];
    gallery.text.value = nasty.to_owned();
    gallery.long.value = nasty.to_owned();
    gallery.timeline[0].body = nasty.to_owned();
    gallery.statuses = vec![StatusTag::new(crate::components::Shape::Open, nasty)];
    gallery.versions.sides[0].theirs = nasty.to_owned();
    gallery.versions.who = nasty.to_owned();
    gallery.summary = vec![SummaryRow::new(nasty, nasty).change("#")];
    let page = gallery.render().unwrap();
    assert!(!page.contains("<script>alert"));
    assert!(page.matches("script&#62;alert(1)").count() >= 9, "{}", page.matches("alert(1)").count());
}
