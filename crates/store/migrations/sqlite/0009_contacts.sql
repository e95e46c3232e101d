-- Contacts between agencies: who began, and whether anything was done together. What was said stands in the support record.

CREATE TABLE agency_contact (
    record_id    BLOB NOT NULL PRIMARY KEY,
    case_id      BLOB NOT NULL,
    agency_id    BLOB NOT NULL,
    took_place   TEXT NOT NULL,
    direction    TEXT NOT NULL,
    sharing_only INTEGER NOT NULL
) STRICT;

CREATE INDEX agency_contact_by_case ON agency_contact (case_id, took_place, agency_id, direction, sharing_only);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('agency_contact', 'sqlite_autoindex_agency_contact_1', '300000 1'),
    ('agency_contact', 'agency_contact_by_case', '300000 6 1 1 1 1');
ANALYZE sqlite_schema;
