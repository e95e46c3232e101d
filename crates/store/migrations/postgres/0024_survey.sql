-- Rounds of the survey of how agencies see each other, and what one says about another. No person is in them.

CREATE TABLE survey (
    id       uuid NOT NULL PRIMARY KEY,
    from_day text NOT NULL,
    state    text NOT NULL,
    version  bigint NOT NULL
);

CREATE TABLE survey_answer (
    survey_id uuid NOT NULL,
    from_id   uuid NOT NULL,
    to_id     uuid NOT NULL,
    answer    text NOT NULL,
    PRIMARY KEY (survey_id, from_id, to_id)
);

CREATE INDEX survey_answer_by_other ON survey_answer (survey_id, to_id);
