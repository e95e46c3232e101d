-- The calendar finds the next dates of what is in support, in their order.

CREATE INDEX case_monitoring_by_centre ON case_file (centre_id, monitoring_on, kana_key, id) WHERE stage = 'in_support' AND monitoring_on IS NOT NULL;
CREATE INDEX case_monitoring_by_municipality ON case_file (municipality_id, municipality_sees, monitoring_on, kana_key, id) WHERE stage = 'in_support' AND monitoring_on IS NOT NULL;
CREATE INDEX case_plan_end_by_centre ON case_file (centre_id, plan_ends_on, kana_key, id) WHERE stage = 'in_support' AND plan_ends_on IS NOT NULL;
CREATE INDEX case_plan_end_by_municipality ON case_file (municipality_id, municipality_sees, plan_ends_on, kana_key, id) WHERE stage = 'in_support' AND plan_ends_on IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('case_file', 'case_monitoring_by_centre', '20000 500 3 1 1'),
    ('case_file', 'case_monitoring_by_municipality', '20000 5000 4000 20 1 1'),
    ('case_file', 'case_plan_end_by_centre', '20000 500 3 1 1'),
    ('case_file', 'case_plan_end_by_municipality', '20000 5000 4000 20 1 1');
ANALYZE sqlite_schema;
