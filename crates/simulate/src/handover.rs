//! Handovers of the region: the lead of one case in overlap, and a programme that ends and goes to another agency.

use banso_app::{App, CaseSearch, CaseView, StepWords, UseCaseError};
use banso_domain::{
    answer::AnswerForm,
    case::{
        Stage,
        handover::{
            Ending, HandoverContent, HandoverDocument, HandoverKind, HandoverStep, HandoverView, JointMeeting,
            MeetingForm, MeetingWith, Overlap, Successor,
        },
        network::{SupporterContent, Supporting, Topic},
        sharing::{ConfirmMethod, Consent, Direction, ItemSet, Recipient, Route, SharedItem, SharingPurpose},
    },
    id::{CaseId, ConsentId},
};
use chrono::{Days, Months, NaiveDate};
use uuid::Uuid;

use crate::{
    RegionError,
    cast::{Cast, NAKAPOTSU},
    failure::while_doing,
};

/// Whose support ends.
const ENDING: &str = "就労移行支援 ステップあおば野（架空）";

/// The names of steps as the pages give them.
pub(crate) fn words() -> StepWords {
    Box::new(|step, with| {
        let step = match step {
            HandoverStep::MeetPerson => "本人と三者で顔合わせをする",
            HandoverStep::VisitEmployer => "企業を前任と後任でいっしょに訪ねる",
            HandoverStep::VisitPartner => "関係機関を前任と後任でいっしょに訪ねる",
            HandoverStep::JoinRegistration => "後任の機関の登録面談に同席する",
            HandoverStep::JoinEmployerInterview => "企業との面談に後任と同席する",
            HandoverStep::PassFacts => "アセスメントと職場の情報を渡す",
            HandoverStep::MeetSupporters => "新しい担当者と支援機関が会う",
            HandoverStep::HandPassport => "就労パスポートを渡す",
            HandoverStep::ReconfirmAccommodation => "合理的配慮の内容を確かめ直す",
            HandoverStep::InterviewHead => "所属長と話す時間をもらう",
        };
        with.map_or_else(|| step.to_owned(), |who| format!("{step}（{who}）"))
    })
}

struct Writer<'a> {
    app: &'a App,
    cast: &'a Cast,
    today: NaiveDate,
}

impl Writer<'_> {
    /// The lead goes to a colleague: both have met the person, who has yet to say what they think.
    async fn between_staff(&self, case: CaseId) -> Result<(), UseCaseError> {
        let chief = &self.cast.chief;
        let file = self.app.case_file(chief, case).await?;
        let successor = self.cast.workers.iter().find(|worker| worker.staff() != file.case.assigned_to);
        let successor = successor.ok_or(UseCaseError::NotFound)?;
        let (from, to) = (self.today, self.today + Days::new(28));
        let content = HandoverContent {
            to: Successor::Staff { staff: successor.staff() },
            overlap: Some(Overlap { from, to }),
            policy: "週に1回の電話と、月に1回の面談を続ける。就職の準備は本人のペースで進める。".to_owned(),
            open_issues: "家賃の滞納が1か月分残っている。".to_owned(),
            ..HandoverContent::new(HandoverKind::StaffChange, from, to)
        };
        let handover = self.app.open_handover(chief, case, content, words()).await?;
        self.meets(case, handover, MeetingForm::Interview).await?;
        self.app.acknowledge_handover(successor, case, handover, self.today, "").await.map(drop)
    }

    async fn meets(
        &self,
        case: CaseId,
        handover: banso_domain::id::HandoverId,
        form: MeetingForm,
    ) -> Result<(), UseCaseError> {
        let meeting =
            JointMeeting { on: self.today, with: MeetingWith::Person, supporter: None, form, successor_present: true };
        self.app.meet_together(&self.cast.chief, case, handover, meeting).await.map(drop)
    }

    /// A programme that ends in three months goes to the centre for work and life; both are there.
    async fn between_agencies(&self, case: CaseId) -> Result<(), UseCaseError> {
        let chief = &self.cast.chief;
        let partner = |name| self.cast.partner(name).ok_or(UseCaseError::NotFound);
        let (ending, following) = (partner(ENDING)?, partner(NAKAPOTSU)?);
        let (since, until) = (self.today - Months::new(8), self.today + Months::new(3));
        let programme = SupporterContent {
            until: Some(until),
            topics: vec![Topic::Training],
            first_for: vec![Topic::Training],
            own_words: "「朝起きられるようになった」".to_owned(),
            ..SupporterContent::new(Supporting::Agency { agency: ending }, since)
        };
        let supporter = self.app.join_network(chief, case, programme).await?;
        let handover = self.app.open_handover_of_ending(chief, case, Ending::Supporter(supporter), words()).await?;
        let file = self.app.case_file(chief, case).await?;
        let known = file.case.handovers.find(handover).ok_or(UseCaseError::NotFound)?;
        let content = HandoverContent {
            to: Successor::Support { supporting: Supporting::Agency { agency: following } },
            overlap: Some(Overlap { from: self.today, to: until }),
            documents: vec![HandoverDocument::Assessment, HandoverDocument::Plan, HandoverDocument::ContactCard],
            policy: "就職のあとも、月に1回は本人と会う。職場とは本人を通して話す。".to_owned(),
            open_issues: "通勤の練習が途中である。".to_owned(),
            needs_after: Some(true),
            ..known.content.clone()
        };
        self.app.change_handover(chief, case, file.version, handover, content).await?;
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Handover],
            to: vec![Recipient { agency: following, is_employer: false }],
            items: ItemSet::NONE.with(SharedItem::Basic).with(SharedItem::Plan).with(SharedItem::Assessment),
            direction: Direction::Both,
            route: Route::ViaPerson,
            route_reason: String::new(),
            tell_each_time: false,
            from: self.today,
            until: self.today + Days::new(364),
            explained_on: self.today,
            explained_by: chief.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: vec![ConfirmMethod::Spoken],
            rules_version: "2015-04-01".to_owned(),
            withdrawn: None,
        };
        let version = self.app.case_file(chief, case).await?.version;
        self.app.give_consent(chief, case, version, consent).await?;
        self.app.share_in_handover(chief, case, handover, self.today, Some(self.today)).await?;
        self.meets(case, handover, MeetingForm::Registration).await?;
        self.app.acknowledge_handover(chief, case, handover, self.today, "なかぽつの今井さん").await?;
        let view = HandoverView {
            on: self.today,
            words: "「知らない場所は心配だったけど、話してみて少し安心した」".to_owned(),
        };
        self.app.view_handover(chief, case, handover, view).await.map(drop)
    }
}

/// Hands three cases over that are in support, the day being today: the two last ones, of which no consents tell, and a programme of the
/// person of ten years.
pub(crate) async fn hand_over(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let search = CaseSearch { limit: 50, ..CaseSearch::of(CaseView::InStage(Stage::InSupport)) };
    let doing = while_doing("handing over", today);
    let written = async {
        let (rows, _) = app.cases(&cast.chief, &search).await?;
        let mut cases = rows.iter().rev().map(|row| row.id);
        let writer = Writer { app, cast, today };
        if let Some(case) = cases.next() {
            writer.between_staff(case).await?;
        }
        for case in cases.next().into_iter().chain(rows.first().map(|row| row.id)) {
            writer.between_agencies(case).await?;
        }
        Ok(())
    };
    written.await.map_err(doing)
}
