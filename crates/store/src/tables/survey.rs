//! Rounds of the survey of agencies, and what one says about another.

use banso_domain::{
    id::SurveyId,
    survey::{Survey, SurveyEvent},
};

use super::{Place, from_json, to_json};
use crate::{Query, StoreError, Tx, params};

pub(super) async fn project(tx: &Tx, id: SurveyId, event: &SurveyEvent, place: Place) -> Result<(), StoreError> {
    let current = load(tx, id).await?.map(|(survey, _)| survey);
    let survey = Survey::apply(current, id, event)
        .ok_or_else(|| StoreError::Shape { what: "a survey's stream", problem: "it does not begin".into() })?;
    tx.execute(
        "INSERT INTO survey (id, from_day, state, version) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET from_day = excluded.from_day, state = excluded.state, version = excluded.version",
        params![id, survey.plan.from, to_json(&survey)?, place.seq],
    )
    .await?;
    if let SurveyEvent::Answered { from, to, answer } = event {
        tx.execute(
            "INSERT INTO survey_answer (survey_id, from_id, to_id, answer) VALUES ($1, $2, $3, $4)
             ON CONFLICT (survey_id, from_id, to_id) DO UPDATE SET answer = excluded.answer",
            params![id, *from, *to, to_json(answer)?],
        )
        .await?;
    }
    Ok(())
}

/// A round with its version.
pub(crate) async fn load(source: &impl Query, id: SurveyId) -> Result<Option<(Survey, i64)>, StoreError> {
    let row = source.query_opt("SELECT state, version FROM survey WHERE id = $1", params![id]).await?;
    row.map(|row| Ok((from_json("a survey", row.text(0)?)?, row.int(1)?))).transpose()
}
