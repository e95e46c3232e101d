//! An invitation is made by the administrator, opened by the one who was invited, and lets them in with a password of their own.

use banso_e2e::{Desk, Product, Role};

const CHOSEN: &str = "leaves along the river";

#[test]
fn an_invited_social_worker_chooses_a_password_and_signs_in_with_it() {
    let product = Product::start();
    let admin = Desk::signed_in(&product, product.login(Role::Administrator));
    admin.open("/administration/staff");
    admin.press("森田 茂");
    admin.press("招待のリンクを作る");
    admin.inspect(&[]);
    admin.press("招待のリンクを作る");
    admin.wait_for_words("別々の方法で伝えてください");
    admin.inspect(&[]);
    let address = admin.value("招待のリンク");
    let page = address.find("/invitation/").map(|place| address[place..].to_owned()).expect("the address of the page");

    let invited = Desk::at(&product);
    invited.open(&page);
    invited.inspect(&[]);
    invited.fill("ログイン名", "chief");
    invited.fill("新しいパスワード", CHOSEN);
    invited.press("パスワードを決める");
    invited.wait_for_complaint("ログイン名が違います");
    invited.inspect(&[]);
    invited.fill("ログイン名", "clinic");
    invited.fill("新しいパスワード", CHOSEN);
    invited.press("パスワードを決める");
    invited.wait_for_words("パスワードを決めました");
    invited.inspect(&[]);
    invited.open(&page);
    invited.wait_for_words("このページは開けません");

    invited.open("/sign-in");
    invited.fill("ログイン名", "clinic");
    invited.fill("パスワード", CHOSEN);
    invited.press("ログインする");
    invited.wait_for_words("共有されたケース");
    invited.open("/account/notices");
    invited.press("カレンダーのアドレスを作る");
    invited.wait_for_words("このページでしか表示されません");
    invited.inspect(&[]);
}
