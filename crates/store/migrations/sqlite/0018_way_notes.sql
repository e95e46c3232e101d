-- What people say about the ways to work.

CREATE TABLE way_notes (
    person_id BLOB NOT NULL PRIMARY KEY,
    state     TEXT NOT NULL,
    version   INTEGER NOT NULL
) STRICT;
