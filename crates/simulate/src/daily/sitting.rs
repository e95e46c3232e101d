//! A conference of a centre: what is on its agenda is approved.

use banso_app::{App, Conclude, NewConference};
use banso_domain::{
    case::{
        event::Purpose,
        plan::Conclusion,
        task::{AgreedTask, TaskRole},
    },
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    id::{AgencyId, CaseId, StaffId, TaskId},
};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::founding::{CentreStaff, Founded};
use crate::{RegionError, failure::while_doing, happening::minutes_of, story::working_day};

fn member(agency: (AgencyId, &str), staff: (StaffId, &str), is_municipality: bool, attended: bool) -> Member {
    Member {
        agency: agency.1.to_owned(),
        agency_id: Some(agency.0),
        name: staff.1.to_owned(),
        staff: Some(staff.0),
        is_municipality,
        is_person: false,
        secrecy_acknowledged: true,
        attended,
    }
}

fn members(founded: &Founded, centre: &CentreStaff, attended: bool) -> Vec<Member> {
    let here = (centre.agency, "くらし・しごと相談センター（架空）");
    vec![
        member(here, (centre.chief.staff(), &centre.chief_name), false, attended),
        member((founded.city, &founded.city_name), (founded.officer.staff(), &founded.officer_name), true, attended),
    ]
}

/// Holds the conference of a centre of the map: the cases, the places of their workers, and for what each is discussed.
pub(super) async fn hold(
    app: &App,
    founded: &Founded,
    centre: usize,
    on: NaiveDate,
    matters: Vec<(CaseId, usize, Purpose)>,
) -> Result<(), RegionError> {
    let centre = &founded.centres[centre];
    let (chief, doing) = (&centre.chief, |what| while_doing(what, on));
    let plan = ConferencePlan {
        kind: ConferenceKind::Coordination,
        pattern: Pattern::Regular,
        tier: Tier::Core,
        on,
        starts_at: Some(13 * 60 + 30),
        minutes: 120,
        place: "会議室".to_owned(),
    };
    let new = NewConference { host: centre.agency, plan, members: members(founded, centre, false) };
    let conference = app.plan_conference(chief, new).await.map_err(doing("planning a sitting"))?;
    for (case, _, purpose) in &matters {
        let added = app.add_agenda_item(chief, conference, *case, *purpose, 15).await;
        added.map_err(doing("putting a case on the agenda"))?;
    }
    let attended = members(founded, centre, true);
    let held = app.hold_conference(chief, conference, on, attended, &centre.chief_name, &centre.names[0]).await;
    held.map_err(doing("holding a sitting"))?;
    for (case, worker, purpose) in matters {
        let task = AgreedTask {
            id: TaskId::new(Uuid::now_v7()),
            who: centre.names[worker].clone(),
            owner: Some(centre.workers[worker].staff()),
            what: "役割分担を本人に説明し、関係機関に連絡する".to_owned(),
            due_on: Some(working_day(on + Days::new(14))),
            role: TaskRole::default(),
        };
        let concluded = Conclude {
            case,
            purpose,
            conclusion: Conclusion::Approved,
            discussion: "本人の希望と役割分担を確認した。連絡の窓口を一つにする。".to_owned(),
            municipality_view: "支援の内容は適当と考える。".to_owned(),
            tasks: if purpose == Purpose::Plan { vec![task] } else { Vec::new() },
            ratifies: true,
            consent_scope_ok: true,
            minutes: minutes_of(purpose, on),
        };
        app.conclude(chief, conference, concluded).await.map_err(doing("concluding a matter"))?;
    }
    app.close_minutes(chief, conference).await.map_err(doing("closing the minutes"))
}
