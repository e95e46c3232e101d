//! The logic model of the region: the published one with a box that the region added, and stories from three sides of what no number tells.

use banso_access::Actor;
use banso_app::{App, LogicModelCommand, UseCaseError};
use banso_domain::{
    id::InvalidId,
    logic_model::{BoxContent, BoxId, ModelColumn, NewStory, Viewpoint},
};

use crate::{RegionError, cast::Cast, failure::while_doing};

fn id(name: &str) -> Result<BoxId, UseCaseError> {
    name.parse().map_err(|_: InvalidId| UseCaseError::NotFound)
}

/// Writes it, the day being today.
pub(crate) async fn written(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let doing = while_doing("writing the logic model", today);
    let written = async {
        let added = BoxContent {
            column: ModelColumn::Output,
            words: "見学や実習を受け入れる企業が増える".to_owned(),
            english: "More firms open their doors for visits and practice".to_owned(),
            leads_to: vec![id("firm_understands")?, id("more_hired")?],
            indicators: vec!["cs_practice_sites".to_owned()],
        };
        app.change_logic_model(&cast.officer, Some(0), LogicModelCommand::Write(None, added)).await?;
        let narrow = |login| cast.narrow(login, today).map_err(|_| UseCaseError::NotFound);
        let stories: [(&Actor, &str, Viewpoint, &str); 3] = [
            (
                &cast.chief,
                "autonomy_respected",
                Viewpoint::Person,
                "面談のたびに「次に話す人には自分で説明してみる」と決めた。メモを見ながら説明できた日から、困ったときに自分で電話をかけるようになった。",
            ),
            (
                &narrow("nakapotsu")?,
                "natural_support",
                Viewpoint::Supporter,
                "休憩に入る合図を、職場の人といっしょに決めた。半年たつと、支援者が行かない週も、となりの席の人から先に声がかかるようになった。",
            ),
            (
                &narrow("transition")?,
                "fitting_response",
                Viewpoint::Employer,
                "指示を口で三つ続けて言うのをやめ、紙に一つずつ書くようにした。ほかの社員からも「分かりやすい」と言われ、職場全体のやり方になった。",
            ),
        ];
        for (teller, about, viewpoint, words) in stories {
            let story = NewStory { about: id(about)?, viewpoint, words: words.to_owned(), is_about_nobody: true };
            app.change_logic_model(teller, None, LogicModelCommand::Tell(story)).await?;
        }
        Ok(())
    };
    written.await.map_err(doing)
}
