-- Agencies that are asked to take over and have not said anything yet: what waits for them.

CREATE TABLE handover_ask (
    case_id     BLOB NOT NULL,
    handover_id BLOB NOT NULL,
    agency_id   BLOB NOT NULL,
    asked_on    TEXT NOT NULL,
    PRIMARY KEY (case_id, handover_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX handover_ask_by_agency ON handover_ask (agency_id, asked_on, handover_id, case_id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('handover_ask', 'handover_ask', '5000 1 1'),
    ('handover_ask', 'handover_ask_by_agency', '5000 5 1 1 1');
ANALYZE sqlite_schema;
