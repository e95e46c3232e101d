//! 持参用紙: what the person carries is on the sheet, item by item, and nothing that they did not agree to.

use std::{io::Write, process::Command};

use banso_domain::{
    case::sharing::{
        Carried, CarriedWord, Consent, Direction, EmploymentDisclosure, ItemSet, Recipient, Route, SharedItem,
        SharingPurpose,
    },
    id::{ConsentId, DisclosureId},
    ledger::LedgerEntry,
    referral::HelpToTell,
};
use uuid::Uuid;

use super::*;

impl Desk {
    /// The person takes these items to the other agency themself.
    async fn carries(&self, items: ItemSet) -> ConsentId {
        let today = self.app.clock().today();
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Medical],
            to: vec![Recipient { agency: self.stranger.agency(), is_employer: false }],
            items,
            direction: Direction::Provide,
            route: Route::ViaPerson,
            route_reason: String::new(),
            tell_each_time: false,
            from: today,
            until: today + chrono::Days::new(60),
            explained_on: today,
            explained_by: self.worker.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: Vec::new(),
            rules_version: String::new(),
            withdrawn: None,
        };
        let id = consent.id;
        let version = self.app.case_file(&self.worker, self.case).await.unwrap().version;
        self.app.give_consent(&self.worker, self.case, version, consent).await.unwrap();
        id
    }

    async fn sheet(&self, actor: &Actor, consent: ConsentId) -> Result<String, UseCaseError> {
        let which = (consent, self.stranger.agency());
        let look = PrintLook::default();
        let pdf = self.app.print_carry_sheet(actor, self.case, which, look, FileKind::Pdf).await?;
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&pdf.bytes).unwrap();
        let output = Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output();
        let text = String::from_utf8(output.expect("poppler-utils must be installed").stdout).unwrap();
        Ok(text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}').collect())
    }

    fn handed(&self, consent: ConsentId) -> Carried {
        Carried {
            id: DisclosureId::new(Uuid::now_v7()),
            consent,
            to: self.stranger.agency(),
            items: ItemSet::NONE,
            word: CarriedWord::Handed,
            on: self.app.clock().today(),
            helps: vec![HelpToTell::GoingAlong],
            note: "先生が読んでくれた".into(),
            by: self.worker.staff(),
        }
    }

    async fn ledger(&self) -> Vec<LedgerEntry> {
        let lines = self.app.ledger_of_case(&self.worker, self.case).await.unwrap();
        lines.into_iter().filter_map(|line| line.entry).collect()
    }
}

const HEALTH: &str = "膝の痛みが続いている";
const MONEY: &str = "家賃を二か月滞納している";

async fn written(desk: &Desk) {
    let mut facts = Facts::new();
    facts.set("case.health_note", HEALTH);
    facts.set("case.money_note", MONEY);
    let asked = ["case.health_note".to_owned(), "case.money_note".to_owned()];
    let version = desk.app.case_file(&desk.worker, desk.case).await.unwrap().version;
    desk.app.record_answers(&desk.worker, desk.case, version, "assessment_form", &facts, &asked).await.unwrap();
}

#[tokio::test]
async fn r_09_r_12_the_sheet_holds_what_the_person_carries_and_not_one_letter_more() {
    let desk = desk_on("2026-06-03").await;
    written(&desk).await;
    let consent = desk.carries(ItemSet::NONE.with(SharedItem::Health)).await;

    let sheet = desk.sheet(&desk.worker, consent).await.unwrap();

    assert!(sheet.contains(HEALTH) && sheet.contains("わたすかどうかは、あなたがきめます。"), "{sheet}");
    assert!(sheet.contains("お医者さんに伝えるため"), "and what for: {sheet}");
    for kept in [MONEY, "見本髙﨑", "2026-00001", "お金のこと"] {
        assert!(!sheet.contains(kept), "{kept} is nothing that was agreed to:\n{sheet}");
    }
    let named = desk.carries(ItemSet::NONE.with(SharedItem::Basic)).await;
    let sheet = desk.sheet(&desk.worker, named).await.unwrap();
    assert!(sheet.contains("見本髙﨑") && !sheet.contains(HEALTH), "{sheet}");
}

#[tokio::test]
async fn that_a_sheet_was_printed_and_that_it_was_given_stand_in_the_ledger() {
    let desk = desk_on("2026-06-03").await;
    let consent = desk.carries(ItemSet::NONE.with(SharedItem::Health)).await;
    desk.sheet(&desk.worker, consent).await.unwrap();
    let printed = |entry: &LedgerEntry| matches!(entry, LedgerEntry::Printed { form, .. } if form == "carry_sheet");
    assert_eq!(desk.ledger().await.iter().filter(|entry| printed(entry)).count(), 1);
    let given = |entry: &LedgerEntry| match entry {
        LedgerEntry::Disclosed { to, items, route, .. } => Some((*to, *items, *route)),
        _ => None,
    };
    assert_eq!(desk.ledger().await.iter().find_map(given), None, "printing is not giving");

    desk.app.record_carried(&desk.worker, desk.case, desk.handed(consent)).await.unwrap();

    let expected = (Some(desk.stranger.agency()), ItemSet::NONE.with(SharedItem::Health), Route::ViaPerson);
    assert_eq!(desk.ledger().await.iter().find_map(given), Some(expected));
}

#[tokio::test]
async fn r_09_only_those_who_work_on_the_case_and_the_person_get_the_sheet() {
    let desk = desk_on("2026-06-03").await;
    let consent = desk.carries(ItemSet::NONE.with(SharedItem::Health)).await;

    let stranger = desk.sheet(&desk.stranger, consent).await;

    assert!(matches!(stranger, Err(UseCaseError::NotFound)), "{stranger:?}");
    let told = desk.app.record_carried(&desk.stranger, desk.case, desk.handed(consent)).await;
    assert!(matches!(told, Err(UseCaseError::NotFound)), "{told:?}");
}

#[tokio::test]
async fn r_12_a_consent_that_was_taken_back_gives_no_sheet_any_more() {
    let desk = desk_on("2026-06-03").await;
    let consent = desk.carries(ItemSet::NONE.with(SharedItem::Health)).await;
    let today = desk.app.clock().today();
    desk.app.withdraw_consent(&desk.worker, desk.case, consent, today, "").await.unwrap();

    let sheet = desk.sheet(&desk.worker, consent).await;

    assert!(matches!(sheet, Err(UseCaseError::Refused(_))), "{sheet:?}");
    assert!(
        !desk.ledger().await.iter().any(|entry| matches!(entry, LedgerEntry::Printed { .. })),
        "nothing was printed"
    );
}

#[tokio::test]
async fn r_10_closed_employment_leaves_other_sheets_alone() {
    let desk = desk_on("2026-06-03").await;
    let consent = desk.carries(ItemSet::NONE.with(SharedItem::Health)).await;
    let closed = EmploymentDisclosure::Closed;
    desk.app.set_employment_disclosure(&desk.worker, desk.case, closed).await.unwrap();

    assert!(desk.sheet(&desk.worker, consent).await.is_ok(), "a clinic is no employer");
}
