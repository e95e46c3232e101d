-- Who does not want to be counted where the record is evaluated.
ALTER TABLE person ADD COLUMN uncounted_since TEXT;

-- Reviews of links whose contact thinned or fell silent.
CREATE TABLE rhythm_review (
    id        BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL,
    agency_id BLOB NOT NULL,
    closed_on TEXT,
    state     TEXT NOT NULL,
    version   INTEGER NOT NULL
) STRICT;

CREATE INDEX rhythm_review_by_agency ON rhythm_review (agency_id, person_id, closed_on);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('rhythm_review', 'sqlite_autoindex_rhythm_review_1', '20000 1'),
    ('rhythm_review', 'rhythm_review_by_agency', '20000 400 2 1');
ANALYZE sqlite_schema;
