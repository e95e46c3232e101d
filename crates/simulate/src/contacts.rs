//! Contacts of the region between the centre and other agencies: both ways, one way, and some that only pass information on.

use banso_app::{App, CaseSearch, CaseView, NewClinicVisit, NewRecord, UseCaseError};
use banso_domain::{
    agency::Channel,
    case::{
        Stage,
        clinic_visit::{Preparation, VisitContent},
        contact::{AgencyContact, ContactDirection, ContactKind, Initiator},
        network::Supporting,
        record::Counterpart,
        sharing::{ItemSet, SharedItem},
    },
    id::CaseId,
};
use chrono::Days;

use crate::{
    RegionError,
    cast::{CLINIC, Cast, HELLOWORK, NAKAPOTSU},
    failure::while_doing,
    story::working_day,
};

/// A contact: with whom, so many days ago, who began, by which way, about what, in which words.
type Said = (&'static str, u64, ContactDirection, Channel, ContactKind, &'static str);

const SAID: &[Said] = {
    use Channel::{Mail, Phone, Visit};
    use ContactDirection::{Received, Sent};
    use ContactKind::{Consultation, Coordination, Progress, Referral, SharingOnly};
    &[
        (
            CLINIC,
            40,
            Sent,
            Phone,
            Consultation,
            "受診の日に合わせて面談の日を決めたいと相談した。木曜の午後がよいとのこと。",
        ),
        (CLINIC, 26, Received, Phone, Progress, "受診が2回続いたとの連絡。朝のつらさは軽くなってきている。"),
        (CLINIC, 9, Sent, Mail, Coordination, "見学の日数を増やす前に、受診で話してもらうことにした。"),
        (HELLOWORK, 45, Sent, Phone, SharingOnly, "見学先の候補を伝えた。"),
        (HELLOWORK, 30, Sent, Mail, SharingOnly, "本人の希望する時間帯を伝えた。"),
        (HELLOWORK, 12, Sent, Phone, SharingOnly, "来所の予定を伝えた。"),
        (NAKAPOTSU, 33, Received, Phone, Referral, "登録面談の日についての問い合わせ。本人と行くことにした。"),
        (NAKAPOTSU, 20, Sent, Visit, Coordination, "本人と訪ね、仕事と生活の相談をだれが受けるかを分けた。"),
    ]
};

/// Health was told to the clinic where the person agreed to that.
const TOLD: &str = "本人の同意のもとで、眠れない日が続いていることを伝えた。";

struct Writer<'a> {
    app: &'a App,
    cast: &'a Cast,
}

impl Writer<'_> {
    async fn write(&self, case: CaseId, said: &Said, gave: ItemSet) -> Result<(), UseCaseError> {
        let (with, days_ago, direction, channel, kind, facts) = *said;
        let file = self.app.case_file(&self.cast.chief, case).await?;
        let on = self.app.clock().today() - Days::new(days_ago);
        let agency = self.cast.partner(with).ok_or(UseCaseError::NotFound)?;
        let contact = AgencyContact {
            direction,
            gave,
            initiated_by: match direction {
                ContactDirection::Sent => Initiator::SupportAgency,
                ContactDirection::Received if with == CLINIC => Initiator::Medical,
                ContactDirection::Received => Initiator::SupportAgency,
            },
            ..AgencyContact::new(Supporting::Agency { agency }, channel, vec![kind])
        };
        let record = NewRecord {
            on: on.max(file.case.received_on),
            counterparts: vec![Counterpart::Agency],
            counterpart_note: with.to_owned(),
            methods: vec![channel.method()],
            facts: facts.to_owned(),
            // What was agreed for the next time stays agreed.
            next_on: file.case.next_contact_on,
            ..NewRecord::default()
        };
        self.app.write_contact(&self.cast.chief, case, record, contact).await.map(drop)
    }
}

impl Writer<'_> {
    /// Somebody goes along to the clinic next week.
    async fn go_along(&self, case: CaseId) -> Result<(), UseCaseError> {
        let today = self.app.clock().today();
        let content = VisitContent {
            on: working_day(today + Days::new(7)),
            clinic: CLINIC.to_owned(),
            necessity: "薬が変わり、朝の様子をひとりで話すのが難しい。本人から頼まれた。".to_owned(),
            agreed_on: Some(today),
            health_first: false,
            prepared: vec![Preparation::Memo, Preparation::RolePlay],
        };
        let staff = self.app.case_file(&self.cast.chief, case).await?.case.assigned_to;
        let name = self.cast.name(staff).to_owned();
        let what = format!("{CLINIC}への通院に同行する");
        self.app
            .plan_clinic_visit(&self.cast.chief, case, NewClinicVisit { content, staff, name, what })
            .await
            .map(drop)
    }
}

/// Writes contacts into cases that are in support, the day being today: the first of them is the one whose clinic may be told.
pub(crate) async fn talk(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let search = CaseSearch { limit: 20, ..CaseSearch::of(CaseView::InStage(Stage::InSupport)) };
    let doing = while_doing("talking with agencies", today);
    let written = async {
        let (rows, _) = app.cases(&cast.chief, &search).await?;
        let writer = Writer { app, cast };
        for (place, said) in SAID.iter().enumerate() {
            if let Some(row) = rows.get(place / 3) {
                writer.write(row.id, said, ItemSet::NONE).await?;
            }
        }
        if let Some(row) = rows.last() {
            writer.go_along(row.id).await?;
        }
        let health = ItemSet::NONE.with(SharedItem::Health);
        for row in &rows {
            let case = app.case_file(&cast.chief, row.id).await?.case;
            let clinic = cast.partner(CLINIC).ok_or(UseCaseError::NotFound)?;
            let agreed = case.sharing.consents.iter().any(|consent| {
                let direct = consent.direction.gives() && !consent.tell_each_time && consent.holds_on(today);
                direct && consent.names(clinic) && health.is_within(consent.items)
            });
            if agreed {
                let told: Said = (CLINIC, 0, ContactDirection::Sent, Channel::Phone, ContactKind::SharingOnly, TOLD);
                return writer.write(row.id, &told, health).await;
            }
        }
        Ok(())
    };
    written.await.map_err(doing)
}
