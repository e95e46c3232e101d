//! What the region brings into the package: agencies, conferences, gatherings. No person is in them.

use std::collections::BTreeSet;

use banso_access::PackageFilter;
use banso_domain::{
    conference::{Conference, ConferenceKind, ConferenceState},
    missing::Figure,
};
use banso_exchange::package::{Table, opt};

use super::{AT_ONCE, Out, PackageError};
use crate::App;

const fn kind(kind: ConferenceKind) -> &'static str {
    match kind {
        ConferenceKind::Coordination => "coordination",
        ConferenceKind::Case => "case",
        ConferenceKind::Extended => "extended",
        ConferenceKind::IndividualPlan => "individual_council",
        ConferenceKind::ServiceStaff
        | ConferenceKind::SupportMeeting
        | ConferenceKind::AreaLiaison
        | ConferenceKind::ChoiceMulti => "other",
    }
}

/// A count as it may be told: a few are left empty (P-171).
fn told(count: usize) -> String {
    match Figure::of(u32::try_from(count).unwrap_or(u32::MAX)) {
        Figure::None => "0".to_owned(),
        Figure::AFew | Figure::AtLeast(_) => String::new(),
        Figure::Exactly(count) => count.to_string(),
    }
}

impl App {
    /// Agencies last: whatever was written meanwhile refers to one that stands there.
    pub(super) async fn region_rows(&self, filter: PackageFilter, out: &mut Out<'_>) -> Result<(), PackageError> {
        let reader = self.inner.store.reader();
        let mut after = None;
        loop {
            let conferences = reader.conferences_for_package(filter, after, AT_ONCE).await?;
            let Some(last) = conferences.last() else { break };
            after = Some(last.id);
            for conference in &conferences {
                out.conference(conference)?;
            }
        }
        let mut after = None;
        loop {
            let gatherings = reader.gatherings_for_package(filter, after, AT_ONCE).await?;
            let Some(last) = gatherings.last() else { break };
            after = Some(last.id);
            for gathering in gatherings.iter().filter(|gathering| gathering.held.is_some()) {
                let firms = gathering.held.as_ref().map(|held| held.attended.len()).unwrap_or_default();
                out.row(
                    Table::Trainings,
                    &[
                        gathering.id.to_string(),
                        "employers".to_owned(),
                        gathering.plan.on.to_string(),
                        told(firms),
                        String::new(),
                    ],
                )?;
            }
        }
        for row in reader.agencies().await?.iter() {
            let code = out.municipality_code(row.facts.municipality.unwrap_or(row.id));
            out.row(
                Table::Agencies,
                &[
                    row.id.to_string(),
                    row.facts.kind.name().to_owned(),
                    row.facts.name.clone(),
                    out.ids.named("corporation", &row.facts.corporation),
                    code,
                    String::new(),
                ],
            )?;
        }
        Ok(())
    }
}

impl Out<'_> {
    /// A conference that sat or was planned: who hosted it and which agencies sat there.
    fn conference(&mut self, conference: &Conference) -> std::io::Result<()> {
        let id = self.ids.own("conference", conference.id.uuid());
        let held = matches!(conference.state, ConferenceState::Held | ConferenceState::Closed);
        let on = Some(conference.plan.on).filter(|_| held);
        self.row(
            Table::Conferences,
            &[id.clone(), kind(conference.plan.kind).to_owned(), opt(on), String::new(), conference.host.to_string()],
        )?;
        if !held {
            return Ok(());
        }
        let person = conference.members.iter().any(|member| member.is_person && member.attended);
        let mut seats = BTreeSet::new();
        for member in conference.members.iter().filter(|member| member.attended && !member.is_person) {
            let Some(agency) = member.agency_id.filter(|agency| self.agencies.find(*agency).is_some()) else {
                continue;
            };
            let role = match () {
                () if agency == conference.host => "host",
                () if member.is_municipality => "municipality",
                () => "member",
            };
            seats.insert((agency, role));
        }
        for (agency, role) in seats {
            let present = if person { "yes" } else { "no" };
            self.row(
                Table::ConferenceAttendance,
                &[id.clone(), agency.to_string(), role.to_owned(), present.to_owned()],
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn p_171_counts_of_a_few_are_left_empty_and_none_is_told() {
        assert_eq!([0, 1, 2, 3, 40].map(told), ["0", "", "", "3", "40"]);
    }
}
