//! What the rules that warn have to say about who sits in a conference: shown, never forced.

use chrono::{Months, NaiveDate};

use super::{Conference, ConferenceState, Member, Tier};
use crate::{
    agency::ConferenceRules,
    calendar::YearMonth,
    case::plan::{Actor, PlanAction, PlanContent, Service},
    rule::Rule,
    text::search_key,
};

/// A tier that has not sat for so long is no longer one of the centre's.
const TIERS_KEPT: Months = Months::new(12);

/// Warnings about the conferences of a centre taken together: it sits in two tiers, and no full meeting sat or is planned in the month of
/// `today` (P-34), which would leave the outside view to the rare sitting and let it become an empty form.
pub fn findings_of_month<'c>(conferences: impl IntoIterator<Item = &'c Conference>, today: NaiveDate) -> Vec<Rule> {
    let known: Vec<&Conference> = conferences
        .into_iter()
        .filter(|it| it.is_formal() && today.checked_sub_months(TIERS_KEPT).is_none_or(|begin| begin <= it.plan.on))
        .collect();
    let sits = |tier| known.iter().filter(move |it| it.plan.tier == tier);
    let two_tiers = sits(Tier::Core).next().is_some() && sits(Tier::Full).next().is_some();
    let this_month = sits(Tier::Full).any(|it| YearMonth::of(it.plan.on) == YearMonth::of(today));
    if two_tiers && !this_month { vec![Rule::FullMeetingMonthly] } else { Vec::new() }
}

impl Conference {
    /// Warnings about the sitting as a whole: nobody of the municipality is invited, or was there (SR-20); fewer than the centre's
    /// rules ask for (P-30); papers that were not taken back (P-64).
    pub fn findings(&self, rules: &ConferenceRules) -> Vec<Rule> {
        let back = self.packets_still_out().next().is_none();
        let out = if back { None } else { Some(Rule::PapersTakenBack) };
        if !self.is_formal() {
            return out.into_iter().collect();
        }
        let municipality = self.present().any(|member| member.is_municipality);
        let enough = rules.quorum.is_none_or(|quorum| self.present().count() >= quorum as usize);
        let found = [(municipality, Rule::MunicipalityAttends), (enough, Rule::QuorumMissed)];
        found.into_iter().filter(|(holds, _)| !holds).map(|(_, rule)| rule).chain(out).collect()
    }

    /// Warnings about a plan on the agenda: it uses the budget or the work-preparation service, and nobody is there of the agency
    /// that its lines name for that service (SR-21). The worker may have been consulted beforehand; that is to be asked.
    pub fn plan_findings(&self, content: &PlanContent) -> Vec<Rule> {
        let missed = [Service::Budget, Service::WorkPrep].into_iter().any(|service| {
            let mut lines = content.actions.iter().filter(|line| line.service == Some(service));
            content.services.get(service).is_used() && !lines.any(|line| self.provider_is_present(line))
        });
        if self.is_formal() && missed { vec![Rule::ServiceWorkerConsulted] } else { Vec::new() }
    }

    /// Case conferences are free in form, and a sitting that was called off has nobody.
    fn is_formal(&self) -> bool {
        self.plan.kind.is_coordination() && self.state != ConferenceState::CalledOff
    }

    /// Who is invited, and once it sat, who was there.
    fn present(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| self.state == ConferenceState::Planned || member.attended)
    }

    /// Somebody of the agency that carries out the line is there; a line of the centre itself is the host's.
    fn provider_is_present(&self, line: &PlanAction) -> bool {
        let named = search_key(&line.agency);
        self.present().any(|member| {
            let own = line.actor == Actor::Centre && member.agency_id == Some(self.host);
            own || (!named.is_empty() && search_key(&member.agency) == named)
        })
    }
}
