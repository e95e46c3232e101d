-- Networks and working teams of the region, and which of them meets. No person is in them.

CREATE TABLE regional_network (
    id      BLOB NOT NULL PRIMARY KEY,
    state   TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

ALTER TABLE gathering ADD COLUMN network_id BLOB;

CREATE INDEX gathering_by_network ON gathering (network_id, on_day, id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('regional_network', 'sqlite_autoindex_regional_network_1', '50 1'),
    ('gathering', 'gathering_by_network', '1000 20 1 1');
ANALYZE sqlite_schema;
