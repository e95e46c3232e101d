-- The register of what a region lacks. No person is in it.

CREATE TABLE missing (
    id      uuid NOT NULL PRIMARY KEY,
    since   text NOT NULL,
    layer   text NOT NULL,
    state   text NOT NULL,
    version bigint NOT NULL
);

-- Needs for which nothing fitted, as they are counted: from cases, from lines of plans that nobody carries out, from referrals.

CREATE TABLE unmet_need (
    source    text NOT NULL,
    source_id uuid NOT NULL,
    case_id   uuid NOT NULL,
    area_id   uuid NOT NULL,
    need      text NOT NULL,
    kind      text NOT NULL,
    lack      text NOT NULL,
    on_day    text NOT NULL,
    met_on    text,
    PRIMARY KEY (source, source_id)
);

CREATE INDEX unmet_need_by_day ON unmet_need (on_day);

-- What conferences noted as missing.

CREATE TABLE heard_gap (
    conference_id uuid NOT NULL,
    number        bigint NOT NULL,
    host_id       uuid NOT NULL,
    on_day        text NOT NULL,
    what          text NOT NULL,
    PRIMARY KEY (conference_id, number)
);

CREATE INDEX heard_gap_by_day ON heard_gap (on_day);

INSERT INTO heard_gap (conference_id, number, host_id, on_day, what)
SELECT conference.id, gap.place - 1, conference.host_id, conference.held_on, gap.what
FROM conference, jsonb_array_elements_text(conference.content::jsonb -> 'gaps') WITH ORDINALITY AS gap (what, place);
