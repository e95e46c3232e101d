//! Sheets at the agencies that keep them and with the person whose they are: what each side leaves, who learns of it, what the ledger and the
//! journal say afterwards.

use std::collections::BTreeSet;

use banso_access::{Actor, SheetSight};
use banso_app::{FileKind, JobAsked, PrintLook, SheetDeed, UseCaseError, Whom};
use banso_domain::{
    agency::{AgencyFacts, AgencyKind},
    answer::AnswerForm,
    case::sharing::{
        ConfirmMethod, Consent, Direction, EmploymentDisclosure, Recipient, Route, SharedItem, SharingPurpose,
    },
    form::{Facts, Side},
    id::{CaseId, ConsentId, JobId, SheetId},
    job::{ContactChange, JobCommand, JobDueKind, JobKind, JobRoute, JobSlot, JobTerms},
    ledger::{LedgerEntry, RecordPart},
    rule::Rule,
    sheet::{Permission, Writing},
    staff::{Membership, Role},
};
use banso_store::{Store, both_engines};
use uuid::Uuid;

use crate::support::{Region, day};

/// A centre with a case, the person with an account of their own, and a firm.
struct World {
    region: Region,
    case: CaseId,
    person: Actor,
    firm: Actor,
}

impl World {
    async fn new(store: &Store) -> Self {
        let region = Region::new(store.clone()).await;
        region.on("2026-04-06");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let facts = AgencyFacts::named(AgencyKind::Employer, "みほん商店");
        let at = region.app.save_agency(&region.admin, None, facts, None).await.expect("a firm");
        let held = [Membership::always(at, Role::PartnerStaff)];
        let firm = Actor::new(region.counselor.staff(), at, &held, region.today()).expect("an actor");
        let account = region.app.invite_person(&region.chief, case, "ichiro", "a long enough password").await;
        let centre = region.chief.agency();
        let held = [Membership::always(centre, Role::Person)];
        let of = region.app.case_file(&region.chief, case).await.expect("the case").case.person;
        let themself = Actor::new(account.expect("an account"), centre, &held, region.today()).expect("an actor");
        Self { region, case, person: themself.who_is(Some(of)), firm }
    }

    async fn does(&self, by: &Actor, id: SheetId, deed: SheetDeed) -> Result<(), UseCaseError> {
        let version = self.region.app.sheet(by, id).await?.version;
        self.region.app.change_sheet(by, id, version, deed).await
    }

    async fn say(&self, by: &Actor, id: SheetId, side: Side, answers: &[(&str, &str)]) -> Result<(), UseCaseError> {
        let answers: Facts = answers.iter().map(|(path, value)| (*path, (*value).into())).collect();
        let (source, place) = (String::new(), format!("{} の場", side.name()));
        let writing = Writing { side, on: self.region.today(), source, place, answers };
        self.does(by, id, SheetDeed::Write(writing)).await
    }

    /// A job at a firm, beside which the centre stands.
    async fn job(&self) -> JobId {
        let terms = JobTerms {
            work: "品出し".into(),
            starts_on: self.region.today(),
            until: None,
            weekly_hours: Some(20),
            slot: JobSlot::DisabilitySlot,
            disclosure: EmploymentDisclosure::Open,
            route: JobRoute::HelloWork,
            key_person: "前の主任".into(),
            accommodation: String::new(),
        };
        let asked = JobAsked { employer: "みほん商店".into(), kind: JobKind::Employment, terms };
        let begun = self.region.app.start_job(&self.region.chief, Whom::OfCase(self.case), asked);
        begun.await.expect("a job")
    }

    /// The person lets the firm know of their work.
    async fn knows_of_work(&self) {
        self.lets_know(&self.firm, SharedItem::WorkHistory).await;
    }

    async fn lets_know(&self, whom: &Actor, item: SharedItem) {
        let region = &self.region;
        let consent = Consent {
            id: ConsentId::new(Uuid::now_v7()),
            purposes: vec![SharingPurpose::Retention],
            to: vec![Recipient { agency: whom.agency(), is_employer: true }],
            items: [item].into_iter().collect(),
            direction: Direction::Both,
            route: Route::Direct,
            route_reason: "職場の人といっしょに見たい".into(),
            tell_each_time: false,
            from: region.today(),
            until: day("2026-09-30"),
            explained_on: region.today(),
            explained_by: region.counselor.staff(),
            form: AnswerForm::Signed,
            proxy: String::new(),
            confirmed_by: vec![ConfirmMethod::Spoken, ConfirmMethod::Written],
            rules_version: "2015-04-01".into(),
            withdrawn: None,
        };
        let version = region.app.case_file(&region.chief, self.case).await.expect("the case").version;
        region.app.give_consent(&region.chief, self.case, version, consent).await.expect("a consent");
    }

    /// A passport that the person made themself, and finished.
    async fn passport(&self) -> SheetId {
        let app = &self.region.app;
        let id = app.start_own_sheet(&self.person, "employment_passport").await.expect("a passport");
        let answers = [
            ("employment_passport.appeal", "数を正確に数える"),
            ("employment_passport.stress_trigger", "電話が重なるとき"),
            ("employment_passport.stress_accommodation", "紙に書いてほしい"),
        ];
        self.say(&self.person, id, Side::Person, &answers).await.expect("written");
        self.does(&self.person, id, SheetDeed::Finalise(Vec::new())).await.expect("it is finished");
        id
    }

    fn parts(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }
}

fn refused(result: Result<(), UseCaseError>) -> Vec<Rule> {
    match result {
        Err(UseCaseError::Refused(refusal)) => refusal.rules,
        other => panic!("no rule refused: {other:?}"),
    }
}

both_engines! {
    async fn what_several_sides_said_stands_side_by_side_on_two_days_and_the_tables_follow_the_journal(store: Store) {
        let world = World::new(&store).await;
        let (app, chief) = (&world.region.app, &world.region.chief);
        let id = app.start_sheet(chief, Whom::OfCase(world.case), "readiness_pyramid", "").await.expect("a sheet");
        world.say(chief, id, Side::Person, &[("readiness_pyramid.rhythm.person", "well")]).await.expect("written");
        world.say(chief, id, Side::Staff, &[("readiness_pyramid.rhythm.staff", "hardly")]).await.expect("written");
        world.does(chief, id, SheetDeed::Finalise(Vec::new())).await.expect("two sides, two places");
        world.region.on("2026-10-06");
        let source = "実習先の話".to_owned();
        world.does(chief, id, SheetDeed::Revise(world.region.today(), source)).await.expect("a new version");
        world.say(chief, id, Side::Staff, &[("readiness_pyramid.rhythm.staff", "fairly")]).await.expect("written");

        let page = app.sheet(chief, id).await.expect("the sheet");
        let said = |number: usize, path: &str| {
            page.sheet.versions[number].answers().text(path).map(str::to_owned)
        };
        assert_eq!(said(0, "readiness_pyramid.rhythm.staff").as_deref(), Some("hardly"), "what was final stays");
        assert_eq!(said(1, "readiness_pyramid.rhythm.staff").as_deref(), Some("fairly"));
        assert_eq!(said(1, "readiness_pyramid.rhythm.person"), None, "who has not said it again has not said it");
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn p_96_the_firm_reads_the_parts_that_the_person_shows_and_it_stands_in_the_ledger(store: Store) {
        let world = World::new(&store).await;
        let app = &world.region.app;
        let id = world.passport().await;
        for stranger in [&world.firm, &world.region.chief] {
            assert!(matches!(app.sheet(stranger, id).await, Err(UseCaseError::NotFound)), "nobody was shown it");
        }
        let show = SheetDeed::Show(world.firm.agency(), World::parts(&["appeal"]));
        world.does(&world.person, id, show).await.expect("shown");
        let page = app.sheet(&world.firm, id).await.expect("it is shown");
        assert_eq!(page.sight, SheetSight::Shown);
        let answers = page.sheet.versions[0].answers();
        assert_eq!(answers.text("employment_passport.appeal"), Some("数を正確に数える"));
        assert_eq!(answers.text("employment_passport.stress_trigger"), None, "the other parts stay theirs");
        assert!(page.form.sections.iter().all(|section| section.id != "health"));
        let listed = app.sheets_shown_here(&world.firm, 10).await.expect("a list");
        assert_eq!(listed.iter().map(|glance| glance.id).collect::<Vec<_>>(), [id]);
        app.print_sheet(&world.firm, id, None, PrintLook::default(), FileKind::Xlsx).await.expect("a file");

        let ledger = app.own_ledger(&world.person).await.expect("the ledger");
        let by_firm: Vec<_> = ledger.iter().filter(|line| line.agency == Some(world.firm.agency())).collect();
        let has = |wanted: fn(&LedgerEntry) -> bool| by_firm.iter().filter_map(|line| line.entry.as_ref()).any(wanted);
        assert!(has(|entry| matches!(entry, LedgerEntry::Read { part: RecordPart::Sheet, .. })));
        assert!(has(|entry| matches!(entry, LedgerEntry::Printed { form, .. } if form == "employment_passport")));

        let close = SheetDeed::Show(world.firm.agency(), BTreeSet::new());
        world.does(&world.person, id, close).await.expect("closed");
        assert!(matches!(app.sheet(&world.firm, id).await, Err(UseCaseError::NotFound)));
        assert!(app.sheets_shown_here(&world.firm, 10).await.expect("a list").is_empty());
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn r_77_where_somebody_else_answers_at_the_firm_the_sheet_asks_for_it_and_the_job_knows_once_it_is_confirmed(store: Store) {
        let world = World::new(&store).await;
        let (app, chief) = (&world.region.app, &world.region.chief);
        let job = world.job().await;
        let id = app.start_sheet(chief, Whom::OfCase(world.case), "accommodation_sheet", "").await.expect("a sheet");
        assert_eq!(app.job(chief, job).await.expect("the job").accommodation, Some(id));
        assert!(app.sheet(chief, id).await.expect("the sheet").to_reconfirm.is_empty());
        let today = world.region.today();
        let change = ContactChange { on: today, key_person: "新しい主任".into(), is_head: false };
        let version = app.job(chief, job).await.expect("the job").version;
        app.change_job(chief, job, version, JobCommand::ChangeContact(change)).await.expect("somebody else answers");

        let asked = app.sheet(chief, id).await.expect("the sheet").to_reconfirm;
        assert_eq!(asked.iter().map(|job| job.id).collect::<Vec<_>>(), [job]);
        let (source, place) = ("新しい主任".to_owned(), String::new());
        let answers = [("accommodation_sheet.reconfirmed_on", today.to_string().into())].into_iter().collect();
        let writing = Writing { side: Side::Employer, on: today, source, place, answers };
        world.does(chief, id, SheetDeed::Write(writing)).await.expect("confirmed anew");

        assert!(app.sheet(chief, id).await.expect("the sheet").to_reconfirm.is_empty());
        let job = app.job(chief, job).await.expect("the job").job;
        assert!(job.is_settled(JobDueKind::ReconfirmAccommodation, today), "nobody has to say it twice");
        assert!(!job.is_settled(JobDueKind::MeetSuccessor, today), "and nothing else is thought to be done");
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn a_rating_from_somebody_without_standing_is_refused_a_firm_and_a_family_keep_no_sheet(store: Store) {
        let world = World::new(&store).await;
        let (app, region) = (&world.region.app, &world.region);
        let family = AgencyFacts::named(AgencyKind::Family, "青葉の家");
        let at = app.save_agency(&region.admin, None, family, None).await.expect("a family");
        let held = [Membership::always(at, Role::PartnerStaff)];
        let family = Actor::new(region.counselor.staff(), at, &held, region.today()).expect("an actor");
        for outsider in [&world.firm, &family] {
            world.lets_know(outsider, SharedItem::Basic).await;
            for form in ["doctor_opinion", "readiness_pyramid", "individual_support_plan"] {
                let begun = app.start_sheet(outsider, Whom::OfCase(world.case), form, "").await;
                assert!(matches!(begun, Err(UseCaseError::NotFound | UseCaseError::Forbidden)), "{form}: {begun:?}");
            }
            assert!(!app.sheets_of_shared_case(outsider, world.case).await.expect("a list").may_begin);
        }
    }

    async fn r_77_the_firm_that_confirms_it_anew_on_its_own_page_tells_the_job_and_another_firm_reads_nothing(store: Store) {
        let world = World::new(&store).await;
        let (app, chief, firm) = (&world.region.app, &world.region.chief, &world.firm);
        let (job, today) = (world.job().await, world.region.today());
        let id = app.start_sheet(chief, Whom::OfCase(world.case), "accommodation_sheet", "").await.expect("a sheet");
        world.knows_of_work().await;
        assert!(matches!(app.sheet_at_employer(firm, job).await, Err(UseCaseError::NotFound)), "nobody opened it");
        assert_eq!(app.job_at_employer(firm, job).await.expect("the firm's side").accommodation, None);
        let permission = |firm| Permission { firm: Some(firm), on: today, purpose: "配慮".into(), explained_by: "主任".into() };
        let elsewhere = AgencyFacts::named(AgencyKind::Employer, "よその商店");
        let elsewhere = app.save_agency(&world.region.admin, None, elsewhere, None).await.expect("another firm");
        world.does(chief, id, SheetDeed::Permit(permission(elsewhere))).await.expect("to somebody else");
        assert!(matches!(app.sheet_at_employer(firm, job).await, Err(UseCaseError::NotFound)), "it is open to another firm");
        world.does(chief, id, SheetDeed::Permit(permission(firm.agency()))).await.expect("opened");

        let change = ContactChange { on: today, key_person: "新しい主任".into(), is_head: false };
        let version = app.job(chief, job).await.expect("the job").version;
        app.change_job(chief, job, version, JobCommand::ChangeContact(change)).await.expect("somebody else answers");
        let page = app.sheet_at_employer(firm, job).await.expect("it is open");
        let answers = [("accommodation_sheet.reconfirmed_on", today.to_string().into())].into_iter().collect();
        let (source, place) = (String::new(), String::new());
        let writing = Writing { side: Side::Employer, on: today, source, place, answers };
        let stale = app.write_sheet_at_employer(firm, job, page.version - 1, writing.clone()).await;
        assert!(matches!(stale, Err(UseCaseError::Conflict { .. })), "nothing is written over");
        app.write_sheet_at_employer(firm, job, page.version, writing).await.expect("confirmed anew");
        let job = app.job(chief, job).await.expect("the job").job;
        assert!(job.is_settled(JobDueKind::ReconfirmAccommodation, today), "nobody has to say it twice");
        let folder = tempfile::tempdir().expect("a folder");
        let tables = store.verify_tables(folder.path().join("rebuilt"), |_| ()).await.expect("a comparison");
        assert_eq!(tables.differences, []);
    }

    async fn p_72_the_sheet_on_accommodation_asks_all_three_or_says_why_one_was_not_asked(store: Store) {
        let world = World::new(&store).await;
        let (app, chief) = (&world.region.app, &world.region.chief);
        let id = app.start_sheet(chief, Whom::OfCase(world.case), "accommodation_sheet", "").await.expect("a sheet");
        world.say(chief, id, Side::Person, &[("accommodation_sheet.requested_1", "紙に書いてほしい")]).await.expect("written");
        let view = ("accommodation_sheet.support_view_1", "紙なら、すぐ始められた");
        world.say(chief, id, Side::Staff, &[view]).await.expect("written");
        assert_eq!(refused(world.does(chief, id, SheetDeed::Finalise(Vec::new())).await), [Rule::EverySideAsked]);
        let why = ("accommodation_sheet.not_asked_employer", "入社の前で、会社にはまだ伝えていない");
        world.say(chief, id, Side::Staff, &[view, why]).await.expect("written");
        world.does(chief, id, SheetDeed::Finalise(Vec::new())).await.expect("the reason stands for the word");
    }

    async fn r_10_closed_employment_shows_an_employer_nothing_even_if_it_is_asked_for(store: Store) {
        let world = World::new(&store).await;
        let (app, chief) = (&world.region.app, &world.region.chief);
        let id = world.passport().await;
        app.set_employment_disclosure(chief, world.case, EmploymentDisclosure::Closed).await.expect("closed");
        let show = SheetDeed::Show(world.firm.agency(), World::parts(&["appeal"]));
        assert_eq!(refused(world.does(&world.person, id, show).await), [Rule::ClosedEmployment]);
    }

    async fn r_81_notes_of_the_clinic_are_not_even_on_the_persons_own_list(store: Store) {
        let world = World::new(&store).await;
        let (app, chief) = (&world.region.app, &world.region.chief);
        let id = app.start_sheet(chief, Whom::OfCase(world.case), "clinic_visit", "").await.expect("notes");
        let answers = [("clinic_visit.necessity", "一人では話せないと言われた"), ("clinic_visit.result", "薬が変わった")];
        world.say(chief, id, Side::Staff, &answers).await.expect("written");
        assert!(app.own_sheets(&world.person).await.expect("a list").sheets.is_empty());
        assert!(matches!(app.sheet(&world.person, id).await, Err(UseCaseError::NotFound)));
    }
}
