//! The region as a whole: who is in it, and how one signs in.

use banso_access::Actor;
use banso_app::{App, NewCase, NewRecord, NewStaff, UseCaseError, WhoFor};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    calendar::japan,
    case::record::{ContactMethod, Counterpart},
    form::Facts,
    id::{AgencyId, StaffId},
    person::PersonFacts,
    staff::{Membership, Role, StaffFacts},
};
use chrono::{Days, NaiveDate, NaiveTime};

/// The region could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RegionError {
    /// A use case refused what the fictional history wanted.
    #[error("the fictional region could not be made: {what}")]
    UseCase {
        /// What was being done.
        what: &'static str,
        /// Why not.
        #[source]
        source: UseCaseError,
    },
    /// A role is missing where somebody was to act.
    #[error("the fictional region has nobody to do that")]
    Nobody,
}

/// An account to try the product with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// The name used to sign in.
    pub login: &'static str,
    /// The password.
    pub password: String,
    /// What one can do with it, in Japanese.
    pub role: &'static str,
    /// The same in English.
    pub role_in_english: &'static str,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Region {
    /// One account for each role.
    pub accounts: Vec<DemoAccount>,
    /// How many cases there are.
    pub cases: usize,
}

/// Who signs in as what.
const ACCOUNTS: [(&str, &str, &str, Role); 5] = [
    ("chief", "主任相談支援員", "chief counselor", Role::ChiefCounselor),
    ("counselor", "相談支援員", "counselor", Role::Counselor),
    ("employment", "就労支援員", "employment counselor", Role::EmploymentCounselor),
    ("officer", "市の担当職員", "municipal officer", Role::MunicipalOfficer),
    ("admin", "システム管理者", "administrator", Role::Administrator),
];

fn password_of(login: &str) -> String {
    format!("{login}-walks-along")
}

fn failed(what: &'static str) -> impl Fn(UseCaseError) -> RegionError {
    move |source| RegionError::UseCase { what, source }
}

fn agency(kind: AgencyKind, name: &str, municipality: Option<AgencyId>) -> AgencyFacts {
    AgencyFacts {
        kind,
        name: name.to_owned(),
        municipality,
        municipality_code: String::new(),
        addressee: "あおば野市長".to_owned(),
        phone: String::new(),
        address: String::new(),
        placement_licence: None,
        source: String::new(),
    }
}

/// Fills an empty installation with the region as it stands on `today`. The app's clock must be a standing one.
///
/// # Errors
///
/// [`RegionError`] if the installation is not empty or cannot be written.
pub async fn build(app: &App, today: NaiveDate) -> Result<Region, RegionError> {
    let morning = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    app.clock().set(japan::instant(today - Days::new(30), morning));
    let staff = |login: &str, name: &str, memberships: Vec<Membership>| NewStaff {
        facts: StaffFacts {
            login: login.to_owned(),
            name: name.to_owned(),
            kana: String::new(),
            memberships,
            active: true,
        },
        password: password_of(login),
    };
    let (city, admin) = app
        .found(agency(AgencyKind::Municipality, "あおば野市", None), staff("admin", "管理 花子", Vec::new()))
        .await
        .map_err(failed("founding"))?;
    let roles = [Membership { agency: city, role: Role::Administrator }];
    let admin = Actor::new(admin, city, &roles).ok_or(RegionError::Nobody)?;
    let centre = agency(AgencyKind::SupportCentre, "あおば野市くらし・しごと相談センター", Some(city));
    let centre = app.save_agency(&admin, None, centre, Some(0)).await.map_err(failed("the centre"))?;
    let names = ["相談 一郎", "支援 和子", "就労 健", "市川 公子"];
    let mut counselor: Option<StaffId> = None;
    for ((login, .., role), name) in ACCOUNTS.into_iter().zip(names) {
        let at = if role == Role::MunicipalOfficer { city } else { centre };
        let new = staff(login, name, vec![Membership { agency: at, role }]);
        let id = app.add_staff(&admin, new).await.map_err(failed("an account"))?;
        if role == Role::Counselor {
            counselor = Some(id);
        }
    }
    let counselor = counselor.ok_or(RegionError::Nobody)?;
    let roles = [Membership { agency: centre, role: Role::Counselor }];
    let counselor = Actor::new(counselor, centre, &roles).ok_or(RegionError::Nobody)?;
    let people = [("山本 太郎", "ヤマモト タロウ"), ("佐藤 花", "サトウ ハナ"), ("鈴木 実", "スズキ ミノル")];
    for (name, kana) in people {
        let facts = PersonFacts { name: name.to_owned(), kana: kana.to_owned(), ..PersonFacts::default() };
        let new = NewCase {
            who: WhoFor::NewPerson(Box::new(facts)),
            centre,
            received_on: app.clock().today(),
            assigned_to: None,
            answers: Facts::new(),
        };
        let case = app.open_case(&counselor, new).await.map_err(failed("a case"))?;
        let record = NewRecord {
            on: app.clock().today(),
            counterparts: vec![Counterpart::Person],
            methods: vec![ContactMethod::Interview],
            facts: "来所。仕事を失い、来月の家賃が払えないとのこと。".to_owned(),
            ..NewRecord::default()
        };
        app.write_record(&counselor, case, record).await.map_err(failed("a record"))?;
    }
    let accounts = ACCOUNTS.map(|(login, role, role_in_english, _)| DemoAccount {
        login,
        password: password_of(login),
        role,
        role_in_english,
    });
    Ok(Region { accounts: accounts.to_vec(), cases: people.len() })
}
