//! Referrals in the reader's language.

use banso_app::App;
use banso_domain::{
    answer::{AnswerForm, PersonAnswer, Will},
    referral::{
        Conclusion, HelpToTell, Outcome, Receiver, Referral, ReferralAnswer, ReferralContent, ReferralDueKind,
        ReferralEvent, ReferralState, Route, Unprepared, Word,
    },
};
use chrono::NaiveDate;

use crate::{
    components::{Shape, StatusTag, SummaryRow},
    dates::DateLook,
    errors::PageError,
    pages::missing::lack_name,
    site::page_error,
    text::Texts,
};

/// A state as a word with a shape.
pub(super) fn state_tag(t: &Texts, state: ReferralState) -> StatusTag {
    let shape = match state {
        ReferralState::Drafted => Shape::Open,
        ReferralState::Sent | ReferralState::Seen => Shape::Waiting,
        ReferralState::Accepted => Shape::Active,
        ReferralState::Declined => Shape::Attention,
        ReferralState::Concluded => Shape::Done,
        ReferralState::Rerouted | ReferralState::Dropped => Shape::Dropped,
        ReferralState::Withdrawn => Shape::Closed,
    };
    StatusTag::new(shape, state_name(t, state))
}

/// The name of a state.
pub(super) fn state_name(t: &Texts, state: ReferralState) -> String {
    t.get(&format!("{}{}", /* keys */ "referral-state-", state.name()))
}

/// Why a date of a referral matters.
pub(super) fn due_name(t: &Texts, kind: ReferralDueKind) -> String {
    t.get(&format!("{}{}", /* keys */ "referral-due-", kind.name()))
}

/// The name of a way.
pub(super) fn route_name(t: &Texts, route: &Route) -> String {
    t.get(&format!("{}{}", /* keys */ "referral-route-", route.name()))
}

/// The name of a help.
pub(in crate::pages) fn help_name(t: &Texts, help: HelpToTell) -> String {
    t.get(&format!("{}{}", /* keys */ "referral-help-", help.name()))
}

/// The name of an outcome.
pub(super) fn outcome_name(t: &Texts, outcome: &Outcome) -> String {
    t.get(&format!("{}{}", /* keys */ "referral-outcome-", outcome.name()))
}

/// What of a prepared question is still empty.
pub(super) fn unprepared_name(t: &Texts, part: Unprepared) -> String {
    t.get(&format!("{}{}", /* keys */ "referral-content-", part.name()))
}

/// What happened, in a few words.
pub(super) fn event_name(t: &Texts, event: &ReferralEvent) -> String {
    t.get(&format!("{}{}", /* keys */ "event-", event.name()))
}

/// To whom it goes, as letters name them, with what is known about how to reach them.
pub(super) async fn receiver_words(app: &App, receiver: &Receiver) -> Result<String, PageError> {
    let (name, address, phone) = match receiver {
        Receiver::Agency { agency } => {
            let facts = app.agency(*agency).await.map_err(page_error)?.facts;
            (facts.name, facts.address, facts.phone)
        }
        Receiver::Outside { name, address, phone, .. } => (name.clone(), address.clone(), phone.clone()),
    };
    Ok([name, address, phone].into_iter().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"))
}

/// What is asked, line by line.
pub(super) fn content_rows(t: &Texts, look: DateLook, content: &ReferralContent) -> Vec<SummaryRow> {
    let by_when = content.by_when.map(|day| look.with_weekday(day).text().to_owned()).unwrap_or_default();
    let mut rows = Vec::new();
    if !content.contact.trim().is_empty() {
        rows.push(SummaryRow::new(t.get("referral-contact"), &content.contact));
    }
    rows.extend([
        SummaryRow::or_unknown(t.get("referral-content-aim"), &content.aim),
        SummaryRow::or_unknown(t.get("referral-content-known"), &content.known),
        SummaryRow::or_unknown(t.get("referral-content-asked"), &content.asked),
        SummaryRow::or_unknown(t.get("referral-content-by_when"), by_when),
    ]);
    rows
}

/// By which way it goes, and what helps the person to tell it: for the side of the case.
pub(super) fn way_rows(t: &Texts, content: &ReferralContent) -> Vec<SummaryRow> {
    let mut way = route_name(t, &content.route);
    if let Route::Direct { reason } = &content.route {
        way = format!("{way}\n{reason}");
    }
    let helps: Vec<String> = content.helps.iter().map(|help| help_name(t, *help)).collect();
    vec![
        SummaryRow::new(t.get("referral-route"), way),
        SummaryRow::or_unknown(t.get("referral-helps"), helps.join(&t.get("list-separator"))),
    ]
}

/// The person's word about the referral.
pub(super) fn consent_words(t: &Texts, look: DateLook, answer: Option<&PersonAnswer>) -> String {
    let Some(answer) = answer else { return String::new() };
    let on = look.long(answer.on).text().to_owned();
    match &answer.will {
        Will::Agrees { form } => {
            let how = match form {
                AnswerForm::Signed => t.get("plan-answer-signed"),
                AnswerForm::Oral => t.get("plan-answer-oral"),
                AnswerForm::Proxy => t.get("plan-answer-proxy"),
            };
            t.with("referral-agreed", [("on", on), ("how", how)])
        }
        Will::Declines { reason } => t.with("referral-not-agreed", [("on", on), ("reason", reason.clone())]),
        Will::CouldNotAsk { reason } => t.with("referral-not-asked", [("on", on), ("reason", reason.clone())]),
    }
}

/// What the other agency said.
pub(super) fn answer_words(t: &Texts, look: DateLook, answer: &ReferralAnswer) -> String {
    let long = |day: NaiveDate| look.long(day).text().to_owned();
    let on = long(answer.on);
    let mut lines = Vec::new();
    match &answer.word {
        Word::Accepts { first_on } => {
            lines.push(t.with("referral-says-yes", [("on", on)]));
            lines.extend(first_on.map(|day| t.with("referral-says-first", [("on", long(day))])));
        }
        Word::Declines { reason, lack } => {
            lines.push(t.with("referral-says-no", [("on", on)]));
            lines.push(reason.clone());
            lines.extend(lack.map(|lack| lack_name(t, lack)));
        }
    }
    if !answer.note.trim().is_empty() {
        lines.push(answer.note.clone());
    }
    let by = t.get(&format!("{}{}", /* keys */ "referral-by-", answer.by.name()));
    lines.push(t.with("referral-says-who", [("name", answer.name.clone()), ("by", by)]));
    lines.join("\n")
}

/// How it ended.
pub(super) fn conclusion_words(t: &Texts, look: DateLook, conclusion: &Conclusion) -> String {
    let long = |day: NaiveDate| look.long(day).text().to_owned();
    let mut lines = vec![outcome_name(t, &conclusion.outcome)];
    match &conclusion.outcome {
        Outcome::Linked { first_on } => lines.push(t.with("referral-met-on", [("on", long(*first_on))])),
        Outcome::NotPossible { reason } => lines.push(reason.clone()),
        Outcome::Refrained => {}
    }
    lines.push(conclusion.note.clone());
    lines.push(t.with("referral-known-on", [("on", long(conclusion.on))]));
    lines.into_iter().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// What became of it so far: the answer, the end.
pub(super) fn outcome_rows(t: &Texts, look: DateLook, referral: &Referral) -> Vec<SummaryRow> {
    let long = |day: NaiveDate| look.long(day).text().to_owned();
    let mut rows = Vec::new();
    rows.extend(referral.sent_on.map(|on| SummaryRow::new(t.get("referral-sent-on"), long(on))));
    rows.extend(referral.seen_on.map(|on| SummaryRow::new(t.get("referral-seen-on"), long(on))));
    if let Some(answer) = &referral.answer {
        rows.push(SummaryRow::new(t.get("referral-answer"), answer_words(t, look, answer)));
    }
    if let Some(conclusion) = &referral.conclusion {
        rows.push(SummaryRow::new(t.get("referral-end"), conclusion_words(t, look, conclusion)));
    }
    if let Some((on, word)) = &referral.withdrawn {
        let words = [long(*on), word.clone()].into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>();
        rows.push(SummaryRow::new(t.get("referral-state-withdrawn"), words.join("\n")));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;
    use banso_domain::referral::AnsweredBy;

    #[test]
    fn everything_about_a_referral_has_a_name_in_both_languages() {
        let on = NaiveDate::default();
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            let mut names: Vec<String> = ReferralState::ALL.iter().map(|state| state_name(&t, *state)).collect();
            names.extend(HelpToTell::ALL.iter().map(|help| help_name(&t, *help)));
            let routes = [Route::ViaPerson, Route::Accompanied, Route::Direct { reason: String::new() }];
            names.extend(routes.iter().map(|route| route_name(&t, route)));
            let outcomes =
                [Outcome::Linked { first_on: on }, Outcome::Refrained, Outcome::NotPossible { reason: String::new() }];
            names.extend(outcomes.iter().map(|outcome| outcome_name(&t, outcome)));
            let dues = [ReferralDueKind::Answer, ReferralDueKind::Arrival, ReferralDueKind::NextStep];
            names.extend(dues.map(|kind| due_name(&t, kind)));
            let parts = [Unprepared::Aim, Unprepared::Known, Unprepared::Asked, Unprepared::ByWhen];
            names.extend(parts.map(|part| unprepared_name(&t, part)));
            for by in [AnsweredBy::Receiver, AnsweredBy::ReplyPage, AnsweredBy::Sender] {
                let word = Word::Accepts { first_on: None };
                let answer = ReferralAnswer { word, on, by, name: String::new(), note: String::new() };
                names.push(answer_words(&t, DateLook::default(), &answer));
            }
            let id = banso_domain::id::ReferralId::new(uuid::Uuid::nil());
            let events = [
                ReferralEvent::Sent { on },
                ReferralEvent::ReplyPageMade { until: on },
                ReferralEvent::Seen { on },
                ReferralEvent::Rerouted { to: id },
                ReferralEvent::Withdrawn { on, word: String::new() },
                ReferralEvent::Dropped { reason: String::new() },
            ];
            names.extend(events.iter().map(|event| event_name(&t, event)));
            let untold = ["drafted", "changed", "consent_answered", "answered", "concluded"];
            names.extend(untold.map(|name| t.get(&format!("event-referral_{name}"))));
            assert!(names.iter().all(|name| !name.contains('⟦')), "{names:?}");
        }
    }
}
