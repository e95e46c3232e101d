//! What can be told of a resource, field by field, and the sheet on which it stands as it was published.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

words! {
    /// Something that is told of a resource. The order is that of an entry's page: organisation, service, place, freshness, and what only
    /// the region knows.
    Field {
        /// 法人の名称
        OrganisationName = "organisation_name",
        /// 法人の名称（かな）
        OrganisationKana = "organisation_kana",
        /// 法人番号: thirteen digits that the tax office gives.
        CorporateNumber = "corporate_number",
        /// 法人住所（市区町村）
        OrganisationMunicipality = "organisation_municipality",
        /// 法人住所（番地以降）
        OrganisationStreet = "organisation_street",
        /// 法人電話番号
        OrganisationPhone = "organisation_phone",
        /// 法人FAX番号
        OrganisationFax = "organisation_fax",
        /// 法人URL
        OrganisationUrl = "organisation_url",

        /// サービス種別, in the words of the source.
        ServiceKind = "service_kind",
        /// 名称
        Name = "name",
        /// 名称（かな）
        Kana = "kana",
        /// 分かりやすい呼び名
        PlainName = "plain_name",
        /// 担当部署
        Department = "department",
        /// 内容
        Description = "description",
        /// 何を相談できるか, in the words of the source.
        Topic = "topic",
        /// 事業所番号: several services and branches share one.
        OfficeNumber = "office_number",
        /// 指定機関名
        DesignatedBy = "designated_by",
        /// 対象・条件
        Eligibility = "eligibility",
        /// 費用
        Fees = "fees",
        /// 定員
        Capacity = "capacity",
        /// 空き
        FreePlaces = "free_places",
        /// 待ち時間
        Waiting = "waiting",
        /// 申込方法
        Application = "application",
        /// 予約の要否
        Reservation = "reservation",
        /// 連絡方法
        ContactMethods = "contact_methods",
        /// 窓口の種類
        ContactType = "contact_type",
        /// 対応言語
        Languages = "languages",
        /// 利用可能な時間帯（平日）
        HoursWeekday = "hours_weekday",
        /// 利用可能な時間帯（土曜）
        HoursSaturday = "hours_saturday",
        /// 利用可能な時間帯（日曜）
        HoursSunday = "hours_sunday",
        /// 利用可能な時間帯（祝日）
        HoursHoliday = "hours_holiday",
        /// 時間についての説明
        HoursNote = "hours_note",
        /// 定休日
        ClosedDays = "closed_days",
        /// 時間外の連絡先
        WhenClosed = "when_closed",

        /// 都道府県コード又は市区町村コード
        Jurisdiction = "jurisdiction",
        /// 担当区域の種類
        Scope = "scope",
        /// 対象地域
        ServiceArea = "service_area",
        /// 郵便番号
        Postcode = "postcode",
        /// 住所（市区町村）
        Municipality = "municipality",
        /// 住所（番地以降、分かれていないときは全体）
        Street = "street",
        /// 電話番号
        Phone = "phone",
        /// FAX番号
        Fax = "fax",
        /// メールアドレス
        Email = "email",
        /// 問い合わせフォーム
        ContactForm = "contact_form",
        /// ホームページ
        Url = "url",
        /// 緯度 in degrees north.
        Latitude = "latitude",
        /// 経度 in degrees east.
        Longitude = "longitude",
        /// バリアフリー
        Accessibility = "accessibility",
        /// 行き方
        Transport = "transport",

        /// 最後に確かめた日
        VerifiedOn = "verified_on",
        /// 確かさ, in the words of the source.
        HowSure = "how_sure",
        /// 公開の状態, in the words of the source.
        Status = "status",
        /// 出典のページ
        SourcePage = "source_page",

        /// 何に困っている人のためか: names of needs with blanks between them.
        Needs = "needs",
        /// 得意なこと
        Strengths = "strengths",
        /// 苦手なこと
        WeakPoints = "weak_points",
        /// 制度・機関の限界
        Limits = "limits",
        /// 好む連絡方法
        PreferredContact = "preferred_contact",
        /// 地域のメモ
        RegionNote = "region_note",
    }
}

impl Field {
    /// Whether only the region tells it: no published file has it.
    pub const fn is_of_region(self) -> bool {
        matches!(
            self,
            Self::Needs | Self::Strengths | Self::WeakPoints | Self::Limits | Self::PreferredContact | Self::RegionNote
        )
    }

    /// Whether it is a name or an address, in which a `?` stands for a letter that was lost.
    pub const fn is_name_or_address(self) -> bool {
        matches!(
            self,
            Self::OrganisationName
                | Self::OrganisationKana
                | Self::OrganisationMunicipality
                | Self::OrganisationStreet
                | Self::Name
                | Self::Kana
                | Self::Municipality
                | Self::Street
        )
    }
}

/// What is told, letter by letter as it was written: widths, marks and slips included. A field of which nothing is told is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Told(BTreeMap<Field, String>);

/// Fields that are told differently than before, each with its new words; nothing where it is no longer told.
pub type Changes = BTreeMap<Field, String>;

impl Told {
    /// What is told of a field; nothing if nothing is.
    pub fn get(&self, field: Field) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    /// The same, without what is blank.
    pub fn of(&self, field: Field) -> Option<&str> {
        Some(self.get(field)).filter(|words| !words.trim().is_empty())
    }

    /// Tells a field; nothing takes it away.
    pub fn set(&mut self, field: Field, words: impl Into<String>) {
        let words = words.into();
        if words.is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, words);
        }
    }

    /// Everything that is told, in the order of fields.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, words)| (*field, words.as_str()))
    }

    /// What has to change here for `new` to stand here, to the letter.
    pub fn changes_to(&self, new: &Self) -> Changes {
        let gone = self.0.keys().filter(|field| !new.0.contains_key(*field)).map(|field| (*field, String::new()));
        let told = new.0.iter().filter(|(field, words)| self.get(**field) != words.as_str());
        told.map(|(field, words)| (*field, words.clone())).chain(gone).collect()
    }

    /// Takes changes over.
    pub fn apply(&mut self, changes: &Changes) {
        for (field, words) in changes {
            self.set(*field, words.as_str());
        }
    }
}

impl FromIterator<(Field, String)> for Told {
    fn from_iter<T: IntoIterator<Item = (Field, String)>>(fields: T) -> Self {
        Self(fields.into_iter().filter(|(_, words)| !words.is_empty()).collect())
    }
}
