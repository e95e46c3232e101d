//! Members as rows of a form: who is invited, and who was there.

use banso_app::StaffRow;
use banso_domain::{
    conference::Member,
    id::{AgencyId, StaffId},
};

use crate::{
    components::ChoiceOption,
    errors::PageError,
    form::{
        AgencyChoice, Block, Compared, Filled, Part, Question, Rows, Side, Submitted, labelled, options, rows_of_both,
    },
    site::{SignedIn, Site, page_error},
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
    const INVITED: [Self; 3] = [Self::Secrecy, Self::Municipality, Self::Person];
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

/// The staff who can be picked: of the host and of its municipality.
pub(super) struct Colleagues {
    staff: Vec<(AgencyId, String, bool, StaffRow)>,
    /// Every agency of the directory: who is invited by name gets papers and an invitation.
    agencies: AgencyChoice,
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
        let agencies = AgencyChoice::of(site.app().agencies().await.map_err(page_error)?);
        Ok(Self { staff, agencies })
    }

    /// The name of somebody with the agency.
    pub(super) fn name(&self, id: StaffId) -> Option<String> {
        self.find(id).map(|(_, agency, _, row)| format!("{}（{agency}）", row.facts.name))
    }

    /// Everybody, as a list to pick from.
    pub(super) fn options(&self) -> Vec<ChoiceOption> {
        labelled(
            self.staff
                .iter()
                .map(|(_, agency, _, row)| (row.id.to_string(), format!("{}（{agency}）", row.facts.name))),
        )
    }

    /// The agency of the directory that is called so, or the only one whose name holds what was typed.
    fn agency(&self, typed: &str) -> Option<AgencyId> {
        self.agencies.named(typed).map(|row| row.id)
    }

    fn find(&self, id: StaffId) -> Option<&(AgencyId, String, bool, StaffRow)> {
        self.staff.iter().find(|(_, _, _, row)| row.id == id)
    }
}

/// The list of members in the form's names.
const MEMBERS: &str = "members";

/// What is asked about a member; after the sitting with attendance and secrecy.
fn questions(t: &Texts, colleagues: &Colleagues, there: bool, row: usize) -> [Question; 4] {
    let name = |part: &str| format!("{MEMBERS}[{row}].{part}");
    let agencies = colleagues.agencies.clone();
    let agencies = if there { agencies } else { agencies.telling() };
    let marks: &[Mark] = if there { &Mark::THERE } else { &Mark::INVITED };
    let marks = options(marks, Mark::code, |mark| mark.label(t));
    [
        Question::pick(name("staff"), t.get("member-staff"), colleagues.options()),
        Question::agency_or_other(name("agency"), t.get("member-agency"), agencies),
        Question::line(name("name"), t.get("member-name")),
        Question::several(name("is"), t.get("member-is"), marks).below_each_other(),
    ]
}

/// The members as rows, one empty row at the end.
pub(super) fn block(t: &Texts, filled: &Filled, colleagues: &Colleagues, there: bool) -> Block {
    let rows = filled.rows_and_one(MEMBERS).into_iter();
    let rows = rows.map(|row| (row, filled.ask_all(&questions(t, colleagues, there, row))));
    let hint = if there { t.get("conference-there-hint") } else { t.get("conference-members-hint") };
    let list = Rows {
        id: MEMBERS.to_owned(),
        label: t.get("conference-members"),
        hint: Some(hint),
        error: filled.error(MEMBERS),
        rows: rows.collect(),
        numbered: false,
        add: t.get("member-add"),
    };
    Block::new(t, Part::Rows(list))
}

/// Types members into a form.
pub(super) fn put(form: &mut Submitted, members: &[Member]) {
    for (row, member) in members.iter().enumerate() {
        let mut add = |part: &str, value: &str| form.put(format!("{MEMBERS}[{row}].{part}"), value);
        add("agency", &member.agency);
        add("name", &member.name);
        add("staff", &member.staff.map(|id| id.to_string()).unwrap_or_default());
        for (is, mark) in [
            (member.attended, Mark::Attended),
            (member.secrecy_acknowledged, Mark::Secrecy),
            (member.is_municipality, Mark::Municipality),
            (member.is_person, Mark::Person),
        ] {
            if is {
                add("is", mark.code());
            }
        }
    }
}

/// The members as typed; rows with neither agency, name nor staff are left out.
pub(super) fn read(form: &Submitted, colleagues: &Colleagues) -> Vec<Member> {
    let member = |row: usize| {
        let text = |part: &str| form.text(&format!("{MEMBERS}[{row}].{part}")).to_owned();
        let sent = form.all(&format!("{MEMBERS}[{row}].is"));
        let is = |mark: Mark| sent.contains(&mark.code());
        let picked = text("staff").parse().ok().and_then(|id| colleagues.find(id));
        let or = |typed: String, known: Option<&String>| match known {
            Some(known) if typed.is_empty() => known.clone(),
            _ => typed,
        };
        let agency = text("agency");
        Member {
            agency_id: picked.map(|(id, ..)| *id).or_else(|| colleagues.agency(&agency)),
            agency: or(agency, picked.map(|(_, agency, _, _)| agency)),
            name: or(text("name"), picked.map(|(_, _, _, row)| &row.facts.name)),
            staff: picked.map(|(_, _, _, row)| row.id),
            is_municipality: is(Mark::Municipality) || picked.is_some_and(|(_, _, is, _)| *is),
            is_person: is(Mark::Person),
            secrecy_acknowledged: is(Mark::Secrecy),
            attended: is(Mark::Attended),
        }
    };
    let members = form.rows(MEMBERS).into_iter().map(member);
    members.filter(|member| member.is_person || !(member.agency.is_empty() && member.name.is_empty())).collect()
}

/// Members side by side, each as a whole, as they are understood: staff who were picked by name and agency.
pub(super) fn sides(reader: &SignedIn, colleagues: &Colleagues, forms: Compared<'_>) -> Vec<Side> {
    let t = &reader.t;
    let understood = |form: &Submitted| {
        let mut plain = Submitted::default();
        put(&mut plain, &read(form, colleagues));
        plain
    };
    let (was, mine, theirs) = (forms.was.map(understood), understood(forms.mine), understood(forms.theirs));
    let forms = Compared { was: was.as_ref(), mine: &mine, theirs: &theirs };
    let side = |row: usize| {
        let label = format!("{} {}", t.get("conference-members"), row + 1);
        let questions = questions(t, colleagues, true, row);
        Side::of_row(t, reader.look, &format!("{MEMBERS}[{row}]"), label, &questions[1..], forms)
    };
    rows_of_both(MEMBERS, forms).into_iter().filter_map(side).collect()
}
