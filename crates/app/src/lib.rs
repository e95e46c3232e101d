//! Use cases: load, decide, change, journal, commit. What pages and commands may do, each in a few lines.

mod account;
mod admin;
mod asked;
mod calendar_feed;
mod cases;
mod clock;
mod conferences;
mod council;
mod decisions;
mod definitions;
mod denials;
mod directory;
mod drafts;
mod employers;
mod episodes;
mod error;
mod figures;
mod findings;
mod forms;
mod gatherings;
mod history;
mod indicators;
mod inventory;
mod invitations;
mod item_wordings;
mod jobs;
mod ledger;
mod ledger_out;
mod linkages;
mod lists;
mod lists_in;
mod logic_model;
mod missing;
mod monthly_returns;
mod networks;
mod neutrality;
mod notices;
mod origin;
mod own;
mod package;
mod password;
mod persons;
mod places;
mod portraits;
mod records;
mod referrals;
mod resources;
mod resources_out;
mod rewards;
mod rhythm;
mod secret_page;
mod shared;
mod sheets;
mod sign_in;
mod surveys;
mod throttle;
mod way_notes;

use std::sync::{Arc, atomic::AtomicBool};

use banso_documents::Documents;
use banso_domain::{
    process::{CareStep, ProcessDefinition, Programmes, Way},
    reward::Rewards,
};
use banso_store::Store;

pub use account::{AccountSettings, NewSecondFactor};
pub use admin::{NewStaff, StaffChange};
pub use asked::{AskedHandover, SuccessorWord};
pub use calendar_feed::{CalendarFeed, FeedDate, FeedEntry};
pub use cases::{
    BoundMember, CaseFile, NetworkBackground, NewCase, NewClinicVisit, ProtectedCase, StepWords, WhoFor, Whose,
};
pub use clock::Clock;
pub use conferences::{
    AgendaCandidate, Conclude, ConferencePage, Invitation, MadePacket, NewConference, Pick, Receiver, Sitting,
    SittingMatter, Speak, purposes,
};
pub use council::{CouncilRow, CouncilWords, NeedInventory};
pub use decisions::WaitingDecision;
pub use definitions::{DefinitionReport, Definitions};
pub use directory::{FoundResources, PlaceWords};
pub use drafts::Draft;
pub use episodes::{EndingUse, EpisodeGlance, EpisodePage, LifeLine, Whom};
pub use error::UseCaseError;
pub use figures::{Figures, FiguresOf, ToldIndicator};
pub use forms::{FileKind, FormChoice, PrintLook, PrintedForm};
pub use gatherings::{GatheringCommand, GatheringPage, MayAtGathering};
pub use history::{CaseAsOf, EntryLine, EventDetail, HistoryLine};
pub use indicators::indicators;
pub use inventory::InventoryRow;
pub use invitations::AccountInvitation;
pub use item_wordings::{OpenForm, OpenItemRow};
pub use jobs::{FirmCard, JobAsked, JobGlance, JobPage, OwnJob};
pub use ledger_out::{LedgerHead, LedgerToPrint, LedgerWords};
pub use linkages::{AgencyNetwork, IfClosed, LinkagePage, LinkedPair};
pub use lists::{MyWork, WorkQueue};
pub use lists_in::WaitingList;
pub use logic_model::{LogicModelCommand, LogicModelPage};
pub use missing::{Evidence, MayOnMissing, MissingBoard, MissingCommand, MissingRow, OpenNeed};
pub use monthly_returns::CentreMonth;
pub use networks::{CodeInNetwork, NetworkCommand, NetworkPage};
pub use neutrality::{LeaningWord, OfficeHalfYear};
pub use notices::{MailToSend, NoticeChoice};
pub use origin::Origin;
pub use own::{OwnCase, OwnRecord};
pub use package::{PackageError, PackageSummary};
pub use persons::{DuplicateHint, PersonPage};
pub use places::LineOfPlan;
pub use portraits::OwnWords;
pub use records::{NewRecord, TimelineSearch};
pub use referrals::{OpenReply, ReferralPage, Side, WaitingReferral};
pub use resources::{ChangedResource, GoneResource, ImportReport, ResourcePage};
pub use resources_out::{Asker, Attributions, OpenData, OpenDataSearch};
pub use rewards::{RewardMonth, RewardRow, RewardSubject};
pub use rhythm::{ReviewCommand, RhythmList, RhythmRow};
pub use secret_page::SecretPageError;
pub use shared::{SHARED_FORMS, SharedCase};
pub use sheets::{AssessedElsewhere, BeforeSheet, Deed as SheetDeed, SheetGlance, SheetList, SheetPage};
pub use sign_in::{Session, SignIn, SignInError, Token};
pub use surveys::{MayOnSurveys, SurveyPage};
pub use way_notes::WayNotesPage;

// What use cases hand out as lists were read.
pub use banso_exchange::{
    Beginning, Encoding, Extent, Finding, FindingKind, Format, MOST_BYTES as MOST_BYTES_OF_LIST, Outcome, Refused,
    Roster, RosterRow, Weight, likely as likely_field,
};

// What use cases hand out as documents tell it.
pub use banso_documents::ReturnProblem;

// What use cases hand out as it is stored.
pub use banso_store::{
    Agencies, AgencyRow, AskedRow, CalendarEntry, CaseOrder, CaseRow, CaseSearch, CaseView, ConferenceRow,
    ContactCount, DenialAnswer, DenialReport, DeniedRequest, EndingConsent, EpisodeDue, EpisodeRow, FoundPerson,
    HeardGap, JobDueRow, JobRow, LedgerCopy, LedgerLine, LogicModelVersion, MOST_COUNTED, MOST_QUEUED, OutboxState,
    QueueCounts, RecordRow, ReferralRow, ReferralSearch, ResourceRow, SharedCaseRow, StaffRow, StoreError,
};

/// The use cases over one installation. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Clock,
    definitions: Definitions,
    throttle: throttle::Throttle,
    passwords: Arc<password::Passwords>,
    denials: denials::Denials,
    reads: ledger::Reads,
    directory: directory::KeptDirectory,
    second_factor: SecondFactor,
    directory_is_open: AtomicBool,
    waiting_lists: lists_in::WaitingLists,
    figures: figures::KeptFigures,
    /// Those who lay wordings over the definitions take turns: what is laid last was read last.
    laying: tokio::sync::Mutex<()>,
}

/// Whether an account without a second factor may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// It is set up at the first sign-in: the real thing.
    Required,
    /// It may be left out: only for the demonstration with its fictional people.
    Optional,
}

impl App {
    /// The use cases over `store`.
    #[must_use]
    pub fn new(store: Store, clock: Clock, definitions: Definitions, second_factor: SecondFactor) -> Self {
        let inner = Inner {
            store,
            clock,
            definitions,
            throttle: throttle::Throttle::default(),
            passwords: Arc::default(),
            denials: denials::Denials::default(),
            reads: ledger::Reads::default(),
            directory: directory::KeptDirectory::default(),
            second_factor,
            directory_is_open: AtomicBool::new(false),
            waiting_lists: lists_in::WaitingLists::default(),
            figures: figures::KeptFigures::default(),
            laying: tokio::sync::Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The store behind it, for commands of the administrator such as verify and backup.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The key of the tokens that forms carry. It stays the same when the program is started again: what somebody is typing
    /// meanwhile can still be sent.
    #[must_use]
    pub fn form_key(&self) -> [u8; 32] {
        self.inner.store.derived_key("form tokens")
    }

    /// Whether the database answers.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`] if it does not, or not within a few seconds.
    pub async fn answers(&self) -> Result<(), UseCaseError> {
        let patience = std::time::Duration::from_secs(3);
        let answer = tokio::time::timeout(patience, self.inner.store.answers()).await;
        Ok(answer.unwrap_or(Err(StoreError::Busy { seconds: patience.as_secs() }))?)
    }

    /// The clock that use cases read.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The process of the self-reliance programme as defined.
    #[must_use]
    pub fn process(&self) -> &ProcessDefinition {
        &self.inner.definitions.process
    }

    /// The ways to work, side by side, as defined.
    #[must_use]
    pub fn ways(&self) -> &[Way] {
        &self.inner.definitions.ways
    }

    /// The steps of care management, as defined.
    #[must_use]
    pub fn care(&self) -> &[CareStep] {
        &self.inner.definitions.care
    }

    /// The programmes that people use at other agencies, as defined.
    #[must_use]
    pub fn programmes(&self) -> &Programmes {
        &self.inner.definitions.programmes
    }

    /// What can be claimed and what is taken away, as defined.
    #[must_use]
    pub fn rewards(&self) -> &Rewards {
        &self.inner.definitions.rewards
    }

    /// The official forms as defined.
    #[must_use]
    pub fn documents(&self) -> &Documents {
        &self.inner.definitions.documents
    }
}
