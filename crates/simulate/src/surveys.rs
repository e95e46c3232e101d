//! A round of the survey of how agencies see each other, half answered: some pairs see it alike, one does not, one has one side only.

use banso_app::{App, UseCaseError};
use banso_domain::survey::{Assumed, SurveyAnswer, SurveyPlan, View};
use chrono::Days;

use crate::{RegionError, cast::Cast, failure::while_doing};

/// Holds them, the day being today.
pub(crate) async fn held(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let doing = while_doing("holding a survey of agencies", today);
    let written = async {
        let mut partners = vec![cast.chief.clone()];
        for login in ["nakapotsu", "transition", "clinic"] {
            partners.push(cast.narrow(login, today).map_err(|_| UseCaseError::NotFound)?);
        }
        let plan = SurveyPlan {
            title: "お互いの見え方（今年度）".to_owned(),
            from: today - Days::new(10),
            until: today + Days::new(20),
            agencies: partners.iter().map(|actor| actor.agency()).collect(),
        };
        let id = app.plan_survey(&cast.chief, plan).await?;
        let said = [
            (0, 1, View::WorkingTogether, Some(Assumed::Trusted), "職場への訪問を一緒にできている。"),
            (1, 0, View::WorkingTogether, None, ""),
            (0, 2, View::WorkingTogether, Some(Assumed::Trusted), "紹介のあと、ようすを知らせてくれる。"),
            (2, 0, View::KnowsLittle, Some(Assumed::Unsure), "だれに電話すればよいか分からない。"),
            (3, 0, View::KnowsLittle, None, ""),
            (2, 1, View::WorkingTogether, None, ""),
        ];
        for (from, to, view, assumed, comment) in said {
            let answer = SurveyAnswer { view, assumed, comment: comment.to_owned(), on: today };
            app.answer_survey(&partners[from], id, partners[to].agency(), answer).await?;
        }
        Ok(())
    };
    written.await.map_err(doing)
}
