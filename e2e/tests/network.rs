//! Who stands beside a person: added by keyboard alone, seen on the map and in the table, and what the rules say about it.

use banso_e2e::{Desk, Looks, Product, day};

const NAME: &str = "野々村 光";

#[test]
fn a_supporter_is_added_by_keyboard_and_the_warnings_follow_u17_u25() {
    let product = Product::start();
    let desk = Desk::signed_in(&product, product.login_called("counselor"));
    let case = desk.receive(NAME, "ノノムラ ヒカル");

    // The centre alone: a second place is suggested, and the map says where nobody is.
    desk.open(&case);
    desk.key_press("ネットワーク");
    desk.wait_until_at(|path| path.ends_with("/network"));
    assert!(desk.shows("R-45") && desk.shows("相談できるところが、このセンターのほかにありません"));
    assert!(desk.shows("まだいません"));
    desk.inspect(&[NAME]);
    desk.walk_through();

    desk.key_press("支える人・機関を加える");
    desk.wait_until_at(|path| path.ends_with("/network/new"));
    desk.key_press("保存する");
    desk.wait_for_complaint("登録のない人・機関の名前を入力してください");
    desk.inspect(&[NAME]);
    desk.key_in("登録のない人・機関の名前", "囲碁の会の佐々木さん");
    desk.key_pick("その人・機関の区分", "民生委員");
    desk.key_tick("何のため", "ふだんの話し相手・見守り");
    desk.key_in("本人のことば", "「だまって隣にいてくれる」");
    desk.key_press("保存する");
    desk.wait_for_done("ネットワークに加えました");
    assert!(desk.shows("「だまって隣にいてくれる」") && !desk.shows("R-45"));
    desk.inspect(&[NAME]);

    // A support that ends soon is no anchor; the neighbour is one. Without the neighbour the rule speaks.
    desk.press("支える人・機関を加える");
    desk.fill("登録された機関", "NPO法人 はたらく準備室");
    desk.fill("いつまで", &day(60));
    desk.press("保存する");
    desk.wait_for_done("ネットワークに加えました");
    assert!(!desk.shows("R-46") && desk.shows("終わる予定"));
    desk.press("囲碁の会の佐々木さん");
    desk.inspect(&[NAME]);
    desk.fill("理由", "佐々木さんが引っ越した。");
    desk.press("終わりを記録する");
    desk.wait_for_done("支援の終わりを記録しました");
    assert!(desk.shows("R-46") && desk.shows("その後も続く支援がありません"));

    looks_well(&desk, &case);
    history(&desk, &case);
}

/// The page at every width, in forced colours and without colours.
fn looks_well(desk: &Desk<'_>, case: &str) {
    let mut looks = Looks::new(&desk.browser);
    looks.knows([NAME.to_owned()]);
    desk.open(&format!("{case}/network"));
    looks.widths("ja");
    looks.at_the_desk();
    looks.in_the_hand();
    looks.in_forced_colours_and_stillness();
    assert!(looks.complaints().is_empty(), "{}", looks.complaints().join("\n"));
    // On a telephone the picture is as wide as the page, and no letter of it leaves its box.
    desk.browser.resize(360, 740);
    let outside = "const all = [...document.querySelectorAll('.eco text')];
        const frame = document.querySelector('.eco').getBoundingClientRect();
        return all.filter((text) => { const at = text.getBoundingClientRect();
          return at.left < frame.left - 1 || at.right > frame.right + 1 || at.height < 10; }).length";
    assert_eq!(desk.browser.run(outside, &[]), 0, "letters reach over the edge of the picture or are too small");
    desk.browser.resize(1366, 768);
    desk.browser.touch(false);
}

/// The history tells who joined and who left.
fn history(desk: &Desk<'_>, case: &str) {
    desk.open(&format!("{case}/history"));
    for words in ["ネットワークに加わった", "支援の終わり", "佐々木さんが引っ越した。"] {
        assert!(desk.shows(words), "{words}");
    }
}
