//! 合理的配慮 considered together: the person opens what they ask for to the firm, and the firm writes its side on its own page.

use banso_access::Actor;
use banso_app::{App, SheetDeed, UseCaseError, Whom};
use banso_domain::{
    form::{Facts, Side},
    id::{CaseId, JobId},
    sheet::{Permission, Writing},
};
use chrono::{Days, NaiveDate};

const FORM: &str = "accommodation_sheet";

/// What the person asks for, and how they cope themself.
const ASKED: &[(&str, &str)] = &[
    ("accommodation_sheet.difficulty_1", "洗浄機の音が続くと、昼すぎに頭が痛くなる。"),
    ("accommodation_sheet.requested_1", "耳をおおう物を使いたい。15時までに、静かな場所で一度休みたい。"),
    ("accommodation_sheet.self_coping_1", "痛くなる前に水を飲む。"),
    ("accommodation_sheet.difficulty_2", "二つのことを続けて言われると、後の方を忘れる。"),
    ("accommodation_sheet.requested_2", "一つずつ、紙に書いてほしい。"),
];

/// What the firm answers.
const ANSWERED: &[(&str, &str)] = &[
    ("accommodation_sheet.firm_can_1", "耳当てを用意する。14時30分に、休憩室で10分休む。"),
    ("accommodation_sheet.firm_can_2", "朝の指示を紙に書いて渡す。"),
    ("accommodation_sheet.firm_cannot_2", "急ぎの注文のときの書面"),
    ("accommodation_sheet.firm_cannot_reason_2", "その場で口で伝えるしかない。終わったら主任が順番を言い直す。"),
];

fn facts(answers: &[(&str, &str)]) -> Facts {
    answers.iter().map(|(path, value)| (*path, (*value).into())).collect()
}

/// Writes what the person asks for at a job, opens it to the firm, and lets the firm answer.
pub(crate) async fn considered(
    app: &App,
    (beside, firm): (&Actor, &Actor),
    (case, job): (CaseId, JobId),
    today: NaiveDate,
) -> Result<(), UseCaseError> {
    // A form of that name may not have been there yet.
    if app.documents().forms().get(FORM, today).is_none() {
        return Ok(());
    }
    let ago = |days| today - Days::new(days);
    let id = app.start_sheet(beside, Whom::OfCase(case), FORM, "").await?;
    let (source, place) = (String::new(), String::new());
    let asked = Writing { side: Side::Person, on: ago(13), source, place, answers: facts(ASKED) };
    let permission = Permission {
        firm: Some(firm.agency()),
        on: ago(12),
        purpose: "午後も続けて働けるように、会社といっしょに考える。".to_owned(),
        explained_by: "定着支援の担当".to_owned(),
    };
    for deed in [SheetDeed::Write(asked), SheetDeed::Permit(permission)] {
        let version = app.sheet(beside, id).await?.version;
        app.change_sheet(beside, id, version, deed).await?;
    }
    let page = app.sheet_at_employer(firm, job).await?;
    let (source, place) = (String::new(), String::new());
    let answered = Writing { side: Side::Employer, on: ago(10), source, place, answers: facts(ANSWERED) };
    app.write_sheet_at_employer(firm, job, page.version, answered).await
}
