-- The use of programmes at agencies, and what is due of them: one row a deadline, found by agency and day.

CREATE TABLE episode (
    id        BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL,
    agency_id BLOB NOT NULL,
    programme TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    until_on  TEXT,
    is_open   INTEGER NOT NULL,
    state     TEXT NOT NULL,
    version   INTEGER NOT NULL
) STRICT;

CREATE INDEX episode_by_person ON episode (person_id, starts_on, id);
CREATE INDEX episode_by_agency ON episode (agency_id, is_open, starts_on, id);

CREATE TABLE episode_deadline (
    episode_id BLOB NOT NULL,
    kind       TEXT NOT NULL,
    agency_id  BLOB NOT NULL,
    on_day     TEXT NOT NULL,
    PRIMARY KEY (episode_id, kind)
) STRICT;

CREATE INDEX episode_deadline_by_agency ON episode_deadline (agency_id, on_day, episode_id, kind);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('episode', 'sqlite_autoindex_episode_1', '50000 1'),
    ('episode', 'episode_by_person', '50000 2 1 1'),
    ('episode', 'episode_by_agency', '50000 500 250 1 1'),
    ('episode_deadline', 'sqlite_autoindex_episode_deadline_1', '150000 3 1'),
    ('episode_deadline', 'episode_deadline_by_agency', '150000 1500 3 1 1');
ANALYZE sqlite_schema;
