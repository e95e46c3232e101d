-- Doors that are open to other agencies, and the consents behind them.

CREATE TABLE case_share (
    case_id   BLOB    NOT NULL,
    source_id BLOB    NOT NULL,
    agency_id BLOB    NOT NULL,
    from_on   TEXT NOT NULL,
    until_on  TEXT NOT NULL,
    items     INTEGER NOT NULL,
    basis     TEXT NOT NULL,
    PRIMARY KEY (case_id, source_id, agency_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_share_by_agency ON case_share (agency_id, until_on, from_on, case_id, items);

CREATE TABLE consent (
    id           BLOB    NOT NULL PRIMARY KEY,
    case_id      BLOB    NOT NULL,
    from_on      TEXT NOT NULL,
    until_on     TEXT NOT NULL,
    withdrawn_on TEXT
) STRICT;

CREATE INDEX consent_by_case ON consent (case_id, until_on);
CREATE INDEX consent_by_end ON consent (until_on, case_id) WHERE withdrawn_on IS NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('case_share', 'case_share', '300000 3 1 1'),
    ('case_share', 'case_share_by_agency', '300000 600 2 2 1 1'),
    ('consent', 'sqlite_autoindex_consent_1', '300000 1'),
    ('consent', 'consent_by_case', '300000 3 1'),
    ('consent', 'consent_by_end', '300000 300 1');
ANALYZE sqlite_schema;
