//! What the rules have to say about a network: shown on its page, never forced.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::{super::Case, Companion, NetworkContext, SupportState, Topic, owners::Owner};
use crate::{agency::AgencyKind, rule::Rule};

/// So many places to turn to there are at least, one of them not the main one: R-45 as the sources have it.
const LEAST_PLACES: usize = 2;
/// So many kinds of trouble call for a team that meets: ⟨2⟩ in R-47.
const SEVERAL_DOMAINS: usize = 2;
/// More than so many percent of the open work with one agency is 丸抱え: ⟨70⟩, the share that R-39 uses for a one-sided relation.
const MOST_ON_ONE_SHOULDER: usize = 70;
/// A share says something from so many pieces of work on: of one or two, everything is with somebody. Our own choice.
const LEAST_WORK: usize = 3;
/// A network is looked at again after so many months without a short goal: ⟨6⟩ in R-72.
const WITHOUT_GOAL_MONTHS: u32 = 6;

/// What a rule found in a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkFinding {
    /// The rule that speaks.
    pub rule: Rule,
    /// Whom or what it speaks about, by name; none where it is about the network as a whole.
    pub about: Vec<String>,
}

impl From<Rule> for NetworkFinding {
    fn from(rule: Rule) -> Self {
        Self { rule, about: Vec::new() }
    }
}

fn about<'c, 'a: 'c>(rule: Rule, companions: impl IntoIterator<Item = &'c Companion<'a>>) -> Option<NetworkFinding> {
    let about: Vec<String> = companions.into_iter().map(|companion| companion.name.clone()).collect();
    (!about.is_empty()).then_some(NetworkFinding { rule, about })
}

impl Case {
    /// What calls for attention in the network on a day, in order of number; nothing once the case has ended.
    pub fn network_findings(&self, context: &NetworkContext<'_>) -> Vec<NetworkFinding> {
        if !self.stage().is_open() {
            return Vec::new();
        }
        let everybody = self.companions(context);
        let active: Vec<&Companion<'_>> = everybody.iter().filter(|companion| companion.state.is_active()).collect();
        let beside: Vec<&Companion<'_>> = active.iter().copied().filter(|it| it.supporter.is_some()).collect();
        let unwanted = everybody.iter().filter(|companion| companion.state == SupportState::Unwanted);
        let unusual = beside.iter().copied().filter(|companion| !companion.unusual_topics().is_empty());
        let mut found: Vec<NetworkFinding> = Vec::new();
        found.extend(about(Rule::SupporterRefused, unwanted));
        // The main contact is one of the places: with a second one there is one outside it.
        found.extend((active.len() < LEAST_PLACES).then(|| Rule::TwoPlacesToTalk.into()));
        found.extend(about(Rule::NotOnOneAlone, alone_for_everything(&beside)));
        found.extend(anchor_missing(&beside, context.today));
        found.extend(self.calls_for_a_team().then(|| Rule::FaceToFaceTeam.into()));
        found.extend(self.work_without_owner());
        found.extend(self.out_of_usual_role(context, unusual));
        found.extend(self.shoulders(context, &everybody));
        found.extend(self.lacks_short_goal(&beside, context.today).then(|| Rule::ShortGoal.into()));
        found
    }

    /// Troubles of several kinds on the assessment sheet, and nobody has sat together yet.
    fn calls_for_a_team(&self) -> bool {
        let mut domains: Vec<u8> =
            self.answers.list("case.issues").iter().filter_map(|issue| domain_of(issue.as_str()?)).collect();
        domains.sort_unstable();
        domains.dedup();
        domains.len() >= SEVERAL_DOMAINS && self.sittings.is_empty()
    }

    /// Lines of a plan and tasks that name nobody: from before the rule refused them, or of a plan that is being drafted.
    fn work_without_owner(&self) -> Option<NetworkFinding> {
        let plan = self.current_plan().into_iter().flat_map(|plan| &plan.content.actions);
        let lines = plan.filter(|action| action.is_open() && !action.has_owner()).map(|action| &action.what);
        let tasks = self.tasks.iter().filter(|task| task.done_on.is_none() && !task.task.has_owner());
        let about: Vec<String> = lines.chain(tasks.map(|task| &task.task.what)).cloned().collect();
        (!about.is_empty()).then_some(NetworkFinding { rule: Rule::TaskHasOwner, about })
    }

    /// Who does what usually another agency does: supporters, and those who have taken on an open task.
    fn out_of_usual_role<'c, 'a: 'c>(
        &self,
        context: &NetworkContext<'_>,
        unusual: impl Iterator<Item = &'c Companion<'a>>,
    ) -> Option<NetworkFinding> {
        let open = self.tasks.iter().filter(|task| task.done_on.is_none());
        let of_tasks = open.filter_map(|task| self.out_of_role(&task.task, context));
        let mut about: Vec<String> = Vec::new();
        for name in unusual.map(|companion| companion.name.clone()).chain(of_tasks) {
            if !about.contains(&name) {
                about.push(name);
            }
        }
        (!about.is_empty()).then_some(NetworkFinding { rule: Rule::UsualRole, about })
    }

    /// 丸抱え and 丸投げ: how the open work is spread. What the person and their family do themselves is on nobody's shoulders.
    fn shoulders(&self, context: &NetworkContext<'_>, companions: &[Companion<'_>]) -> Option<NetworkFinding> {
        let owners = self.owners_of_open_work(context, companions);
        let mut of_agencies: BTreeMap<&Owner, usize> = BTreeMap::new();
        for owner in owners.iter().filter(|owner| matches!(owner, Owner::Centre | Owner::Another(_))) {
            *of_agencies.entry(owner).or_default() += 1;
        }
        let too_much = |count: usize| owners.len() >= LEAST_WORK && count * 100 > owners.len() * MOST_ON_ONE_SHOULDER;
        if let Some((owner, _)) = of_agencies.iter().find(|(_, count)| too_much(**count)) {
            let holds = |companion: &&Companion<'_>| match owner {
                Owner::Centre => companion.supporter.is_none(),
                Owner::Another(key) => crate::text::search_key(&companion.name) == *key,
                Owner::Person | Owner::Family => false,
            };
            let about = companions.iter().find(holds).map(|companion| companion.name.clone());
            // Whoever helps strongly at the beginning, because health comes first, is not told off for it.
            let early = **owner == Owner::Centre && self.helps_early_on(context.today);
            let rule = if early { Rule::EarlyHelp } else { Rule::NotOnOneShoulder };
            return Some(NetworkFinding { rule, about: about.into_iter().collect() });
        }
        let centre_is_main = self.network.main_on(context.today).is_none();
        let thrown_over = centre_is_main && !of_agencies.is_empty() && !of_agencies.contains_key(&Owner::Centre);
        thrown_over.then(|| Rule::NotThrownOver.into())
    }

    /// Somebody has been there for long, and no goal lies ahead.
    fn lacks_short_goal(&self, beside: &[&Companion<'_>], today: NaiveDate) -> bool {
        let Some(long_ago) = today.checked_sub_months(Months::new(WITHOUT_GOAL_MONTHS)) else { return false };
        let since = beside.iter().filter_map(|companion| Some(companion.supporter?.content.since)).min();
        let goal = self.current_plan().map(|plan| &plan.content).filter(|content| !content.goal.trim().is_empty());
        let due = goal.and_then(|content| content.goal_due_on.or(content.ends_on));
        since.is_some_and(|since| since < long_ago) && due.is_none_or(|due| due < today)
    }
}

/// The one who is there for everything while the others are there for nothing of it: at least two topics, none with a second
/// supporter.
fn alone_for_everything<'c, 'a>(beside: &[&'c Companion<'a>]) -> Option<&'c Companion<'a>> {
    let mut topics: Vec<Topic> = beside.iter().flat_map(|companion| companion.topics()).copied().collect();
    let with_whom = topics.len();
    topics.sort_unstable();
    topics.dedup();
    let each_once = topics.len() == with_whom;
    let everything = |companion: &&&Companion<'_>| companion.topics().len() == topics.len();
    beside.iter().find(everything).copied().filter(|_| topics.len() >= 2 && each_once)
}

/// a support ends soon, or every support is there for a time only, and nobody stays. The centre is no anchor, for its
/// support ends with the case; nor is the family, which grows old and has needs of its own.
fn anchor_missing(beside: &[&Companion<'_>], today: NaiveDate) -> Option<NetworkFinding> {
    if beside.iter().any(|companion| !companion.is_limited && companion.kind != AgencyKind::Family) {
        return None;
    }
    let ending = beside.iter().copied().filter(|companion| companion.ends_soon(today));
    let all_limited = beside.iter().all(|companion| companion.is_limited);
    let all = all_limited.then(|| about(Rule::NotAllForATime, beside.iter().copied())).flatten();
    about(Rule::AnchorStays, ending).or(all)
}

/// The domain of life that an issue of the assessment sheet belongs to, as one of the eight of the sources (and the law, 9).
fn domain_of(issue: &str) -> Option<u8> {
    let domain = match issue {
        "illness"
        | "injury"
        | "disability_certified"
        | "disability_suspected"
        | "suicide_risk"
        | "mental_health"
        | "lifestyle_disorder" => 1,
        "unstable_housing" | "homeless" | "disaster_affected" => 2,
        "economic_hardship" | "debt_problem" | "budget_management" => 3,
        "job_search_difficulty" | "job_retention_difficulty" => 4,
        "truancy" | "low_education" | "ability_issue" => 5,
        "communication_difficulty" | "foreign_national" => 6,
        "social_isolation" | "family_problem" | "single_parent" | "dv_abuse" => 8,
        "delinquency" | "ex_offender" => 9,
        _ => return None,
    };
    Some(domain)
}
