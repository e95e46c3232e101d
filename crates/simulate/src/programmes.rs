//! People in every programme and every phase of it, on the way to work: each of them uses one or more at once, each use recorded by the
//! agency that gives it. Those at work and after it stand in `after_hiring`.

use banso_domain::{
    case::network::Topic,
    episode::{Heard, Milestone, Programme},
};

use crate::uses::{Step, Use};

/// What they come about at the life and work centre.
pub(crate) fn wish() -> Heard {
    Heard {
        complaint: "働くことと、暮らしのことを、いっしょに相談したい。".to_owned(),
        about: vec![Topic::WorkAndLife],
    }
}

/// What each of them uses.
pub(crate) const ON_THE_WAY: &[&[Use]] = &[
    // Somebody who prepares for work in transition support.
    &[
        Use {
            by: "transition",
            programme: Programme::Transition,
            months_ago: 3,
            hired: None,
            certificate: Some(9),
            steps: &[
                (80, Step::Phase("entry")),
                (75, Step::Note(Milestone::PlanAssessed)),
                (70, Step::Note(Milestone::PlanDrafted)),
                (65, Step::Note(Milestone::PlanMeeting)),
                (62, Step::Note(Milestone::PlanAgreed)),
                (60, Step::Phase("preparation")),
            ],
        },
        // The pension is applied for beside it.
        Use {
            by: "nakapotsu",
            programme: Programme::LifeWorkCentre,
            months_ago: 3,
            hired: None,
            certificate: None,
            steps: &[
                (85, Step::Phase("consultation")),
                (80, Step::Phase("registration")),
                (60, Step::Phase("assessment")),
                (30, Step::Phase("life")),
            ],
        },
    ],
    // Somebody who asks for the first time where to go.
    &[
        Use {
            by: "vocational",
            programme: Programme::RegionalVocationalCenter,
            months_ago: 1,
            hired: None,
            certificate: None,
            steps: &[(20, Step::Phase("consultation"))],
        },
        Use {
            by: "nakapotsu",
            programme: Programme::LifeWorkCentre,
            months_ago: 1,
            hired: None,
            certificate: None,
            steps: &[(18, Step::Phase("consultation"))],
        },
        Use {
            by: "plan",
            programme: Programme::PlanConsultation,
            months_ago: 0,
            hired: None,
            certificate: None,
            steps: &[(0, Step::Phase("application"))],
        },
    ],
    // Somebody whom the centres get to know.
    &[
        Use {
            by: "vocational",
            programme: Programme::RegionalVocationalCenter,
            months_ago: 2,
            hired: None,
            certificate: None,
            steps: &[(50, Step::Phase("consultation")), (20, Step::Phase("evaluation"))],
        },
        Use {
            by: "nakapotsu",
            programme: Programme::LifeWorkCentre,
            months_ago: 2,
            hired: None,
            certificate: None,
            steps: &[(50, Step::Phase("consultation")), (40, Step::Phase("registration"))],
        },
        Use {
            by: "plan",
            programme: Programme::PlanConsultation,
            months_ago: 1,
            hired: None,
            certificate: None,
            steps: &[(25, Step::Phase("application")), (12, Step::Phase("request"))],
        },
    ],
    // Somebody who begins choice support.
    &[
        Use {
            by: "choice",
            programme: Programme::EmploymentChoice,
            months_ago: 1,
            hired: None,
            certificate: Some(2),
            steps: &[(27, Step::Phase("preparing")), (20, Step::Extend(1))],
        },
        Use {
            by: "nakapotsu",
            programme: Programme::LifeWorkCentre,
            months_ago: 3,
            hired: None,
            certificate: None,
            steps: &[
                (80, Step::Phase("consultation")),
                (70, Step::Phase("registration")),
                (50, Step::Phase("assessment")),
                (20, Step::Phase("earlier_support")),
            ],
        },
        Use {
            by: "plan",
            programme: Programme::PlanConsultation,
            months_ago: 2,
            hired: None,
            certificate: None,
            steps: &[(50, Step::Phase("application")), (45, Step::Phase("request")), (38, Step::Phase("survey"))],
        },
    ],
    // The next step of choice support: the contract.
    &[
        Use {
            by: "choice",
            programme: Programme::EmploymentChoice,
            months_ago: 1,
            hired: None,
            certificate: Some(2),
            steps: &[(27, Step::Phase("preparing")), (25, Step::Phase("contract")), (20, Step::Extend(1))],
        },
        Use {
            by: "nakapotsu",
            programme: Programme::LifeWorkCentre,
            months_ago: 2,
            hired: None,
            certificate: None,
            steps: &[
                (50, Step::Phase("consultation")),
                (40, Step::Phase("registration")),
                (25, Step::Phase("assessment")),
            ],
        },
        Use {
            by: "plan",
            programme: Programme::PlanConsultation,
            months_ago: 2,
            hired: None,
            certificate: None,
            steps: &[
                (55, Step::Phase("application")),
                (45, Step::Phase("draft")),
                (16, Step::Note(Milestone::Interviewed)),
                (9, Step::Note(Milestone::Interviewed)),
                (5, Step::Note(Milestone::ClinicOrSchool)),
            ],
        },
    ],
    // Somebody who tries type A for two months.
    &[
        Use {
            by: "continuation_a",
            programme: Programme::ContinuationA,
            months_ago: 0,
            hired: None,
            certificate: Some(12),
            steps: &[(0, Step::Phase("entry"))],
        },
        Use {
            by: "plan",
            programme: Programme::PlanConsultation,
            months_ago: 2,
            hired: None,
            certificate: None,
            steps: &[(55, Step::Phase("application")), (40, Step::Phase("draft")), (2, Step::Phase("provisional"))],
        },
    ],
    // Somebody who is observed at work in choice support.
    &[
        Use {
            by: "choice",
            programme: Programme::EmploymentChoice,
            months_ago: 1,
            hired: None,
            certificate: Some(2),
            steps: &[
                (27, Step::Phase("preparing")),
                (25, Step::Phase("contract")),
                (22, Step::Phase("observation")),
                (6, Step::Extend(1)),
            ],
        },
        Use {
            by: "plan",
            programme: Programme::PlanConsultation,
            months_ago: 2,
            hired: None,
            certificate: None,
            steps: &[(55, Step::Phase("application")), (40, Step::Phase("draft")), (30, Step::Phase("grant"))],
        },
    ],
    // Somebody who begins at type B.
    &[
        Use {
            by: "continuation",
            programme: Programme::ContinuationB,
            months_ago: 0,
            hired: None,
            certificate: Some(12),
            steps: &[(0, Step::Phase("entry"))],
        },
        Use {
            by: "plan",
            programme: Programme::PlanConsultation,
            months_ago: 2,
            hired: None,
            certificate: Some(12),
            steps: &[
                (55, Step::Phase("application")),
                (40, Step::Phase("draft")),
                (12, Step::Phase("grant")),
                (3, Step::Phase("meeting")),
            ],
        },
    ],
    // Somebody at type B who is in hospital at present: the use is suspended.
    &[
        Use {
            by: "continuation",
            programme: Programme::ContinuationB,
            months_ago: 5,
            hired: None,
            certificate: Some(12),
            steps: &[
                (140, Step::Phase("entry")),
                (130, Step::Note(Milestone::PlanAgreed)),
                (125, Step::Phase("working")),
                (15, Step::Suspend),
            ],
        },
        Use {
            by: "plan",
            programme: Programme::PlanConsultation,
            months_ago: 6,
            hired: None,
            certificate: Some(12),
            steps: &[
                (175, Step::Phase("application")),
                (160, Step::Phase("grant")),
                (150, Step::Phase("meeting")),
                (140, Step::Phase("use")),
            ],
        },
    ],
    // Somebody who works at type A.
    &[
        Use {
            by: "continuation_a",
            programme: Programme::ContinuationA,
            months_ago: 11,
            hired: None,
            certificate: Some(12),
            steps: &[
                (320, Step::Phase("entry")),
                (310, Step::Note(Milestone::PlanAgreed)),
                (308, Step::Phase("working")),
                (140, Step::Note(Milestone::PlanReviewed)),
            ],
        },
        Use {
            by: "plan",
            programme: Programme::PlanConsultation,
            months_ago: 12,
            hired: None,
            certificate: Some(12),
            steps: &[
                (360, Step::Phase("application")),
                (340, Step::Phase("grant")),
                (330, Step::Note(Milestone::PlanAgreed)),
                (150, Step::Phase("monitoring")),
                (150, Step::Note(Milestone::PlanReviewed)),
            ],
        },
    ],
    // Somebody who prepares at the vocational centre; several agencies meet about the choice.
    &[
        Use {
            by: "choice",
            programme: Programme::EmploymentChoice,
            months_ago: 1,
            hired: None,
            certificate: Some(2),
            steps: &[
                (27, Step::Phase("preparing")),
                (25, Step::Phase("contract")),
                (22, Step::Phase("observation")),
                (10, Step::Phase("conference")),
                (6, Step::Extend(1)),
            ],
        },
        Use {
            by: "vocational",
            programme: Programme::RegionalVocationalCenter,
            months_ago: 3,
            hired: None,
            certificate: None,
            steps: &[
                (85, Step::Phase("consultation")),
                (75, Step::Phase("evaluation")),
                (60, Step::Note(Milestone::PlanAgreed)),
                (55, Step::Phase("preparation")),
            ],
        },
    ],
    // Somebody at type B who looks for a job, and asks which.
    &[
        Use {
            by: "choice",
            programme: Programme::EmploymentChoice,
            months_ago: 1,
            hired: None,
            certificate: Some(2),
            steps: &[
                (27, Step::Phase("preparing")),
                (25, Step::Phase("contract")),
                (22, Step::Phase("observation")),
                (10, Step::Phase("conference")),
                (9, Step::Confer),
                (7, Step::Phase("sheet")),
                (6, Step::Extend(1)),
            ],
        },
        Use {
            by: "continuation",
            programme: Programme::ContinuationB,
            months_ago: 9,
            hired: None,
            certificate: Some(12),
            steps: &[
                (260, Step::Phase("entry")),
                (250, Step::Note(Milestone::PlanAgreed)),
                (245, Step::Phase("working")),
                (80, Step::Note(Milestone::PlanReviewed)),
                (60, Step::Phase("job_search")),
            ],
        },
    ],
    // Somebody at type A who looks for a job.
    &[
        Use {
            by: "choice",
            programme: Programme::EmploymentChoice,
            months_ago: 1,
            hired: None,
            certificate: Some(2),
            steps: &[
                (27, Step::Phase("preparing")),
                (25, Step::Phase("contract")),
                (22, Step::Phase("observation")),
                (10, Step::Phase("conference")),
                (9, Step::Confer),
                (7, Step::Phase("sheet")),
                (4, Step::Phase("feedback")),
                (6, Step::Extend(1)),
            ],
        },
        Use {
            by: "continuation_a",
            programme: Programme::ContinuationA,
            months_ago: 9,
            hired: None,
            certificate: Some(12),
            steps: &[
                (260, Step::Phase("entry")),
                (250, Step::Note(Milestone::PlanAgreed)),
                (245, Step::Phase("working")),
                (80, Step::Note(Milestone::PlanReviewed)),
                (60, Step::Phase("job_search")),
            ],
        },
    ],
    // Somebody who knows what was found and goes on.
    &[Use {
        by: "choice",
        programme: Programme::EmploymentChoice,
        months_ago: 1,
        hired: None,
        certificate: Some(2),
        steps: &[
            (27, Step::Phase("preparing")),
            (25, Step::Phase("contract")),
            (22, Step::Phase("observation")),
            (10, Step::Phase("conference")),
            (9, Step::Confer),
            (7, Step::Phase("sheet")),
            (4, Step::Phase("feedback")),
            (2, Step::Phase("liaison")),
            (6, Step::Extend(1)),
        ],
    }],
];
