//! Dates, names and lists as people in Japan write, read and look for them.

use banso_e2e::{Desk, Product, Role, wait_for};
use serde_json::{Value, json};

/// What stands below the date box when it has been read.
fn echo(desk: &Desk<'_>, typed: &str) -> (String, bool) {
    const READ: &str = "const echo = document.getElementById('birth_date-echo');
        return [echo.textContent, echo.classList.contains('echo--wrong')]";
    let field = desk.field("生年月日");
    desk.browser.run(
        "arguments[0].value = ''; arguments[0].dispatchEvent(new Event('input', { bubbles: true }))",
        &[field.argument()],
    );
    wait_for("an empty answer", || (desk.browser.run(READ, &[])[0] == "").then_some(()));
    desk.browser.type_into(&field, typed);
    let answer = wait_for(typed, || {
        let answer = desk.browser.run(READ, &[]);
        (answer[0] != "").then_some(answer)
    });
    (answer[0].as_str().unwrap_or_default().to_owned(), answer[1] == true)
}

#[test]
fn every_way_of_writing_a_date_is_answered_at_once_and_an_impossible_one_with_the_reason_u1() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login(Role::Counselor));
    desk.open("/cases/new/basics");
    for typed in [
        "昭和60年4月13日",
        "昭60.4.13",
        "S60/4/13",
        "s600413",
        "1985-04-13",
        "1985/4/13",
        "19850413",
        "Ｓ６０．４．１３",
    ] {
        assert_eq!(echo(&desk, typed), ("昭和60年4月13日（1985年4月13日・土）".to_owned(), false), "{typed}");
    }
    assert_eq!(echo(&desk, "令和元年5月1日").0, "令和元年5月1日（2019年5月1日・水）");
    for typed in ["平成31年5月1日", "昭和64年1月8日", "令和元年4月30日"] {
        let (reason, is_wrong) = echo(&desk, typed);
        assert!(is_wrong && reason.chars().count() > 10, "{typed} is refused with a reason: {reason}");
    }
}

#[test]
fn a_date_is_read_in_the_era_in_western_years_or_in_both_and_machines_read_the_same_u2() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login(Role::Chief));
    desk.open("/cases?view=in_support");
    let case = desk.browser.find_all("//table//a[starts-with(@href, '/cases/')]").into_iter().next().expect("a case");
    let case = desk.browser.run("return arguments[0].getAttribute('href')", &[case.argument()]);
    let case = case.as_str().expect("an address").to_owned();
    let mut read = Vec::new();
    for style in ["era", "western", "both"] {
        desk.open("/account");
        desk.browser.run(&format!("document.querySelector('input[name=dates][value={style}]').click()"), &[]);
        desk.press("設定を保存する");
        desk.wait_until_at(|path| path.contains("done="));
        desk.open(&case);
        let born = desk.browser.run(
            "const time = document.querySelector('.identity time'); return [time.textContent, time.dateTime]",
            &[],
        );
        read.push((born[0].as_str().unwrap_or_default().to_owned(), born[1].clone()));
    }
    let machine: Vec<&Value> = read.iter().map(|(_, machine)| machine).collect();
    assert!(
        machine.iter().all(|iso| **iso == *machine[0] && iso.as_str().is_some_and(|iso| iso.len() == 10)),
        "{read:?}"
    );
    let is_era = |text: &str| ["昭和", "平成", "令和"].iter().any(|era| text.contains(era));
    assert!(is_era(&read[0].0) && !is_era(&read[1].0) && read[1].0.contains('年'), "{read:?}");
    assert!(is_era(&read[2].0) && read[2].0.contains(&read[1].0), "{read:?}");
}

#[test]
fn a_name_is_found_by_any_kana_and_any_of_its_characters_and_a_wide_number_is_kept_as_meant_u5_u6() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login(Role::Chief));
    desk.open("/cases/new/basics");
    desk.fill("氏名", "渡邉 ひより");
    desk.fill("フリガナ", "わたなべ　ひより");
    desk.fill("生年月日", "S60.4.13");
    desk.fill("電話（携帯）", "０９０－１２３４－５６７８");
    desk.press("受け付ける");
    desk.wait_until_at(|path| path.contains("/intake"));
    let case = desk.path().split("/intake").next().expect("the case").to_owned();
    desk.open(&format!("{case}/person"));
    assert_eq!(desk.value("電話（携帯）"), "090-1234-5678");
    assert_eq!(desk.value("フリガナ"), "ワタナベ ヒヨリ");
    for typed in
        ["わたなべ", "ﾜﾀﾅﾍﾞ", "ワタナベ　ヒヨリ", "渡邉", "渡辺", "渡邊ひより", "5678", "昭和60年4月13日", "19850413"]
    {
        desk.open("/cases");
        desk.fill("名前・ふりがな", typed);
        desk.press("探す");
        desk.wait_until_at(|path| path.starts_with("/cases/search"));
        assert!(desk.shows("渡邉 ひより"), "{typed} finds her");
        assert!(desk.shows(&format!("「{typed}」の検索結果")), "the page says what was searched");
    }
    desk.open("/cases");
    desk.fill("名前・ふりがな", "鷹取谷");
    desk.press("探す");
    desk.wait_for_words("見つかりませんでした");
    assert!(desk.shows("別の漢字やふりがな"), "the page says how to go on");
}

#[test]
fn filters_of_the_list_combine_each_can_be_taken_off_and_the_way_back_leads_to_them_u3_u4_u9() {
    const READINGS: &str =
        "return [...document.querySelectorAll('td:first-child .below')].map((kana) => kana.textContent)";
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login(Role::Chief));
    let readings = || -> Vec<String> {
        let found = desk.browser.run(READINGS, &[]);
        found.as_array().into_iter().flatten().filter_map(|kana| kana.as_str().map(str::to_owned)).collect()
    };
    desk.open("/cases?size=100");
    let all = readings().len();
    desk.open("/cases");
    desk.press("か");
    desk.wait_until_at(|path| path.contains("tab="));
    let shown = readings();
    let in_row = |kana: &String| kana.starts_with(|first| "カガキギクグケゲコゴ".contains(first));
    assert!(!shown.is_empty() && shown.len() < all && shown.iter().all(in_row), "か shows か to ご: {shown:?}");
    let sorted = desk.browser.run("return arguments[0].toSorted(new Intl.Collator('ja').compare)", &[json!(shown)]);
    assert_eq!(json!(shown), sorted, "in the order of the 五十音");

    // The year that begins in April: of each half, the cases are in one list and not in the other.
    let years = desk.browser.run(
        "return [...document.querySelectorAll('select[name=year] option')].map((year) => year.value).filter(Boolean)",
        &[],
    );
    let mut sum = 0;
    for year in years.as_array().expect("years").iter().filter_map(Value::as_str) {
        desk.open(&format!("/cases?year={year}&size=100"));
        let begin = year.parse::<i32>().expect("a year");
        let numbers =
            desk.browser.run("return [...document.querySelectorAll('td:nth-child(2)')].map((td) => td.innerText)", &[]);
        for number in numbers.as_array().expect("numbers").iter().filter_map(Value::as_str) {
            assert!(number.starts_with(&format!("{begin}-")), "{number} was counted in the fiscal year {begin}");
            sum += 1;
        }
    }
    assert_eq!(sum, all, "every case is received in one of the years");

    desk.open("/cases?tab=%E3%81%8B&year=2026&mine=1");
    let chips = || desk.browser.find_all("//a[contains(@class, 'chip') and not(contains(@class, 'chips'))]");
    assert_eq!(chips().len(), 3, "three filters stand above the list");
    let before = desk.path();
    desk.browser.click(&chips()[0]).expect("a filter is taken off");
    desk.wait_until_at(|path| path != before);
    assert_eq!(chips().len(), 2);
    desk.browser.back();
    desk.wait_until_at(|path| path == before);
    assert!(before.is_ascii(), "the address holds no name: {before}");
}
