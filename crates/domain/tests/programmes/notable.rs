//! できごと: in the use of a programme only what can happen there is offered to be noted.

use std::collections::BTreeSet;

use banso_domain::episode::{Episode, Milestone, Programme};

use crate::{rewards::rewards, support::*};

fn offered(episode: &Episode) -> Vec<Milestone> {
    definition(episode.programme).notable(&episode.rules, &rewards())
}

#[test]
fn what_is_offered_fits_the_programme() {
    let transition = offered(&transition("2026-04-01").episode);
    assert!(transition.contains(&Milestone::Accompanied) && transition.contains(&Milestone::PlanMeeting));
    for elsewhere in
        [Milestone::ReportShared, Milestone::SharedBeforeEnd, Milestone::Interviewed, Milestone::NextContacted]
    {
        assert!(!transition.contains(&elsewhere), "{}", elsewhere.name());
    }
    let retention = offered(&retention("2026-04-01", "2025-10-01").episode);
    assert!(retention.contains(&Milestone::ReportShared) && retention.contains(&Milestone::SharedBeforeEnd));
    assert!(!retention.contains(&Milestone::InformedInWriting));
    let consultation = offered(&begin(Programme::PlanConsultation, start("2026-04-01")).episode);
    assert!(consultation.contains(&Milestone::Interviewed) && consultation.contains(&Milestone::ClinicOrSchool));
    let continuation = offered(&begin(Programme::ContinuationB, start("2026-04-01")).episode);
    assert!(continuation.contains(&Milestone::NextContacted) && continuation.contains(&Milestone::InformedInWriting));
}

#[test]
fn everything_that_can_be_noted_is_offered_in_some_programme_and_the_look_back_only_after_an_end() {
    let uses = [
        transition("2026-04-01"),
        retention("2026-04-01", "2025-10-01"),
        begin(Programme::PlanConsultation, start("2026-04-01")),
        begin(Programme::ContinuationA, start("2026-04-01")),
        begin(Programme::ContinuationB, start("2026-04-01")),
        begin(Programme::JobCoach, start("2026-04-01")),
        begin(Programme::EmploymentChoice, start("2026-04-01")),
    ];
    let all: BTreeSet<&str> = uses.iter().flat_map(|one| offered(&one.episode)).map(Milestone::name).collect();
    let left: Vec<&str> = Milestone::ALL.iter().map(|what| what.name()).filter(|name| !all.contains(name)).collect();
    assert_eq!(left, [Milestone::LookedBack.name()]);
}
