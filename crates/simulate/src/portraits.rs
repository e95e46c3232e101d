//! What some agencies of the region say of themselves; one has not looked at it for long, and others say nothing.

use banso_app::{App, OwnWords, UseCaseError};
use banso_domain::{agency::Channel, self_portrait::SelfPortrait};
use chrono::Days;

use crate::{RegionError, cast::Cast, failure::while_doing};

/// Who says what: the sign-in name of somebody there, strengths, weak points, limits, what to ask for, how many days ago it was looked at.
const WORDS: [(&str, &str, &str, &str, &str, u64); 3] = [
    (
        "transition",
        "体調に合わせて、週2日から始められる。企業の実習先が多い。",
        "事務の仕事の実習先は少ない。",
        "利用は原則2年まで。家庭への訪問はできない。",
        "見学、1日体験、働く前の生活リズムの相談",
        20,
    ),
    (
        "nakapotsu",
        "就業と生活をまとめて相談できる。企業への訪問に慣れている。",
        "",
        "登録した人が対象。夜間と休日の対応は電話だけ。",
        "職場で困ったとき、生活の立て直し、関係する機関の紹介",
        45,
    ),
    (
        "clinic",
        "仕事と両立する治療の相談に慣れている。",
        "",
        "予約は2週間先になることが多い。",
        "受診の同行、主治医の意見書",
        500,
    ),
];

/// Writes them, the day being today.
pub(crate) async fn told(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let doing = while_doing("telling about agencies", today);
    let written = async {
        for (login, strengths, weak_points, limits, ask_us_for, ago) in WORDS {
            let actor = cast.narrow(login, today).map_err(|_| UseCaseError::NotFound)?;
            let version = app.agency(actor.agency()).await?.version;
            let portrait = SelfPortrait {
                strengths: strengths.to_owned(),
                weak_points: weak_points.to_owned(),
                limits: limits.to_owned(),
                ask_us_for: ask_us_for.to_owned(),
                confirmed_on: today - Days::new(ago),
            };
            let words = OwnWords { portrait, channel: Some(Channel::Phone), contact: "相談の窓口".to_owned() };
            app.tell_about_own_agency(&actor, version, words).await?;
        }
        Ok(())
    };
    written.await.map_err(doing)
}
