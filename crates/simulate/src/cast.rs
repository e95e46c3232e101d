//! Who is in the region: the municipality, its centres, partner agencies, and staff with accounts.

use std::collections::BTreeMap;

use banso_access::Actor;
use banso_app::{App, NewStaff};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind, PlacementLicence},
    id::{AgencyId, StaffId},
    staff::{Membership, Role, StaffFacts},
};
use chrono::NaiveDate;

use crate::{RegionError, failure::while_doing};

/// Real consultation desks (see `data/ATTRIBUTION.md`), shown as places to refer to.
const DESKS: &str = include_str!("../data/desks.csv");

/// Fictional partners of the kinds that every region has.
const PARTNERS: &[(AgencyKind, &str)] = &[
    (AgencyKind::Hellowork, HELLOWORK),
    (AgencyKind::SocialWelfareCouncil, "あおば野市社会福祉協議会（架空）"),
    (AgencyKind::Legal, "あおば野法律相談センター（架空）"),
    (AgencyKind::MedicalInstitution, CLINIC),
    (AgencyKind::YouthSupportStation, "地域若者サポートステーションあおば野（架空）"),
    (AgencyKind::ContractedProgramme, "あおば野家計改善支援室（架空）"),
    (AgencyKind::ContractedProgramme, "NPO法人 はたらく準備室（架空）"),
    (AgencyKind::Nakapotsu, NAKAPOTSU),
    (AgencyKind::TransitionSupport, TRANSITION),
    (AgencyKind::RetentionSupport, RETENTION),
    (AgencyKind::EmploymentChoice, CHOICE),
    (AgencyKind::ContinuationB, CONTINUATION),
    (AgencyKind::PlanConsultation, PLAN_CONSULTATION),
    (AgencyKind::ContinuationA, CONTINUATION_A),
    (AgencyKind::RegionalVocationalCenter, VOCATIONAL_CENTRE),
    (AgencyKind::JobCoach, JOB_COACH),
    (AgencyKind::VisitingNurse, "あおば野訪問看護ステーション（架空）"),
    (AgencyKind::School, SCHOOL),
    (AgencyKind::Employer, EMPLOYER),
    (AgencyKind::Family, FAMILY),
];

/// Partners whose staff have an account.
pub(crate) const HELLOWORK: &str = "ハローワークあおば野（架空）";
pub(crate) const CLINIC: &str = "あおば野こころのクリニック（架空）";
pub(crate) const NAKAPOTSU: &str = "障害者就業・生活支援センター あおば野（架空）";
pub(crate) const TRANSITION: &str = "就労移行支援 ステップあおば野（架空）";
pub(crate) const RETENTION: &str = "就労定着支援 ささえあおば野（架空）";
pub(crate) const CHOICE: &str = "就労選択支援 みつけるあおば野（架空）";
pub(crate) const CONTINUATION: &str = "就労継続支援B型 こもれび作業所（架空）";
pub(crate) const PLAN_CONSULTATION: &str = "相談支援センター みちしるべ（架空）";
pub(crate) const CONTINUATION_A: &str = "就労継続支援A型 あおば野ベーカリー（架空）";
pub(crate) const VOCATIONAL_CENTRE: &str = "あおば野障害者職業センター（架空）";
pub(crate) const JOB_COACH: &str = "ジョブコーチ はたらくとなり（架空）";
pub(crate) const SCHOOL: &str = "あおば野高等支援学校（架空）";
pub(crate) const EMPLOYER: &str = "株式会社あおば野フーズ（架空）";
pub(crate) const FAMILY: &str = "ご家族（架空）";

/// Who runs the offices: two of them belong to one corporation.
const CORPORATIONS: &[(&str, &[&str])] = &[
    ("社会福祉法人みつける会（架空）", &[CHOICE, CONTINUATION]),
    ("NPO法人ステップ（架空）", &[TRANSITION, RETENTION]),
];

/// The municipality and its centre. The name stands in the frame of every page, so every page says that it is fictional.
pub(crate) const CITY: &str = "あおば野市（架空）";
pub(crate) const CENTRE: &str = "あおば野くらし・しごと相談センター（架空）";

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

/// Sign-in name, name, reading, role in both languages.
pub(crate) type Part = (&'static str, &'static str, &'static str, &'static str, &'static str);

const ADMINISTRATOR: Part = ("admin", "高瀬 誠", "タカセ マコト", "管理者", "administrator");
const CHIEF: Part = ("chief", "大西 由美", "オオニシ ユミ", "主任相談支援員", "chief counselor");
const COUNSELOR: Part = ("counselor", "水野 健", "ミズノ ケン", "相談支援員", "counselor");
const COLLEAGUE: Part = ("counselor2", "八木 さくら", "ヤギ サクラ", "相談支援員", "another counselor");
const EMPLOYMENT: Part = ("employment", "三宅 真理", "ミヤケ マリ", "就労支援員", "employment counselor");
const OFFICER: Part = ("officer", "千葉 洋子", "チバ ヨウコ", "市の担当職員", "municipal officer");
const BOTH: Part = (
    "both",
    "星野 学",
    "ホシノ マナブ",
    "相談センターの就労支援員、みなみ分室の相談支援員",
    "employment counselor here, counselor at the branch",
);

/// Staff of partners, with a narrow view.
const NARROW: &[(Part, &str)] = &[
    (("clinic", "森田 茂", "モリタ シゲル", "クリニックの精神保健福祉士", "social worker of a clinic"), CLINIC),
    (("hellowork", "浅野 恵", "アサノ メグミ", "ハローワークの職員", "Hello Work"), HELLOWORK),
    (
        ("nakapotsu", "川口 淳", "カワグチ ジュン", "なかぽつの就業支援担当", "employment and livelihood centre"),
        NAKAPOTSU,
    ),
    (
        ("transition", "西村 陽子", "ニシムラ ヨウコ", "就労移行支援のサービス管理責任者", "transition support"),
        TRANSITION,
    ),
    (("retention", "東 直樹", "ヒガシ ナオキ", "就労定着支援員", "retention support"), RETENTION),
    (("choice", "南 彩", "ミナミ アヤ", "就労選択支援員", "choice support"), CHOICE),
    (("continuation", "北川 修", "キタガワ オサム", "B型作業所の職員", "a workshop of type B"), CONTINUATION),
    (("continuation_a", "岡 千尋", "オカ チヒロ", "A型のサービス管理責任者", "an office of type A"), CONTINUATION_A),
    (
        ("vocational", "上野 慎", "ウエノ シン", "障害者職業カウンセラー", "regional vocational centre"),
        VOCATIONAL_CENTRE,
    ),
    (("job_coach", "平井 香", "ヒライ カオリ", "ジョブコーチ", "job coach"), JOB_COACH),
    (("plan", "中沢 徹", "ナカザワ トオル", "相談支援専門員", "consultation support specialist"), PLAN_CONSULTATION),
    (("school", "原田 楓", "ハラダ カエデ", "学校の進路担当", "school"), SCHOOL),
    (("employer", "本間 亮", "ホンマ リョウ", "企業の人事担当", "employer"), EMPLOYER),
    (("family", "ご家族", "", "家族", "family"), FAMILY),
];

/// The person who looks at their own page.
pub(crate) const THE_PERSON: Part = ("person", "", "", "相談者本人", "the person");

/// The people who act in the history.
pub(crate) struct Cast {
    pub(crate) city: AgencyId,
    pub(crate) centre: AgencyId,
    pub(crate) branch: AgencyId,
    /// Who looks after accounts, agencies and definitions.
    pub(crate) administrator: Actor,
    pub(crate) chief: Actor,
    pub(crate) officer: Actor,
    /// Those who take cases on at the centre, in turn.
    pub(crate) workers: Vec<Actor>,
    /// Who goes along to Hello Work.
    pub(crate) employment: Actor,
    /// Who takes cases on at the branch.
    pub(crate) branch_worker: Actor,
    names: Vec<(StaffId, &'static str)>,
    /// Partners by name.
    partners: BTreeMap<&'static str, AgencyId>,
    /// Staff of partners by the name they sign in with.
    narrow: BTreeMap<&'static str, (StaffId, AgencyId)>,
    pub(crate) accounts: Vec<DemoAccount>,
}

impl Cast {
    /// A partner by its name.
    pub(crate) fn partner(&self, name: &str) -> Option<AgencyId> {
        self.partners.get(name).copied()
    }

    /// Somebody at a partner by the name they sign in with, as they act on a day.
    pub(crate) fn narrow(&self, login: &str, on: NaiveDate) -> Result<Actor, RegionError> {
        let (staff, at) = self.narrow.get(login).copied().ok_or(RegionError::Nobody)?;
        actor(staff, at, Role::PartnerStaff, on)
    }

    /// The name of a member of staff.
    pub(crate) fn name(&self, staff: StaffId) -> &'static str {
        self.names.iter().find(|(id, _)| *id == staff).map_or("", |(_, name)| name)
    }

    /// Founds the region in an empty installation.
    pub(crate) async fn assemble(app: &App) -> Result<Self, RegionError> {
        let on = app.clock().today();
        let city = agency(AgencyKind::Municipality, CITY, None);
        let (city, admin) =
            app.found(city, new_staff(ADMINISTRATOR, Vec::new())).await.map_err(while_doing("founding", on))?;
        let administrator = actor(admin, city, Role::Administrator, on)?;
        let mut agencies = Vec::new();
        let centre = AgencyFacts {
            phone: "000-000-0100".to_owned(),
            address: "あおば野市本町1-1-1 福祉プラザ2階".to_owned(),
            placement_licence: NaiveDate::from_ymd_opt(2030, 3, 31)
                .map(|last| PlacementLicence {
                    number: "13-ユ-000000（架空）".to_owned(), valid_until: Some(last)
                }),
            ..agency(AgencyKind::SupportCentre, CENTRE, Some(city))
        };
        let branch =
            agency(AgencyKind::SupportCentre, "あおば野くらし・しごと相談センター みなみ分室（架空）", Some(city));
        for facts in [centre, branch].into_iter().chain(partners()) {
            // The city answers for the office of choice support.
            let municipality = facts.municipality.or((facts.kind == AgencyKind::EmploymentChoice).then_some(city));
            let facts = AgencyFacts { municipality, ..facts };
            let saved = app.save_agency(&administrator, None, facts, Some(0)).await;
            agencies.push(saved.map_err(while_doing("entering an agency", on))?);
        }
        let named = PARTNERS.iter().map(|(_, name)| *name).zip(agencies.iter().skip(2).copied());
        let partners: BTreeMap<&str, AgencyId> = named.collect();
        let [centre, branch, ..] = agencies[..] else { return Err(RegionError::Nobody) };
        let mut names = vec![(admin, ADMINISTRATOR.1)];
        let mut accounts = Vec::new();
        let mut here = Vec::new();
        for (part, held) in [
            (CHIEF, vec![(centre, Role::ChiefCounselor)]),
            (COUNSELOR, vec![(centre, Role::Counselor)]),
            (COLLEAGUE, vec![(centre, Role::Counselor)]),
            (EMPLOYMENT, vec![(centre, Role::EmploymentCounselor)]),
            (OFFICER, vec![(city, Role::MunicipalOfficer)]),
            (BOTH, vec![(centre, Role::EmploymentCounselor), (branch, Role::Counselor)]),
        ] {
            let held: Vec<_> = held.into_iter().map(|(agency, role)| Membership::always(agency, role)).collect();
            here.push((part, held));
        }
        let mut there = Vec::new();
        for (part, at) in NARROW {
            there.push((*part, *partners.get(at).ok_or(RegionError::Nobody)?));
        }
        let beside = there.iter().map(|(part, at)| (*part, vec![Membership::always(*at, Role::PartnerStaff)]));
        let everybody: Vec<(Part, Vec<Membership>)> = here.iter().cloned().chain(beside).collect();
        let new = everybody.iter().map(|(part, held)| new_staff(*part, held.clone())).collect();
        let made = app.add_several_staff(&administrator, new).await.map_err(while_doing("making accounts", on))?;
        accounts.extend(everybody.iter().map(|(part, _)| account(*part)));
        let (ids, beside) = made.split_at(here.len());
        names.extend(ids.iter().copied().zip(here.iter().map(|(part, _)| part.1)));
        let narrow = there.iter().zip(beside).map(|((part, at), id)| (part.0, (*id, *at))).collect();
        accounts.push(account(THE_PERSON));
        accounts.push(account(ADMINISTRATOR));
        let [chief, counselor, colleague, employment, officer, both] = ids[..] else { return Err(RegionError::Nobody) };
        Ok(Self {
            city,
            centre,
            branch,
            administrator,
            chief: actor(chief, centre, Role::ChiefCounselor, on)?,
            officer: actor(officer, city, Role::MunicipalOfficer, on)?,
            workers: vec![
                actor(counselor, centre, Role::Counselor, on)?,
                actor(colleague, centre, Role::Counselor, on)?,
            ],
            employment: actor(employment, centre, Role::EmploymentCounselor, on)?,
            branch_worker: actor(both, branch, Role::Counselor, on)?,
            names,
            partners,
            narrow,
            accounts,
        })
    }
}

pub(crate) fn actor(staff: StaffId, agency: AgencyId, role: Role, on: NaiveDate) -> Result<Actor, RegionError> {
    Actor::new(staff, agency, &[Membership::always(agency, role)], on).ok_or(RegionError::Nobody)
}

fn new_staff((login, name, kana, ..): Part, memberships: Vec<Membership>) -> NewStaff {
    NewStaff {
        facts: StaffFacts {
            login: login.to_owned(),
            name: name.to_owned(),
            kana: kana.to_owned(),
            memberships,
            active: true,
            person: None,
        },
        password: password_of(login),
    }
}

fn account((login, _, _, role, role_in_english): Part) -> DemoAccount {
    DemoAccount { login, password: password_of(login), role, role_in_english }
}

/// The passwords are no secret: the people are fictional.
pub(crate) fn password_of(login: &str) -> String {
    format!("{login}-walks-along")
}

pub(crate) fn agency(kind: AgencyKind, name: &str, municipality: Option<AgencyId>) -> AgencyFacts {
    AgencyFacts { municipality, addressee: "あおば野市長".to_owned(), ..AgencyFacts::named(kind, name) }
}

fn partners() -> impl Iterator<Item = AgencyFacts> {
    let partner = |kind: AgencyKind, name: &str| AgencyFacts { addressee: String::new(), ..agency(kind, name, None) };
    let desks = DESKS.lines().skip(1).filter_map(move |line| {
        let columns: Vec<&str> = line.split(',').collect();
        let [name, plain_name, phone, address, verified] = columns[..] else { return None };
        let source = format!(
            "{plain_name}。出典：くらし支援ナビ（運営: JUNKBRANDING）CC BY 4.0 をもとに改変（{verified} 確認）。実在の窓口です"
        );
        Some(AgencyFacts { phone: phone.to_owned(), address: address.to_owned(), source, ..partner(AgencyKind::Partner, name) })
    });
    let known = move |(kind, name): &(AgencyKind, &str)| {
        let corporation =
            CORPORATIONS.iter().find(|(_, of)| of.contains(name)).map_or("", |(corporation, _)| corporation);
        AgencyFacts { corporation: corporation.to_owned(), ..partner(*kind, name) }
    };
    PARTNERS.iter().map(known).chain(desks)
}
