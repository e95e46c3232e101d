-- The tables that lists and pages read: an index of the journal, rebuilt from it at any time.

CREATE TABLE agency (
    id              uuid NOT NULL PRIMARY KEY,
    kind            text NOT NULL,
    name            text NOT NULL,
    municipality_id uuid,
    facts           text NOT NULL,
    version         bigint NOT NULL
);

CREATE TABLE staff (
    id      uuid NOT NULL PRIMARY KEY,
    login   text NOT NULL UNIQUE,
    name    text NOT NULL,
    active  bigint NOT NULL,
    facts   text NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE membership (
    staff_id  uuid NOT NULL,
    agency_id uuid NOT NULL,
    role      text NOT NULL,
    PRIMARY KEY (staff_id, agency_id, role)
);

CREATE INDEX membership_by_agency ON membership (agency_id, role, staff_id);

CREATE TABLE person (
    id          uuid NOT NULL PRIMARY KEY,
    name        text NOT NULL,
    kana        text NOT NULL,
    kana_key    text COLLATE "C" NOT NULL,
    search_key  text NOT NULL,
    birth_date  text,
    sex         text,
    merged_into uuid,
    facts       text NOT NULL,
    version     bigint NOT NULL
);

CREATE INDEX person_by_merge ON person (merged_into) WHERE merged_into IS NOT NULL;

-- One- and two-character terms of names, and whole terms of numbers, in the order of the answer.
CREATE TABLE person_term (
    term      text COLLATE "C" NOT NULL,
    kana_key  text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (term, kana_key, person_id)
);

CREATE INDEX person_term_by_person ON person_term (person_id);

CREATE TABLE case_file (
    id                uuid NOT NULL PRIMARY KEY,
    person_id         uuid NOT NULL,
    centre_id         uuid NOT NULL,
    municipality_id   uuid NOT NULL,
    municipality_sees bigint NOT NULL,
    reference         text NOT NULL,
    received_on       text NOT NULL,
    assigned_to       uuid NOT NULL,
    stage             text NOT NULL,
    is_open           bigint NOT NULL,
    due_on            text,
    due_kind          text,
    monitoring_on     text,
    plan_ends_on      text,
    to_ratify         bigint NOT NULL,
    last_contact_on   text,
    kana_key          text COLLATE "C" NOT NULL,
    version           bigint NOT NULL,
    changed_at        bigint NOT NULL
);

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
    case_id uuid NOT NULL PRIMARY KEY,
    state   text NOT NULL
);

-- The counter behind references such as 2026-00417, one a centre and fiscal year.
CREATE TABLE case_counter (
    centre_id   uuid NOT NULL,
    fiscal_year bigint NOT NULL,
    last_number bigint NOT NULL,
    PRIMARY KEY (centre_id, fiscal_year)
);

CREATE TABLE support_record (
    case_id    uuid NOT NULL,
    sort_key   bigint NOT NULL,
    id         uuid NOT NULL,
    took_place text NOT NULL,
    record     text NOT NULL,
    corrected  bigint NOT NULL,
    PRIMARY KEY (case_id, sort_key, id)
);

CREATE UNIQUE INDEX support_record_by_id ON support_record (id);

-- Contacts counted as they are written: by centre, month and method.
CREATE TABLE contact_count (
    centre_id uuid NOT NULL,
    month     text NOT NULL,
    method    text NOT NULL,
    contacts  bigint NOT NULL,
    PRIMARY KEY (centre_id, month, method)
);

CREATE TABLE task (
    id      uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL,
    owner   uuid,
    due_on  text,
    done_on text
);

CREATE INDEX task_by_owner ON task (owner, due_on) WHERE done_on IS NULL;

CREATE TABLE conference (
    id      uuid NOT NULL PRIMARY KEY,
    host_id uuid NOT NULL,
    held_on text NOT NULL,
    state   text NOT NULL,
    content text NOT NULL,
    version bigint NOT NULL
);

CREATE INDEX conference_by_host ON conference (host_id, held_on, id);

CREATE TABLE conference_case (
    case_id       uuid NOT NULL,
    conference_id uuid NOT NULL,
    purpose       text NOT NULL,
    PRIMARY KEY (case_id, conference_id, purpose)
);

-- Secrets and conveniences of accounts: not part of the record, and not rebuilt from it.
CREATE TABLE account (
    staff_id       uuid NOT NULL PRIMARY KEY,
    password_hash  text NOT NULL,
    second_factor  bytea,
    recovery_codes text NOT NULL,
    last_totp_step bigint NOT NULL,
    language       text NOT NULL,
    date_style     text NOT NULL
);

CREATE TABLE session (
    token_hash   bytea NOT NULL PRIMARY KEY,
    staff_id     uuid NOT NULL,
    agency_id    uuid NOT NULL,
    verified     bigint NOT NULL,
    started_at   bigint NOT NULL,
    last_seen_at bigint NOT NULL
);

CREATE INDEX session_by_staff ON session (staff_id);

-- What was typed and not yet sent, sealed with the master key; kept over forced sign-out.
CREATE TABLE draft (
    staff_id uuid NOT NULL,
    form_key text NOT NULL,
    saved_at bigint NOT NULL,
    content  bytea NOT NULL,
    PRIMARY KEY (staff_id, form_key)
);
