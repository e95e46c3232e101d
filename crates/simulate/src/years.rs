//! The years of one person, through five agencies: to work, out of it, and on the way again. Every step of each use is there, every plan was
//! looked at in time, and every use that has ended was ended as the rules ask.

use banso_domain::{
    case::network::Topic,
    episode::{EpisodeEndReason, Milestone, Programme},
};

use crate::uses::{Step, Use};

/// Their uses.
pub(crate) const YEARS: &[Use] = &[
    Use {
        by: "transition",
        programme: Programme::Transition,
        months_ago: 98,
        hired: None,
        certificate: None,
        steps: &[
            (2_960, Step::Phase("entry")),
            (2_940, Step::Note(Milestone::PlanAgreed)),
            (2_900, Step::Phase("preparation")),
            (2_850, Step::Note(Milestone::PlanReviewed)),
            (2_765, Step::Note(Milestone::PlanReviewed)),
            (2_700, Step::Phase("practice")),
            (2_680, Step::Note(Milestone::PlanReviewed)),
            (2_595, Step::Note(Milestone::PlanReviewed)),
            (2_520, Step::Phase("job_search")),
            (2_510, Step::Note(Milestone::PlanReviewed)),
            (2_430, Step::Note(Milestone::Hired)),
            (2_430, Step::Phase("post_hire")),
            (2_425, Step::Note(Milestone::PlanReviewed)),
            (2_340, Step::Note(Milestone::PlanReviewed)),
            (2_255, Step::Note(Milestone::PlanReviewed)),
            (2_245, Step::End(EpisodeEndReason::Employed)),
        ],
    },
    Use {
        by: "retention",
        programme: Programme::Retention,
        months_ago: 73,
        hired: Some(80),
        certificate: None,
        steps: &[
            (2_200, Step::Note(Milestone::PlanAgreed)),
            (2_195, Step::Phase("start")),
            (2_160, Step::Phase("monthly")),
            (2_020, Step::Note(Milestone::PlanReviewed)),
            (1_840, Step::Note(Milestone::PlanReviewed)),
            (1_660, Step::Note(Milestone::PlanReviewed)),
            (1_650, Step::Note(Milestone::ReportShared)),
            (1_640, Step::Phase("leaving")),
            (1_620, Step::End(EpisodeEndReason::Health)),
            (1_600, Step::Note(Milestone::LookedBack)),
        ],
    },
    Use {
        by: "nakapotsu",
        programme: Programme::LifeWorkCentre,
        months_ago: 60,
        hired: None,
        certificate: None,
        steps: &[
            (1_800, Step::Phase("consultation")),
            (
                1_795,
                Step::Linked(
                    Topic::Poverty,
                    "青葉自立相談支援センター（架空）",
                    "いっしょに電話をして、面談の日を決めた。「一人では電話できなかった」と話した。",
                ),
            ),
            (
                1_790,
                Step::Linked(
                    Topic::Dispute,
                    "",
                    "「今は前の会社と争いたくない」と話した。無料の法律相談の案内だけ渡した。",
                ),
            ),
            (1_780, Step::Phase("registration")),
            (1_700, Step::Phase("work")),
            (
                10,
                Step::Heard(
                    "スマートフォンの分割払いがふくらんでいる。働く時間を増やしたいが、体調が心配。",
                    &[Topic::MoneyTrouble, Topic::WorkAndLife],
                ),
            ),
        ],
    },
    Use {
        by: "continuation",
        programme: Programme::ContinuationB,
        months_ago: 46,
        hired: None,
        certificate: None,
        steps: &[
            (1_380, Step::Note(Milestone::PlanAgreed)),
            (1_370, Step::Phase("working")),
            (1_200, Step::Note(Milestone::PlanReviewed)),
            (1_020, Step::Note(Milestone::PlanReviewed)),
            (840, Step::Note(Milestone::PlanReviewed)),
            (660, Step::Note(Milestone::PlanReviewed)),
            (480, Step::Note(Milestone::PlanReviewed)),
            (425, Step::Note(Milestone::NextContacted)),
            (424, Step::Note(Milestone::InformedInWriting)),
            (420, Step::End(EpisodeEndReason::MovedToOtherService)),
        ],
    },
    Use {
        by: "choice",
        programme: Programme::EmploymentChoice,
        months_ago: 10,
        hired: None,
        certificate: None,
        steps: &[
            (302, Step::Phase("preparing")),
            (300, Step::Phase("contract")),
            (295, Step::Phase("observation")),
            (280, Step::Confer),
            (280, Step::Phase("conference")),
            (278, Step::Extend(1)),
            (276, Step::Phase("sheet")),
            (272, Step::Phase("feedback")),
            (271, Step::Phase("liaison")),
            (270, Step::End(EpisodeEndReason::MovedToOtherService)),
        ],
    },
    Use {
        by: "transition",
        programme: Programme::Transition,
        months_ago: 7,
        hired: None,
        certificate: Some(5),
        steps: &[
            (205, Step::Phase("entry")),
            (203, Step::Note(Milestone::PlanAssessed)),
            (200, Step::Note(Milestone::PlanDrafted)),
            (197, Step::Note(Milestone::PlanMeeting)),
            (195, Step::Note(Milestone::PlanAgreed)),
            (194, Step::DecidedFor("通所は週3日まで", "母")),
            (190, Step::Phase("preparation")),
            (100, Step::Note(Milestone::PlanReviewed)),
            (
                98,
                Step::LookedAt("「体調の表を見ながらなら、自分で決められそう」と話した。表を作って、次の面談で試す。"),
            ),
            (80, Step::Phase("practice")),
            (35, Step::Confer),
            (12, Step::Note(Milestone::PlanReviewed)),
        ],
    },
];
