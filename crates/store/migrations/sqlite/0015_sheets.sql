-- Sheets about people that several sides answer, and what people show of their own sheets to whom.

CREATE TABLE sheet (
    id         BLOB NOT NULL PRIMARY KEY,
    person_id  BLOB NOT NULL,
    agency_id  BLOB NOT NULL,
    episode_id BLOB,
    form       TEXT NOT NULL,
    changed_on TEXT NOT NULL,
    state      TEXT NOT NULL,
    version    INTEGER NOT NULL
) STRICT;

CREATE INDEX sheet_by_person ON sheet (person_id, changed_on, id);

CREATE TABLE sheet_shown (
    agency_id BLOB NOT NULL,
    sheet_id  BLOB NOT NULL,
    PRIMARY KEY (agency_id, sheet_id)
) STRICT;

CREATE INDEX sheet_shown_by_sheet ON sheet_shown (sheet_id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('sheet', 'sqlite_autoindex_sheet_1', '50000 1'),
    ('sheet', 'sheet_by_person', '50000 4 1 1'),
    ('sheet_shown', 'sqlite_autoindex_sheet_shown_1', '5000 50 1'),
    ('sheet_shown', 'sheet_shown_by_sheet', '5000 2');
ANALYZE sqlite_schema;
