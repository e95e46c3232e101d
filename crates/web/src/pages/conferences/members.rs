//! Members as rows of a form: who is invited, and who was there.

use banso_app::StaffRow;
use banso_domain::{
    conference::Member,
    id::{AgencyId, StaffId},
};

use crate::{
    components::{ChoiceGroup, ChoiceKind, FieldView, SelectView, Width},
    errors::PageError,
    filled::Filled,
    site::{Site, page_error},
    text::Texts,
};

/// What a member is or did, as boxes to tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Attended,
    Secrecy,
    Municipality,
    Person,
}

impl Mark {
    const INVITED: [Self; 2] = [Self::Municipality, Self::Person];
    const THERE: [Self; 4] = [Self::Attended, Self::Secrecy, Self::Municipality, Self::Person];

    const fn code(self) -> &'static str {
        match self {
            Self::Attended => "attended",
            Self::Secrecy => "secrecy",
            Self::Municipality => "municipality",
            Self::Person => "person",
        }
    }

    fn label(self, t: &Texts) -> String {
        match self {
            Self::Attended => t.get("member-attended"),
            Self::Secrecy => t.get("member-secrecy"),
            Self::Municipality => t.get("member-municipality"),
            Self::Person => t.get("member-person"),
        }
    }
}

/// A row of the list of members.
pub(super) struct MemberRow {
    pub(super) number: usize,
    pub(super) agency: FieldView,
    pub(super) name: FieldView,
    pub(super) staff: SelectView,
    pub(super) marks: ChoiceGroup,
}

/// The staff who can be picked: of the host and of its municipality.
pub(super) struct Colleagues {
    staff: Vec<(AgencyId, String, bool, StaffRow)>,
}

impl Colleagues {
    pub(super) async fn of(site: &Site, host: AgencyId) -> Result<Self, PageError> {
        let facts = site.app().agency(host).await.map_err(page_error)?.facts;
        let mut agencies = vec![(host, facts.name, facts.municipality == Some(host))];
        if let Some(id) = facts.municipality.filter(|id| *id != host) {
            agencies.push((id, site.app().agency(id).await.map_err(page_error)?.facts.name, true));
        }
        let mut staff = Vec::new();
        for (id, name, is_municipality) in agencies {
            for row in site.app().staff_of(id).await.map_err(page_error)? {
                staff.push((id, name.clone(), is_municipality, row));
            }
        }
        Ok(Self { staff })
    }

    /// Value and label of each, for a list to pick from.
    pub(super) fn options(&self) -> Vec<(String, String)> {
        let option = |(_, agency, _, row): &(AgencyId, String, bool, StaffRow)| {
            (row.id.to_string(), format!("{}（{agency}）", row.facts.name))
        };
        self.staff.iter().map(option).collect()
    }

    fn find(&self, id: StaffId) -> Option<&(AgencyId, String, bool, StaffRow)> {
        self.staff.iter().find(|(_, _, _, row)| row.id == id)
    }
}

/// The fields that hold these members.
pub(super) fn fields_of(members: &[Member]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (number, member) in members.iter().enumerate() {
        let mut add = |name: &str, value: String| fields.push((format!("members[{number}].{name}"), value));
        add("agency", member.agency.clone());
        add("name", member.name.clone());
        add("staff", member.staff.map(|id| id.to_string()).unwrap_or_default());
        for (is, mark) in [
            (member.attended, Mark::Attended),
            (member.secrecy_acknowledged, Mark::Secrecy),
            (member.is_municipality, Mark::Municipality),
            (member.is_person, Mark::Person),
        ] {
            if is {
                add("is", mark.code().to_owned());
            }
        }
    }
    fields
}

/// The members as typed; rows with neither agency, name nor staff are left out.
pub(super) fn read(t: &Texts, filled: &Filled, colleagues: &Colleagues) -> Vec<Member> {
    let member = |number: usize| {
        let text = |name: &str| filled.form.text(&format!("members[{number}].{name}")).to_owned();
        let marks = filled.chosen(&format!("members[{number}].is"), &Mark::THERE, Mark::code, |mark| mark.label(t));
        let (agency, name) = (text("agency"), text("name"));
        let picked = text("staff").parse().ok().and_then(|id| colleagues.find(id));
        let or =
            |typed: String, known: Option<String>| if typed.is_empty() { known.unwrap_or_default() } else { typed };
        Member {
            agency: or(agency, picked.map(|(_, agency, _, _)| agency.clone())),
            agency_id: picked.map(|(id, ..)| *id),
            name: or(name, picked.map(|(_, _, _, row)| row.facts.name.clone())),
            staff: picked.map(|(_, _, _, row)| row.id),
            is_municipality: marks.contains(&Mark::Municipality) || picked.is_some_and(|(_, _, is, _)| *is),
            is_person: marks.contains(&Mark::Person),
            secrecy_acknowledged: marks.contains(&Mark::Secrecy),
            attended: marks.contains(&Mark::Attended),
        }
    };
    let members = filled.form.rows("members").into_iter().map(member);
    members.filter(|member| member.is_person || !(member.agency.is_empty() && member.name.is_empty())).collect()
}

/// The rows as shown, one empty row at the end; after the sitting with attendance and secrecy.
pub(super) fn rows(t: &Texts, filled: &Filled, colleagues: &Colleagues, there: bool) -> Vec<MemberRow> {
    let row = |number: usize| {
        let name = |name: &str| format!("members[{number}].{name}");
        let marks: &[Mark] = if there { &Mark::THERE } else { &Mark::INVITED };
        let options = marks.iter().map(|mark| (mark.code().to_owned(), mark.label(t)));
        MemberRow {
            number,
            agency: filled.field(&name("agency"), t.get("member-agency")),
            name: filled.field(&name("name"), t.get("member-name")).width(Width::Long),
            staff: filled.select(&name("staff"), t.get("member-staff"), colleagues.options()),
            marks: filled.choices(&name("is"), t.get("member-is"), ChoiceKind::Several, options),
        }
    };
    filled.rows_and_one("members").into_iter().map(row).collect()
}

/// The marks of a row in words, for the page with two versions.
pub(super) fn mark_words(t: &Texts, filled: &Filled, number: usize) -> String {
    let marks = filled.chosen(&format!("members[{number}].is"), &Mark::THERE, Mark::code, |mark| mark.label(t));
    marks.into_iter().map(|mark| mark.label(t)).collect::<Vec<_>>().join("、")
}
