//! Lists and search: the pages that everybody opens first.

use banso_e2e::{Desk, Key, Product, Role, wait_for};

const SEARCH: &str = "名前・ふりがな・生年月日・電話の末尾・番号で探す";

/// The name and address of the first case of the list.
fn first_case(desk: &Desk<'_>) -> (String, String) {
    desk.open("/cases");
    let link =
        wait_for("a case", || desk.browser.find_all("//table//a[starts-with(@href, '/cases/')]").into_iter().next());
    let name = desk.browser.run("return arguments[0].textContent.trim()", &[link.argument()]);
    let path = desk.browser.run("return arguments[0].getAttribute('href')", &[link.argument()]);
    (name.as_str().expect("a name").to_owned(), path.as_str().expect("an address").to_owned())
}

#[test]
fn lists_and_the_page_of_a_case_have_no_barriers_and_no_name_in_the_title_u10() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login(Role::Chief));
    let (name, path) = first_case(&desk);
    for page in ["/", "/cases", "/cases?view=week", "/cases?view=ended", &path] {
        desk.open(page);
        desk.inspect(&[&name]);
    }
    assert!(desk.shows(&name), "the name is on the page of the case");
}

#[test]
fn enter_that_confirms_a_conversion_does_not_search_u7() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login(Role::Chief));
    desk.open("/cases");
    desk.browser.click(&desk.field(SEARCH)).expect("the field takes the focus");
    desk.browser.requests();
    desk.browser.compose("やまだ");
    desk.browser.confirm_composition("山田");
    assert_eq!(desk.value(SEARCH), "山田");
    let asked = desk.browser.requests();
    assert!(!asked.iter().any(|address| address.ends_with("/cases/search")), "the conversion searched: {asked:?}");
    desk.browser.press(Key::Enter);
    desk.wait_until_at(|path| path.starts_with("/cases/search"));
    assert!(!desk.path().contains("山田"), "what was searched is not in the address (U9)");
}

#[test]
fn a_case_that_does_not_exist_is_a_page_in_plain_words() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login(Role::Counselor));
    desk.open("/cases/00000000-0000-0000-0000-000000000007");
    desk.inspect(&[]);
    assert!(desk.browser.find_all("//*[@data-reference]").len() == 1, "there is a number to name on the telephone");
}
