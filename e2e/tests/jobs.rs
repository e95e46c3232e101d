//! Practices and jobs: the office ends a practice and writes down what was thought of it; the employer says yes to a goal on its own page;
//! the person sees their work. Each with a login of their own.

use banso_e2e::{Desk, Product, Role, day};

#[test]
fn a_practice_ends_and_what_person_and_employer_thought_of_it_is_asked_for() {
    let product = Product::start();
    let office = Desk::signed_in(&product, product.login(Role::Office));
    office.press("実習・就職");
    assert_eq!(office.heading(), "実習・就職");
    office.inspect(&[]);
    let practice = "//tr[contains(., 'みどりの園芸')]//a[starts-with(@href, '/jobs/')]";
    let link = office.browser.find_all(practice).into_iter().last().expect("a practice that runs");
    office.browser.click(&link).expect("it opens");
    office.wait_for_words("花の苗の植え替え");
    office.inspect(&[]);

    office.press("終わりを記録する");
    office.fill("日付", "2001-01-01");
    office.tick_in("理由", "期間が終わった");
    office.press("記録する");
    office.wait_for_complaint("終わりの日が、初日より前になっています。日付を確かめてください");
    assert_eq!(office.value("日付"), "2001-01-01", "what was typed is kept");
    office.inspect(&[]);
    office.fill("日付", &day(0));
    office.press("記録する");
    office.wait_for_done("記録しました");
    assert!(office.shows("企業の評価と本人の感想の記録"), "both are asked for their words");

    office.press("評価・感想を記録する");
    office.tick_in("だれのことばか", "企業");
    office.fill("ことば", "水やりの順番を自分で考えていた。");
    office.inspect(&[]);
    office.press("記録する");
    office.wait_for_done("記録しました");
    assert!(office.shows("水やりの順番を自分で考えていた。"));
    office.inspect(&[]);
}

#[test]
fn the_employer_says_yes_to_a_goal_and_sees_nothing_that_is_not_its_own_r_13_r_86_r_87() {
    let product = Product::start();
    let employer = Desk::signed_in(&product, product.login(Role::Employer));
    employer.press("実習・就職");
    assert_eq!(employer.heading(), "働いている人");
    employer.inspect(&[]);
    let somebody = "//a[starts-with(@href, '/workplace/')]";
    let link = employer.browser.find_all(somebody).into_iter().next().expect("somebody who works here");
    employer.browser.click(&link).expect("it opens");
    employer.wait_for_words("半年の目標");
    assert!(employer.shows("企業：まだ") && !employer.shows("職場の中の支え") && !employer.shows("変更の履歴"));
    employer.inspect(&[]);
    employer.press("目標への合意を記録する");
    employer.tick_in("どの目標か", "休むときは、前の日までに主任に言う");
    employer.inspect(&[]);
    employer.press("記録する");
    employer.wait_for_done("記録しました");
    assert!(!employer.shows("企業：まだ"));
}

#[test]
fn the_person_reads_of_their_own_work_in_plain_words() {
    let product = Product::start();
    let person = Desk::signed_in(&product, product.login(Role::ThePerson));
    person.press("わたしの仕事を 見る");
    person.wait_for_words("わたしの仕事");
    assert!(person.shows("はやぶさ物流") && person.shows("みどりの園芸"), "the job of years ago is still theirs");
    person.inspect(&[]);
}
