//! The things that are done on the page of closure, each a short form: closing, attempts, suspension, follow-up.

use banso_access::Action;
use banso_app::UseCaseError;
use banso_domain::{
    case::{
        Case, Close, Stage,
        closing::{AttemptMeans, CloseReason, ContactAttempt, FollowUp},
    },
    id::CaseId,
};
use chrono::NaiveDate;

use super::sheet;
use crate::{
    form::{Filled, Question, code_of, labelled, options},
    site::{SignedIn, Site},
    text::Texts,
};

/// Something that is done on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Close,
    Attempt,
    Suspend,
    Resume,
    FollowUp,
    EndFollowUp,
}

impl Part {
    pub(super) const ALL: [Self; 6] =
        [Self::Attempt, Self::Suspend, Self::Resume, Self::FollowUp, Self::EndFollowUp, Self::Close];

    /// The name in addresses, fields and messages.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Close => "close",
            Self::Attempt => "attempt",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::FollowUp => "follow-up",
            Self::EndFollowUp => "end-follow-up",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    pub(super) fn heading(self, t: &Texts) -> String {
        t.get(&format!("{}{}", /* keys */ "closing-part-", self.name()))
    }

    pub(super) fn submit(self, t: &Texts) -> String {
        t.get(&format!("{}{}", /* keys */ "closing-do-", self.name()))
    }

    /// What has been done, for the banner.
    pub(super) const fn done(self) -> &'static str {
        match self {
            Self::Close => "closing-closed",
            Self::Attempt => "closing-attempted",
            Self::Suspend => "closing-suspended",
            Self::Resume => "closing-resumed",
            Self::FollowUp => "closing-followed-up",
            Self::EndFollowUp => "closing-follow-up-ended",
        }
    }

    /// What a reader must be permitted to do.
    pub(super) const fn action(self) -> Action {
        match self {
            Self::Close => Action::CloseCase,
            Self::Attempt | Self::Suspend | Self::Resume => Action::SuspendCase,
            Self::FollowUp | Self::EndFollowUp => Action::FollowUp,
        }
    }

    /// Whether it belongs on the page of a case that stands as it does.
    pub(super) fn belongs(self, case: &Case) -> bool {
        let open = case.closure.is_none();
        match self {
            Self::Close => open,
            Self::Attempt | Self::Suspend => open && case.suspension().is_none(),
            Self::Resume => open && case.suspension().is_some(),
            Self::FollowUp | Self::EndFollowUp => case.stage() == Stage::FollowUp,
        }
    }

    /// The name of one of its fields.
    pub(super) fn field(self, name: &str) -> String {
        format!("{}.{name}", self.name())
    }

    pub(super) fn questions(self, site: &Site, t: &Texts) -> Vec<Question> {
        let today = site.app().clock().today();
        let day = |name: &str, label: String| Question::date(self.field(name), label);
        let long = |name: &str, label: String| Question::long(self.field(name), label, 3);
        let line = |name: &str, label: String| Question::line(self.field(name), label);
        match self {
            Self::Close => {
                let reasons = sheet::options(site, t, "close_reason", today);
                let follow = [("yes", t.get("closing-follow-up-yes")), ("no", t.get("closing-follow-up-no"))];
                vec![
                    day("on", t.get("closing-on")).required(),
                    Question::one(self.field("reason"), t.get("closing-reason"), reasons).required(),
                    long("note", t.get("closing-note")).hint(t.get("closing-note-hint")),
                    Question::one(self.field("follow_up"), t.get("closing-follow-up"), labelled(follow))
                        .hint(t.get("closing-follow-up-hint"))
                        .required(),
                    line("no_reason", t.get("closing-no-follow-up-reason")),
                    line("method", t.get("closing-method")).hint(t.get("closing-method-hint")),
                    line("frequency", t.get("closing-frequency")).hint(t.get("closing-frequency-hint")),
                    line("who", t.get("closing-who")),
                    day("until", t.get("closing-until")),
                    day("next_on", t.get("closing-next-on")),
                ]
            }
            Self::Attempt => {
                let means = options(AttemptMeans::ALL, AttemptMeans::name, |means| means_name(t, means));
                vec![
                    day("on", t.get("closing-attempt-on")).required(),
                    Question::one(self.field("means"), t.get("closing-means"), means).required(),
                    long("result", t.get("closing-attempt-result")).required(),
                ]
            }
            Self::Suspend => vec![
                day("on", t.get("closing-suspended-on")).required(),
                long("reason", t.get("closing-suspension-reason")).required(),
            ],
            Self::Resume => vec![
                day("on", t.get("closing-resumed-on")).required(),
                long("note", t.get("closing-resume-note")).required(),
            ],
            Self::FollowUp => vec![
                day("on", t.get("closing-followed-on")).required(),
                long("note", t.get("closing-followed-note")).required(),
                day("next_on", t.get("closing-next-on")),
            ],
            Self::EndFollowUp => vec![
                day("on", t.get("closing-follow-up-ended-on")).required(),
                long("note", t.get("closing-follow-up-ended-note")).required(),
            ],
        }
    }

    /// Reads what was sent; what is wrong stands beside its field.
    pub(super) fn read(self, reader: &SignedIn, filled: &mut Filled) -> Act {
        let t = &reader.t;
        let on = filled.needed_day(&self.field("on"));
        let said = |name: &str, filled: &mut Filled| filled.needed(&self.field(name), t.get("closing-words-missing"));
        match self {
            Self::Close => {
                let reason: Option<CloseReason> = filled.choice(&self.field("reason"));
                if reason.is_none() {
                    filled.complain(self.field("reason"), t.get("closing-reason-missing"));
                }
                let follow_up = self.read_follow_up(t, filled);
                let reason = reason.unwrap_or(CloseReason::Other);
                Act::Close(Close { on, reason, note: filled.text(&self.field("note")), follow_up })
            }
            Self::Attempt => {
                let means: Option<AttemptMeans> = filled.choice(&self.field("means"));
                if means.is_none() {
                    filled.complain(self.field("means"), t.get("closing-means-missing"));
                }
                let means = means.unwrap_or(AttemptMeans::Phone);
                let result = said("result", filled);
                Act::Attempt(ContactAttempt { on, means, by: reader.actor.staff(), result })
            }
            Self::Suspend => Act::Suspend(on, said("reason", filled)),
            Self::Resume => Act::Resume(on, said("note", filled)),
            Self::FollowUp => {
                let note = said("note", filled);
                Act::FollowUp(on, note, filled.day(&self.field("next_on")))
            }
            Self::EndFollowUp => Act::EndFollowUp(on, said("note", filled)),
        }
    }

    /// Follow-up as decided with the person; none where nobody has said (the rules ask for it then).
    fn read_follow_up(self, t: &Texts, filled: &mut Filled) -> Option<FollowUp> {
        let said = |name: &str, filled: &mut Filled| filled.needed(&self.field(name), t.get("closing-words-missing"));
        match filled.text(&self.field("follow_up")).as_str() {
            "no" => Some(FollowUp::No { reason: said("no_reason", filled) }),
            "yes" => {
                let method = said("method", filled);
                let frequency = filled.text(&self.field("frequency"));
                let who = said("who", filled);
                filled.needed(&self.field("until"), t.get("closing-until-missing"));
                let until = filled.day(&self.field("until")).unwrap_or_default();
                Some(FollowUp::Yes { method, frequency, who, until, next_on: filled.day(&self.field("next_on")) })
            }
            _ => {
                filled.complain(self.field("follow_up"), t.get("closing-follow-up-missing"));
                None
            }
        }
    }
}

/// What is to be done, read from the form.
pub(super) enum Act {
    Close(Close),
    Attempt(ContactAttempt),
    Suspend(NaiveDate, String),
    Resume(NaiveDate, String),
    FollowUp(NaiveDate, String, Option<NaiveDate>),
    EndFollowUp(NaiveDate, String),
}

impl Act {
    /// Does it. A closure is decided on the case as it was shown.
    pub(super) async fn carry_out(
        self,
        site: &Site,
        reader: &SignedIn,
        case: CaseId,
        version: i64,
    ) -> Result<i64, UseCaseError> {
        let (app, actor) = (site.app(), &reader.actor);
        match self {
            Self::Close(command) => app.close_case(actor, case, version, command).await,
            Self::Attempt(attempt) => app.attempt_contact(actor, case, attempt).await,
            Self::Suspend(on, reason) => app.suspend_case(actor, case, on, &reason).await,
            Self::Resume(on, note) => app.resume_case(actor, case, on, &note).await,
            Self::FollowUp(on, note, next) => app.follow_up(actor, case, on, &note, next).await,
            Self::EndFollowUp(on, note) => app.end_follow_up(actor, case, on, &note).await,
        }
    }
}

/// The name of a way to reach the person.
pub(super) fn means_name(t: &Texts, means: AttemptMeans) -> String {
    t.get(&format!("{}{}", /* keys */ "closing-means-by-", code_of(&means)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn everything_done_on_the_page_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            for part in Part::ALL {
                let banner = t.get(&format!("done-{}", part.done()));
                for words in [part.heading(&t), part.submit(&t), banner] {
                    assert!(!words.starts_with('⟦'), "{words} in {lang:?}");
                }
            }
            assert!(AttemptMeans::ALL.iter().all(|means| !means_name(&t, *means).starts_with('⟦')));
        }
    }
}
