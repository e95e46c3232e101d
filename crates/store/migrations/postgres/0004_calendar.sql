-- The calendar finds the next dates of what is in support, in their order.

CREATE INDEX case_monitoring_by_centre ON case_file (centre_id, monitoring_on, kana_key, id) WHERE stage = 'in_support' AND monitoring_on IS NOT NULL;
CREATE INDEX case_monitoring_by_municipality ON case_file (municipality_id, municipality_sees, monitoring_on, kana_key, id) WHERE stage = 'in_support' AND monitoring_on IS NOT NULL;
CREATE INDEX case_plan_end_by_centre ON case_file (centre_id, plan_ends_on, kana_key, id) WHERE stage = 'in_support' AND plan_ends_on IS NOT NULL;
CREATE INDEX case_plan_end_by_municipality ON case_file (municipality_id, municipality_sees, plan_ends_on, kana_key, id) WHERE stage = 'in_support' AND plan_ends_on IS NOT NULL;
