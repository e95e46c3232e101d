//! Files in memory.

use std::{collections::BTreeMap, io::Cursor};

use banso_exchange::{FindingKind, ReadSeek, Refused, Roster, RosterRow, Wanted, read};

/// The heads of WAM NET, as published.
pub(crate) const HEADS: &str = "\"都道府県コード又は市区町村コード\",\"NO（※システム内の固有の番号、連番）\",\"指定機関名\",\"法人の名称\",\
    \"法人の名称_かな\",\"法人番号\",\"法人住所（市区町村）\",\"法人住所（番地以降）\",\"法人電話番号\",\"法人FAX番号\",\"法人URL\",\"サービス種別\",\
    \"事業所の名称\",\"事業所の名称_かな\",\"事業所番号\",\"事業所住所（市区町村）\",\"事業所住所（番地以降）\",\"事業所電話番号\",\"事業所FAX番号\",\
    \"事業所URL\",\"事業所緯度\",\"事業所経度\",\"利用可能な時間帯（平日）\",\"利用可能な時間帯（土曜）\",\"利用可能な時間帯（日曜）\",\
    \"利用可能な時間帯（祝日）\",\"定休日\",\"利用可能曜日特記事項（留意事項）\",\"定員\"";

/// A row of WAM NET about a made-up office, with some cells replaced.
pub(crate) fn office(number: &str, cells: &[(usize, &str)]) -> String {
    let mut row = [
        "01100",
        number,
        "札幌市",
        "株式会社あおば",
        "かぶしきがいしゃあおば",
        "8990000000001",
        "北海道札幌市中央区",
        "北１条西２丁目",
        "011-000-0001",
        "011-000-0002",
        "",
        "就労移行支援",
        "あおばワーク",
        "あおばわーく",
        "0110100001",
        "北海道札幌市中央区",
        "大通西１丁目",
        "011-000-0003",
        "",
        "https://example.jp/",
        "43.06",
        "141.35",
        "10:00-17:00",
        "",
        "",
        "",
        "土日祝",
        "",
        "20",
    ];
    for (at, words) in cells {
        row[*at] = words;
    }
    row.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).join(",")
}

/// A file of WAM NET with these rows.
pub(crate) fn wamnet(rows: &[String]) -> String {
    format!("\u{feff}{HEADS}\n{}\n", rows.join("\n"))
}

/// Reads bytes about which nothing is known and beside which nothing lies.
pub(crate) fn read_bytes(bytes: impl Into<Vec<u8>>) -> Result<Roster, Refused> {
    read_with(bytes, Wanted::default(), &[])
}

/// Reads bytes with other files beside them.
pub(crate) fn read_with(bytes: impl Into<Vec<u8>>, wanted: Wanted, beside: &[(&str, &str)]) -> Result<Roster, Refused> {
    let files: BTreeMap<&str, &str> = beside.iter().copied().collect();
    let mut give = |name: &str| {
        let text = (*files.get(name)?).to_owned();
        Some(Box::new(Cursor::new(text.into_bytes())) as Box<dyn ReadSeek>)
    };
    read(&mut Cursor::new(bytes.into()), wanted, &mut give)
}

/// What was found about the one row of a file of WAM NET, the row's own cells replaced.
pub(crate) fn found(cells: &[(usize, &str)]) -> Vec<FindingKind> {
    kinds(&one_row(cells))
}

/// The one row.
pub(crate) fn one_row(cells: &[(usize, &str)]) -> RosterRow {
    let mut roster = read_bytes(wamnet(&[office("A1", cells)])).expect("a roster");
    roster.rows.remove(0)
}

/// The kinds of the findings of a row.
pub(crate) fn kinds(row: &RosterRow) -> Vec<FindingKind> {
    row.findings.iter().map(|finding| finding.kind).collect()
}

/// The key of a refusal.
pub(crate) fn refusal(bytes: impl Into<Vec<u8>>) -> String {
    match read_bytes(bytes) {
        Err(Refused::NotARoster { looks_like, .. }) => looks_like.key().to_owned(),
        Err(other) => other.key().to_owned(),
        Ok(roster) => format!("it was read as {}", roster.format.name()),
    }
}
