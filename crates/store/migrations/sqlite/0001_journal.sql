-- The ground: which installation this is, the keys of persons, and the journal.

CREATE TABLE installation (
    one             INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    installation_id BLOB    NOT NULL,
    key_check       BLOB    NOT NULL,
    created_at      INTEGER NOT NULL
) STRICT;

-- The key that seals what is written about a person, itself sealed with the master key.
-- Once dropped, the row stays with an empty key, so that no second key is made for the same person.
CREATE TABLE person_key (
    person_id   BLOB    NOT NULL PRIMARY KEY,
    wrapped_key BLOB,
    dropped_at  INTEGER,
    CHECK ((wrapped_key IS NULL) = (dropped_at IS NOT NULL))
) STRICT;

CREATE TABLE journal (
    position       INTEGER NOT NULL PRIMARY KEY,
    stream_kind    TEXT    NOT NULL,
    stream_id      BLOB    NOT NULL,
    seq            INTEGER NOT NULL CHECK (seq > 0),
    event_type     TEXT    NOT NULL,
    schema_version INTEGER NOT NULL,
    person_id      BLOB,
    recorded_at    INTEGER NOT NULL,
    took_place_on  TEXT,
    staff_id       BLOB    NOT NULL,
    agency_id      BLOB,
    basis          TEXT    NOT NULL,
    sealed         INTEGER NOT NULL CHECK (sealed IN (0, 1)),
    payload        BLOB    NOT NULL,
    previous_hash  BLOB    NOT NULL,
    hash           BLOB    NOT NULL,
    UNIQUE (stream_kind, stream_id, seq)
) STRICT;

CREATE INDEX journal_by_person ON journal (person_id, position) WHERE person_id IS NOT NULL;

CREATE TRIGGER journal_stays_as_written BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_is_never_shortened BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
