-- Lists and counts find what they need in the index alone.

DROP INDEX case_by_worker;
CREATE INDEX case_by_worker ON case_file (assigned_to, is_open, due_on, id, centre_id, municipality_id, municipality_sees);
CREATE INDEX case_by_worker_stage ON case_file (assigned_to, stage, due_on, id, centre_id, municipality_id, municipality_sees);
CREATE INDEX case_to_ratify_by_centre ON case_file (centre_id, is_open, due_on, id, assigned_to) WHERE to_ratify = 1;
CREATE INDEX case_to_ratify_by_municipality ON case_file (municipality_id, municipality_sees, is_open, due_on, id, assigned_to) WHERE to_ratify = 1;

-- What the planner believes about the data, written down once instead of measured, so that a question is answered in the same
-- way in every installation: a worker has some hundred cases, a person one, a municipality nearly all.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('case_file', 'case_file', '100000 1'),
    ('case_file', 'case_by_reference', '100000 1 1'),
    ('case_file', 'case_by_person', '100000 1 1 1 1'),
    ('case_file', 'case_by_worker', '100000 100 80 2 1 1 1 1'),
    ('case_file', 'case_by_worker_stage', '100000 100 20 1 1 1 1 1'),
    ('case_file', 'case_by_centre_due', '100000 5000 3000 10 1'),
    ('case_file', 'case_by_centre_kana', '100000 5000 3000 2 1'),
    ('case_file', 'case_by_centre_stage', '100000 5000 500 3 1'),
    ('case_file', 'case_by_municipality_stage', '100000 50000 40000 5000 20 1'),
    ('case_file', 'case_by_municipality_due', '100000 50000 40000 30000 60 1'),
    ('case_file', 'case_by_municipality_kana', '100000 50000 40000 30000 5 1'),
    ('case_file', 'case_to_ratify_by_centre', '100 5 5 1 1 1'),
    ('case_file', 'case_to_ratify_by_municipality', '100 50 40 40 2 1 1'),
    ('case_state', 'sqlite_autoindex_case_state_1', '100000 1'),
    ('person', 'person', '100000 1'),
    ('person', 'person_by_merge', '100 1 1'),
    ('person_term', 'person_term', '2000000 100 5 1'),
    ('person_term', 'person_term_by_person', '2000000 20'),
    ('support_record', 'support_record', '1000000 10 1 1'),
    ('support_record', 'support_record_by_id', '1000000 1'),
    ('contact_count', 'contact_count', '10000 500 8 1'),
    ('conference', 'sqlite_autoindex_conference_1', '1000 1'),
    ('conference', 'conference_by_host', '1000 100 1 1'),
    ('conference_case', 'conference_case', '5000 2 1 1'),
    ('agency', 'sqlite_autoindex_agency_1', '50 1'),
    ('staff', 'sqlite_autoindex_staff_1', '500 1'),
    ('staff', 'sqlite_autoindex_staff_2', '500 1'),
    ('membership', 'membership', '500 1 1 1'),
    ('membership', 'membership_by_agency', '500 10 5 1'),
    ('journal', 'sqlite_autoindex_journal_1', '2000000 400000 10 1'),
    ('journal', 'journal_by_person', '2000000 15 1');
ANALYZE sqlite_schema;
