//! What was known when a day ended: a view into the past, marked as such.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use banso_app::CaseAsOf;
use banso_domain::{calendar::parse_day, case::record::SupportRecord};
use chrono::NaiveDate;

use super::super::{
    network::supporter_line,
    room::{CasePath, OpenedCase, Room, RoomTab},
};
use crate::{
    answers::Telling,
    components::{DateField, FieldView, Link, SummaryRow},
    dates::{DateEcho, DateView, clock, explain},
    errors::PageError,
    frame::Frame,
    naming::stage_name,
    pages::{
        conferences::{conclusion_name, purpose_name, sitting_rows},
        forms::form_title,
        people::People,
    },
    site::{SignedIn, Site, page_error, show},
};

/// The sheets that are shown, in the order in which they are written.
const SHEETS: [&str; 4] = ["intake_form", "assessment_form", "plan_form", "evaluation_form"];
/// So many records are shown; the others are counted.
const RECORDS: usize = 30;

struct PastRecord {
    day: DateView,
    time: Option<String>,
    facts: String,
    by: String,
}

#[derive(Template)]
#[template(path = "pages/cases/history/as_of.html")]
struct AsOfPage {
    frame: Frame,
    room: Room,
    /// 「令和8年7月1日の終わりに…」; empty until a day is asked for.
    marked: String,
    nothing: bool,
    state: Vec<SummaryRow>,
    sheets: Vec<(String, Vec<SummaryRow>)>,
    records: Vec<PastRecord>,
    /// How many more there were.
    further: Option<String>,
    day: DateField,
    action: String,
    back: Link,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    on: String,
}

pub(super) async fn as_of(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let opened = OpenedCase::load(&site, &reader, id).await?;
    let mut field = FieldView::new("on", t.get("as-of-day")).hint(t.get("as-of-hint")).value(&asked.on);
    let mut echo = DateEcho::of(t, &asked.on).to_string();
    let day = match parse_day(&asked.on) {
        Ok(day) => Some(day),
        Err(banso_domain::calendar::DateInputError::Empty) => None,
        Err(error) => {
            field = field.error(explain(t, &error));
            echo.clear();
            None
        }
    };
    let is_wrong = field.error.is_some();
    let mut page = AsOfPage {
        frame: opened.frame(&site, &reader, &t.get("as-of-title")).await?,
        room: opened.room(&site, &reader, RoomTab::History),
        marked: String::new(),
        nothing: false,
        state: Vec::new(),
        sheets: Vec::new(),
        records: Vec::new(),
        further: None,
        day: DateField::new(field, echo),
        action: format!("/cases/{id}/as-of"),
        back: Link::new(t.get("history-back"), format!("/cases/{id}/history")),
    };
    page.frame.has_errors = is_wrong;
    if let Some(day) = day {
        let language = t.lang().in_definitions();
        let then = site.app().case_as_of(&reader.actor, id, day, language).await.map_err(page_error)?;
        page.fill(&site, &reader, &opened, &then, day).await?;
    }
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, show(&page)?).into_response())
}

impl AsOfPage {
    async fn fill(
        &mut self,
        site: &Site,
        reader: &SignedIn,
        opened: &OpenedCase,
        then: &CaseAsOf,
        day: NaiveDate,
    ) -> Result<(), PageError> {
        let t = &reader.t;
        self.marked = t.with("as-of-marked", [("day", reader.look.with_weekday(day).text())]);
        let Some(case) = &then.case else {
            self.nothing = true;
            return Ok(());
        };
        let scope = opened.file.scope;
        let mut people = People::of(site, [scope.centre, scope.municipality]).await?;
        self.state = vec![
            SummaryRow::new(t.get("cases-column-stage"), stage_name(t, case.stage())),
            SummaryRow::new(t.get("case-lead"), people.name(site, case.assigned_to).await?),
        ];
        if !case.network.is_empty() {
            let background = site.app().network_background(case, day).await.map_err(page_error)?;
            let companions = case.companions(&background.context());
            let lines: Vec<String> = companions.iter().map(|it| supporter_line(t, reader.look, it)).collect();
            self.state.push(SummaryRow::new(t.get("room-network"), lines.join("\n")));
        }
        let telling = Telling { t, look: reader.look, on: day, restricted_too: true };
        let forms = site.app().documents().forms();
        for form in SHEETS.iter().filter_map(|id| forms.get(id, day)) {
            let rows = telling.answered(form, &then.facts);
            if !rows.is_empty() {
                self.sheets.push((form_title(t, form, day), rows));
            }
        }
        for sitting in &case.sittings {
            let values = [
                ("day", reader.look.long(sitting.held_on).text().to_owned()),
                ("purpose", purpose_name(t, sitting.purpose)),
                ("conclusion", conclusion_name(t, sitting.conclusion)),
            ];
            self.sheets.push((t.with("as-of-sitting", values), sitting_rows(reader, sitting)));
        }
        for record in then.records.iter().take(RECORDS) {
            let by = people.name(site, record.written_by).await?;
            self.records.push(past_record(reader, record, by));
        }
        let further = then.records.len().saturating_sub(RECORDS);
        self.further = (further > 0).then(|| t.count("as-of-further", further));
        Ok(())
    }
}

fn past_record(reader: &SignedIn, record: &SupportRecord, by: String) -> PastRecord {
    PastRecord {
        day: reader.look.with_weekday(record.took_place.on),
        time: record.took_place.minute_of_day.map(clock),
        facts: record.facts.clone(),
        by,
    }
}
