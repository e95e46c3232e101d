//! The tables with their columns, types and keys, as other programs rely on them.

use serde_json::{Value, json};

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// An identifier.
    Id,
    /// An identifier of a row of another table.
    Refers(Table),
    /// Words.
    Text,
    /// A year of four digits.
    Year,
    /// A whole number from 0 on.
    Count,
    /// A number from 0 on.
    Number,
    /// A day: 2026-04-01.
    Date,
    /// A code of a municipality: six digits.
    Municipality,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Some of these words, with `;` between them.
    SomeOf(&'static [&'static str]),
    /// Words of no fixed list, with `;` between them.
    List,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub kind: ColumnKind,
    /// Whether it may not be empty.
    pub is_required: bool,
}

const fn col(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, is_required: false }
}

const fn must(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind, is_required: true }
}

use ColumnKind::{Count, Date, Id, List, Municipality, Number, OneOf, Refers, SomeOf, Text, Year};

const YES_NO: ColumnKind = OneOf(&["yes", "no"]);

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident = $name:literal, [$($key:literal),+], [$($column:expr),+ $(,)?];)+) => {
        /// A table of the data package.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table {
            $($(#[$doc])* $table,)+
        }

        impl Table {
            /// In the order in which they are read: what is referred to comes before what refers to it.
            pub const ALL: &[Table] = &[$(Table::$table),+];

            /// The name of its file without `.csv`.
            pub const fn name(self) -> &'static str {
                match self { $(Table::$table => $name,)+ }
            }

            /// Its columns in their order.
            pub const fn columns(self) -> &'static [Column] {
                match self { $(Table::$table => const { &[$($column),+] },)+ }
            }

            /// The columns that tell one row from another.
            pub const fn key(self) -> &'static [&'static str] {
                match self { $(Table::$table => const { &[$($key),+] },)+ }
            }
        }
    };
}

tables! {
    /// People who are or were supported.
    Persons = "persons", ["person_id"], [
        must("person_id", Id), col("birth_year", Year), col("sex", OneOf(&["male", "female", "other"])),
        col("municipality_code", Municipality),
        col("disability", SomeOf(&["none", "physical", "intellectual", "mental", "developmental", "higher_brain", "intractable", "other"])),
        col("certificate", YES_NO),
    ];
    /// Agencies that support, and employers.
    Agencies = "agencies", ["agency_id"], [
        must("agency_id", Id), col("kind", Text), col("name", Text), col("corporation_id", Id),
        col("municipality_code", Municipality), col("capacity", Count),
    ];
    /// One person's use of one programme at one agency.
    Episodes = "episodes", ["episode_id"], [
        must("episode_id", Id), must("person_id", Refers(Table::Persons)), must("agency_id", Refers(Table::Agencies)),
        must("programme", OneOf(&["self_reliance", "employment_choice", "transition", "continuation_a", "continuation_b", "retention", "life_work_centre", "job_coach"])),
        must("start_date", Date), col("end_date", Date),
        col("end_reason", OneOf(&["employed", "moved_to_other_service", "goal_reached", "withdrawn", "health", "moved_away", "deceased", "suspended", "term_reached", "other"])),
        col("entry_route_agency_id", Refers(Table::Agencies)),
    ];
    /// Phases of episodes.
    Phases = "phases", ["episode_id", "phase", "start_date"], [
        must("episode_id", Refers(Table::Episodes)),
        must("phase", OneOf(&["intake", "assessment", "preparation", "placement", "job_search", "early_employment", "retention", "follow_up"])),
        must("start_date", Date), col("end_date", Date),
    ];
    /// Plans.
    Plans = "plans", ["plan_id"], [
        must("plan_id", Id), must("episode_id", Refers(Table::Episodes)), col("kind", OneOf(&["first", "replan", "revision"])),
        col("drafted_on", Date), col("consented_on", Date), col("conference_on", Date), col("decided_on", Date),
        col("period_start", Date), col("period_end", Date), col("next_monitoring", Date), col("statutory_services", List),
    ];
    /// Conferences that were held.
    Conferences = "conferences", ["conference_id"], [
        must("conference_id", Id), col("kind", OneOf(&["coordination", "case", "extended", "individual_council", "other"])),
        col("held_on", Date), col("minutes_on", Date), col("host_agency_id", Refers(Table::Agencies)),
    ];
    /// What conferences spoke about.
    ConferenceCases = "conference_cases", ["conference_id", "episode_id", "purpose"], [
        must("conference_id", Refers(Table::Conferences)), must("episode_id", Refers(Table::Episodes)),
        col("purpose", OneOf(&["plan", "replan", "closure", "suspension", "review", "other"])),
    ];
    /// Who sat in conferences.
    ConferenceAttendance = "conference_attendance", ["conference_id", "agency_id", "role"], [
        must("conference_id", Refers(Table::Conferences)), must("agency_id", Refers(Table::Agencies)), col("role", Text),
        col("person_present", YES_NO),
    ];
    /// Contacts.
    Contacts = "contacts", ["contact_id"], [
        must("contact_id", Id), col("episode_id", Refers(Table::Episodes)), must("agency_id", Refers(Table::Agencies)),
        col("partner_kind", OneOf(&["person", "family", "agency", "employer", "medical", "other"])),
        col("partner_agency_id", Refers(Table::Agencies)), must("date", Date),
        col("channel", OneOf(&["visit", "office", "phone", "mail", "online", "accompany", "letter", "conference"])),
        col("initiated_by", OneOf(&["own", "partner", "person"])), col("purpose", Text),
    ];
    /// Plans of contacts.
    ContactPlans = "contact_plans", ["episode_id", "agency_id", "partner_agency_id", "from_date"], [
        must("episode_id", Refers(Table::Episodes)), must("agency_id", Refers(Table::Agencies)),
        col("partner_agency_id", Refers(Table::Agencies)), must("from_date", Date), col("to_date", Date),
        must("per_month", Number), col("intent", OneOf(&["steady", "fade", "intensify"])),
    ];
    /// Referrals that were sent.
    Referrals = "referrals", ["referral_id"], [
        must("referral_id", Id), col("episode_id", Refers(Table::Episodes)), col("from_agency_id", Refers(Table::Agencies)),
        col("to_agency_id", Refers(Table::Agencies)), col("sent_on", Date), col("answered_on", Date),
        col("answer", OneOf(&["accepted", "declined", "rerouted", "withdrawn"])), col("concluded_on", Date), col("outcome", Text),
    ];
    /// Practices at employers.
    Placements = "placements", ["placement_id"], [
        must("placement_id", Id), col("episode_id", Refers(Table::Episodes)), col("employer_id", Id), col("start_date", Date),
        col("end_date", Date), col("kind", OneOf(&["short", "long"])), col("feedback", YES_NO),
    ];
    /// Employments.
    Employments = "employments", ["employment_id"], [
        must("employment_id", Id), must("person_id", Refers(Table::Persons)), col("episode_id", Refers(Table::Episodes)),
        col("employer_id", Id), col("kind", OneOf(&["open", "closed", "type_a", "other"])), col("hours_per_week", Number),
        col("start_date", Date), col("end_date", Date), col("end_reason", Text),
    ];
    /// Consents to sharing.
    Consents = "consents", ["consent_id"], [
        must("consent_id", Id), must("person_id", Refers(Table::Persons)), col("given_on", Date), col("expires_on", Date),
        col("withdrawn_on", Date), col("basis", Text),
    ];
    /// What was given to other agencies.
    Disclosures = "disclosures", ["disclosure_id"], [
        must("disclosure_id", Id), must("person_id", Refers(Table::Persons)), col("from_agency_id", Refers(Table::Agencies)),
        col("to_agency_id", Refers(Table::Agencies)), col("on", Date), col("basis", Text), col("told_person_on", Date),
    ];
    /// Gatherings and trainings across agencies.
    Trainings = "trainings", ["training_id"], [
        must("training_id", Id), col("kind", Text), col("held_on", Date), col("organisations", Count), col("participants", Count),
    ];
}

impl Table {
    /// The name of its file.
    pub fn file(self) -> String {
        format!("{}.csv", self.name())
    }

    /// The columns that begin and end something, where it has both.
    pub(super) fn span(self) -> Option<(usize, usize)> {
        let at = |name: &str| self.columns().iter().position(|column| column.name == name);
        let spans = [
            ("start_date", "end_date"),
            ("from_date", "to_date"),
            ("period_start", "period_end"),
            ("sent_on", "answered_on"),
            ("given_on", "expires_on"),
            ("held_on", "minutes_on"),
        ];
        spans.iter().find_map(|(from, to)| Some((at(from)?, at(to)?)))
    }

    fn described(self) -> Value {
        let fields: Vec<Value> = self.columns().iter().map(Column::described).collect();
        let refers = self.columns().iter().filter_map(|column| match column.kind {
            Refers(table) => Some(json!({
                "fields": [column.name],
                "reference": { "resource": table.name(), "fields": [table.key()[0]] },
            })),
            _ => None,
        });
        let mut schema = json!({
            "fields": fields,
            "primaryKey": self.key(),
            "foreignKeys": refers.collect::<Vec<_>>(),
            "missingValues": [""],
        });
        if schema["foreignKeys"].as_array().is_some_and(Vec::is_empty) {
            schema.as_object_mut().map(|schema| schema.remove("foreignKeys"));
        }
        json!({
            "name": self.name(),
            "path": self.file(),
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema,
        })
    }
}

impl Column {
    fn described(&self) -> Value {
        let (kind, mut constraints) = match self.kind {
            Id | Refers(_) | Text | List => ("string", json!({})),
            Year => ("year", json!({})),
            Count => ("integer", json!({ "minimum": 0 })),
            Number => ("number", json!({ "minimum": 0 })),
            Date => ("date", json!({})),
            Municipality => ("string", json!({ "pattern": "[0-9]{6}" })),
            OneOf(words) => ("string", json!({ "enum": words })),
            SomeOf(words) => {
                let one = words.join("|");
                ("string", json!({ "pattern": format!("({one})(;({one}))*") }))
            }
        };
        if self.is_required {
            constraints["required"] = true.into();
        }
        json!({ "name": self.name, "type": kind, "constraints": constraints })
    }
}

/// What `datapackage.json` says: the tables with types, keys and how they refer to each other.
pub fn descriptor(title: &str, made_on: &str, is_pseudonymised: bool) -> Value {
    let about = if is_pseudonymised {
        "Identifiers of people and of what is written about them are pseudonyms; the key to them stays where the record is kept."
    } else {
        "Identifiers are those of the record."
    };
    json!({
        "profile": "tabular-data-package",
        "name": "banso",
        "title": title,
        "created": made_on,
        "description": format!(
            "{about} People who do not want to be counted and people whose record is protected are left out, \
             and with them everything that is written about them. Counts of fewer than three are left empty. \
             Read contacts by phase and never as one number: fewer contacts can be success."
        ),
        "resources": Table::ALL.iter().map(|table| table.described()).collect::<Vec<_>>(),
    })
}
