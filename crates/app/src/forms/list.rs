//! 支援ケース一覧: one line a case, over the reader's own row filter.

use banso_access::{Actor, RowFilter};
use banso_domain::{calendar::full_years, case::Case, form::Facts, person::PersonFacts, text::to_hiragana};
use banso_store::CaseSearch;
use chrono::NaiveDate;
use serde_json::{Value, json};

use super::facts::sex;
use crate::{App, UseCaseError};

/// A case's line of the list.
pub(super) fn row(case: &Case, person: &PersonFacts, staff: &str, today: NaiveDate) -> Value {
    let plan = case.supported_plan().or_else(|| case.current_plan());
    let evaluation = plan.and_then(|plan| case.evaluation_of(plan.id));
    let age = person.birth_date.and_then(|born| born.exact()).and_then(|born| full_years(born, today));
    let services: Vec<&str> =
        plan.map(|plan| plan.content.used_services().map(|service| service.name()).collect()).unwrap_or_default();
    let applied = case.application.as_ref().filter(|application| application.answer.agrees());
    json!({
        "reference": case.reference,
        "name": person.name,
        "kana": to_hiragana(&person.kana),
        "sex": person.sex.map(sex),
        "age": age,
        "first_received_on": case.received_on,
        "applied_on": applied.map(|application| application.answer.on),
        "screening_result": case.screening.as_ref().map(|screening| screening.result.name()),
        "screening_date": case.screening.as_ref().map(|screening| screening.on),
        "staff": staff,
        "plan_drafted_on": plan.map(|plan| plan.drafted_on),
        "plan_round": plan.map(|plan| plan.round).filter(|round| *round > 0),
        "conference_on": plan.and_then(|plan| plan.sittings.last()).map(|sitting| sitting.held_on),
        "decided_on": plan.and_then(|plan| plan.decision.as_ref()).map(|decision| decision.on),
        "services": services,
        "plan_ends_on": plan.and_then(|plan| plan.content.ends_on),
        "next_monitoring": plan.and_then(|plan| plan.next_monitoring()),
        "evaluated_on": evaluation.and_then(|sheet| sheet.content.evaluated_on),
        "result": evaluation.and_then(|sheet| sheet.result.as_ref()).map(|(_, _, way)| way.name()),
        "closed_on": case.closure.as_ref().map(|closure| closure.on),
    })
}

impl App {
    pub(super) async fn case_list_facts(&self, actor: &Actor, search: &CaseSearch) -> Result<Facts, UseCaseError> {
        let reader = self.inner.store.reader();
        let today = self.inner.clock.today();
        let mut rows = Vec::new();
        let found_cases = reader.cases(RowFilter::of(actor), search).await?;
        let ids: Vec<_> = found_cases.iter().map(|row| row.id).collect();
        self.note_export(actor, "case_list", &ids).await?;
        for found in found_cases {
            let case = reader.case(found.id).await?;
            let person = reader.person(found.person).await?;
            if let (Some((case, _)), Some((person, _))) = (case, person) {
                rows.push(row(&case, &person.facts, &found.assigned_name, today));
            }
        }
        let mut facts = Facts::new();
        facts.set("centre.name", reader.agency(actor.agency()).await?.map(|row| row.facts.name));
        facts.set("cases", rows);
        Ok(facts)
    }
}
