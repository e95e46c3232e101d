//! Conferences that an office holds about somebody who uses its programme, with Hello Work as guest, and what is claimed for them.

use banso_access::Actor;
use banso_app::{App, UseCaseError};
use banso_domain::{
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    episode::{OutsideKind, UseMinutes},
    id::{AgencyId, EpisodeId},
    liaison::ExplainedBy,
};
use chrono::NaiveDate;

use crate::cast::{Cast, HELLOWORK};

/// Plans, holds and minutes a conference about a use, and claims it where there is something to claim.
pub(crate) async fn confer(
    app: &App,
    cast: &Cast,
    actor: &Actor,
    id: EpisodeId,
    on: NaiveDate,
) -> Result<(), UseCaseError> {
    let member = |agency: String, id: AgencyId, name: &str| Member {
        agency,
        agency_id: Some(id),
        name: name.to_owned(),
        staff: None,
        is_municipality: false,
        is_person: false,
        secrecy_acknowledged: true,
        attended: true,
    };
    let own = app.agency(actor.agency()).await?.facts.name.clone();
    let guest = cast.partner(HELLOWORK).ok_or(UseCaseError::NotFound)?;
    let members = vec![member(own, actor.agency(), "支援員"), member(HELLOWORK.to_owned(), guest, "専門援助部門")];
    let plan = ConferencePlan {
        kind: ConferenceKind::AreaLiaison,
        pattern: Pattern::AdHoc,
        tier: Tier::Core,
        on,
        starts_at: Some(14 * 60),
        minutes: 60,
        place: "事業所の面談室（オンライン併用）".to_owned(),
    };
    let conference = app.plan_use_conference(actor, id, plan, members.clone()).await?;
    app.hold_conference(actor, conference, on, members, "管理者", "支援員").await?;
    let use_of = app.episode(actor, id).await?;
    let kind = app.conference(actor, conference).await?.conference.plan.kind;
    let minutes = UseMinutes {
        conference,
        kind,
        held_on: on,
        outside: vec![OutsideKind::HelloWork],
        is_remote: true,
        person_voice: "「急がずに、朝の仕事から試したい」".to_owned(),
        explained: true,
        explained_by: Some(ExplainedBy::ServiceManager),
        opinions: "ハローワーク：短い時間の求人から見学を始めるとよい。".to_owned(),
        plan_change: "計画に、週2回の職場見学を加える。".to_owned(),
        shared_back_on: None,
    };
    app.write_use_minutes(actor, conference, use_of.version, minutes).await?;
    let is_claimed = kind.counts_as_liaison() && app.rewards().liaison_on(on).is_some();
    if is_claimed { app.claim_use_liaison(actor, conference).await } else { Ok(()) }
}
