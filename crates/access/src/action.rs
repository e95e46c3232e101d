//! Everything that can be done, by name.

/// What an action is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A support case and everything in it.
    Case,
    /// A protected case, for those who are not named.
    ProtectedCase,
    /// A person's entry.
    Person,
    /// A conference.
    Conference,
    /// A referral to another agency.
    Referral,
    /// The use of a programme at an agency.
    Episode,
    /// A job or a practice at an employer.
    Job,
    /// An office of choice support as a whole, in figures without names.
    Office,
    /// A sheet about a person that several sides answer.
    Sheet,
    /// What is told of an employer.
    Employer,
    /// A gathering of agencies and employers.
    Gathering,
    /// The resource directory of the region.
    Directory,
    /// The installation: accounts, agencies, definitions.
    Installation,
    /// The account of the one who acts.
    OwnAccount,
    /// What is shared of a case with the agency of the one who acts.
    SharedCase,
    /// The record of the one who acts: the person who is supported.
    OwnRecord,
    /// A conference that the agency of the one who acts is invited to.
    Sitting,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal on $subject:ident;)+) => {
        /// Something a member of staff wants to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)+
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Action] = &[$(Action::$name),+];

            /// The name in the journal and in tables.
            pub const fn name(self) -> &'static str {
                match self { $(Action::$name => $text,)+ }
            }

            /// What it is done to.
            pub const fn subject(self) -> Subject {
                match self { $(Action::$name => Subject::$subject,)+ }
            }
        }
    };
}

actions! {
    /// Open a case at a centre, with the person's entry if it is new.
    OpenCase = "open a case" on Case;
    /// Read a case: header, sheets, plans, history, prints.
    ReadCase = "read a case" on Case;
    /// Write a support record.
    WriteRecord = "write a support record" on Case;
    /// Correct a support record.
    CorrectRecord = "correct a support record" on Case;
    /// Write answers on the sheets 【1】 and 【2】.
    WriteAnswers = "write on the sheets" on Case;
    /// Record the person's answer about application and sharing.
    RecordApplication = "record the application" on Case;
    /// Record a screening.
    Screen = "screen" on Case;
    /// Start emergency support.
    StartEmergency = "start emergency support" on Case;
    /// Give a case to another member of staff.
    AssignCase = "assign a case" on Case;
    /// Draft, change or correct a plan, and move its lines on.
    WritePlan = "write a plan" on Case;
    /// Record the person's answer to a plan.
    RecordPlanAnswer = "record the answer to a plan" on Case;
    /// Start support before the conference.
    StartEarly = "start support early" on Case;
    /// 支援決定・確認
    DecidePlan = "decide a plan" on Case;
    /// Record a monitoring.
    Monitor = "monitor a plan" on Case;
    /// Write an evaluation sheet.
    Evaluate = "evaluate a plan" on Case;
    /// Close a case.
    CloseCase = "close a case" on Case;
    /// Suspend or resume a case, and note attempts to reach the person.
    SuspendCase = "suspend or resume a case" on Case;
    /// Record and end follow-up after closure.
    FollowUp = "follow up" on Case;
    /// Mark a task as done.
    FinishTask = "finish a task" on Case;
    /// Write who stands beside the person.
    WriteNetwork = "write the person's network" on Case;
    /// Prepare a handover, and record what is done and said of it; between staff it is the chief who begins it.
    HandOver = "hand over" on Case;
    /// Record consents by name and what the person says about employers, take them back, and open the door after telling the person.
    RecordConsent = "record a consent" on Case;
    /// Write down, together with the person, what they say about the ways to work.
    WriteWayNotes = "note words about the ways" on Case;
    /// Give something without consent because there is danger.
    DiscloseInEmergency = "disclose in an emergency" on Case;
    /// Give something after a support meeting to those who sat there bound to secrecy, and close that door again.
    DiscloseAfterMeeting = "give after support meeting" on Case;
    /// Look at an emergency disclosure again.
    ReviewEmergency = "review an emergency disclosure" on Case;
    /// Read who has seen, printed and been given what of a person's record.
    ReadLedger = "read the ledger" on Case;
    /// Give the person an account of their own.
    InvitePerson = "give the person an account" on Case;
    /// Protect a record, say by name who reads it, and end the protection.
    ProtectCase = "protect a record" on Case;
    /// Look at contact that thinned, ask the person, and name the cause.
    ReviewRhythm = "review thinning contact" on Case;
    /// Look at the opening of a protected record again.
    ReviewOpening = "review an opening" on Case;

    /// Open a protected record in an emergency.
    OpenProtected = "open a protected record" on ProtectedCase;

    /// Read what is shared of a case.
    ReadShared = "read what is shared" on SharedCase;
    /// Write to the centre about a case that is shared.
    WriteShared = "write to the centre" on SharedCase;
    /// Answer, as the agency that is asked to go on, whether it takes over.
    AnswerHandover = "answer a handover" on SharedCase;

    /// Read what is told of an employer.
    ReadEmployer = "read about an employer" on Employer;
    /// Tell what an employer does, offers and is open to.
    DescribeEmployer = "describe an employer" on Employer;
    /// Read about a gathering.
    ReadGathering = "read about a gathering" on Gathering;
    /// Plan a gathering and write down what came of it.
    HoldGathering = "hold a gathering" on Gathering;
    /// Say, as a firm, what it is open to.
    AnswerGathering = "answer at a gathering" on Gathering;
    /// Say, as an agency or firm that is invited, whether it comes.
    ReplyToInvitation = "answer an invitation" on Gathering;
    /// Say that what one's own agency answers for is done.
    FinishFollowUp = "finish what follows" on Gathering;

    /// Read the resource directory.
    ReadDirectory = "read the directory" on Directory;
    /// Write what the region knows of a resource, and say that it is still so.
    WriteDirectory = "write in the directory" on Directory;
    /// Read how one's own agency and others see each other.
    ReadSurvey = "read a survey" on Directory;
    /// Answer in a survey of agencies for one's own.
    AnswerSurvey = "answer a survey" on Directory;
    /// Plan a round of the survey of agencies.
    HoldSurvey = "hold a survey" on Directory;
    /// Read about networks and working teams.
    ReadNetwork = "read about a network" on Directory;
    /// Begin a network, lead it, and join or leave one for one's own agency.
    LeadNetwork = "lead a network" on Directory;
    /// Read how closely agencies work together.
    ReadLinkage = "read about linkage" on Directory;
    /// Say for one's own agency how it works with another.
    SayLinkage = "say something about linkage" on Directory;
    /// Tell others about one's own agency.
    DescribeOwnAgency = "tell about one's own agency" on Directory;
    /// Read the figures of cooperation in the region: of agencies and the whole, never of a few people.
    ReadFigures = "read figures of the region" on Directory;
    /// Tell a story beside the logic model of the region, and take one's own back.
    TellStory = "tell a story" on Directory;
    /// Write the logic model of the region: its boxes, arrows and indicators.
    WriteLogicModel = "write the logic model" on Directory;
    /// Read what is missing in the region.
    ReadMissing = "read what is missing" on Directory;
    /// Enter what is missing, and write what is said about it.
    WriteMissing = "write what is missing" on Directory;
    /// Write down what was decided about what is missing.
    DecideMissing = "decide on what is missing" on Directory;
    /// Read a published list into the resource directory.
    ImportResources = "read a list in" on Directory;

    /// Read one's own record: plan, consents, who looked.
    ReadOwnRecord = "read one's own record" on OwnRecord;
    /// Take one's own consent back.
    WithdrawOwnConsent = "withdraw one's own consent" on OwnRecord;
    /// Say what became of what one took to an agency oneself.
    TellWhatWasCarried = "tell what was carried" on OwnRecord;
    /// Say yes to a goal of one's own job.
    ConfirmOwnGoal = "say yes to one's goal" on OwnRecord;
    /// Say what one thinks of the ways to work.
    NoteOwnWays = "note one's own words" on OwnRecord;

    /// Read a person's entry.
    ReadPerson = "read a person's entry" on Person;
    /// Write down whether the person wants to be counted where the record is evaluated.
    AnswerCounting = "note wish to be counted" on Person;
    /// Correct or complete a person's entry.
    CorrectPerson = "correct a person's entry" on Person;
    /// Join two entries of one person, or part them again.
    MergePersons = "merge entries of a person" on Person;

    /// Plan a conference.
    PlanConference = "plan a conference" on Conference;
    /// Plan an office's own conference about somebody who uses its programme.
    PlanUseConference = "plan a conference about a use" on Conference;
    /// Read a conference: agenda, members, minutes.
    ReadConference = "read a conference" on Conference;
    /// Change agenda and members.
    SetAgenda = "set the agenda" on Conference;
    /// Record attendance, conclusions and gaps; close the minutes.
    WriteMinutes = "write the minutes" on Conference;
    /// Make the papers of those who sit, hand them out and take them back.
    MakePackets = "make the packets" on Conference;

    /// Read the agenda of a sitting, and what of one's own packet is open.
    ReadSitting = "read a sitting" on Sitting;
    /// Give the opinion of one's own agency, and say which days it can make.
    SpeakInSitting = "speak in a sitting" on Sitting;

    /// Draft or change a referral, record the person's word and what came back, and how it ended.
    WriteReferral = "write a referral" on Referral;
    /// Send a referral, as letter, in the product or as a page to reply on.
    SendReferral = "send a referral" on Referral;
    /// Answer a referral for the agency that it went to, and say how it ended.
    AnswerReferral = "answer a referral" on Referral;
    /// Read a referral.
    ReadReferral = "read a referral" on Referral;

    /// Begin the use of a programme at one's own agency.
    StartEpisode = "begin a use" on Episode;
    /// Change a use: phases, term, grant, what was noted, its end.
    WriteEpisode = "change a use" on Episode;
    /// Read a use, or that there is one and from when to when.
    ReadEpisode = "read a use" on Episode;

    /// Read in figures where people went on to after choice support.
    ReadNeutrality = "read where people went" on Office;
    /// Read which of one's links thinned or fell silent.
    ReadRhythm = "read the rhythm of contact" on Office;
    /// Read what a centre counts of a month for the ministry.
    ReadMonthlyReturn = "read the monthly return" on Office;
    /// Write down that the counts of a month were sent.
    SendMonthlyReturn = "send the monthly return" on Office;
    /// Read every figure of one's own office, also those of a few people.
    ReadOfficeFigures = "read all figures of an office" on Office;
    /// Write down why an office was over the line of leaning to one corporation.
    ExplainLeaning = "say why it leaned" on Office;
    /// Write down what the designating authority answered to that.
    AnswerLeaning = "note the authority's word" on Office;
    /// Read what of a month can be claimed for whom.
    ReadRewards = "read what can be claimed" on Office;

    /// Begin the record of a job at one's own agency.
    StartJob = "begin a job" on Job;
    /// Change a job: conditions, goals, what is settled, its end, who stands beside it.
    WriteJob = "change a job" on Job;
    /// Read a job, or that there is one.
    ReadJob = "read a job" on Job;
    /// Say yes to a goal and write down what was asked and thought, as the employer.
    AnswerAsEmployer = "answer as the employer" on Job;
    /// Begin a sheet at one's own agency; the person, one of their own.
    StartSheet = "begin a sheet" on Sheet;
    /// Write on a sheet, make it final, begin a new version.
    WriteSheet = "write on a sheet" on Sheet;
    /// Read a sheet, print it, compare what stands on it.
    ReadSheet = "read a sheet" on Sheet;
    /// Decide who sees which part of one's own sheet.
    ShowSheet = "show one's own sheet" on Sheet;

    /// Accounts and roles.
    ManageStaff = "manage accounts" on Installation;
    /// Agencies.
    ManageAgencies = "manage agencies" on Installation;
    /// Read which definitions are in force and whether they are sound.
    ReadDefinitions = "read definitions" on Installation;
    /// Word items anew that no official sheet confirms.
    WordItems = "word items of sheets" on Installation;
    /// Take the record out as tables without names, for whoever evaluates it.
    ExportPackage = "take the data package out" on Installation;

    /// Change one's own password and recovery codes, and end one's own sessions.
    SecureOwnAccount = "secure one's own account" on OwnAccount;
}
