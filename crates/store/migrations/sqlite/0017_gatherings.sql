-- Gatherings of employers, and the firms that are invited or came. No person is in them.

CREATE TABLE gathering (
    id      BLOB NOT NULL PRIMARY KEY,
    host_id BLOB NOT NULL,
    on_day  TEXT NOT NULL,
    state   TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE INDEX gathering_by_day ON gathering (on_day, id);

CREATE TABLE gathering_firm (
    agency_id    BLOB NOT NULL,
    gathering_id BLOB NOT NULL,
    PRIMARY KEY (agency_id, gathering_id)
) STRICT;

CREATE INDEX gathering_firm_by_gathering ON gathering_firm (gathering_id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('gathering', 'sqlite_autoindex_gathering_1', '1000 1'),
    ('gathering', 'gathering_by_day', '1000 4 1'),
    ('gathering_firm', 'sqlite_autoindex_gathering_firm_1', '20000 20 1'),
    ('gathering_firm', 'gathering_firm_by_gathering', '20000 20');
ANALYZE sqlite_schema;
