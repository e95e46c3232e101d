//! What the report says, in English and Japanese.

use std::collections::BTreeMap;

use banso_domain::resource::Source;
use banso_exchange::{FindingKind, Format, LooksLike, Refused, Roster, Weight};

/// The form of a file.
pub(super) const fn of_format(format: Format) -> &'static str {
    match format {
        Format::WamNet => "WAM NET",
        Format::Madoguchi => "くらし支援ナビ",
        Format::Municipal => "municipal open data / 市町村のオープンデータ",
        Format::Hsds => "HSDS 3",
        Format::Named => "columns named by the region / 列を指定した表",
    }
}

/// Whom to name when the data are shown, as their licences ask.
pub(super) const fn of_source(source: Source) -> &'static str {
    match source {
        Source::WamNet => {
            "出典：障害福祉サービス等情報公表システム（独立行政法人福祉医療機構 WAM NET）のオープンデータを加工して作成"
        }
        Source::Madoguchi => "出典：くらし支援ナビ（運営: JUNKBRANDING）CC BY 4.0 を加工して作成",
        Source::Municipal => "出典：市町村のオープンデータ（CC BY）を加工して作成",
        Source::Hsds | Source::Other | Source::Region => "",
    }
}

/// The weight of a finding, for JSON.
pub(super) const fn of_weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Note => "note",
        Weight::Look => "warning",
        Weight::Rejected => "rejected",
    }
}

/// How many rows have each note.
pub(super) fn notes(roster: &Roster) -> BTreeMap<FindingKind, usize> {
    let mut counts = BTreeMap::new();
    for row in &roster.rows {
        let mut kinds: Vec<FindingKind> = row.findings.iter().map(|finding| finding.kind).collect();
        kinds.retain(|kind| kind.weight() == Weight::Note);
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            *counts.entry(kind).or_default() += 1;
        }
    }
    counts
}

/// A finding.
pub(super) const fn of_finding(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::ColumnsDiffer => "another number of cells than the head / 見出しと列の数が違います",
        FindingKind::NumberMissing => "the source's own number is missing / 出典の固有番号がありません",
        FindingKind::NumberTwice => "the number stands there twice / 同じ固有番号が2回あります",
        FindingKind::NameMissing => "the name is missing / 名称がありません",
        FindingKind::KindMissing => "the kind of service is missing / サービス種別がありません",
        FindingKind::LostCharacters => "letters were lost in a conversion / 変換で失われた文字があります",
        FindingKind::JurisdictionMissing => {
            "the municipality's code is missing, the address tells / 自治体コードがなく、住所から分かるのは"
        }
        FindingKind::JurisdictionUnknown => {
            "no code of a municipality, or its check digit is wrong / 自治体コードが正しくありません"
        }
        FindingKind::CorporateNumberWrong => "this 法人番号 does not check / 法人番号が正しくありません",
        FindingKind::CapacityUnreadable => "the capacity is no number / 定員が数字ではありません",
        FindingKind::HoursUnreadable => "the hours are no times / 時間帯を時刻として読めません",
        FindingKind::PositionOutsideJapan => "the position is not in Japan / 位置が日本の外です",
        FindingKind::PositionAtSea => "the position lies in the sea / 位置が海の上です",
        FindingKind::PositionElsewhere => "the position is far from the address / 位置が住所から離れています",
        FindingKind::FormulaLike => {
            "a spreadsheet would compute this; kept as words / 表計算の式に見えますが、文字のまま残します"
        }
        FindingKind::InDoubt => "the source asks for another look / 出典が「要確認」としています",
        FindingKind::CorporateNumberMissing => "without 法人番号 / 法人番号なし",
        FindingKind::OfficeNumberMissing => "without 事業所番号 / 事業所番号なし",
        FindingKind::CapacityMissing => "without capacity / 定員なし",
        FindingKind::HoursNotKnown => "00:00-00:00, taken for not known / 00:00-00:00（不明として扱います）",
        FindingKind::PositionMissing => "without position / 位置なし",
        FindingKind::UnusualWidth => {
            "full-width letters or half-width katakana; kept, and found in any width / 全角英数・半角カナ（そのまま残し、どの幅でも検索できます）"
        }
        FindingKind::KnownByName => {
            "the source gives no numbers: known by name and place / 固有番号がないため、名称と場所で見分けます"
        }
        FindingKind::ContactLeftOut => "a contact is named; the name is left out / 担当者の氏名は取り込みません",
    }
}

/// Why a file was not read, and what to do.
pub(super) fn of_refusal(refused: &Refused) -> String {
    match refused {
        Refused::TooLarge { bytes, most } => {
            let (megabytes, most) = (bytes >> 20, most >> 20);
            format!(
                "{megabytes} MB are too much for a list of resources (at most {most} MB); nothing was read. Split it by kind of service or prefecture / \
                 ファイルが大きすぎます（{megabytes}MB。上限{most}MB）。サービス種別や都道府県で分けてください"
            )
        }
        Refused::TooManyRows { most } => {
            format!("more than {most} rows; split the file / {most}行を超えています。ファイルを分けてください")
        }
        Refused::TooManyColumns { line, most } => format!(
            "line {line} has more than {most} columns: this is no list of resources / {line}行目の列が{most}を超えています。社会資源の一覧ではないようです"
        ),
        Refused::RowWithoutEnd { line, .. } => format!(
            "the row that begins on line {line} does not end: a quotation mark may be missing / {line}行目から始まる行が終わりません。引用符「\"」の閉じ忘れを確かめてください"
        ),
        Refused::NotARoster { looks_like, heads } => {
            let heads = if heads.is_empty() { String::new() } else { format!(" ({})", heads.join(", ")) };
            format!(
                "this is no list of resources, it looks like {}{heads}. Expected: WAM NET csvdownload….csv, くらし支援ナビ offices.csv, \
                 municipal JSON, or HSDS 3 (JSON or services.csv). Nothing was changed / 社会資源の一覧ではありません。WAM NET の csvdownload….csv、\
                 くらし支援ナビの offices.csv、市町村の JSON、HSDS 3 の JSON か services.csv を指定してください。何も変えていません",
                of_look(*looks_like)
            )
        }
        Refused::OtherFormat { missing } => format!(
            "the file has not the form that was asked for: `{missing}` is missing. Leave --format out to have it found / \
             指定した形式ではありません（「{missing}」がありません）。--format を外すと自動で見分けます"
        ),
        Refused::OtherEncoding { line } => format!(
            "line {line} is not written in the letters that were asked for. Leave --encoding out to have them found / \
             {line}行目を指定した文字コードで読めません。--encoding を外すと自動で見分けます"
        ),
        Refused::BrokenJson { line, column } => format!(
            "the JSON has a slip on line {line}, column {column}; the file may be cut off / JSON の{line}行{column}文字目に誤りがあります。ファイルが途中で切れていないか確かめてください"
        ),
        Refused::Unreadable(error) => format!("it could not be read: {error} / ファイルを読めませんでした"),
    }
}

const fn of_look(looks_like: LooksLike) -> &'static str {
    match looks_like {
        LooksLike::Nothing => "an empty file / 空のファイル",
        LooksLike::Workbook => "an Excel workbook: save it as CSV first / Excel のブック（CSV で保存し直してください）",
        LooksLike::Document => "a document of a word processor / ワープロの文書",
        LooksLike::Archive => "an archive: unpack it first / 圧縮ファイル（展開してください）",
        LooksLike::Pdf => "a PDF / PDF",
        LooksLike::Picture => "a picture / 画像",
        LooksLike::Utf16 => {
            "text in UTF-16: save it as CSV in UTF-8 / UTF-16 のテキスト（UTF-8 の CSV で保存し直してください）"
        }
        LooksLike::Binary => "a file that is no text / テキストではないファイル",
        LooksLike::WebPage => {
            "a page of the web: the download may have failed / ウェブページ（ダウンロードに失敗したかもしれません）"
        }
        LooksLike::Statistics => "a table of statistics / 統計表",
        LooksLike::Names => "a list of names / 名前の一覧",
        LooksLike::Holidays => "a list of public holidays / 祝日の一覧",
        LooksLike::Postcodes => "a list of postcodes / 郵便番号の一覧",
        LooksLike::MunicipalityCodes => "a list of codes of municipalities / 自治体コードの一覧",
        LooksLike::Hospitals => {
            "a list of hospitals in a form that is not known here / 病院の一覧（対応していない形式）"
        }
        LooksLike::Programmes => "a list of programmes without places / 制度の一覧（場所がありません）",
        LooksLike::SideTable => {
            "a table that is read beside offices.csv or services.csv / offices.csv や services.csv と一緒に読む表"
        }
        LooksLike::Fhir => "a FHIR record / FHIR の記録",
        LooksLike::Schema => "a description of a form / 形式の定義（スキーマ）",
        LooksLike::OtherJson => "JSON with something else / 別の内容の JSON",
        LooksLike::OtherTable => "a table with other columns / 列の違う表",
        LooksLike::PlainText => "text that is no table / 表ではないテキスト",
    }
}
