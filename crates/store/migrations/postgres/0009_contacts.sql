-- Contacts between agencies: who began, and whether anything was done together. What was said stands in the support record.

CREATE TABLE agency_contact (
    record_id    uuid NOT NULL PRIMARY KEY,
    case_id      uuid NOT NULL,
    agency_id    uuid NOT NULL,
    took_place   text NOT NULL,
    direction    text NOT NULL,
    sharing_only bigint NOT NULL
);

CREATE INDEX agency_contact_by_case ON agency_contact (case_id, took_place, agency_id, direction, sharing_only);
