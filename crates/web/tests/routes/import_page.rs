//! A public list read in from a page: looked at first, refused kindly, its columns named and remembered.

use axum::{
    body::Body,
    http::{
        Request, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE},
    },
};
use banso_domain::resource::ResourceSearch;

use crate::world::{Answer, Visitor, World};

const HEADS: &str = "NO（※システム内の固有の番号、連番）,法人の名称,サービス種別,事業所の名称,事業所住所（市区町村）,事業所電話番号,定員";
const FIRST: &str = "A1,あおば会,就労移行支援,あおばワーク,北海道札幌市,011-000-0001,20\nA2,あおば会,就労移行支援,みどりワーク,北海道旭川市,011-000-0002,二十\nA3,あおば会,就労移行支援,,北海道旭川市,,\n";
const SECOND: &str = "A1,あおば会,就労移行支援,あおばワーク,北海道札幌市,011-000-0009,20\n";

async fn sent(world: &World, visitor: &Visitor, file: &[u8]) -> Answer {
    let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\nContent-Type: text/csv\r\n\r\n", visitor.csrf).into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post("/resources/import").header(COOKIE, &visitor.cookie);
    let request = request.header(CONTENT_TYPE, "multipart/form-data; boundary=x");
    world.send(request.body(Body::from(body)).expect("a request")).await
}

async fn looked_at(world: &World, visitor: &Visitor, file: &[u8]) -> Answer {
    let answer = sent(world, visitor, file).await;
    assert_eq!(
        (answer.status, answer.location.as_str()),
        (StatusCode::SEE_OTHER, "/resources/import/check"),
        "{}",
        answer.body
    );
    world.ask("GET", "/resources/import/check", Some(visitor), false).await
}

fn digest(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"digest\" value=\"").expect("a digest");
    rest.split_once('"').expect("its end").0.to_owned()
}

async fn count(world: &World, words: &str) -> usize {
    let operator = world.app.operator().await.expect("an administrator");
    let search = ResourceSearch { words: words.to_owned(), ..ResourceSearch::default() };
    world.app.search_resources(&operator, &search, 1).await.expect("a count").found.total
}

#[tokio::test]
async fn u24_a_list_is_shown_with_its_report_and_read_in_with_one_press() {
    for world in World::on_both_engines().await {
        let chief = world.sign_in("chief").await;
        let page = looked_at(&world, &chief, format!("{HEADS}\n{FIRST}").as_bytes()).await;
        assert_eq!(page.status, StatusCode::OK);
        for words in [
            "WAM NET",
            "UTF-8",
            "あおばワーク",
            "名称がありません",
            "定員が数字ではありません",
            "まだ何も変わっていません",
        ] {
            assert!(page.body.contains(words), "{words}");
        }
        assert_eq!(count(&world, "あおばワーク").await, 0, "nothing is half-imported");
        let other = world.post("/resources/import/take", &chief, &[("digest", "another")]).await;
        assert_eq!(other.location, "/resources/import?done=list-waits-no-more");
        let taken = world.post("/resources/import/take", &chief, &[("digest", &digest(&page.body))]).await;
        assert_eq!(taken.location, "/resources/import?done=list-read-in", "{}", taken.body);
        assert_eq!(count(&world, "あおばワーク").await, 1);

        let next = looked_at(&world, &chief, format!("{HEADS}\n{SECOND}").as_bytes()).await.body;
        let gone = next.split_once("id=\"gone-title\"").expect("what is listed no more").1;
        assert!(gone.contains("みどりワーク"), "p_131 what is listed no more is shown before");
        world.clear().await;
    }
}

#[tokio::test]
async fn u24_what_a_list_would_change_stands_before_and_after_page_by_page_and_as_a_file() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let row = |number: usize, phone: &str| {
        format!("B{number},あおば会,就労移行支援,ひかり{number},北海道札幌市,011-000-{phone},20")
    };
    let list = |phone: &str| format!("{HEADS}\n{}\n", (0..60).map(|it| row(it, phone)).collect::<Vec<_>>().join("\n"));
    let page = looked_at(&world, &chief, list("0001").as_bytes()).await.body;
    world.post("/resources/import/take", &chief, &[("digest", &digest(&page))]).await;
    let page = looked_at(&world, &chief, list("0002").as_bytes()).await.body;
    assert!(page.contains("/resources/import/rows?part=changed"));
    let rows = async |query: &str| {
        world.ask("GET", &format!("/resources/import/rows?part={query}"), Some(&chief), false).await
    };
    let first = rows("changed").await.body;
    for words in ["ひかり0", "電話", "011-000-0001", "011-000-0002"] {
        assert!(first.contains(words), "{words}: {first}");
    }
    assert!(
        !first.contains("ひかり59") && rows("changed&page=2").await.body.contains("ひかり59"),
        "sixty rows are two pages"
    );
    let file = rows("changed&file=csv").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.body.contains("ひかり59") && file.body.contains("011-000-0001"), "the file has all of them");
    assert!(rows("added").await.body.contains("あてはまる行はありません"));
    let counselor = world.sign_in("counselor").await;
    let refused = world.ask("GET", "/resources/import/rows", Some(&counselor), false).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn p_186_where_much_is_missing_the_page_asks_whether_it_is_the_whole_list() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let row = |number: usize| format!("B{number},あおば会,就労移行支援,ひかり{number},北海道札幌市,011-000-0001,20");
    let list = |many: usize| format!("{HEADS}\n{}\n", (0..many).map(row).collect::<Vec<_>>().join("\n"));
    let page = looked_at(&world, &chief, list(20).as_bytes()).await.body;
    assert!(!page.contains("name=\"extent\""), "nothing is missing");
    world.post("/resources/import/take", &chief, &[("digest", &digest(&page))]).await;
    let page = looked_at(&world, &chief, list(8).as_bytes()).await.body;
    assert!(page.contains("name=\"extent\"") && page.contains("一部です"), "{page}");
    let digest = digest(&page);
    let unsaid = world.post("/resources/import/take", &chief, &[("digest", &digest)]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unsaid.body.contains("P-186") && unsaid.body.contains("ひかり19"),
        "the list is still shown: {}",
        unsaid.body
    );
    let taken = world.post("/resources/import/take", &chief, &[("digest", &digest), ("extent", "part")]).await;
    assert_eq!(taken.location, "/resources/import?done=list-read-in", "{}", taken.body);
}

#[tokio::test]
async fn a_wrong_file_is_refused_kindly_with_what_it_looks_like() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    for (file, words) in [
        (&b"%PDF-1.7 x"[..], "PDF"),
        (&b"PK\x03\x04\x14\x00[Content_Types].xml ... xl/workbook.xml"[..], "CSV で保存し直してください"),
        ("国民の祝日・休日月日,国民の祝日・休日名称\n2026/1/1,元日\n".as_bytes(), "祝日の一覧"),
        (&b"{\"resourceType\": \"CarePlan\"}"[..], "FHIR"),
        (&b"{\"a\": "[..], "JSON の1行目"),
    ] {
        let page = looked_at(&world, &chief, file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(words) && page.body.contains("何も変えていません"), "{words}: {}", page.body);
    }
    let nothing = sent(&world, &chief, b"").await;
    assert!(nothing.status == StatusCode::UNPROCESSABLE_ENTITY && nothing.body.contains("ファイルが選ばれていません"));
}

#[tokio::test]
async fn rows_in_which_nothing_stands_are_passed_over_sixty_five_thousand_of_them_too() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let empty = ",,,,,,\n".repeat(65_000);
    let page = looked_at(&world, &chief, format!("{HEADS}\n{empty}{SECOND}").as_bytes()).await;
    assert!(page.status.is_success() && page.body.contains("あおばワーク"), "{}", page.body);
    let taken = world.post("/resources/import/take", &chief, &[("digest", &digest(&page.body))]).await;
    assert_eq!(taken.location, "/resources/import?done=list-read-in", "{}", taken.body);
    assert_eq!(count(&world, "あおばワーク").await, 1);
    assert_eq!(count(&world, "").await, 2, "that office, and the group that was there before");
}

#[tokio::test]
async fn a_file_of_500_megabytes_is_refused_by_its_size_before_memory_is() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n",
        chief.csrf
    );
    // One says how large it is, one does not and is larger than any list.
    for (declared, sent) in [(Some(500_u64 << 20), 1 << 10), (None, (48 << 20) + 1)] {
        let mut body = head.clone().into_bytes();
        body.resize(body.len() + sent, b'a');
        body.extend_from_slice(b"\r\n--x--\r\n");
        let mut request = Request::post("/resources/import").header(COOKIE, &chief.cookie);
        if let Some(bytes) = declared {
            request = request.header(CONTENT_LENGTH, bytes);
        }
        let request = request.header(CONTENT_TYPE, "multipart/form-data; boundary=x");
        let answer = world.send(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(answer.body.contains("ファイルが大きすぎます") && answer.body.contains("48MBまで"), "{}", answer.body);
    }
}

#[tokio::test]
async fn p_142_the_columns_of_another_list_are_named_once_and_remembered_by_its_heads() {
    let world = World::new().await;
    let chief = world.sign_in("chief").await;
    let list = "団体名,場所,連絡先\nひだまりカフェ,みどりの丘市南,046-000-0201\n,みどりの丘市北,\n";
    let page = looked_at(&world, &chief, list.as_bytes()).await.body;
    for words in ["列を選ぶ", "団体名", "ひだまりカフェ"] {
        assert!(page.contains(words), "{words}");
    }
    let unnamed = world
        .post("/resources/import/columns", &chief, &[("list", "居場所"), ("known_by", "0"), ("column.1", "street")])
        .await;
    assert!(unnamed.status == StatusCode::UNPROCESSABLE_ENTITY && unnamed.body.contains("P-142"));
    let named =
        [("list", "居場所"), ("known_by", "0"), ("column.0", "name"), ("column.1", "street"), ("column.2", "phone")];
    let answer = world.post("/resources/import/columns", &chief, &named).await;
    assert_eq!(answer.location, "/resources/import/check", "{}", answer.body);
    let page = world.ask("GET", "/resources/import/check", Some(&chief), false).await.body;
    assert!(
        page.contains("列を選んだ一覧")
            && page.contains("ひだまりカフェ")
            && page.contains("出典の固有番号がありません")
    );
    let taken = world.post("/resources/import/take", &chief, &[("digest", &digest(&page))]).await;
    assert_eq!(taken.location, "/resources/import?done=list-read-in");

    let next = looked_at(&world, &chief, "団体名,場所,連絡先\nほっこり食堂,みどりの丘市東,046-000-0202\n".as_bytes())
        .await
        .body;
    assert!(next.contains("列を選んだ一覧") && next.contains("ほっこり食堂"), "nothing is asked a second time");
    assert!(next.split_once("id=\"gone-title\"").is_some_and(|(_, gone)| gone.contains("ひだまりカフェ")));
}

#[tokio::test]
async fn only_those_who_may_read_lists_in_send_any() {
    let world = World::new().await;
    for login in ["counselor", "clinic", "office", "employer", "person"] {
        let visitor = world.sign_in(login).await;
        assert_eq!(
            world.ask("GET", "/resources/import", Some(&visitor), false).await.status,
            StatusCode::FORBIDDEN,
            "{login}"
        );
        assert_eq!(sent(&world, &visitor, HEADS.as_bytes()).await.status, StatusCode::FORBIDDEN, "{login}");
    }
    let chief = world.sign_in("chief").await;
    let forged = Visitor { csrf: "another".to_owned(), ..chief };
    assert_eq!(sent(&world, &forged, HEADS.as_bytes()).await.status, StatusCode::BAD_REQUEST);
}
