//! Typed identifiers: a UUID each, so that two arguments cannot be swapped.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text was not an identifier of the kind asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the identifier of a {0}")]
pub struct InvalidId(pub &'static str);

macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident = $what:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID made by the use case or read from the store.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID, for the store and for URLs.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} {}", $what, self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId($what))
            }
        }
    )+};
}

typed_id! {
    /// A person who is supported (本人).
    PersonId = "person",
    /// A support case of one person at one centre, from first contact to after closure.
    CaseId = "case",
    /// A plan (プラン) or re-plan (再プラン) within a case.
    PlanId = "plan",
    /// An entry of the support record (支援経過記録).
    RecordId = "support record",
    /// An evaluation sheet (評価シート) of a plan.
    EvaluationId = "evaluation",
    /// A sitting of a conference (支援調整会議 and others).
    ConferenceId = "conference",
    /// An agency: a centre, a municipality, a partner.
    AgencyId = "agency",
    /// A member of staff with an account.
    StaffId = "staff member",
    /// A review of a link whose contact became less.
    ReviewId = "review",
    /// A consent of the person to sharing with named agencies.
    ConsentId = "consent",
    /// Something given to another agency: released after telling the person, or in an emergency.
    DisclosureId = "disclosure",
    /// A protected record that was opened in an emergency.
    OpeningId = "opening",
    /// Something that an agency and a centre wrote to each other about a shared case.
    NoteId = "note",
    /// A task: something to do, by whom, by when.
    TaskId = "task",
    /// A supporter in the network of a case.
    SupporterId = "supporter",
    /// A handover of a case, or of a part of it, to somebody else (引継ぎ).
    HandoverId = "handover",
    /// A referral of a case to another agency (つなぎ・紹介).
    ReferralId = "referral",
    /// One person's use of one programme at one agency (利用).
    EpisodeId = "use of a programme",
    /// One person at one employer (実習・就職).
    JobId = "job",
    /// A goal of half a year in a job.
    GoalId = "goal",
    /// A sheet about a person that several sides answer (シート).
    SheetId = "sheet",
    /// A gathering of agencies and employers.
    GatheringId = "gathering",
    /// Something to work with at a gathering.
    MaterialId = "material",
    /// A network or working team of a region.
    NetworkId = "network",
    /// A story told beside the logic model (事例).
    StoryId = "story",
    /// An item of a sheet that the region words itself.
    ItemWordingId = "worded item",
    /// An entry of the resource directory: a service at a place (社会資源).
    ResourceId = "resource",
    /// An entry of the register of what a region lacks.
    MissingId = "missing resource",
    /// A round of the survey of how agencies see each other.
    SurveyId = "round of a survey",
    /// A need in a case for which nothing fits.
    UnmetNeedId = "unmet need",
    /// A shortlist of places that is kept with a case.
    ShortlistId = "shortlist",
    /// One reading of a published file into the resource directory.
    ImportId = "import",
}
