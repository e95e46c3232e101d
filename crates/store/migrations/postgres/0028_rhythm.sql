-- Who does not want to be counted where the record is evaluated.
ALTER TABLE person ADD COLUMN uncounted_since text;

-- Reviews of links whose contact thinned or fell silent.
CREATE TABLE rhythm_review (
    id        uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    closed_on text,
    state     text NOT NULL,
    version   bigint NOT NULL
);

CREATE INDEX rhythm_review_by_agency ON rhythm_review (agency_id, person_id, closed_on);
