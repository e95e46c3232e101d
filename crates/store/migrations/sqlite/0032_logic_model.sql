-- The logic model of the region, version by version, so that each can be read as of its day. No person is in it.

CREATE TABLE logic_model (
    version INTEGER NOT NULL PRIMARY KEY,
    on_day  TEXT NOT NULL,
    what    TEXT NOT NULL,
    by_id   BLOB,
    state   TEXT NOT NULL
) STRICT;
