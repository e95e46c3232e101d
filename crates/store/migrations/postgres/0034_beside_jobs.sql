-- Agencies that stand beside a job as well, for their lists. And what is due of uses and jobs is derived anew once: a meeting every month,
-- the end of a plan's period, a card that is looked at again.
CREATE TABLE job_beside (
    job_id    uuid NOT NULL,
    agency_id uuid NOT NULL,
    PRIMARY KEY (agency_id, job_id)
);

CREATE INDEX job_beside_by_job ON job_beside (job_id);

INSERT INTO renewal (stream_kind) VALUES ('episode') ON CONFLICT DO NOTHING;
INSERT INTO renewal (stream_kind) VALUES ('job') ON CONFLICT DO NOTHING;
