//! The rules by number, and what the product says when one of them speaks.
//!
//! `SR-…` are the rules of the self-reliance programme as collected from its sources; `P-…` are the guards of the process
//! itself (a case must be open, a plan must be signed …); `R-…` are the rules of good cooperation between agencies. The sentences
//! for people live in the locales under the code.

use serde::{Deserialize, Serialize};

use crate::case::plan::Service;

/// How strongly a rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing is asked.
    Info,
    /// The worker may go on after reading it.
    Warning,
    /// The step is refused until it is mended.
    Error,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident;)+) => {
        /// A rule, known by its number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Rule {
            $($(#[$doc])* #[serde(rename = $code)] $name,)+
        }

        impl Rule {
            /// Every rule, in order of number.
            pub const ALL: &[Rule] = &[$(Rule::$name),+];

            /// The number as written in the sources and shown to people, for example `SR-08`.
            pub const fn code(self) -> &'static str {
                match self { $(Rule::$name => $code,)+ }
            }

            /// How strongly the rule speaks where it applies.
            pub const fn severity(self) -> Severity {
                match self { $(Rule::$name => Severity::$severity,)+ }
            }
        }
    };
}

rules! {
    /// Privacy rules are explained before a signature is asked for.
    PrivacyExplainedFirst = "SR-01", Error;
    /// Without consent the case is opened all the same, with the reason.
    NoConsentNeedsReason = "SR-02", Error;
    /// No signature on the plan, no decision.
    SignatureBeforeDecision = "SR-05", Error;
    /// Without consent to share, the case is not discussed in a coordination conference.
    ConsentBeforeConference = "SR-06", Error;
    /// A plan without any conference date gets neither decision nor confirmation.
    ConferenceBeforeDecision = "SR-08", Error;
    /// Support started before the conference: a reason and a report afterwards.
    ReportAfterwards = "SR-09", Info;
    /// A decision needs one of the services 3, 4, 5.
    DecisionNeedsService = "SR-10", Error;
    /// Services 3, 4, 5 need the person's application.
    ServiceNeedsApplication = "SR-11", Error;
    /// Services 1 and 2 have their own application, to be attached.
    OwnApplicationAttached = "SR-12", Warning;
    /// Work-training is either of the employed or of the non-employed type.
    TrainingTypeChosen = "SR-13", Error;
    /// Suspension needs attempts to reach the person by two means.
    AttemptsBeforeSuspension = "SR-14", Warning;
    /// Closure needs evaluation, conference and the person's wish.
    ClosureComplete = "SR-15", Error;
    /// The goal is set by the person.
    GoalSetByPerson = "SR-16", Warning;
    /// The plan names the person's own actions and informal support too.
    NotOnlyStatutoryServices = "SR-17", Warning;
    /// A monitoring date within the plan's period.
    MonitoringWithinPlan = "SR-18", Warning;
    /// The plan has ended and was not evaluated.
    EvaluationOverdue = "SR-19", Warning;
    /// The municipality attends the conference in principle.
    MunicipalityAttends = "SR-20", Warning;
    /// The worker of a budget or work-preparation service attends or was consulted.
    ServiceWorkerConsulted = "SR-21", Warning;
    /// Placement into employed-type training needs a placement licence.
    PlacementLicence = "SR-22", Error;
    /// Compulsory items of the assessment sheet are filled before a plan is drafted.
    AssessmentItemsFilled = "SR-23", Warning;
    /// The assessment sheet goes with the plan to the conference.
    AssessmentAttached = "SR-24", Warning;
    /// The two legal elements without a box on the sheet are written.
    LegalElementsWritten = "SR-25", Warning;
    /// Moving costs need the finding of the budget service.
    RelocationNeedsBudget = "SR-26", Warning;
    /// Services that a person on public assistance may use as 特定被保護者, since 2025-04-01.
    PublicAssistance = "SR-27", Info;
    /// The other half of SR-27: services that a person on public assistance may not use, or not on that day.
    NotForRecipients = "SR-27b", Info;

    /// The case has ended; it is reopened before it changes.
    CaseEnded = "P-01", Error;
    /// The answer of the person about application is recorded first.
    ApplicationAnsweredFirst = "P-02", Error;
    /// Assessment and plan follow a screening that says to continue.
    ScreenedToContinue = "P-03", Error;
    /// There is no such plan in the case.
    NoSuchPlan = "P-04", Error;
    /// Only the newest plan that is not yet decided can be edited; a decided one is corrected.
    PlanIsFixed = "P-05", Error;
    /// The compulsory items of the plan are filled before it is signed.
    PlanItemsFilled = "P-06", Error;
    /// One plan at a time: the one before is evaluated first.
    OnePlanAtATime = "P-07", Error;
    /// The conference has approved before the municipality decides.
    ConferenceApproved = "P-08", Error;
    /// This changes a statutory service: it is a re-plan, not a correction.
    CorrectionIsReplan = "P-09", Error;
    /// A decision names exactly the lines of the plan.
    DecisionCoversPlan = "P-10", Error;
    /// A date lies before what it depends on, or in the future.
    DateOutOfOrder = "P-11", Error;
    /// A reason is written.
    ReasonNeeded = "P-12", Error;
    /// Suspension is confirmed by the conference.
    SuspensionNeedsConference = "P-13", Error;
    /// Follow-up is decided, yes or no, when the case is closed.
    FollowUpDecided = "P-14", Error;
    /// The conference is held before its items are concluded.
    ConferenceHeldFirst = "P-15", Error;
    /// The conference's minutes are closed and stay as they are.
    MinutesClosed = "P-16", Error;
    /// There is no such item on the agenda.
    NoSuchAgendaItem = "P-17", Error;
    /// The case is already on this agenda for the same purpose.
    AlreadyOnAgenda = "P-18", Error;
    /// The plan is evaluated in support: it has been decided.
    SupportFirst = "P-19", Error;
    /// There is no such entry.
    NoSuchEntry = "P-20", Error;
    /// The case is suspended: it is resumed before its plan goes on.
    Suspended = "P-21", Error;
    /// The plan or a service lasts longer than is usual in the municipality.
    LongerThanUsual = "P-22", Warning;
    /// A benefit lasts longer than there is.
    BenefitTooLong = "P-23", Error;
    /// A conference sat, and what began before it was not reported there.
    ReportMissed = "P-24", Warning;
    /// Everybody in a support meeting has acknowledged the duty of secrecy.
    SecrecyFirst = "P-25", Error;
    /// Once there is a plan, the screening stays as it is.
    ScreeningFixed = "P-26", Error;
    /// An evaluation sheet with its result stays as it is, and there is one open sheet at a time.
    EvaluationFixed = "P-27", Error;
    /// The compulsory items of the evaluation sheet are filled before it leads anywhere.
    EvaluationItemsFilled = "P-28", Error;
    /// There is nothing in the case to be discussed for that purpose.
    NothingToDiscuss = "P-29", Error;
    /// As many attend the conference as the centre's rules ask for.
    QuorumMissed = "P-30", Warning;
    /// What is shared in a sitting is kept within what the person agreed to.
    ConsentScopeChecked = "P-31", Error;
    /// Minutes are closed when they say who wrote them, what was presented and when it is looked at again.
    MinutesComplete = "P-32", Error;
    /// A suspended case whose plan has ended meanwhile does not go on; the person is received anew.
    PlanEndedMeanwhile = "P-33", Error;
    /// Where a centre sits in two tiers, the full one sits at least once a month.
    FullMeetingMonthly = "P-34", Warning;
    /// A consent names purposes, recipients and items.
    ConsentNamesAll = "P-35", Error;
    /// Consent, release and emergency have an end, and not too late a one.
    ConsentPeriod = "P-36", Error;
    /// Who asked to be told each time is told before something is given.
    PersonIsTold = "P-37", Error;
    /// What is given in an emergency has its reason and its review.
    EmergencyIsReviewed = "P-38", Error;
    /// The person agrees to this referral before anything goes to the other agency.
    ReferralNeedsConsent = "P-40", Error;
    /// A referral is answered once.
    ReferralAnswered = "P-41", Error;
    /// A referral that was withdrawn or has ended is a closed door.
    ReferralEnded = "P-42", Error;
    /// A referral is sent before it is answered.
    ReferralSentFirst = "P-43", Error;
    /// What was sent stays as it was sent.
    ReferralIsFixed = "P-44", Error;
    /// A referral names another agency than the one that sends it.
    ReferralReceiver = "P-45", Error;
    /// Whoever stands beside a person has a name.
    SupporterNamed = "P-46", Error;
    /// An agency stands in the network once at a time, and the centre of the case stands there by itself.
    SupporterOnce = "P-47", Error;
    /// Each kind of sitting discusses what it has a say in.
    MatterFitsKind = "P-60", Error;
    /// A packet has its receiver, is handed out once and taken back after that.
    PacketInOrder = "P-61", Error;
    /// Days are offered, ticked and picked in that order.
    DatesInOrder = "P-62", Error;
    /// A claim for a liaison meeting shows all that it needs.
    ClaimComplete = "P-63", Error;
    /// Papers of a sitting are taken back after it.
    PapersTakenBack = "P-64", Warning;
    /// Before a handover is closed it says to whom, with which policy and with what left open.
    HandoverWritten = "P-65", Error;
    /// What is being handed over is not given away beside that.
    HandoverOnItsWay = "P-66", Error;
    /// The successor is somebody else, and confirms for themself.
    SuccessorConfirms = "P-67", Error;
    /// What the person did with what they carry is recorded once a day for each agency.
    CarriedOnce = "P-68", Error;
    /// A successor is asked under a consent that opens the case to them, and answers what they were asked.
    SuccessorAsked = "P-69", Error;
    /// What is given after a support meeting goes to those who sat there bound to secrecy.
    AfterSupportMeeting = "P-70", Error;
    /// A reward is claimed on a day on which its definition counts.
    RewardInForce = "P-71", Error;
    /// A sheet that asks several sides is final once each has said something, or it is written why a side could not be asked.
    EverySideAsked = "P-72", Error;
    /// The result of choice support rests on what was seen in two places at least, or says why there was only one.
    SeenInSeveralPlaces = "P-73", Error;
    /// A reason for leaning to one corporation is one that the notice names, says how it was, and whose advice it rests on.
    LeaningReasonSaysWhat = "P-74", Error;
    /// A reason is written for a service that was over the line in that half-year.
    LeaningIsOverTheLine = "P-75", Error;
    /// The authority answers a reason that was handed in, which stays as it is then.
    LeaningReasonHandedIn = "P-76", Error;
    /// An office that counts the years of a claim from the contract writes the day of the contract.
    ContractDayKnown = "P-77", Error;
    /// An agency records the use of those programmes that agencies of its kind give.
    ProgrammeFitsAgency = "P-80", Error;
    /// A use that has ended stays as it is; it is corrected, or a new one begins.
    EpisodeEnded = "P-81", Error;
    /// A term does not end before it begins.
    TermInOrder = "P-82", Error;
    /// Two uses that exclude each other do not run on the same day.
    EpisodesOverlap = "P-83", Error;
    /// Retention support begins with the seventh month of the employment (K11).
    RetentionFromSeventhMonth = "P-84", Error;
    /// Choice support is granted again once, for a month, and not after two months from the start (K02).
    ChoiceGrantedAgainOnce = "P-85", Error;
    /// No term is longer than the programme allows (K05, K12, K19).
    TermWithinLimit = "P-86", Error;
    /// Suspended is what runs, and resumed what is suspended.
    SuspensionInOrder = "P-87", Error;
    /// A phase is one of the programme's, and what it needs is there.
    PhaseInOrder = "P-88", Error;
    /// A provisional grant lasts two months at most (K06).
    ProvisionalGrant = "P-89", Error;
    /// An answer on a sheet comes from a side that has a say there.
    SideHasSay = "P-90", Error;
    /// A sheet that is final stays as it is; what is new goes into a new version.
    SheetFinal = "P-91", Error;
    /// What the person wrote themself is changed by nobody else.
    OwnWordsStay = "P-92", Error;
    /// What is agreed together comes after what the person said.
    JointAfterOwn = "P-93", Error;
    /// The answers are those that the sheet asks for, and what it must have is there.
    SheetAnswered = "P-94", Error;
    /// Who said it is written where it is neither the person nor the agency's own staff.
    SourceNamed = "P-95", Error;
    /// Only the person decides who sees what is their own.
    OwnerShows = "P-96", Error;
    /// A protected record names who reads it, and when that is looked at again.
    ProtectedByName = "P-100", Error;
    /// Whoever opens a protected record says why it cannot wait.
    OpeningHasReason = "P-101", Error;
    /// An opening is looked at again by somebody else.
    OpeningReviewedByAnother = "P-102", Error;
    /// Protected entries are not joined with others.
    ProtectedNotMerged = "P-103", Error;
    /// A job names the employer, and each entry says what it is about.
    JobSaysWhat = "P-104", Error;
    /// A trial employment has an end, twelve months after its first day at the latest (K20).
    TrialWithinTerm = "P-105", Error;
    /// What has ended is not changed; it is looked back on, or goes on.
    JobEnded = "P-106", Error;
    /// A goal says what is to be reached, and from when to when.
    GoalInOrder = "P-107", Error;
    /// A checkpoint is looked at once its day has come.
    CheckInOrder = "P-108", Error;
    /// A job passes on to another agency that the person lets know of it.
    JobPassedOn = "P-109", Error;
    /// A note on a way to work is about one of the ways, and says something.
    WayNoteSaysSomething = "P-110", Error;
    /// What another desk can help with is brought there as the person wants it.
    LinkedWithThePerson = "P-111", Error;
    /// What somebody else decided says what, who, and how the person can decide it.
    WhoDecidedWhat = "P-112", Error;
    /// A plan is talked over in a meeting with the person before it is agreed.
    PlanMetFirst = "P-113", Warning;
    /// The region words itself what no official sheet confirms, and leaves out what nothing else on the sheet rests on.
    OnlyOpenItems = "P-114", Error;
    /// A wording says something in both languages, sorts nobody, and begins after today and not before the one before.
    WordingInOrder = "P-115", Error;
    /// A box of the logic model has words that fit, leads to later columns, and names indicators there are.
    LogicModelInOrder = "P-116", Error;
    /// A story beside the logic model is short, belongs to a box, and nobody is recognised in it.
    StoryOfNobody = "P-117", Error;
    /// What a plan names and its source lists no more, or tells differently, is said on the plan; the plan keeps it.
    PlannedPlaceIsLookedAt = "P-118", Warning;
    /// A shortlist is kept with a case once the person wants it there.
    ShortlistKeptAsWanted = "P-119", Error;
    /// A plan of contacts has steps in order, none over another.
    ContactPlanInOrder = "P-120", Error;
    /// A plan of contacts says what the person wishes.
    WishInContactPlan = "P-121", Error;
    /// The support is left to the workplace once somebody has written that it carries there.
    WorkplaceCarries = "P-122", Error;
    /// What is told of an employer says its trade and the work it gives.
    ProfileSaysWhat = "P-123", Error;
    /// Somebody at an employer is named once they agreed to it.
    NameByConsent = "P-124", Error;
    /// A job is linked once, to an entry that is an employer.
    EmployerLinked = "P-125", Error;
    /// A gathering has a place and a theme, invites employers, and is written down from its day on.
    GatheringInOrder = "P-126", Error;
    /// An entry of the resource directory has a name, and says where it is or how it is reached.
    ResourceReached = "P-127", Error;
    /// What the region writes about an entry differs from what is there.
    ResourceEditSaysSomething = "P-128", Error;
    /// Figures, hours, days and positions of an entry can be read as such.
    ResourceFigureReadable = "P-129", Error;
    /// What the region wrote stays when its source is read again, and both are shown.
    RegionsWordStays = "P-130", Info;
    /// What a source no longer lists is marked as gone, and never deleted.
    GoneIsMarked = "P-131", Info;
    /// An entry is known by its source and the number that the source gave it, and by no number that several share.
    KnownBySourceNumber = "P-132", Info;
    /// Whoever asks what is open is told how many tell no hours; they are taken for neither open nor closed.
    UntoldHoursAreSaid = "P-133", Info;
    /// A point in the sea, outside Japan or far from the municipality of the address is not used, and that is said.
    UnlikelyPointIsSaid = "P-134", Info;
    /// What is found stands in the order of readings, or of distance where that was asked for: no entry is put before another by any figure.
    FoundByReadingOrDistance = "P-135", Info;
    /// A shortlist to choose from together has one to ten places.
    ShortlistIsShort = "P-136", Error;
    /// A postcode that the region writes has seven digits.
    PostcodeHasSevenDigits = "P-139", Error;
    /// What the region tells those who support people alone stays out of what leaves for everybody.
    SupportersWordsStay = "P-140", Info;
    /// Somebody is named as the one to turn to once they agreed: whose word that is, and since when.
    ContactByConsent = "P-141", Error;
    /// A list in no known form is read once it has a name here, and it is said which column is the name and which tell rows apart.
    ColumnsNamed = "P-142", Error;
    /// Counts of a code of conduct are shown once three agencies of a network have told, and never agency by agency.
    CodesOfThree = "P-143", Info;
    /// A monthly return is sent once its month is over, and again only where a count has changed: that is a correction, and both stay.
    ReturnOfPastMonth = "P-144", Error;
    /// The agency of whoever administers does not leave: nobody could let anybody in again.
    OwnAgencyStays = "P-145", Error;
    /// The firm no longer uses Banso: whoever supports there calls it, and asks the person before anything is told.
    FirmIsCalled = "P-146", Info;
    /// An entry of the register says what is missing.
    MissingSaysWhat = "P-147", Error;
    /// An entry goes to another layer with a reason, and to policy once it was talked about.
    MissingMoved = "P-148", Error;
    /// A decision says why, and who does it where something is to be made.
    MissingDecided = "P-149", Error;
    /// Fewer than three cases are told as a few.
    FewAreNotCounted = "P-150", Info;
    /// What was made was decided before, and stays as it was written.
    MissingMade = "P-151", Error;
    /// The same need without a resource is noted once in a case.
    UnmetOnce = "P-152", Error;
    /// An agency that tells about itself says what it is good at and where its limits are.
    PortraitSaysBoth = "P-153", Error;
    /// A round of the survey has a title, two agencies at least, and days that follow each other.
    SurveyInOrder = "P-154", Error;
    /// An agency that takes part answers about another that does, between the first and the last day.
    SurveyOpen = "P-155", Error;
    /// What the other side says is read once one's own agency has answered, or the round is over.
    BothAnswerFirst = "P-156", Info;
    /// The stage of two agencies is what the record shows, and one more where both say so; never less than the record shows.
    StageOfBoth = "P-157", Info;
    /// An agency says how it works with another agency that supports people, and not with itself.
    LinkageOfAnother = "P-158", Error;
    /// What an agency says about another in words is read by the two alone; that counts for a year.
    WordsOfTwo = "P-159", Info;
    /// What would come apart if an agency closed is a question to the council, in counts, and no blame.
    IfClosedAsks = "P-160", Info;
    /// A total and its parts are told so that a part that is told as a few cannot be got by taking away.
    NothingByTakingAway = "P-161", Info;
    /// A network or working team has a name, a purpose and two agencies at least, and ends with a reason.
    NetworkInOrder = "P-163", Error;
    /// An agency joins a network once at a time, and leaves it after it joined.
    NetworkMembers = "P-164", Error;
    /// Whom a gathering invites fits its kind.
    InvitedFitKind = "P-165", Error;
    /// What was learnt elsewhere is passed on in three steps before its day, and looked back on after it.
    PassedOnInSteps = "P-166", Error;
    /// Whoever is invited answers, until the gathering was held.
    InvitedReply = "P-167", Error;
    /// A material has a name, and a link or a place where it is found.
    MaterialHasPlace = "P-168", Error;
    /// Of those who were asked about a code, no more know it than were asked, and no more understand it than know it.
    CodeCountsFit = "P-169", Error;
    /// Who does not want to be counted stands in no table for evaluation.
    CountedByOwnWord = "P-170", Info;
    /// Counts of a few are not told in tables for evaluation.
    FewInPackageUntold = "P-171", Info;
    /// A link that was reviewed is shown again when it thins anew, and after a round where contact was merely forgotten.
    ReviewedOnce = "P-172", Info;
    /// A review that was closed stays as it was written.
    ReviewStays = "P-173", Error;
    /// A job is recorded once: the same person, firm, kind and days are one record, whichever agency holds it.
    JobKnownAlready = "P-174", Error;
    /// More months than usual are granted on the grounds that the programme names, and on no other.
    GroundNamed = "P-175", Error;
    /// An agency stands beside a job once, and steps back from where it stands.
    JobStoodBeside = "P-176", Error;
    /// A use that ended after the last day of its term says so: an extension was not written down, or the day is wrong.
    EndedAfterTerm = "P-180", Warning;
    /// A list of which much of what is held is missing is read in once somebody says whether it is the whole list or a part.
    ListMayBeAPart = "P-186", Error;
    /// An office holds conferences of its own about the uses whose programme asks for them.
    UseConfers = "P-187", Error;
    /// Where minutes name agencies from outside, somebody of another agency is among those who attended.
    OutsiderAmongThose = "P-188", Error;
    /// A conference that is about a use stays with it: of the same kind, and without cases on an agenda.
    UseConferenceStaysWithUse = "P-189", Error;

    /// The person is at the centre of the meeting: there, or heard beforehand.
    PersonAtCentre = "R-08", Error;
    /// Disclosure goes through the person; the direct way needs a reason and a consent.
    DisclosureThroughPerson = "R-09", Error;
    /// Closed employment: nothing goes to an employer.
    ClosedEmployment = "R-10", Error;
    /// Asking another body for facts needs consent, too.
    AskingNeedsConsent = "R-11", Error;
    /// Nothing is given beyond the items, the recipients and the time of the consent.
    WithinConsent = "R-12", Error;
    /// What a firm tells the doctor goes through the person: permission first, and the person carries it.
    FirmThroughPerson = "R-14", Error;
    /// Before a firm is asked to write, somebody explains why.
    FirmAskedAfterExplaining = "R-15", Error;
    /// Going along to a clinic has a reason, and the person agrees.
    GoingAlongAgreed = "R-16", Error;
    /// A result is fed back in plain words.
    ResultInPlainWords = "R-17", Warning;
    /// The person is helped to tell it themself.
    HelpToTell = "R-18", Warning;
    /// Strong help at the beginning is right where health comes first.
    EarlyHelp = "R-19", Info;
    /// What the person can do is not taken from them.
    PersonDoesIt = "R-20", Warning;
    /// An adult decides: what others decided is looked at again until the person does.
    AdultDecides = "R-21", Warning;
    /// The person may refuse a supporter: nobody is sent after them, and the way back stays open.
    SupporterRefused = "R-22", Info;
    /// A sheet says strengths, difficulties and what helps.
    StrengthsAndDifficulties = "R-23", Warning;
    /// An assessment rests on several places and sources.
    SeveralPlaces = "R-25", Warning;
    /// A difficulty is one of person and surroundings: it says where, and what was tried.
    DifficultyHasPlace = "R-26", Warning;
    /// A wish is not replaced by an assessment: where they differ, the reason and the trial offered are written.
    WishStands = "R-28", Error;
    /// Who is not convinced of a result is offered an objective view.
    ObjectiveView = "R-29", Warning;
    /// Nobody is assessed twice in the same way without a reason.
    AssessedOnce = "R-30", Warning;
    /// Nobody is turned away: no diagnosis is asked for, what the person comes about is.
    NobodyTurnedAway = "R-31", Error;
    /// Sources may say different things: all of it stays.
    SourcesDiffer = "R-32", Info;
    /// Every two weeks somebody looks where contact thinned without anyone meaning it.
    LookedAtEveryTwoWeeks = "R-34", Warning;
    /// Contacts that become fewer as planned are no alarm.
    FadingAsPlanned = "R-35", Info;
    /// Why contact became less is named before it is laid aside.
    CauseNamed = "R-36", Error;
    /// Who stopped coming is asked first, before their firm is.
    PersonAskedFirst = "R-37", Error;
    /// Sharing alone is not working together: a pair of agencies sets an aim or roles that they share.
    MoreThanSharing = "R-39", Warning;
    /// How often is agreed with each person; nothing is the same for all.
    NoUniformFrequency = "R-41", Info;
    /// In the first weeks, a day and time is kept.
    RegularSlotEarly = "R-42", Warning;
    /// After hiring there is a word with the firm, or a report that is shared, once a month.
    MonthlyWord = "R-43", Warning;
    /// Within the first month, person and firm know where to ask.
    WhereToAskKnown = "R-44", Warning;
    /// There is more than one place to turn to.
    TwoPlacesToTalk = "R-45", Warning;
    /// Not everything hangs on one person or agency.
    NotOnOneAlone = "R-45b", Warning;
    /// Somebody stays who is not gone after a time.
    AnchorStays = "R-46", Warning;
    /// The other half of R-46: not everybody is there for a time only.
    NotAllForATime = "R-46b", Warning;
    /// Troubles of several kinds call for a team that knows each other's faces.
    FaceToFaceTeam = "R-47", Info;
    /// Every task has an owner.
    TaskHasOwner = "R-49", Error;
    /// Work outside somebody's usual role is done for a reason.
    UsualRole = "R-50", Warning;
    /// 丸抱え: not everything lies on one shoulder.
    NotOnOneShoulder = "R-50b", Warning;
    /// 丸投げ: whoever is the main contact does something themself.
    NotThrownOver = "R-50c", Warning;
    /// Hands hold the baton together: a handover has days on which both are there.
    HandoverOverlaps = "R-51", Warning;
    /// Whoever turns to an agency knows what it can do, where its limits are and how it is reached, and how fresh that is.
    KnowTheOtherSide = "R-52", Warning;
    /// An agency tells others about itself.
    TellAboutYourself = "R-53", Warning;
    /// A question to another agency is prepared: aim, what is known, what is asked, by when.
    QuestionPrepared = "R-55", Warning;
    /// Equal footing: each agency gives its own opinion until the minutes are closed, and nobody another's.
    EqualFooting = "R-56", Error;
    /// Where opinions differ, the minutes say how the difference was handled with the person's view.
    DifferenceHandled = "R-57", Warning;
    /// Where two agencies see each other differently, both read it, and no list is made of it.
    GapBothWays = "R-59", Info;
    /// Being in stable health and being able to work are two things: the doctor's yes to work says on what it rests.
    AbleOnWhatGrounds = "R-60", Warning;
    /// What is written about a region names nobody in it.
    NobodyInTheRegion = "R-62", Error;
    /// A need without a fitting resource goes into the register of the region, as a count without names.
    MissingResource = "R-63", Info;
    /// The third stage is no duty: a stage is a state, and nobody has to come further.
    StageIsNoDuty = "R-64", Info;
    /// The result of choice support follows a conference with agencies from outside.
    ChoiceConference = "R-66", Error;
    /// And is not dated before it.
    ResultAfterConference = "R-67", Error;
    /// Options stand there without leaning: not one's own corporation alone, and not nearly everybody at one.
    OptionsWithoutLeaning = "R-68", Warning;
    /// An add-on is claimed once a month and four times a year.
    ClaimCaps = "R-69", Error;
    /// The second kind of the add-on needs the result shared with the service manager.
    ClaimSharedBack = "R-70", Error;
    /// What the support aims at is settled inside the agency before somebody else takes over.
    PolicySetInside = "R-71", Warning;
    /// The network of a case has a short goal, and closes when it is reached.
    ShortGoal = "R-72", Warning;
    /// Before the lead changes, predecessor and successor visit the employer together.
    EmployerVisitedTogether = "R-73", Error;
    /// And those agencies with which they work closely.
    PartnersVisitedTogether = "R-74", Warning;
    /// A support that ends is handed over from four months before on.
    HandoverOpensInTime = "R-75", Warning;
    /// What retention support knows is passed on three months before it ends, where support has to go on.
    SharedThreeMonthsBefore = "R-76", Error;
    /// Somebody else answers for the person at the employer: they are met, and what was agreed is confirmed anew.
    EmployerContactChanged = "R-77", Warning;
    /// The new head of personnel matters: time is asked for with the person's superior.
    HeadAskedForTime = "R-78", Warning;
    /// Where the workplace carries the support by itself, it may be handed there instead of to an agency.
    InsideSupportEnough = "R-79", Info;
    /// At hiring, somebody who stays is brought in where every support is for a time.
    RegisterEarly = "R-80", Warning;
    /// Notes of a visit to the clinic stay inside.
    ClinicNotesStay = "R-81", Error;
    /// A handover stays open until the successor has confirmed and the person has said what they think.
    SuccessorAndPersonHeard = "R-82", Error;
    /// Before the first day, person, employer and supporter agree on what makes the work possible.
    ThreeSidesAgree = "R-83", Warning;
    /// Each refusal of an accommodation has its reason.
    RefusalHasReason = "R-84", Error;
    /// Everybody at work has an agency beside them.
    SupportLinked = "R-85", Warning;
    /// The goals of a job are agreed by the person and by the employer.
    GoalsAgreedByBoth = "R-87", Warning;
    /// Ordinary work stays in view: each plan and review at A and B asks.
    OrdinaryWorkAsked = "R-91", Warning;
    /// Where somebody left a job, those who supported them look back within thirty days.
    LeavingIsLookedBackOn = "R-92", Error;
}

/// What a rule found on a plan: shown beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that speaks.
    pub rule: Rule,
    /// The services it speaks about; none where it is about the plan as a whole.
    pub services: Vec<Service>,
}

impl From<Rule> for Finding {
    fn from(rule: Rule) -> Self {
        Self { rule, services: Vec::new() }
    }
}

/// A command is refused: the rules that stand in the way, strongest first, never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("refused by {}", .rules.iter().map(|rule| rule.code()).collect::<Vec<_>>().join(", "))]
pub struct Refusal {
    /// The rules that refuse.
    pub rules: Vec<Rule>,
}

impl From<Rule> for Refusal {
    fn from(rule: Rule) -> Self {
        Self { rules: vec![rule] }
    }
}

/// Refuses with `rule` unless `condition` holds.
pub(crate) fn require(condition: bool, rule: Rule) -> Result<(), Refusal> {
    if condition { Ok(()) } else { Err(rule.into()) }
}
