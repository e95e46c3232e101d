-- Agencies that stand beside a job as well, for their lists. And what is due of uses and jobs is derived anew once: a meeting every month,
-- the end of a plan's period, a card that is looked at again.
CREATE TABLE job_beside (
    job_id    BLOB NOT NULL,
    agency_id BLOB NOT NULL,
    PRIMARY KEY (agency_id, job_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX job_beside_by_job ON job_beside (job_id);

INSERT INTO renewal (stream_kind) VALUES ('episode') ON CONFLICT DO NOTHING;
INSERT INTO renewal (stream_kind) VALUES ('job') ON CONFLICT DO NOTHING;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('job_beside', 'job_beside', '5000 50 1'),
    ('job_beside', 'job_beside_by_job', '5000 2');
ANALYZE sqlite_schema;
