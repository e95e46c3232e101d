-- Sheets about people that several sides answer, and what people show of their own sheets to whom.

CREATE TABLE sheet (
    id         uuid NOT NULL PRIMARY KEY,
    person_id  uuid NOT NULL,
    agency_id  uuid NOT NULL,
    episode_id uuid,
    form       text NOT NULL,
    changed_on text NOT NULL,
    state      text NOT NULL,
    version    bigint NOT NULL
);

CREATE INDEX sheet_by_person ON sheet (person_id, changed_on, id);

CREATE TABLE sheet_shown (
    agency_id uuid NOT NULL,
    sheet_id  uuid NOT NULL,
    PRIMARY KEY (agency_id, sheet_id)
);

CREATE INDEX sheet_shown_by_sheet ON sheet_shown (sheet_id);
