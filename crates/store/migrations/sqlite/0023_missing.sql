-- The register of what a region lacks. No person is in it.

CREATE TABLE missing (
    id      BLOB NOT NULL PRIMARY KEY,
    since   TEXT NOT NULL,
    layer   TEXT NOT NULL,
    state   TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

-- Needs for which nothing fitted, as they are counted: from cases, from lines of plans that nobody carries out, from referrals.

CREATE TABLE unmet_need (
    source    TEXT NOT NULL,
    source_id BLOB NOT NULL,
    case_id   BLOB NOT NULL,
    area_id   BLOB NOT NULL,
    need      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    lack      TEXT NOT NULL,
    on_day    TEXT NOT NULL,
    met_on    TEXT,
    PRIMARY KEY (source, source_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX unmet_need_by_day ON unmet_need (on_day);

-- What conferences noted as missing.

CREATE TABLE heard_gap (
    conference_id BLOB NOT NULL,
    number        INTEGER NOT NULL,
    host_id       BLOB NOT NULL,
    on_day        TEXT NOT NULL,
    what          TEXT NOT NULL,
    PRIMARY KEY (conference_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX heard_gap_by_day ON heard_gap (on_day);

INSERT INTO heard_gap (conference_id, number, host_id, on_day, what)
SELECT conference.id, gap.key, conference.host_id, conference.held_on, gap.value
FROM conference, json_each(conference.content, '$.gaps') AS gap;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('missing', 'sqlite_autoindex_missing_1', '500 1'),
    ('unmet_need', 'unmet_need', '20000 7000 1'),
    ('unmet_need', 'unmet_need_by_day', '20000 20'),
    ('heard_gap', 'heard_gap', '2000 2 1'),
    ('heard_gap', 'heard_gap_by_day', '2000 4');
ANALYZE sqlite_schema;
