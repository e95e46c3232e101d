//! Referrals on their pages: written, checked, sent, answered there or without an account, taken back.

use axum::http::{Request, StatusCode};
use banso_domain::{id::ReferralId, staff::Role};

use crate::world::{Answer, NAME, Visitor, World};

/// A referral from the chief's desk, by the pages: its address on the side of the case, and its identifier.
struct Desk {
    world: World,
    chief: Visitor,
    stranger: Visitor,
    list: String,
}

impl Desk {
    async fn new() -> Self {
        let world = World::new().await;
        let chief = world.sign_in("chief").await;
        let stranger = world.sign_in("stranger").await;
        let list = format!("/cases/{}/referrals", world.case);
        Self { world, chief, stranger, list }
    }

    /// The agency at which the stranger works.
    async fn other_centre(&self) -> String {
        self.world.actor("stranger", Role::ChiefCounselor).await.agency().to_string()
    }

    async fn draft(&self, fields: &[(&str, &str)]) -> String {
        let answer = self.world.send_form(&format!("{}/new", self.list), &self.chief, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location.split('?').next().unwrap_or_default().to_owned()
    }

    async fn to_the_other_centre(&self) -> String {
        let to = self.other_centre().await;
        let fields = [
            ("to", to.as_str()),
            ("aim", "家計の見直し"),
            ("known", "家賃の滞納がある"),
            ("asked", "家計表を一緒に作ってほしい"),
            ("route", "via_person"),
            ("helps", "memo"),
        ];
        self.draft(&fields).await
    }

    async fn agree(&self, referral: &str) {
        let version = self.version(&format!("{referral}/step/consent")).await;
        let fields = [("version", version.as_str()), ("will", "agrees"), ("form", "oral"), ("on", "today")];
        let today = self.world.app.clock().today().to_string();
        let fields = fields.map(|(name, value)| (name, if value == "today" { today.as_str() } else { value }));
        let answer = self.world.send_form(&format!("{referral}/step/consent"), &self.chief, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }

    async fn version(&self, address: &str) -> String {
        let page = self.see(address).await;
        let version = page.body.split_once("name=\"version\" value=\"").and_then(|(_, rest)| rest.split_once('"'));
        version.expect("a version").0.to_owned()
    }

    async fn send(&self, referral: &str) {
        let version = self.version(&format!("{referral}/send")).await;
        let fields = [("version", version.as_str())];
        let answer = self.world.send_form(&format!("{referral}/send"), &self.chief, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }

    async fn sent(&self) -> (String, String) {
        let referral = self.to_the_other_centre().await;
        self.agree(&referral).await;
        self.send(&referral).await;
        let id: ReferralId = referral.rsplit('/').next().unwrap_or_default().parse().expect("an identifier");
        (referral, format!("/referrals/{id}"))
    }

    async fn see(&self, address: &str) -> Answer {
        self.world.ask("GET", address, Some(&self.chief), false).await
    }

    async fn there(&self, address: &str) -> Answer {
        self.world.ask("GET", address, Some(&self.stranger), false).await
    }

    async fn withdraw(&self, referral: &str) {
        let today = self.world.app.clock().today().to_string();
        let fields = [("on", today.as_str())];
        let answer = self.world.send_form(&format!("{referral}/step/withdraw"), &self.chief, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
}

#[tokio::test]
async fn u14_before_it_is_sent_a_page_lists_receiver_items_purpose_and_basis() {
    let desk = Desk::new().await;
    let referral = desk.to_the_other_centre().await;
    desk.agree(&referral).await;

    let page = desk.see(&format!("{referral}/send")).await;

    for words in ["港センター", "先方で読む人", "伝わる項目", "家計の見直し", "同意する", "口頭", "家賃の滞納がある"]
    {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let list = desk.there("/referrals").await;
    assert!(!list.body.contains(NAME), "nothing was sent yet");
}

#[tokio::test]
async fn p_40_without_the_persons_word_the_page_offers_to_record_it_and_nothing_else() {
    let desk = Desk::new().await;
    let referral = desk.to_the_other_centre().await;

    let page = desk.see(&format!("{referral}/send")).await;

    assert!(page.body.contains("P-40") && page.body.contains("/step/consent"), "{}", page.body);
    assert!(!page.body.contains("name=\"version\""), "there is no button that sends");
}

#[tokio::test]
async fn r_55_what_is_still_empty_is_named_before_it_is_sent_and_it_may_be_sent_all_the_same() {
    let desk = Desk::new().await;
    let to = desk.other_centre().await;
    let referral = desk.draft(&[("to", to.as_str()), ("aim", "家計の見直し"), ("route", "via_person")]).await;
    desk.agree(&referral).await;

    let page = desk.see(&format!("{referral}/send")).await;

    assert!(page.body.contains("R-55") && page.body.contains("R-18"), "{}", page.body);
    assert!(page.body.contains("分かっていること、お願いしたいこと、返事がほしい日"), "{}", page.body);
    desk.send(&referral).await;
}

#[tokio::test]
async fn r_09_the_direct_way_asks_for_its_reason_and_keeps_what_was_typed() {
    let desk = Desk::new().await;
    let fields = [("outside_name", "みなと法律事務所"), ("known", "書きかけの文"), ("route", "direct")];

    let answer = desk.world.send_form(&format!("{}/new", desk.list), &desk.chief, &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["直接伝える理由を書いてください", "書きかけの文", "みなと法律事務所"] {
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_referral_names_one_receiver() {
    let desk = Desk::new().await;
    let to = desk.other_centre().await;
    let new = format!("{}/new", desk.list);

    let nobody = desk.world.send_form(&new, &desk.chief, &[("aim", "相談")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let both = [("to", to.as_str()), ("outside_name", "みなと法律事務所")];
    let twice = desk.world.send_form(&new, &desk.chief, &both).await;
    assert!(twice.body.contains("名前は空けてください"), "{}", twice.body);
}

#[tokio::test]
async fn the_agency_reads_says_that_it_has_it_and_answers_once() {
    let desk = Desk::new().await;
    let (referral, there) = desk.sent().await;
    let inbox = desk.there("/referrals").await;
    assert!(inbox.body.contains(NAME) && inbox.body.contains(&there), "{}", inbox.body);
    let page = desk.there(&there).await;
    assert!(page.body.contains("家計表を一緒に作ってほしい") && page.body.contains("青葉センター"));

    let seen = desk.world.send_form(&format!("{there}/seen"), &desk.stranger, &[]).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER);
    let fields = [("word", "accepts"), ("name", "川口"), ("note", "お待ちしています")];
    let first = desk.world.send_form(&format!("{there}/answer"), &desk.stranger, &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let second = desk.world.send_form(&format!("{there}/answer"), &desk.stranger, &fields).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.body.contains("P-41"), "{}", second.body);
    let page = desk.see(&referral).await;
    assert!(page.body.contains("お待ちしています") && page.body.contains("つながったか確かめます"), "{}", page.body);
}

#[tokio::test]
async fn an_answer_without_a_reason_comes_back_with_what_was_typed() {
    let desk = Desk::new().await;
    let (_, there) = desk.sent().await;
    let fields = [("word", "declines"), ("name", "川口"), ("note", "書きかけの様子")];

    let answer = desk.world.send_form(&format!("{there}/answer"), &desk.stranger, &fields).await;

    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("受けられない理由を書いてください") && answer.body.contains("書きかけの様子"));
}

#[tokio::test]
async fn once_the_person_takes_it_back_the_other_agency_reads_nothing_of_it_at_the_next_request() {
    let desk = Desk::new().await;
    let (referral, there) = desk.sent().await;
    desk.withdraw(&referral).await;

    let page = desk.there(&there).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains("取り下げました"), "{}", page.body);
    let answer = desk.world.send_form(&format!("{there}/answer"), &desk.stranger, &[("word", "accepts")]).await;
    let inbox = desk.there("/referrals").await;
    assert!(inbox.body.contains("取り下げました"), "{}", inbox.body);
    let file = desk.there("/referrals?file=csv").await;
    for body in [&page.body, &answer.body, &inbox.body, &file.body] {
        for words in [NAME, "ハスミ", "家賃", "家計"] {
            assert!(!body.contains(words), "{words}: {body}");
        }
    }
}

#[tokio::test]
async fn a_draft_is_not_there_for_the_agency_that_it_is_for() {
    let desk = Desk::new().await;
    let referral = desk.to_the_other_centre().await;
    let id = referral.rsplit('/').next().unwrap_or_default();

    assert_eq!(desk.there(&format!("/referrals/{id}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.there(&referral).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_sent_lies_in_the_senders_list_with_its_next_step_and_can_be_had_as_a_file() {
    let desk = Desk::new().await;
    desk.sent().await;

    for address in
        ["/referrals?side=sent", "/referrals?side=sent&file=csv", &desk.list, "/referrals?side=sent&state=sent"]
    {
        let list = desk.see(address).await;
        assert_eq!(list.status, StatusCode::OK);
        assert!(
            list.body.contains("港センター") && list.body.contains("返事を待っています"),
            "{address}: {}",
            list.body
        );
    }
    let others = desk.see("/referrals?side=sent&state=accepted").await;
    assert!(!others.body.contains("港センター</td>"), "{}", others.body);
}

#[tokio::test]
async fn a_refusal_is_work_for_whoever_is_in_charge() {
    let desk = Desk::new().await;
    let (referral, there) = desk.sent().await;
    let fields = [("word", "declines"), ("reason", "空きがない"), ("name", "川口")];
    desk.world.send_form(&format!("{there}/answer"), &desk.stranger, &fields).await;

    let work = desk.see("/").await;
    assert!(work.body.contains("次の先を決めます") && work.body.contains(&referral), "{}", work.body);

    let id = referral.rsplit('/').next().unwrap_or_default();
    let next = desk.see(&format!("{}/new?replaces={id}", desk.list)).await;
    assert!(next.body.contains("家賃の滞納がある"), "the same is asked elsewhere: {}", next.body);
    let fields = [
        ("outside_name", "みなと法律事務所"),
        ("outside_kind", "legal"),
        ("aim", "家計の見直し"),
        ("route", "via_person"),
    ];
    let drafted = desk.world.send_form(&format!("{}/new?replaces={id}", desk.list), &desk.chief, &fields).await;
    assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.body);
    let old = desk.see(&referral).await;
    assert!(old.body.contains("この次のつなぎ"), "{}", old.body);
}

#[tokio::test]
async fn somebody_without_an_account_answers_on_a_page_that_opens_once() {
    let world = World::new().await;
    let address = world.address("/reply/{secret}", false);
    let page = world.ask("GET", &address, None, false).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(NAME) && page.body.contains("督促が続いている"), "{}", page.body);
    assert!(!page.body.contains(&world.case.to_string()), "nothing but the referral");
    let token = page.body.split_once("name=\"csrf\" value=\"").and_then(|(_, rest)| rest.split_once('"'));
    let nobody = Visitor { cookie: String::new(), csrf: token.expect("a token").0.to_owned() };

    let forged = world.ask("POST", &address, None, false).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST);
    let empty = world.send_form(&address, &nobody, &[("note", "書きかけの様子")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("書きかけの様子"), "{}", empty.body);
    let fields = [("word", "accepts"), ("name", "川口")];
    let done = world.send_form(&address, &nobody, &fields).await;
    assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, "/reply/done"));

    let again = world.ask("GET", &address, None, false).await;
    let wrong = world.ask("GET", &format!("/reply/{}", "0".repeat(64)), None, false).await;
    let nonsense = world.ask("GET", "/reply/nonsense", None, false).await;
    for page in [&again, &wrong, &nonsense] {
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.body.contains("電話をください") && !page.body.contains(NAME), "{}", page.body);
    }
    assert_eq!(again.body, wrong.body, "the page does not tell why it does not open");
}

#[tokio::test]
async fn whoever_tries_secrets_is_asked_to_wait() {
    let world = World::new().await;
    let wrong = format!("/reply/{}", "0".repeat(64));
    for _ in 0..5 {
        assert_eq!(world.ask("GET", &wrong, None, false).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(world.ask("GET", &wrong, None, false).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_page_to_reply_on_is_not_stored_and_its_address_is_not_told_to_others() {
    let world = World::new().await;
    let request = Request::get(world.address("/reply/{secret}", false));
    let headers = world.headers(request.body(axum::body::Body::empty()).expect("a request")).await;
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["referrer-policy"], "same-origin");
    assert!(!headers.contains_key("set-cookie"), "no session begins");
}

#[tokio::test]
async fn the_address_of_the_page_is_shown_once_to_the_sender() {
    let desk = Desk::new().await;
    let referral = desk.world.address("/cases/{case}/referrals/{referral}", false);

    let shown = desk.world.send_form(&format!("{referral}/reply-page"), &desk.chief, &[]).await;

    assert_eq!(shown.status, StatusCode::OK);
    let secret = shown.body.split_once("/reply/").and_then(|(_, rest)| rest.split_once('"')).expect("an address").0;
    assert_eq!(secret.len(), 64);
    assert!(!desk.see(&referral).await.body.contains(secret));
    assert_eq!(desk.world.ask("GET", &format!("/reply/{secret}"), None, false).await.status, StatusCode::OK);
    let before = desk.world.ask("GET", &desk.world.address("/reply/{secret}", false), None, false).await;
    assert_eq!(before.status, StatusCode::NOT_FOUND, "the one before no longer opens");
}
