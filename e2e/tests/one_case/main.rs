//! One person's case, from the first word at the desk to a telephone call after closure: only through the pages, and each step
//! by the worker who takes it.

mod beginning;
mod ending;
mod papers;
mod planning;

use banso_e2e::{Desk, Product, Role};

const NAME: &str = "青柳 渚";
const KANA: &str = "アオヤギ ナギサ";
const GOAL: &str = "「朝ごはんを食べて、週に3日は外に出る」";

#[test]
fn a_case_goes_from_reception_to_closure_and_after_through_the_pages_of_those_who_do_it() {
    let mut product = Product::start();
    let colleague = Desk::signed_in(&product, product.login_called("counselor2"));
    let namesake = colleague.receive("青柳 凪沙", KANA);
    colleague.screen(
        &namesake,
        "情報提供や相談対応のみで終了",
        &[("判断の理由・コメント", "ハローワークの場所を伝えた。")],
    );
    drop(colleague);

    let counselor = Desk::signed_in(&product, product.login_called("counselor"));
    let case = beginning::reception(&counselor);
    beginning::consent(&counselor, &case);
    beginning::screening(&counselor, &case);
    beginning::records(&counselor, &case);
    beginning::assessment(&counselor, &case);
    planning::plan(&counselor, &case);

    let chief = Desk::signed_in(&product, product.login(Role::Chief));
    planning::conference(&chief, &case, "新規プラン");
    let officer = Desk::signed_in(&product, product.login(Role::Officer));
    planning::decision(&officer, &case);
    planning::support(&counselor, &case);
    ending::evaluation(&counselor, &case);
    planning::conference(&chief, &case, "終結");
    ending::closure(&counselor, &case);
    ending::earlier_days(&counselor, &case);
    papers::every_sheet(&counselor, &case);
    drop((counselor, chief, officer));
    papers::command_line(&mut product, &case);
}
