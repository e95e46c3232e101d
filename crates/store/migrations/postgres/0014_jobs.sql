-- Jobs and practices at employers, and what is due of them: one row a deadline, found by agency and day.

CREATE TABLE job (
    id           uuid NOT NULL PRIMARY KEY,
    person_id    uuid NOT NULL,
    agency_id    uuid NOT NULL,
    employer_id  uuid,
    kind         text NOT NULL,
    starts_on    text NOT NULL,
    is_open      bigint NOT NULL,
    is_disclosed bigint NOT NULL,
    state        text NOT NULL,
    version      bigint NOT NULL
);

CREATE INDEX job_by_person ON job (person_id, starts_on, id);
CREATE INDEX job_by_agency ON job (agency_id, is_open, starts_on, id);
CREATE INDEX job_by_employer ON job (employer_id, is_open, is_disclosed, starts_on, id);

CREATE TABLE job_due (
    job_id    uuid NOT NULL,
    kind      text NOT NULL,
    agency_id uuid NOT NULL,
    on_day    text NOT NULL,
    PRIMARY KEY (job_id, kind)
);

CREATE INDEX job_due_by_agency ON job_due (agency_id, on_day, job_id, kind);
