//! Coming in: every role, by mouse and by keyboard alone, and not at all with a wrong password.

use banso_e2e::{Desk, Key, Product, Role};

#[test]
fn every_role_signs_in_and_finds_its_first_page_without_barriers() {
    let product = Product::start();
    for role in Role::ALL {
        let desk = Desk::at(&product);
        desk.open("/");
        assert!(desk.path().starts_with("/sign-in"), "{role:?} is asked to sign in");
        desk.inspect(&[]);
        desk.sign_in(product.login(role));
        desk.inspect(&[]);
        let first = match role {
            Role::Administrator => "管理",
            Role::Clinic | Role::Employer => "共有されたケース",
            Role::Office => "サービスの利用",
            Role::ThePerson => "わたしのページ",
            Role::Chief | Role::Counselor | Role::EmploymentCounselor | Role::Officer => "今日の仕事",
        };
        assert_eq!(desk.heading(), first, "{role:?} begins with what is theirs to do");
    }
}

#[test]
fn signing_in_leads_back_to_the_page_that_was_asked_for_u15() {
    let product = Product::start();
    let desk = Desk::at(&product);
    desk.open("/cases?view=week");
    desk.sign_in(product.login(Role::Counselor));
    assert_eq!(desk.path(), "/cases?view=week");
}

#[test]
fn a_wrong_password_is_told_in_words_and_the_name_stays_u16() {
    let product = Product::start();
    let desk = Desk::at(&product);
    desk.open("/sign-in");
    let login = product.login(Role::Counselor);
    desk.fill("ログイン名", &login.name);
    desk.fill("パスワード", "not the password");
    desk.press("ログインする");
    desk.wait_for_words("入力を確かめてください");
    assert!(desk.browser.title().starts_with("エラー："), "the title says so: {}", desk.browser.title());
    assert_eq!(desk.value("ログイン名"), login.name);
    assert_eq!(desk.value("パスワード"), "");
    desk.inspect(&[]);
}

#[test]
fn signing_in_needs_no_mouse_u17() {
    let product = Product::start();
    let desk = Desk::at(&product);
    let login = product.login(Role::Counselor);
    desk.open("/sign-in");
    desk.tab_to("ログイン名");
    desk.browser.type_text(&login.name);
    desk.tab_to("パスワード");
    desk.browser.type_text(&login.password);
    desk.browser.press(Key::Enter);
    desk.wait_until_at(|path| path == "/");
}

#[test]
fn somebody_who_reads_english_can_change_the_language_before_signing_in() {
    let product = Product::start();
    let desk = Desk::at(&product);
    desk.open("/cases?view=week");
    desk.press("English");
    desk.wait_for_words("Password");
    assert_eq!(desk.browser.run("return document.documentElement.lang", &[]), "en");
    desk.inspect(&[]);
    assert!(desk.path().ends_with("next=/cases%3Fview%3Dweek"), "the page asked for is not forgotten: {}", desk.path());
}
