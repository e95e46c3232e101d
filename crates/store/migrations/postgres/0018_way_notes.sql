-- What people say about the ways to work.

CREATE TABLE way_notes (
    person_id uuid NOT NULL PRIMARY KEY,
    state     text NOT NULL,
    version   bigint NOT NULL
);
