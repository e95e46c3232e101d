//! The agencies of the region and those who work there, entered before the first day.

use std::collections::BTreeMap;

use banso_access::Actor;
use banso_app::{App, NewStaff, UseCaseError};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    id::{AgencyId, StaffId},
    person::Sex,
    staff::{Membership, Role, StaffFacts},
};
use chrono::NaiveDate;
use uuid::Uuid;

use super::map::Map;
use crate::{
    RegionError,
    cast::{actor, agency},
    chance::Chance,
    failure::while_doing,
    people,
};

/// The municipality, where there is none yet.
const CITY: &str = "みどりの市（架空）";
/// Accounts begin with it, so that they are told from those of people.
const LOGIN: &str = "simulated";

/// Accounts to look at the region with. All have the same password, which nobody can guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accounts {
    /// The name of one who sees the cases of a centre.
    pub chief: String,
    /// The name of the municipal officer.
    pub officer: String,
    /// The password of every account.
    pub password: String,
}

/// Those who work at a centre.
pub(super) struct CentreStaff {
    pub(super) agency: AgencyId,
    pub(super) chief: Actor,
    pub(super) workers: Vec<Actor>,
    /// Their names, in the same order.
    pub(super) names: Vec<String>,
    pub(super) chief_name: String,
}

/// What the map is called in the installation.
pub(super) struct Founded {
    pub(super) city: AgencyId,
    pub(super) city_name: String,
    pub(super) officer: Actor,
    pub(super) officer_name: String,
    pub(super) centres: Vec<CentreStaff>,
    /// By place on the map.
    pub(super) partners: Vec<AgencyId>,
    /// Who acts at an office of transition support, by its place on the map.
    offices: BTreeMap<usize, StaffId>,
    pub(super) accounts: Accounts,
}

/// Somebody to be entered: their name and where they work as what.
struct Post {
    login: String,
    name: String,
    kana: String,
    at: AgencyId,
    role: Role,
}

fn post(chance: &mut Chance, login: String, at: AgencyId, role: Role) -> Post {
    let sex = if chance.percent(50) { Sex::Male } else { Sex::Female };
    let (name, kana) = people::name(chance, sex);
    Post { login, name, kana, at, role }
}

impl Founded {
    /// Whoever acts at an office on a day: what is shared with it depends on the day.
    pub(super) fn office(&self, at: usize, on: NaiveDate) -> Option<Actor> {
        let staff = *self.offices.get(&at)?;
        actor(staff, self.partners[at], Role::PartnerStaff, on).ok()
    }

    /// Enters everybody. An installation that has its administrator keeps them.
    pub(super) async fn found(app: &App, map: &Map, seed: u64) -> Result<Self, RegionError> {
        let on = app.clock().today();
        let password = Uuid::now_v7().simple().to_string().split_off(12);
        let (administrator, city) = administrator(app, &password).await?;
        let city_name = app.agency(city).await.map_err(while_doing("reading the municipality", on))?.facts.name;
        let enter = async |kind, name: &str, municipality| {
            let facts = AgencyFacts { addressee: String::new(), ..agency(kind, name, municipality) };
            app.save_agency(&administrator, None, facts, Some(0)).await.map_err(while_doing("entering an agency", on))
        };
        let mut chance = Chance::new(seed, u64::MAX - 2);
        let mut posts = vec![post(&mut chance, format!("{LOGIN}-officer"), city, Role::MunicipalOfficer)];
        let mut centres = Vec::new();
        for (number, centre) in map.centres.iter().enumerate() {
            let at = enter(AgencyKind::SupportCentre, &centre.name, Some(city)).await?;
            centres.push(at);
            let number = number + 1;
            posts.push(post(&mut chance, format!("{LOGIN}-chief-{number}"), at, Role::ChiefCounselor));
            posts.extend(
                (1..=centre.workers).map(|worker| {
                    post(&mut chance, format!("{LOGIN}-counselor-{number}-{worker}"), at, Role::Counselor)
                }),
            );
        }
        let (mut partners, mut office_places) = (Vec::new(), Vec::new());
        for (place, partner) in map.partners.iter().enumerate() {
            let at = enter(partner.kind, &partner.name, None).await?;
            partners.push(at);
            if partner.kind == AgencyKind::TransitionSupport {
                office_places.push(place);
                posts.push(post(&mut chance, format!("{LOGIN}-office-{place}"), at, Role::PartnerStaff));
            }
        }
        let new = posts.iter().map(|post| new_staff(post, &password)).collect();
        let ids = app.add_several_staff(&administrator, new).await.map_err(while_doing("making accounts", on))?;
        let mut there = ids.into_iter().zip(posts);
        let mut next = || -> Result<(Actor, String), RegionError> {
            let (id, post) = there.next().ok_or(RegionError::Nobody)?;
            Ok((actor(id, post.at, post.role, on)?, post.name))
        };
        let (officer, officer_name) = next()?;
        let mut staffed = Vec::new();
        for (agency, centre) in centres.into_iter().zip(&map.centres) {
            let (chief, chief_name) = next()?;
            let all: Result<Vec<_>, _> = (0..centre.workers).map(|_| next()).collect();
            let (workers, names) = all?.into_iter().unzip();
            staffed.push(CentreStaff { agency, chief, workers, names, chief_name });
        }
        let mut offices = BTreeMap::new();
        for place in office_places {
            offices.insert(place, next()?.0.staff());
        }
        let accounts = Accounts { chief: format!("{LOGIN}-chief-1"), officer: format!("{LOGIN}-officer"), password };
        Ok(Self { city, city_name, officer, officer_name, centres: staffed, partners, offices, accounts })
    }
}

/// The administrator with their municipality; both are entered where there are none.
async fn administrator(app: &App, password: &str) -> Result<(Actor, AgencyId), RegionError> {
    let on = app.clock().today();
    match app.operator().await {
        Ok(actor) => {
            if !app.holds_nobody(&actor).await.map_err(while_doing("looking for people", on))? {
                return Err(RegionError::HoldsPeople);
            }
            let city = actor.agency();
            Ok((actor, city))
        }
        Err(UseCaseError::NotFound) => {
            let facts = StaffFacts {
                login: format!("{LOGIN}-admin"),
                name: "管理者（架空）".to_owned(),
                kana: String::new(),
                memberships: Vec::new(),
                active: true,
                person: None,
            };
            let city = AgencyFacts {
                addressee: "みどりの市長".to_owned(),
                ..agency(AgencyKind::Municipality, CITY, None)
            };
            let new = NewStaff { facts, password: password.to_owned() };
            let (city, id) = app.found(city, new).await.map_err(while_doing("founding", on))?;
            Ok((actor(id, city, Role::Administrator, on)?, city))
        }
        Err(error) => Err(while_doing("looking for the administrator", on)(error)),
    }
}

fn new_staff(post: &Post, password: &str) -> NewStaff {
    NewStaff {
        facts: StaffFacts {
            login: post.login.clone(),
            name: post.name.clone(),
            kana: post.kana.clone(),
            memberships: vec![Membership::always(post.at, post.role)],
            active: true,
            person: None,
        },
        password: password.to_owned(),
    }
}
