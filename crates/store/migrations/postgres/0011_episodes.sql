-- The use of programmes at agencies, and what is due of them: one row a deadline, found by agency and day.

CREATE TABLE episode (
    id        uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    programme text NOT NULL,
    starts_on text NOT NULL,
    until_on  text,
    is_open   bigint NOT NULL,
    state     text NOT NULL,
    version   bigint NOT NULL
);

CREATE INDEX episode_by_person ON episode (person_id, starts_on, id);
CREATE INDEX episode_by_agency ON episode (agency_id, is_open, starts_on, id);

CREATE TABLE episode_deadline (
    episode_id uuid NOT NULL,
    kind       text NOT NULL,
    agency_id  uuid NOT NULL,
    on_day     text NOT NULL,
    PRIMARY KEY (episode_id, kind)
);

CREATE INDEX episode_deadline_by_agency ON episode_deadline (agency_id, on_day, episode_id, kind);
