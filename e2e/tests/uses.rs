//! The use of programmes: the transition office lengthens a term and sees the arithmetic, is refused where the rules say no, and hires
//! are written down; the person sees their years. Each with a login of their own.

use banso_e2e::{Desk, Product, Role, day};

#[test]
fn a_term_is_lengthened_once_and_its_arithmetic_can_be_read_k05_p86_r90() {
    let product = Product::start();
    let office = Desk::signed_in(&product, product.login(Role::Office));
    assert_eq!(office.heading(), "サービスの利用");
    office.inspect(&[]);

    // The one whose use was interrupted and lengthened.
    let in_search = "//tr[contains(., '就職活動')]//a[starts-with(@href, '/episodes/')]";
    let link = office.browser.find_all(in_search).into_iter().next().expect("somebody who looks for a job");
    office.browser.click(&link).expect("it opens");
    office.wait_for_words("利用期間の計算");
    for words in ["24か月", "31日を足す", "延長 6か月を足す", "この利用の記録"] {
        assert!(office.shows(words), "{words}");
    }
    assert!(!office.shows("期間を延長する"), "what was lengthened once is not lengthened again");
    office.inspect(&[]);

    office.press("できごとを記録する");
    office.tick_in("何があったか", "就職した");
    office.fill("その日", &day(0));
    office.inspect(&[]);
    office.press("記録する");
    office.wait_for_done("利用を記録しました");
    assert!(office.shows("就職後の支援の終わり"), "six months of support are counted from the hiring");

    office.press("期間を短くする");
    office.fill("新しい終わりの日", "2001-01-01");
    office.fill("理由", "転居した。");
    office.press("記録する");
    office.wait_for_complaint("終わりの日が、利用開始日より前です。");
    assert_eq!(office.value("新しい終わりの日"), "2001-01-01", "what was typed is kept");
    office.inspect(&[]);
}

#[test]
fn the_years_of_a_person_stand_on_one_line_for_them() {
    let product = Product::start();
    let person = Desk::signed_in(&product, product.login(Role::ThePerson));
    person.press("これまでの 年月を 見る");
    person.wait_for_words("利用の一覧");
    let lanes = person.browser.find_all("//*[local-name()='text' and @class='years__lane']");
    assert!(lanes.len() >= 6, "five agencies and the centre have a lane each: {}", lanes.len());
    person.inspect(&[]);
}
