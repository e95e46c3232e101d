-- Rounds of the survey of how agencies see each other, and what one says about another. No person is in them.

CREATE TABLE survey (
    id       BLOB NOT NULL PRIMARY KEY,
    from_day TEXT NOT NULL,
    state    TEXT NOT NULL,
    version  INTEGER NOT NULL
) STRICT;

CREATE TABLE survey_answer (
    survey_id BLOB NOT NULL,
    from_id   BLOB NOT NULL,
    to_id     BLOB NOT NULL,
    answer    TEXT NOT NULL,
    PRIMARY KEY (survey_id, from_id, to_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX survey_answer_by_other ON survey_answer (survey_id, to_id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('survey', 'sqlite_autoindex_survey_1', '50 1'),
    ('survey_answer', 'survey_answer', '20000 1000 50 1'),
    ('survey_answer', 'survey_answer_by_other', '20000 1000 50');
ANALYZE sqlite_schema;
