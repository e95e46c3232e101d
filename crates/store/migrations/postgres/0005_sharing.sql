-- Doors that are open to other agencies, and the consents behind them.

CREATE TABLE case_share (
    case_id   UUID    NOT NULL,
    source_id UUID    NOT NULL,
    agency_id UUID    NOT NULL,
    from_on   TEXT NOT NULL,
    until_on  TEXT NOT NULL,
    items     BIGINT NOT NULL,
    basis     TEXT NOT NULL,
    PRIMARY KEY (case_id, source_id, agency_id)
);

CREATE INDEX case_share_by_agency ON case_share (agency_id, until_on, from_on, case_id, items);

CREATE TABLE consent (
    id           UUID    NOT NULL PRIMARY KEY,
    case_id      UUID    NOT NULL,
    from_on      TEXT NOT NULL,
    until_on     TEXT NOT NULL,
    withdrawn_on TEXT
);

CREATE INDEX consent_by_case ON consent (case_id, until_on);
CREATE INDEX consent_by_end ON consent (until_on, case_id) WHERE withdrawn_on IS NULL;
