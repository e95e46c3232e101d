//! The ten years of one person hold every sheet of the work, filled: each of them comes out on paper and in Excel with every answer on it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{collections::BTreeSet, io::Write, process::Command};

use banso_access::Actor;
use banso_app::{App, Clock, Definitions, FileKind, FormChoice, PrintLook, SecondFactor, SheetPage};
use banso_domain::{
    calendar::{DateStyle, PartialDate, format},
    form::{Facts, Field, FormDefinition, Kind, Language, Side},
    id::{AgencyId, PersonId, StaffId},
    staff::{Membership, Role},
};
use banso_simulate::build;
use banso_store::{Store, testing::TestBed};
use serde_json::Value;

/// The sheets of the work; the handover stands beside them, on a form that is filled from the case.
const SHEETS: [&str; 15] = [
    "accommodation_sheet",
    "clinic_visit",
    "consult_card",
    "doctor_opinion",
    "eight_domains",
    "employment_assessment",
    "employment_passport",
    "individual_support_plan",
    "information_sheet",
    "jeed_assessment",
    "registration_sheet",
    "retention_report",
    "skill_record",
    "task_review",
    "transition_checklist",
];

struct World {
    _bed: TestBed,
    store: Store,
    app: App,
    person: PersonId,
    account: StaffId,
}

impl World {
    async fn new() -> Self {
        let bed = TestBed::sqlite();
        let store = bed.open().await;
        let clock = Clock::standing(Clock::System.now());
        let app = App::new(store.clone(), clock, Definitions::embedded().unwrap(), SecondFactor::Optional);
        build(&app, 1, "2026-11-20".parse().unwrap()).await.unwrap();
        let account = store.reader().staff_by_login("person").await.unwrap().unwrap();
        Self { _bed: bed, store, app, person: account.facts.person.unwrap(), account: account.id }
    }

    fn somebody(&self, at: AgencyId, role: Role) -> Actor {
        Actor::new(self.account, at, &[Membership::always(at, role)], self.app.clock().today()).unwrap()
    }

    /// Everything that is kept about the person, as those who keep it see it; what is their own, as they see it.
    async fn sheets(&self) -> Vec<(Actor, SheetPage)> {
        let mut pages = Vec::new();
        for sheet in self.store.reader().sheets_of_person(self.person).await.unwrap() {
            let kept_by = if sheet.form == "employment_passport" {
                self.somebody(sheet.agency, Role::Person).who_is(Some(self.person))
            } else {
                self.somebody(sheet.agency, Role::PartnerStaff)
            };
            let page = self.app.sheet(&kept_by, sheet.id).await.unwrap();
            pages.push((kept_by, page));
        }
        pages
    }
}

/// All text of a PDF, without blanks and line ends.
fn text_of(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let output = Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output();
    let output = output.unwrap_or_else(|error| panic!("poppler-utils must be installed: {error}"));
    assert!(output.status.success());
    squeezed(&String::from_utf8(output.stdout).unwrap())
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// An answer as it stands on paper, word for word.
fn on_paper(field: &Field, value: &Value) -> Vec<String> {
    match value {
        Value::Array(rows) if field.kind == Kind::Table => {
            let of_row = |row: &Value| -> Vec<String> {
                let cells = field.columns.iter().filter_map(|column| Some((column, row.get(&column.fact)?)));
                cells.flat_map(|(column, cell)| on_paper(column, cell)).collect()
            };
            rows.iter().flat_map(of_row).collect()
        }
        Value::Array(chosen) => chosen.iter().flat_map(|one| on_paper(field, one)).collect(),
        Value::String(text) => match field.option(text) {
            // A note takes the place of the gap in its brackets.
            Some(option) => option
                .label
                .text("2026-11-20".parse().unwrap(), Language::Ja)
                .split('（')
                .take(1)
                .map(str::to_owned)
                .collect(),
            None => match text.parse::<PartialDate>() {
                Ok(day) if matches!(field.kind, Kind::Date | Kind::YearMonth) => {
                    vec![format::long(day, DateStyle::Era)]
                }
                _ => vec![text.clone()],
            },
        },
        Value::Number(number) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

/// What a workbook says, read the way a page reads what is typed.
fn read_back(form: &FormDefinition, pairs: &[(String, String)]) -> Facts {
    let pairs: Vec<(String, &str)> =
        pairs.iter().map(|(name, value)| (name.replace('[', ".").replace("].", "."), value.as_str())).collect();
    let submission = form.read_submission(pairs.iter().map(|(name, value)| (name.as_str(), *value)));
    assert_eq!(submission.problems, []);
    let mut facts = Facts::new();
    submission.write_to(&mut facts);
    facts
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sheet_of_the_ten_years_stands_on_paper_and_in_excel_with_every_answer() {
    let world = World::new().await;
    let pages = world.sheets().await;
    for form in SHEETS {
        let (actor, page) = pages.iter().find(|(_, page)| page.form.id == form).unwrap_or_else(|| panic!("no {form}"));
        let answers = page.sheet.versions.last().unwrap().answers();
        let print = async |kind| {
            world.app.print_sheet(actor, page.sheet.id, None, PrintLook::default(), kind).await.unwrap().bytes
        };
        let (paper, workbook) = (text_of(&print(FileKind::Pdf).await), print(FileKind::Xlsx).await);
        let returned = world.app.returned_sheet(&page.form, &workbook).unwrap_or_else(|problems| {
            panic!("{form} cannot be read back: {problems:?}");
        });
        let returned = read_back(&page.form, &returned);
        for field in page.form.fields().filter(|field| field.side.is_some()) {
            let Some(answer) = page.form.answer(field, &answers) else { continue };
            for words in on_paper(field, answer) {
                assert!(paper.contains(&squeezed(&words)), "{form}: {} is not on paper: {words}\n{paper}", field.id);
            }
            assert_eq!(returned.get(&field.fact), Some(answer), "{form}: {} in Excel", field.id);
        }
        // Family and doctor are asked where there is somebody to ask.
        for side in page.form.sides().into_iter().filter(|side| !matches!(side, Side::Family | Side::Doctor)) {
            assert!(page.sheet.versions.last().unwrap().said.contains_key(&side), "{form}: {side:?} says nothing");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheets_of_the_ten_years_leave_hardly_a_question_open() {
    let world = World::new().await;
    for (_, page) in world.sheets().await.into_iter().filter(|(_, page)| SHEETS.contains(&page.form.id.as_str())) {
        let answers = page.sheet.versions.last().unwrap().answers();
        let asked: Vec<&Field> = page.form.fields().filter(|field| field.side.is_some()).collect();
        // What is said beside a rating is said where there is something to say, and a fourth matter only where there are four.
        let needed = asked.iter().filter(|field| !field.rated.as_ref().is_some_and(|rated| rated.is_note));
        let open: Vec<&str> = needed
            .filter(|field| page.form.answer(field, &answers).is_none() && !field.id.ends_with("_4"))
            .map(|field| field.id.as_str())
            .filter(|id| {
                !id.starts_with("firm_cannot")
                    && !id.ends_with("_family")
                    && !id.ends_with("_doctor")
                    && !id.starts_with("not_asked")
                    && *id != "self_coping_3"
                    && *id != "one_site_reason"
            })
            .collect();
        assert_eq!(open, Vec::<&str>::new(), "{}", page.form.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_years_are_ten_and_lead_through_seven_agencies() {
    let world = World::new().await;
    let uses = world.store.reader().episodes_of_person(world.person).await.unwrap();
    let first = uses.iter().map(|episode| episode.start.on).min().unwrap();
    assert!((world.app.clock().today() - first).num_days() >= 3_652, "{first}");
    let agencies: BTreeSet<AgencyId> = uses.iter().map(|episode| episode.agency).collect();
    assert!(agencies.len() >= 7, "{}", agencies.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_handover_of_the_ten_years_stands_on_its_sheet() {
    let world = World::new().await;
    let chief = world.store.reader().staff_by_login("chief").await.unwrap().unwrap();
    let at = chief.facts.memberships[0].agency;
    let chief = world.somebody(at, Role::ChiefCounselor);
    let cases = world.store.reader().every_case_of_person(world.person).await.unwrap();
    let case = world.app.case_file(&chief, cases[0].0.id).await.unwrap().case;
    let handover = case.handovers.all().last().unwrap();
    let choice = FormChoice { handover: Some(handover.id), ..FormChoice::default() };
    for kind in [FileKind::Pdf, FileKind::Xlsx] {
        let look = PrintLook::default();
        let printed = world.app.print_form(&chief, "handover_sheet", case.id, &choice, look, kind);
        let bytes = printed.await.unwrap().bytes;
        if kind == FileKind::Pdf {
            let paper = text_of(&bytes);
            let view = &handover.view.as_ref().unwrap().words;
            for words in [&handover.content.policy, &handover.content.open_issues, view] {
                assert!(paper.contains(&squeezed(words)), "{words}\n{paper}");
            }
            assert!(paper.contains(&squeezed("障害者就業・生活支援センター あおば野（架空）")), "{paper}");
        } else {
            assert!(bytes.starts_with(b"PK"));
        }
    }
}
