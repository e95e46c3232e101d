//! The same pages under other hands and clocks: typed with an input method (U7), in a browser of another time zone (U26).

use banso_e2e::{Desk, Key, Product};

#[test]
fn a_conversion_sends_nothing_and_the_day_is_that_of_japan_u7_u26() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login_called("counselor"));
    let case = desk.receive("立花 葉月", "タチバナ ハヅキ");
    for (path, field) in [
        ("intake", "来談者氏名"),
        ("assessment", "資産の内訳"),
        ("records/new", "相手の名前・機関名"),
        ("person", "通称"),
    ] {
        desk.open(&format!("{case}/{path}"));
        composed(&desk, path, field);
    }
    desk.open("/conferences/new");
    composed(&desk, "conferences/new", "場所");

    let days = |desk: &Desk<'_>| -> Vec<String> {
        [
            case.clone(),
            format!("{case}/history"),
            "/monitoring".to_owned(),
            "/cases".to_owned(),
            "/conferences".to_owned(),
        ]
        .iter()
        .map(|path| {
            desk.open(path);
            let shown = desk.browser.run("return document.querySelector('main').innerText", &[]);
            shown.as_str().unwrap_or_default().to_owned()
        })
        .collect()
    };
    let at_home = days(&desk);
    for zone in ["UTC", "America/New_York", "Pacific/Kiritimati"] {
        desk.browser.move_to(zone);
        assert_eq!(days(&desk), at_home, "a browser in {zone} shows the same days");
    }
}

/// The Enter that confirms a conversion sends nothing, and neither does the next one: it moves on to the next field.
fn composed(desk: &Desk<'_>, path: &str, field: &str) {
    desk.browser.click(&desk.field(field)).expect("the field takes the focus");
    desk.browser.requests();
    desk.browser.compose("やまだ");
    desk.browser.confirm_composition("山田");
    assert_eq!(desk.value(field), "山田");
    let before = desk.path();
    desk.browser.press(Key::Enter);
    assert_eq!(desk.value(field), "山田", "the page of {path} is still there");
    let sent = desk
        .browser
        .requests()
        .into_iter()
        .filter(|address| !address.contains("/drafts/") && !address.contains("/echo/"));
    assert_eq!(sent.count(), 0, "the Enter of a conversion sent the form of {path}");
    assert_eq!(desk.path(), before);
}
