//! What is asked about a handover: between staff, to another agency, or at an employer.

use banso_domain::{
    agency::AgencyKind,
    case::{
        handover::{Handover, HandoverContent, HandoverDocument, HandoverKind, Overlap, Successor},
        network::Supporting,
    },
    id::{StaffId, SupporterId},
};
use chrono::NaiveDate;

use super::{
    Desk,
    naming::{document_name, kind_name},
};
use crate::{
    components::ChoiceOption,
    dates::DateLook,
    form::{Block, Filled, Part, Question, Submitted, labelled, options},
    naming::agency_kind_name,
    pages::cases::items_name,
    site::role_name,
};

/// Which questions are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// 担当の交代
    Staff,
    /// ほかの機関・職場へ
    Agency,
    /// 企業の担当者の交代
    Employer,
}

impl Way {
    pub(super) const ALL: [Way; 3] = [Way::Staff, Way::Agency, Way::Employer];

    /// The name in the address.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Way::Staff => "staff",
            Way::Agency => "agency",
            Way::Employer => "employer",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }

    pub(super) const fn of(kind: HandoverKind) -> Self {
        match kind {
            HandoverKind::StaffChange => Way::Staff,
            HandoverKind::EmployerStaffChange => Way::Employer,
            HandoverKind::ServiceEnd | HandoverKind::ToWorkplace | HandoverKind::SchoolToAdult | HandoverKind::Move => {
                Way::Agency
            }
        }
    }
}

/// Kinds by which support leaves for another agency or the workplace.
const TO_AGENCIES: [HandoverKind; 4] =
    [HandoverKind::ServiceEnd, HandoverKind::SchoolToAdult, HandoverKind::Move, HandoverKind::ToWorkplace];

/// Where the centre of the case stands among those who can hand over.
const CENTRE: &str = "centre";

impl Desk<'_> {
    /// Who can hand over: the centre and those beside the person, or of these the employers.
    fn froms(&self, way: Way) -> Vec<ChoiceOption> {
        let active = |companion: &banso_domain::case::network::Companion<'_>| {
            let fits = way != Way::Employer || companion.kind == AgencyKind::Employer;
            companion.state.is_active() && fits
        };
        let companions = self.companions().into_iter().filter(active);
        let option = |companion: banso_domain::case::network::Companion<'_>| match companion.supporter {
            Some(supporter) => Some((supporter.id.to_string(), companion.name)),
            None => (way == Way::Agency).then(|| (CENTRE.to_owned(), companion.name)),
        };
        labelled(companions.filter_map(option))
    }

    fn successors_of_lead(&self) -> Vec<ChoiceOption> {
        let t = &self.reader.t;
        let lead = self.opened.file.case.assigned_to;
        let option = |row: &banso_app::StaffRow| {
            let mut roles: Vec<String> = row.facts.memberships.iter().map(|held| role_name(t, held.role)).collect();
            roles.dedup();
            ChoiceOption::new(row.id.to_string(), &row.facts.name).hint(roles.join(&t.get("list-separator")))
        };
        self.colleagues.iter().filter(|row| row.id != lead).map(option).collect()
    }

    fn who(&self, way: Way, known: Option<&Handover>) -> Vec<Question> {
        let t = &self.reader.t;
        let is_new = known.is_none();
        let mut questions = Vec::new();
        match way {
            Way::Staff => questions.push(
                Question::one("to_staff", t.get("handover-to"), self.successors_of_lead())
                    .below_each_other()
                    .required(),
            ),
            Way::Agency => {
                if is_new {
                    let kinds = options(&TO_AGENCIES, HandoverKind::name, |kind| kind_name(t, kind));
                    questions.push(Question::one("kind", t.get("handover-kind"), kinds).below_each_other().required());
                    questions.push(Question::pick("from", t.get("handover-from"), self.froms(way)).required());
                }
                let kinds = options(AgencyKind::ALL, AgencyKind::name, |kind| agency_kind_name(t, kind));
                questions.extend([
                    Question::agency("agency", t.get("handover-to"), self.agencies.clone())
                        .hint(t.get("handover-to-hint")),
                    Question::line("name", t.get("network-name")).hint(t.get("handover-name-hint")),
                    Question::pick("agency_kind", t.get("network-kind"), kinds).hint(t.get("network-kind-hint")),
                ]);
            }
            Way::Employer => {
                if is_new {
                    questions.push(Question::pick("from", t.get("handover-employer"), self.froms(way)).required());
                }
                questions.extend([
                    Question::line("contact", t.get("handover-contact")).required(),
                    Question::tick("manages", t.get("handover-manages"), t.get("handover-manages-tick")),
                ]);
            }
        }
        questions
    }

    fn days(&self) -> [Question; 4] {
        let t = &self.reader.t;
        [
            Question::date("starts_on", t.get("handover-starts-on")).required(),
            Question::date("ends_on", t.get("handover-ends-on")).required(),
            Question::date("overlap_from", t.get("handover-overlap-from")),
            Question::date("overlap_to", t.get("handover-overlap-to")),
        ]
    }

    fn what(&self, way: Way) -> Vec<Question> {
        let t = &self.reader.t;
        let mut questions = Vec::new();
        if way == Way::Agency {
            let option = |document: &HandoverDocument| {
                let hint = t.with("handover-document-items", [("items", items_name(t, document.items()))]);
                ChoiceOption::new(document.name(), document_name(t, *document)).hint(hint)
            };
            let documents = HandoverDocument::ALL.iter().map(option).collect();
            let needed = [("yes", t.get("handover-needs-after-yes")), ("no", t.get("handover-needs-after-no"))];
            questions.extend([
                Question::several("documents", t.get("handover-documents"), documents)
                    .hint(t.get("handover-documents-hint"))
                    .below_each_other(),
                Question::one("needs_after", t.get("handover-needs-after"), labelled(needed)),
            ]);
        }
        questions.extend([
            Question::long("policy", t.get("handover-policy"), 3).hint(t.get("handover-policy-hint")),
            Question::long("open_issues", t.get("handover-open-issues"), 3).hint(t.get("handover-open-issues-hint")),
        ]);
        questions
    }

    /// The form as it is drawn.
    pub(super) fn blocks(&self, way: Way, known: Option<&Handover>, filled: &Filled) -> Vec<Block> {
        let t = &self.reader.t;
        let mut blocks = filled.ask_all(&self.who(way, known));
        let [starts, ends, from, to] = self.days();
        blocks.push(Block::new(t, Part::Beside(filled.ask_all([&starts, &ends]))));
        if way != Way::Employer {
            blocks.push(Block::new(t, Part::Beside(filled.ask_all([&from, &to]))));
            blocks.push(Block::new(t, Part::Note(t.get("handover-overlap-note"))));
        }
        blocks.extend(filled.ask_all(&self.what(way)));
        blocks
    }

    /// The questions one after the other, for two versions beside each other.
    pub(super) fn flat(&self, known: &Handover) -> Vec<Question> {
        let way = Way::of(known.content.kind);
        let mut questions = self.who(way, Some(known));
        questions.extend(self.days());
        questions.extend(self.what(way));
        questions
    }

    /// Reads the form; what is wrong is complained about.
    pub(super) fn read(&self, way: Way, known: Option<&Handover>, filled: &mut Filled) -> Option<HandoverContent> {
        let t = &self.reader.t;
        let (kind, from) = match known {
            Some(known) => (Some(known.content.kind), known.content.from),
            None => self.read_kind(way, filled),
        };
        let to = self.read_successor(way, filled);
        let starts_on = filled.needed_day("starts_on");
        let ends_on = filled.needed_day("ends_on");
        if filled.is_right() && ends_on < starts_on {
            filled.complain("ends_on", t.get("handover-ends-earlier"));
        }
        let overlap = match (filled.day("overlap_from"), filled.day("overlap_to")) {
            (Some(from), Some(to)) if to < from => {
                filled.complain("overlap_to", t.get("handover-overlap-backwards"));
                None
            }
            (Some(from), Some(to)) => Some(Overlap { from, to }),
            (Some(_), None) => {
                filled.complain("overlap_to", t.get("handover-overlap-half"));
                None
            }
            (None, Some(_)) => {
                filled.complain("overlap_from", t.get("handover-overlap-half"));
                None
            }
            (None, None) => None,
        };
        let content = HandoverContent {
            from,
            service: known.and_then(|known| known.content.service),
            episode: known.and_then(|known| known.content.episode),
            to: to?,
            overlap,
            documents: filled.chosen("documents", HandoverDocument::ALL, HandoverDocument::name),
            policy: filled.text("policy"),
            open_issues: filled.text("open_issues"),
            needs_after: match filled.form.text("needs_after") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            ..HandoverContent::new(kind?, starts_on, ends_on)
        };
        filled.is_right().then_some(content)
    }

    fn read_kind(&self, way: Way, filled: &mut Filled) -> (Option<HandoverKind>, Option<SupporterId>) {
        let t = &self.reader.t;
        let from = filled.text("from");
        let known = self.froms(way).iter().any(|option| option.value == from);
        if way != Way::Staff && !known {
            filled.complain("from", t.get("handover-from-missing"));
        }
        let kind = match way {
            Way::Staff => Some(HandoverKind::StaffChange),
            Way::Employer => Some(HandoverKind::EmployerStaffChange),
            Way::Agency => {
                let kind = filled.chosen("kind", &TO_AGENCIES, HandoverKind::name).first().copied();
                if kind.is_none() {
                    filled.complain("kind", t.get("handover-kind-missing"));
                }
                kind
            }
        };
        (kind, if way == Way::Staff { None } else { from.parse().ok() })
    }

    fn read_successor(&self, way: Way, filled: &mut Filled) -> Option<Successor> {
        let t = &self.reader.t;
        match way {
            Way::Staff => {
                let chosen: Option<StaffId> = filled.form.text("to_staff").parse().ok();
                let staff = chosen.filter(|id| self.colleagues.iter().any(|row| row.id == *id));
                if staff.is_none() {
                    filled.complain("to_staff", t.get("handover-to-missing"));
                }
                staff.map(|staff| Successor::Staff { staff })
            }
            Way::Employer => {
                let name = filled.needed("contact", t.get("handover-contact-missing"));
                Some(Successor::Contact { name, manages_employment: filled.yes("manages") })
            }
            Way::Agency => {
                let agency = filled.agency("agency", &self.agencies);
                let agency = agency.as_deref().and_then(|value| self.agencies.row(value));
                let name = filled.text("name");
                let kind = filled.chosen("agency_kind", AgencyKind::ALL, AgencyKind::name).first().copied();
                match (agency, name.is_empty(), kind) {
                    (Some(_), false, _) => filled.complain("name", t.get("network-who-once")),
                    (Some(row), true, _) => {
                        return Some(Successor::Support { supporting: Supporting::Agency { agency: row.id } });
                    }
                    (None, true, _) => return Some(Successor::Unknown),
                    (None, false, None) => filled.complain("agency_kind", t.get("network-kind-needed")),
                    (None, false, Some(kind)) => {
                        return Some(Successor::Support { supporting: Supporting::Outside { name, kind } });
                    }
                }
                None
            }
        }
    }

    /// A new form: from today on.
    pub(super) fn fresh(&self, today: NaiveDate) -> Submitted {
        let today = self.reader.look.long(today).text().to_owned();
        Submitted::of([("starts_on", today.clone()), ("overlap_from", today)])
    }
}

/// What is written about a handover as it would be typed.
pub(super) fn typed(look: DateLook, content: &HandoverContent) -> Submitted {
    let day = |day: NaiveDate| look.long(day).text().to_owned();
    let mut form = Submitted::of([
        ("starts_on", day(content.starts_on)),
        ("ends_on", day(content.ends_on)),
        ("overlap_from", content.overlap.map(|overlap| day(overlap.from)).unwrap_or_default()),
        ("overlap_to", content.overlap.map(|overlap| day(overlap.to)).unwrap_or_default()),
        ("policy", content.policy.clone()),
        ("open_issues", content.open_issues.clone()),
    ]);
    match &content.to {
        Successor::Unknown => {}
        Successor::Staff { staff } => form.put("to_staff", staff.to_string()),
        Successor::Support { supporting: Supporting::Agency { agency } } => form.put("agency", agency.to_string()),
        Successor::Support { supporting: Supporting::Outside { name, kind } } => {
            form.put("name", name);
            form.put("agency_kind", kind.name());
        }
        Successor::Contact { name, manages_employment } => {
            form.put("contact", name);
            if *manages_employment {
                form.put("manages", "yes");
            }
        }
    }
    content.documents.iter().for_each(|document| form.put("documents", document.name()));
    if let Some(needed) = content.needs_after {
        form.put("needs_after", if needed { "yes" } else { "no" });
    }
    form
}
