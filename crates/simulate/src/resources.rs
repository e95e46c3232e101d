//! The resource directory: a list as it is published, made up, and what the region knows beside it.

use std::{collections::BTreeMap, io::Cursor};

use banso_app::{App, CaseSearch, CaseView, LineOfPlan, UseCaseError};
use banso_domain::{
    case::Stage,
    resource::{ContactPerson, Field, ResourceSearch, Shortlist, Told},
};
use banso_exchange::{Extent, Roster, Wanted};

use crate::{RegionError, cast::Cast, failure::while_doing};

/// A list in the form of WAM NET: three sites of two corporations, two services at one of them, hours that nobody filled in, a point in the
/// sea.
const PUBLISHED: &str = "都道府県コード又は市区町村コード,NO（※システム内の固有の番号、連番）,法人の名称,法人の名称_かな,サービス種別,事業所の名称,\
事業所の名称_かな,事業所番号,事業所住所（市区町村）,事業所住所（番地以降）,事業所電話番号,事業所URL,事業所緯度,事業所経度,利用可能な時間帯（平日）,利用可能な時間帯（土曜）,定休日,定員
14100,D0000000001,社会福祉法人みどりの丘福祉会,みどりのおかふくしかい,就労移行支援,ワークみどり,わーくみどり,1410000001,神奈川県みどりの丘市中央,１丁目２番３号,046-000-0101,https://example.jp/midori/,35.4431,139.3625,09:00-17:00,00:00-00:00,土日祝日・年末年始,20
14100,D0000000002,社会福祉法人みどりの丘福祉会,みどりのおかふくしかい,就労定着支援,ワークみどり,わーくみどり,1410000001,神奈川県みどりの丘市中央,１丁目２番３号,046-000-0101,https://example.jp/midori/,35.4431,139.3625,09:00-17:00,00:00-00:00,土日祝日・年末年始,
14100,D0000000003,社会福祉法人みどりの丘福祉会,みどりのおかふくしかい,就労継続支援Ａ型,パンこうぼう　みどり,ぱんこうぼうみどり,1410000001,神奈川県みどりの丘市北,４丁目５番６号,046-000-0102,,35.4712,139.3411,08:30-15:30,08:30-15:30,日曜日,15
14100,D0000000004,株式会社あさひキャリア,あさひきゃりあ,就労移行支援,ＡＳＡＨＩキャリア駅前,あさひきゃりあえきまえ,1410000002,神奈川県みどりの丘市駅前,７番８号,046-000-0103,https://example.jp/asahi/,35.4412,139.3702,10:00-16:00,,土日,20
14100,D0000000005,株式会社あさひキャリア,あさひきゃりあ,自立訓練(生活訓練),あさひ生活教室,あさひせいかつきょうしつ,1410000003,神奈川県みどりの丘市南,９丁目１?番,046-000-0104,,34.0000,141.5000,10:00-16:00,,土日,12
14100,D0000000006,社会福祉法人みどりの丘福祉会,みどりのおかふくしかい,就労移行支援,みどり西ワーク,みどりにしわーく,1410000004,神奈川県みどりの丘市西,２丁目４番,046-000-0105,,35.4400,139.3500,09:00-16:00,,土日,10
";

/// What no source lists.
const OWN: [&[(Field, &str)]; 3] = [
    &[
        (Field::Name, "働く仲間の会"),
        (Field::Kana, "はたらくなかまのかい"),
        (Field::ServiceKind, "当事者の会"),
        (Field::Needs, "work mental"),
        (Field::Latitude, "35.4405"),
        (Field::Longitude, "139.3650"),
        (Field::Municipality, "神奈川県みどりの丘市"),
        (Field::Street, "市民センター 2階"),
        (Field::HoursNote, "第2土曜の14時から16時"),
        (Field::Fees, "お茶代100円"),
        (Field::Strengths, "働き続けている先輩の話を聞ける"),
        (Field::Limits, "1回に12人まで"),
    ],
    &[
        (Field::Name, "みどりの丘 家族の会"),
        (Field::Kana, "みどりのおかかぞくのかい"),
        (Field::ServiceKind, "家族会"),
        (Field::Phone, "046-000-0110"),
        (Field::PreferredContact, "電話。夜は出られない"),
    ],
    &[
        (Field::Name, "おすそわけ食堂"),
        (Field::Kana, "おすそわけしょくどう"),
        (Field::ServiceKind, "ボランティア"),
        (Field::Needs, "food"),
        (Field::Street, "神奈川県みどりの丘市南 集会所"),
        (Field::HoursNote, "毎週水曜の17時から19時"),
        (Field::Fees, "無料"),
    ],
];

fn read(list: &str) -> Result<Roster, UseCaseError> {
    let file = &mut Cursor::new(list.as_bytes());
    banso_exchange::read(file, Wanted::default(), &mut |_| None)
        .map_err(|refused| UseCaseError::Definition(refused.to_string()))
}

/// Reads it in and writes beside it, the day being today.
pub(crate) async fn known(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let doing = while_doing("writing the resource directory", today);
    let written = async {
        let worker = &cast.workers[0];
        app.import_resources(&app.operator().await?, &read(PUBLISHED)?).await?;
        for fields in OWN {
            let told: Told = fields.iter().map(|(field, words)| (*field, (*words).to_owned())).collect();
            let id = app.enter_resource(worker, told).await?;
            app.confirm_resource(worker, id, 1, today).await?;
        }
        let search = ResourceSearch {
            words: "ワークみどり".to_owned(),
            service_kind: "就労移行支援".to_owned(),
            ..ResourceSearch::default()
        };
        let found = app.find_resources(worker, &search, 1).await?;
        let midori = found.first().ok_or(UseCaseError::NotFound)?;
        let words = [
            (Field::Phone, "046-000-0199（見学の予約）"),
            (Field::FreePlaces, "3"),
            (Field::Needs, "work disability"),
            (Field::Strengths, "体調に合わせて、週2日から始められる"),
            (Field::WeakPoints, "事務の実習先が少ない"),
        ];
        let words: BTreeMap<_, _> = words.into_iter().map(|(field, words)| (field, Some(words.to_owned()))).collect();
        app.edit_resource(worker, midori.resource.id, midori.version, words).await?;
        let contact = ContactPerson {
            name: "丘野 さとる".to_owned(),
            role: "サービス管理責任者".to_owned(),
            reached: "046-000-0101".to_owned(),
            agreed_by: "本人から電話で".to_owned(),
            agreed_on: today,
            asked_by: worker.agency(),
        };
        app.name_resource_contact(worker, midori.resource.id, midori.version + 1, contact).await?;
        named_in_plans(app, cast).await?;
        // The next half-year's list: one office is listed no more, another has moved.
        app.import_resources(&app.operator().await?, &next_half_year()?).await?;
        Ok(())
    };
    written.await.map_err(doing)
}

/// The places of some plans, and a shortlist that somebody wanted kept.
async fn named_in_plans(app: &App, cast: &Cast) -> Result<(), UseCaseError> {
    let today = app.clock().today();
    let worker = &cast.workers[0];
    let found = async |words: &str| {
        let search = ResourceSearch { words: words.to_owned(), ..ResourceSearch::default() };
        let rows = app.find_resources(worker, &search, 1).await?;
        rows.first().map(|row| row.resource.id).ok_or(UseCaseError::NotFound)
    };
    let places = [found("みどり西ワーク").await?, found("ＡＳＡＨＩキャリア駅前").await?, found("働く仲間の会").await?];
    // Three plans and more lead to the group of peers, so that its entry may say in how many it stands.
    let mut left = [places[0], places[1], places[2], places[2], places[2]].into_iter();
    let search = CaseSearch { limit: 40, ..CaseSearch::of(CaseView::Open) };
    let (cases, _) = app.cases(&cast.chief, &search).await?;
    for row in cases {
        let file = app.case_file(&cast.chief, row.id).await?;
        let Some(plan) = file.case.current_plan().filter(|plan| plan.decision.is_some()) else { continue };
        if file.case.stage() != Stage::InSupport || plan.content.actions.is_empty() {
            continue;
        }
        let Some(place) = left.next() else { break };
        let at = LineOfPlan { plan: plan.id, line: plan.content.actions.len() - 1, expected: file.version };
        let why = ("見学して、本人が行ってみたいと言った。".to_owned(), today);
        app.name_place(&cast.chief, row.id, at, Some(place), Some(why)).await?;
        app.keep_shortlist(&cast.chief, row.id, &Shortlist::of(places)?, true).await?;
    }
    Ok(())
}

/// The list of the next half-year.
fn next_half_year() -> Result<Roster, UseCaseError> {
    let rows = PUBLISHED.lines().filter(|row| !row.contains("みどり西ワーク"));
    let moved: Vec<String> =
        rows.map(|row| row.replace("駅前,７番８号,046-000-0103", "駅前,９番１号,046-000-0193")).collect();
    Ok(Roster { extent: Extent::Whole, ..read(&moved.join("\n"))? })
}
