-- The tables that lists and pages read: an index of the journal, rebuilt from it at any time.

CREATE TABLE agency (
    id              BLOB    NOT NULL PRIMARY KEY,
    kind            TEXT NOT NULL,
    name            TEXT NOT NULL,
    municipality_id BLOB   ,
    facts           TEXT NOT NULL,
    version         INTEGER NOT NULL
) STRICT;

CREATE TABLE staff (
    id      BLOB    NOT NULL PRIMARY KEY,
    login   TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    active  INTEGER NOT NULL,
    facts   TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE membership (
    staff_id  BLOB    NOT NULL,
    agency_id BLOB    NOT NULL,
    role      TEXT NOT NULL,
    PRIMARY KEY (staff_id, agency_id, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX membership_by_agency ON membership (agency_id, role, staff_id);

CREATE TABLE person (
    id          BLOB    NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    kana        TEXT NOT NULL,
    kana_key    TEXT NOT NULL,
    search_key  TEXT NOT NULL,
    birth_date  TEXT,
    sex         TEXT,
    merged_into BLOB   ,
    facts       TEXT NOT NULL,
    version     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX person_by_merge ON person (merged_into) WHERE merged_into IS NOT NULL;

-- One- and two-character terms of names, and whole terms of numbers, in the order of the answer.
CREATE TABLE person_term (
    term      TEXT NOT NULL,
    kana_key  TEXT NOT NULL,
    person_id BLOB    NOT NULL,
    PRIMARY KEY (term, kana_key, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_term_by_person ON person_term (person_id);

CREATE TABLE case_file (
    id                BLOB    NOT NULL PRIMARY KEY,
    person_id         BLOB    NOT NULL,
    centre_id         BLOB    NOT NULL,
    municipality_id   BLOB    NOT NULL,
    municipality_sees INTEGER NOT NULL,
    reference         TEXT NOT NULL,
    received_on       TEXT NOT NULL,
    assigned_to       BLOB    NOT NULL,
    stage             TEXT NOT NULL,
    is_open           INTEGER NOT NULL,
    due_on            TEXT,
    due_kind          TEXT,
    monitoring_on     TEXT,
    plan_ends_on      TEXT,
    to_ratify         INTEGER NOT NULL,
    last_contact_on   TEXT,
    kana_key          TEXT NOT NULL,
    version           INTEGER NOT NULL,
    changed_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX case_by_reference ON case_file (reference, centre_id);
CREATE INDEX case_by_person ON case_file (person_id, centre_id, municipality_id, municipality_sees);
CREATE INDEX case_by_worker ON case_file (assigned_to, is_open, due_on, id);
CREATE INDEX case_by_centre_due ON case_file (centre_id, is_open, due_on, id);
CREATE INDEX case_by_centre_kana ON case_file (centre_id, is_open, kana_key, id);
CREATE INDEX case_by_centre_stage ON case_file (centre_id, stage, due_on, id);
CREATE INDEX case_by_municipality_stage ON case_file (municipality_id, municipality_sees, stage, due_on, id);
CREATE INDEX case_by_municipality_due ON case_file (municipality_id, municipality_sees, is_open, due_on, id);
CREATE INDEX case_by_municipality_kana ON case_file (municipality_id, municipality_sees, is_open, kana_key, id);

-- What the events of a case add up to, as JSON: read when one case is opened or changed, never by lists.
CREATE TABLE case_state (
    case_id BLOB    NOT NULL PRIMARY KEY,
    state   TEXT NOT NULL
) STRICT;

-- The counter behind references such as 2026-00417, one a centre and fiscal year.
CREATE TABLE case_counter (
    centre_id   BLOB    NOT NULL,
    fiscal_year INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    PRIMARY KEY (centre_id, fiscal_year)
) STRICT, WITHOUT ROWID;

CREATE TABLE support_record (
    case_id    BLOB    NOT NULL,
    sort_key   INTEGER NOT NULL,
    id         BLOB    NOT NULL,
    took_place TEXT NOT NULL,
    record     TEXT NOT NULL,
    corrected  INTEGER NOT NULL,
    PRIMARY KEY (case_id, sort_key, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX support_record_by_id ON support_record (id);

-- Contacts counted as they are written: by centre, month and method.
CREATE TABLE contact_count (
    centre_id BLOB    NOT NULL,
    month     TEXT NOT NULL,
    method    TEXT NOT NULL,
    contacts  INTEGER NOT NULL,
    PRIMARY KEY (centre_id, month, method)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
    id      BLOB    NOT NULL PRIMARY KEY,
    case_id BLOB    NOT NULL,
    owner   BLOB   ,
    due_on  TEXT,
    done_on TEXT
) STRICT;

CREATE INDEX task_by_owner ON task (owner, due_on) WHERE done_on IS NULL;

CREATE TABLE conference (
    id      BLOB    NOT NULL PRIMARY KEY,
    host_id BLOB    NOT NULL,
    held_on TEXT NOT NULL,
    state   TEXT NOT NULL,
    content TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE INDEX conference_by_host ON conference (host_id, held_on, id);

CREATE TABLE conference_case (
    case_id       BLOB    NOT NULL,
    conference_id BLOB    NOT NULL,
    purpose       TEXT NOT NULL,
    PRIMARY KEY (case_id, conference_id, purpose)
) STRICT, WITHOUT ROWID;

-- Secrets and conveniences of accounts: not part of the record, and not rebuilt from it.
CREATE TABLE account (
    staff_id       BLOB    NOT NULL PRIMARY KEY,
    password_hash  TEXT NOT NULL,
    second_factor  BLOB,
    recovery_codes TEXT NOT NULL,
    last_totp_step INTEGER NOT NULL,
    language       TEXT NOT NULL,
    date_style     TEXT NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash   BLOB NOT NULL PRIMARY KEY,
    staff_id     BLOB    NOT NULL,
    agency_id    BLOB    NOT NULL,
    verified     INTEGER NOT NULL,
    started_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX session_by_staff ON session (staff_id);

-- What was typed and not yet sent, sealed with the master key; kept over forced sign-out.
CREATE TABLE draft (
    staff_id BLOB    NOT NULL,
    form_key TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    content  BLOB NOT NULL,
    PRIMARY KEY (staff_id, form_key)
) STRICT, WITHOUT ROWID;
