//! What of a case somebody who sits in a conference gets on paper: the doors of the sitting, and nothing past them.

use banso_domain::{
    case::{
        event::Purpose,
        sharing::{Basis, ItemSet, Route, Sharing},
    },
    conference::{Cut, Member, Opened},
    id::AgencyId,
};
use chrono::NaiveDate;

use crate::CaseScope;

/// What a decision needs to know of a sitting, for those who are invited to it.
#[derive(Clone, Copy, Debug)]
pub struct SittingScope<'a> {
    /// The centre that holds it.
    pub host: AgencyId,
    /// Who is invited.
    pub members: &'a [Member],
}

impl SittingScope<'_> {
    /// Whether an agency sits there: as host, or because it is invited.
    pub fn has(&self, agency: AgencyId) -> bool {
        self.host == agency || self.members.iter().any(|member| member.agency_id == Some(agency))
    }
}

/// Who sits, as far as it decides what they may see.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    /// Their agency.
    pub agency: AgencyId,
    /// It is an employer, which a closed employment shuts out.
    pub is_employer: bool,
    /// They acknowledged the duty of secrecy.
    pub secrecy: bool,
}

/// Cuts a matter of a sitting to what one seat may see.
///
/// A support meeting under article 9 gives `under_article_9` to those who are bound to secrecy and to nobody else, whatever doors are
/// open; every other matter gives what the doors of the agency give on the day of the sitting and, once that has passed, still today.
pub fn cut_for_seat(
    seat: Seat,
    case: CaseScope,
    sharing: &Sharing,
    purpose: Purpose,
    under_article_9: ItemSet,
    (sits_on, today): (NaiveDate, NaiveDate),
) -> Cut {
    let article_9 = purpose == Purpose::SupportMeeting;
    if article_9 && !seat.secrecy {
        return Cut::Restricted;
    }
    // A seat is an agency's, and a protected record is read by name: whoever is named reads it for themself.
    let by_name = case.named.is_some();
    let inside = seat.agency == case.centre || (case.municipality_sees && seat.agency == case.municipality);
    if inside {
        return if by_name { Cut::Restricted } else { Cut::Whole };
    }
    if seat.is_employer && sharing.is_closed_to_employers() {
        return Cut::Restricted;
    }
    let mut opened: Vec<Opened> = Vec::new();
    if article_9 {
        opened.push(Opened { items: under_article_9, basis: Basis::SupportMeeting, route: Route::Together });
    } else {
        let last = sits_on.max(today);
        for (route, share) in sharing.sitting_shares() {
            if share.agency != seat.agency || !share.is_open_on(sits_on) || !share.is_open_on(last) {
                continue;
            }
            match opened.iter_mut().find(|it| (it.basis, it.route) == (share.basis, route)) {
                Some(known) => known.items = known.items.and(share.items),
                None => opened.push(Opened { items: share.items, basis: share.basis, route }),
            }
        }
    }
    opened.retain(|it| !it.items.is_empty());
    if opened.is_empty() { Cut::Restricted } else { Cut::Items { opened } }
}
