-- Lists and counts find what they need in the index alone; a case changes in place, without a word to the indexes.

DROP INDEX case_by_worker;
CREATE INDEX case_by_worker ON case_file (assigned_to, is_open, due_on, id, centre_id, municipality_id, municipality_sees);
CREATE INDEX case_by_worker_stage ON case_file (assigned_to, stage, due_on, id, centre_id, municipality_id, municipality_sees);
CREATE INDEX case_to_ratify_by_centre ON case_file (centre_id, is_open, due_on, id, assigned_to) WHERE to_ratify = 1;
CREATE INDEX case_to_ratify_by_municipality ON case_file (municipality_id, municipality_sees, is_open, due_on, id, assigned_to) WHERE to_ratify = 1;
ALTER TABLE case_file SET (fillfactor = 80);
ALTER TABLE case_state SET (fillfactor = 80);
