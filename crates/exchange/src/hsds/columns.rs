//! The tables of HSDS 3.0 that are written: their files, columns and keys, as its data package describes them.

use serde_json::{Value, json};

/// What stands in a column.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Uuid,
    Uri,
    Email,
    Number,
    Date,
    Moment,
    Time,
    OneOf(&'static [&'static str]),
}

/// A column of a table.
pub(super) struct Column {
    pub(super) name: &'static str,
    kind: Kind,
    is_required: bool,
    is_unique: bool,
}

const fn of(kind: Kind, name: &'static str) -> Column {
    Column { name, kind, is_required: false, is_unique: false }
}

const fn text(name: &'static str) -> Column {
    of(Kind::Text, name)
}

/// A column that names a row of another table.
const fn refers(name: &'static str) -> Column {
    of(Kind::Uuid, name)
}

const ID: Column = of(Kind::Uuid, "id").required().unique();

impl Column {
    const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    const fn unique(self) -> Self {
        Self { is_unique: true, ..self }
    }

    fn described(&self) -> Value {
        let (kind, format) = match self.kind {
            Kind::Text | Kind::OneOf(_) => ("string", None),
            Kind::Uuid => ("string", Some("uuid")),
            Kind::Uri => ("string", Some("uri")),
            Kind::Email => ("string", Some("email")),
            Kind::Number => ("number", None),
            Kind::Date => ("date", None),
            Kind::Moment => ("datetime", None),
            Kind::Time => ("time", None),
        };
        let mut constraints = json!({ "required": self.is_required, "unique": self.is_unique });
        if let Kind::OneOf(words) = self.kind {
            constraints["enum"] = json!(words);
        }
        let mut field = json!({ "name": self.name, "type": kind, "constraints": constraints });
        if let Some(format) = format {
            field["format"] = json!(format);
        }
        field
    }
}

/// A table.
pub(super) struct TableOf {
    /// Its name in the specification.
    pub(super) name: &'static str,
    /// Its file in a package.
    pub(super) file: &'static str,
    /// Its columns, the identifier first.
    pub(super) columns: &'static [Column],
    /// Columns that name rows of other tables.
    pub(super) refers: &'static [(&'static str, &'static str)],
}

/// The states of a service.
pub(super) const STATUS: [&str; 4] = ["active", "inactive", "defunct", "temporarily closed"];
const PLACES: &[&str] = &["physical", "postal", "virtual"];

/// Every table that is written, in the order of the specification.
pub(super) const TABLES: &[TableOf] = &[
    TableOf {
        name: "organization",
        file: "organizations.csv",
        columns: &[ID, text("name").required(), text("description").required(), of(Kind::Uri, "website")],
        refers: &[],
    },
    TableOf {
        name: "service",
        file: "services.csv",
        columns: &[
            ID,
            refers("organization_id").required(),
            text("name").required(),
            text("alternate_name"),
            text("description"),
            of(Kind::Uri, "url"),
            of(Kind::Email, "email"),
            of(Kind::OneOf(&STATUS), "status").required(),
            text("application_process"),
            text("fees_description"),
            text("wait_time"),
            text("eligibility_description"),
            of(Kind::Date, "assured_date"),
            of(Kind::Moment, "last_modified"),
        ],
        refers: &[("organization_id", "organization")],
    },
    TableOf {
        name: "attribute",
        file: "attributes.csv",
        columns: &[
            ID,
            refers("link_id").required(),
            refers("taxonomy_term_id").required(),
            text("link_type"),
            text("link_entity").required(),
            text("value"),
        ],
        refers: &[("taxonomy_term_id", "taxonomy_term")],
    },
    TableOf {
        name: "service_at_location",
        file: "service_at_location.csv",
        columns: &[ID, refers("service_id").required(), refers("location_id").required()],
        refers: &[("service_id", "service"), ("location_id", "location")],
    },
    TableOf {
        name: "location",
        file: "locations.csv",
        columns: &[
            ID,
            of(Kind::OneOf(PLACES), "location_type").required(),
            refers("organization_id"),
            text("transportation"),
            of(Kind::Number, "latitude"),
            of(Kind::Number, "longitude"),
        ],
        refers: &[("organization_id", "organization")],
    },
    TableOf {
        name: "phone",
        file: "phones.csv",
        columns: &[
            ID,
            refers("service_id"),
            refers("organization_id"),
            refers("service_at_location_id"),
            text("number").required(),
            text("type"),
        ],
        refers: &[
            ("organization_id", "organization"),
            ("service_id", "service"),
            ("service_at_location_id", "service_at_location"),
        ],
    },
    TableOf {
        name: "address",
        file: "addresses.csv",
        columns: &[
            ID,
            refers("location_id"),
            text("address_1").required(),
            text("city").required(),
            text("state_province").required(),
            text("postal_code").required(),
            text("country").required(),
            of(Kind::OneOf(PLACES), "address_type").required(),
        ],
        refers: &[("location_id", "location")],
    },
    TableOf {
        name: "schedule",
        file: "schedules.csv",
        columns: &[
            ID,
            refers("service_id"),
            refers("service_at_location_id"),
            of(Kind::OneOf(&["WEEKLY", "MONTHLY"]), "freq"),
            text("byday"),
            text("description"),
            of(Kind::Time, "opens_at"),
            of(Kind::Time, "closes_at"),
        ],
        refers: &[("service_id", "service"), ("service_at_location_id", "service_at_location")],
    },
    TableOf {
        name: "service_area",
        file: "service_areas.csv",
        columns: &[ID, refers("service_id"), text("name")],
        refers: &[("service_id", "service")],
    },
    TableOf {
        name: "language",
        file: "languages.csv",
        columns: &[ID, refers("service_id"), text("name")],
        refers: &[("service_id", "service")],
    },
    TableOf {
        name: "accessibility",
        file: "accessibility.csv",
        columns: &[ID, refers("location_id"), text("description")],
        refers: &[("location_id", "location")],
    },
    TableOf {
        name: "taxonomy_term",
        file: "taxonomy_terms.csv",
        columns: &[
            ID,
            text("code").unique(),
            text("name").required(),
            text("description").required(),
            text("taxonomy"),
            text("language"),
            refers("taxonomy_id"),
        ],
        refers: &[("taxonomy_id", "taxonomy")],
    },
    TableOf {
        name: "metadata",
        file: "metadata.csv",
        columns: &[
            ID,
            refers("resource_id").required(),
            text("resource_type").required(),
            of(Kind::Date, "last_action_date").required(),
            text("last_action_type").required(),
            text("field_name").required(),
            text("previous_value").required(),
            text("replacement_value").required(),
            text("updated_by").required(),
        ],
        refers: &[],
    },
    TableOf {
        name: "organization_identifier",
        file: "organization_identifiers.csv",
        columns: &[
            ID,
            refers("organization_id").required(),
            text("identifier_scheme"),
            text("identifier_type").required(),
            text("identifier").required(),
        ],
        refers: &[("organization_id", "organization")],
    },
    TableOf {
        name: "taxonomy",
        file: "taxonomies.csv",
        columns: &[ID, text("name").required(), text("description").required()],
        refers: &[],
    },
];

impl TableOf {
    /// Its entry in `datapackage.json`.
    pub(super) fn described(&self) -> Value {
        let keys = self
            .refers
            .iter()
            .map(|(column, table)| json!({ "fields": column, "reference": { "resource": table, "fields": "id" } }));
        json!({
            "name": self.name,
            "path": self.file,
            "format": "csv",
            "mediatype": "text/csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {
                "fields": self.columns.iter().map(Column::described).collect::<Vec<_>>(),
                "primaryKey": "id",
                "foreignKeys": keys.collect::<Vec<_>>(),
            },
        })
    }
}
