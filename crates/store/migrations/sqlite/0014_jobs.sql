-- Jobs and practices at employers, and what is due of them: one row a deadline, found by agency and day.

CREATE TABLE job (
    id           BLOB NOT NULL PRIMARY KEY,
    person_id    BLOB NOT NULL,
    agency_id    BLOB NOT NULL,
    employer_id  BLOB,
    kind         TEXT NOT NULL,
    starts_on    TEXT NOT NULL,
    is_open      INTEGER NOT NULL,
    is_disclosed INTEGER NOT NULL,
    state        TEXT NOT NULL,
    version      INTEGER NOT NULL
) STRICT;

CREATE INDEX job_by_person ON job (person_id, starts_on, id);
CREATE INDEX job_by_agency ON job (agency_id, is_open, starts_on, id);
CREATE INDEX job_by_employer ON job (employer_id, is_open, is_disclosed, starts_on, id);

CREATE TABLE job_due (
    job_id    BLOB NOT NULL,
    kind      TEXT NOT NULL,
    agency_id BLOB NOT NULL,
    on_day    TEXT NOT NULL,
    PRIMARY KEY (job_id, kind)
) STRICT;

CREATE INDEX job_due_by_agency ON job_due (agency_id, on_day, job_id, kind);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('job', 'sqlite_autoindex_job_1', '50000 1'),
    ('job', 'job_by_person', '50000 2 1 1'),
    ('job', 'job_by_agency', '50000 500 250 1 1'),
    ('job', 'job_by_employer', '50000 20 10 8 1 1'),
    ('job_due', 'sqlite_autoindex_job_due_1', '150000 3 1'),
    ('job_due', 'job_due_by_agency', '150000 1500 3 1 1');
ANALYZE sqlite_schema;
