//! The decision: actor, action, target → permit or denial.

use banso_domain::{
    case::{
        Case,
        sharing::{ItemSet, Share},
    },
    id::{AgencyId, PersonId, StaffId},
    staff::Role,
};

use crate::{
    Action, Actor, EpisodeScope, GatheringScope, JobScope, Named, ReferralScope, SheetScope, SittingScope, Subject,
    episode, gathering, job, referral, sheet,
};

/// What a decision needs to know of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseScope {
    /// The centre that supports.
    pub centre: AgencyId,
    /// The municipality that decides.
    pub municipality: AgencyId,
    /// The municipality sees the case: the person agreed to sharing, or support began that the municipality answers for.
    pub municipality_sees: bool,
    /// It is protected: nobody sees it but these, however they stand to the centre or the municipality.
    pub named: Option<Named>,
}

impl CaseScope {
    /// The scope of a case as it stands.
    pub fn of(case: &Case) -> Self {
        Self {
            centre: case.centre,
            municipality: case.municipality,
            municipality_sees: case.may_be_shared() || !case.emergencies.is_empty() || !case.sittings.is_empty(),
            named: Named::of(&case.protection),
        }
    }
}

/// What a decision needs to know of a conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConferenceScope {
    /// The centre that holds it.
    pub host: AgencyId,
    /// The municipality of that centre.
    pub municipality: Option<AgencyId>,
}

/// What a decision needs to know of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficeScope {
    /// The office.
    pub agency: AgencyId,
    /// The municipality that answers for it.
    pub municipality: Option<AgencyId>,
}

/// What an action is aimed at.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// A new case at a centre, whose municipality is given.
    NewCase {
        /// The centre.
        centre: AgencyId,
        /// Its municipality.
        municipality: Option<AgencyId>,
    },
    /// A case.
    Case(CaseScope),
    /// A protected case, for somebody who is not named and says that it cannot wait.
    Protected(CaseScope),
    /// A person, known by the cases there are of them.
    Person(&'a [CaseScope]),
    /// A conference, planned or yet to be.
    Conference(ConferenceScope),
    /// A referral.
    Referral(ReferralScope),
    /// The use of a programme, begun or to begin.
    Episode(EpisodeScope<'a>),
    /// A job, begun or to begin.
    Job(JobScope<'a>),
    /// An office, in figures.
    Office(OfficeScope),
    /// The resource directory.
    Directory(DirectoryScope),
    /// A sheet, begun or to begin.
    Sheet(SheetScope<'a>),
    /// An employer.
    Employer(EmployerScope),
    /// A gathering, planned or yet to be.
    Gathering(GatheringScope),
    /// The installation as a whole.
    Installation,
    /// The account of the actor.
    OwnAccount,
    /// A case of another agency, known by the doors that are or will be open.
    Shared(&'a [Share]),
    /// The record of a person who is supported.
    Own(PersonId),
    /// A conference, for those who are invited.
    Sitting(SittingScope<'a>),
}

/// The action is not permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// The asker must not learn that the thing exists: answered like a missing page.
    #[error("nothing here for this reader")]
    Invisible,
    /// The asker knows the thing and may not do this to it.
    #[error("this role may not do that")]
    Forbidden,
}

/// The action is permitted: the journal keeps it as the basis of the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    staff: StaffId,
    agency: AgencyId,
    role: Role,
    action: Action,
}

impl Permit {
    /// Who acts.
    pub fn staff(&self) -> StaffId {
        self.staff
    }

    /// For which agency.
    pub fn agency(&self) -> AgencyId {
        self.agency
    }

    /// The role that allows it.
    pub fn role(&self) -> Role {
        self.role
    }

    /// What is permitted.
    pub fn action(&self) -> Action {
        self.action
    }

    /// The basis as the journal keeps it.
    pub fn basis(&self) -> serde_json::Value {
        serde_json::json!({ "action": self.action.name(), "role": self.role.name() })
    }
}

/// Decides whether `actor` may do `action` to `target`. Refuses by default.
///
/// # Errors
///
/// [`Denial::Invisible`] for strangers, [`Denial::Forbidden`] for those who see the thing but may not do this.
pub fn decide(actor: &Actor, action: Action, target: Target<'_>) -> Result<Permit, Denial> {
    let roles: Vec<Role> = match (action.subject(), target) {
        (Subject::Case, Target::NewCase { centre, municipality }) => {
            let officer = municipality == Some(actor.agency());
            effective(actor, actor.agency() == centre, officer)
        }
        (Subject::Case, Target::Case(case)) => roles_on_case(actor, case),
        (Subject::ProtectedCase, Target::Protected(case)) if case.named.is_some() => roles_beside_names(actor, case),
        (Subject::Person, Target::Person(cases)) => best_roles_on_person(actor, cases),
        (Subject::Conference, Target::Conference(conference)) => {
            let officer = conference.municipality == Some(actor.agency());
            let at_host = conference.host == actor.agency();
            let partners = actor.roles().iter().copied().filter(|role| at_host && *role == Role::PartnerStaff);
            effective(actor, at_host, officer).into_iter().chain(partners).collect()
        }
        (Subject::Referral, Target::Referral(scope)) => referral::roles(actor, action, scope)?,
        (Subject::Episode, Target::Episode(scope)) => episode::roles(actor, action, scope)?,
        (Subject::Job, Target::Job(scope)) => job::roles(actor, action, scope)?,
        (Subject::Employer, Target::Employer(scope)) => roles_on_employer(actor, scope),
        (Subject::Gathering, Target::Gathering(scope)) => gathering::roles(actor, action, scope)?,
        (Subject::Directory, Target::Directory(scope)) => {
            let counts = |role: &Role| match role {
                Role::Administrator => true,
                role => reads_shared(*role) && scope.by_supporter,
            };
            actor.roles().iter().copied().filter(counts).collect()
        }
        (Subject::Office, Target::Office(office)) => {
            let counts = |role: &Role| match role {
                Role::MunicipalOfficer => office.municipality == Some(actor.agency()),
                role => office.agency == actor.agency() && episode::works(*role),
            };
            actor.roles().iter().copied().filter(counts).collect()
        }
        (Subject::Sheet, Target::Sheet(scope)) => sheet::roles(actor, action, scope)?,
        (Subject::Installation, Target::Installation) => {
            actor.roles().iter().copied().filter(|role| *role == Role::Administrator).collect()
        }
        (Subject::OwnAccount, Target::OwnAccount) => actor.roles().to_vec(),
        (Subject::SharedCase, Target::Shared(shares)) if !shared_items(actor, shares).is_empty() => {
            actor.roles().iter().copied().filter(|role| reads_shared(*role)).collect()
        }
        (Subject::Sitting, Target::Sitting(sitting)) if sitting.has(actor.agency()) => {
            actor.roles().iter().copied().filter(|role| reads_shared(*role)).collect()
        }
        (Subject::OwnRecord, Target::Own(person)) if actor.person() == Some(person) => vec![Role::Person],
        _ => Vec::new(),
    };
    if roles.is_empty() {
        let hidden = !matches!(
            action.subject(),
            Subject::Installation | Subject::OwnAccount | Subject::OwnRecord | Subject::Directory
        );
        return Err(if hidden { Denial::Invisible } else { Denial::Forbidden });
    }
    match roles.into_iter().find(|role| role_may(*role, action)) {
        Some(role) => Ok(Permit { staff: actor.staff(), agency: actor.agency(), role, action }),
        None => Err(Denial::Forbidden),
    }
}

/// Which items of a case are open to the actor's agency today: what every page, print, export and answer for it is cut to.
pub fn shared_items(actor: &Actor, shares: &[Share]) -> ItemSet {
    let open = |share: &&Share| share.agency == actor.agency() && share.is_open_on(actor.day());
    let doors = shares.iter().filter(|_| actor.reads_shared()).filter(open);
    doors.fold(ItemSet::NONE, |items, share| items.and(share.items))
}

/// The resource directory as a decision about it needs it. What is published there is open to everybody; what the region writes beside it, weak
/// points included, is for those who support people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DirectoryScope {
    /// The one who asks works for an agency that supports people, and not for a firm or a family.
    pub by_supporter: bool,
}

/// An employer as a decision about what is told of it needs it.
#[derive(Clone, Copy, Debug)]
pub struct EmployerScope {
    /// The employer.
    pub agency: AgencyId,
    /// The one who asks works for an agency that supports people, and not for another firm.
    pub by_supporter: bool,
}

/// The employer's own staff, and those who support people: no firm reads about another.
fn roles_on_employer(actor: &Actor, scope: EmployerScope) -> Vec<Role> {
    let is_own = scope.agency == actor.agency();
    let counts = |role: &Role| reads_shared(*role) && (is_own || scope.by_supporter);
    actor.roles().iter().copied().filter(counts).collect()
}

/// The roles to which cases of other agencies may be opened.
const fn reads_shared(role: Role) -> bool {
    match role {
        Role::ChiefCounselor
        | Role::Counselor
        | Role::EmploymentCounselor
        | Role::MunicipalOfficer
        | Role::PartnerStaff => true,
        Role::Administrator | Role::Person => false,
    }
}

/// The roles that count, given how the actor's agency relates to the thing.
fn effective(actor: &Actor, at_centre: bool, at_municipality: bool) -> Vec<Role> {
    let counts = |role: &Role| match role {
        Role::ChiefCounselor | Role::Counselor | Role::EmploymentCounselor => at_centre,
        Role::MunicipalOfficer => at_municipality,
        Role::Administrator | Role::PartnerStaff | Role::Person => false,
    };
    actor.roles().iter().copied().filter(counts).collect()
}

pub(crate) fn roles_on_case(actor: &Actor, case: CaseScope) -> Vec<Role> {
    match case.named {
        Some(named) if !named.admits(actor.staff(), actor.day()) => Vec::new(),
        _ => roles_beside_names(actor, case),
    }
}

/// The roles that would count if nobody had to be named.
fn roles_beside_names(actor: &Actor, case: CaseScope) -> Vec<Role> {
    let officer = case.municipality_sees && case.municipality == actor.agency();
    effective(actor, case.centre == actor.agency(), officer)
}

/// A person is seen through any of their cases that is seen.
fn best_roles_on_person(actor: &Actor, cases: &[CaseScope]) -> Vec<Role> {
    let mut roles: Vec<Role> = cases.iter().flat_map(|case| roles_on_case(actor, *case)).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// Which role may do what, where it counts at all. Every action gains its line here.
const fn role_may(role: Role, action: Action) -> bool {
    use Action::*;
    match role {
        Role::ChiefCounselor => !matches!(
            action,
            DecidePlan
                | ManageStaff
                | ManageAgencies
                | ReadDefinitions
                | WordItems
                | ExportPackage
                | ReadOwnRecord
                | WithdrawOwnConsent
                | TellWhatWasCarried
                | ConfirmOwnGoal
                | NoteOwnWays
                | AnswerAsEmployer
                | AnswerGathering
                | ShowSheet
        ),
        Role::Counselor => !matches!(
            action,
            DecidePlan
                | AssignCase
                | MergePersons
                | ProtectCase
                | ReviewOpening
                | ReviewEmergency
                | ImportResources
                | DecideMissing
                | AnswerSurvey
                | HoldSurvey
                | WriteLogicModel
                | LeadNetwork
                | SayLinkage
                | SendMonthlyReturn
                | ManageStaff
                | ManageAgencies
                | ReadDefinitions
                | WordItems
                | ExportPackage
                | ReadOwnRecord
                | WithdrawOwnConsent
                | TellWhatWasCarried
                | ConfirmOwnGoal
                | NoteOwnWays
                | AnswerAsEmployer
                | AnswerGathering
                | ShowSheet
        ),
        Role::EmploymentCounselor => matches!(
            action,
            OpenCase
                | ReadCase
                | WriteRecord
                | CorrectRecord
                | WriteAnswers
                | RecordApplication
                | StartEmergency
                | WritePlan
                | RecordPlanAnswer
                | Monitor
                | Evaluate
                | SuspendCase
                | FollowUp
                | FinishTask
                | WriteNetwork
                | ReviewRhythm
                | WriteWayNotes
                | HandOver
                | RecordConsent
                | DiscloseInEmergency
                | OpenProtected
                | ReadLedger
                | InvitePerson
                | ReadShared
                | WriteShared
                | AnswerHandover
                | ReadPerson
                | AnswerCounting
                | CorrectPerson
                | ReadConference
                | ReadSitting
                | SpeakInSitting
                | WriteReferral
                | SendReferral
                | AnswerReferral
                | ReadReferral
                | StartEpisode
                | WriteEpisode
                | ReadEpisode
                | ReadNeutrality
                | ReadMonthlyReturn
                | ExplainLeaning
                | AnswerLeaning
                | ReadRewards
                | ReadRhythm
                | ReadOfficeFigures
                | StartJob
                | WriteJob
                | ReadJob
                | StartSheet
                | WriteSheet
                | ReadSheet
                | ReadEmployer
                | DescribeEmployer
                | ReadGathering
                | HoldGathering
                | ReplyToInvitation
                | FinishFollowUp
                | ReadDirectory
                | WriteDirectory
                | DescribeOwnAgency
                | ReadSurvey
                | ReadNetwork
                | ReadLinkage
                | ReadFigures
                | TellStory
                | ReadMissing
                | WriteMissing
                | SecureOwnAccount
        ),
        Role::MunicipalOfficer => matches!(
            action,
            OpenCase
                | ReadCase
                | WriteRecord
                | DecidePlan
                | FinishTask
                | ReadPerson
                | ReadConference
                | PlanConference
                | ReadSitting
                | SpeakInSitting
                | AnswerReferral
                | ReadReferral
                | ReadEpisode
                | ReadNeutrality
                | ReadMonthlyReturn
                | SendMonthlyReturn
                | AnswerLeaning
                | ReadJob
                | ReadSheet
                | ReadEmployer
                | ReadGathering
                | ReplyToInvitation
                | FinishFollowUp
                | ReadShared
                | WriteShared
                | OpenProtected
                | AnswerHandover
                | ReadDirectory
                | WriteDirectory
                | DescribeOwnAgency
                | ReadSurvey
                | AnswerSurvey
                | HoldSurvey
                | ReadNetwork
                | LeadNetwork
                | ReadLinkage
                | ReadFigures
                | TellStory
                | WriteLogicModel
                | SayLinkage
                | ReadMissing
                | WriteMissing
                | DecideMissing
                | ImportResources
                | SecureOwnAccount
        ),
        Role::Administrator => matches!(
            action,
            ManageStaff
                | ManageAgencies
                | ReadDefinitions
                | WordItems
                | ExportPackage
                | ReadDirectory
                | ImportResources
                | SecureOwnAccount
        ),
        Role::PartnerStaff => {
            matches!(
                action,
                ReadShared
                    | WriteShared
                    | AnswerHandover
                    | PlanUseConference
                    | ReadConference
                    | SetAgenda
                    | WriteMinutes
                    | ReadSitting
                    | SpeakInSitting
                    | AnswerReferral
                    | ReadReferral
                    | StartEpisode
                    | WriteEpisode
                    | ReadEpisode
                    | ReadNeutrality
                    | ExplainLeaning
                    | AnswerLeaning
                    | ReadRewards
                    | ReadRhythm
                    | ReadOfficeFigures
                    | StartJob
                    | WriteJob
                    | ReadJob
                    | AnswerAsEmployer
                    | StartSheet
                    | WriteSheet
                    | ReadSheet
                    | ReadEmployer
                    | DescribeEmployer
                    | ReadGathering
                    | HoldGathering
                    | AnswerGathering
                    | ReplyToInvitation
                    | FinishFollowUp
                    | ReadDirectory
                    | WriteDirectory
                    | DescribeOwnAgency
                    | ReadSurvey
                    | AnswerSurvey
                    | HoldSurvey
                    | ReadNetwork
                    | LeadNetwork
                    | ReadLinkage
                    | ReadFigures
                    | TellStory
                    | SayLinkage
                    | ReadMissing
                    | WriteMissing
                    | DecideMissing
                    | SecureOwnAccount
            )
        }
        Role::Person => matches!(
            action,
            ReadOwnRecord
                | WithdrawOwnConsent
                | TellWhatWasCarried
                | ConfirmOwnGoal
                | NoteOwnWays
                | StartSheet
                | WriteSheet
                | ReadSheet
                | ShowSheet
                | SecureOwnAccount
        ),
    }
}
