-- The days on which the phases of a case began: contacts between agencies are counted by them, and never over all of them (R-02).
ALTER TABLE case_file ADD COLUMN assessed_from text;
ALTER TABLE case_file ADD COLUMN supported_from text;
ALTER TABLE case_file ADD COLUMN closed_from text;

UPDATE case_file SET
    assessed_from = state.value #>> '{screening,on}',
    closed_from = state.value #>> '{closure,on}',
    supported_from = (
        SELECT min(began.day COLLATE "C") FROM json_array_elements(state.value -> 'plans') AS plan
        CROSS JOIN LATERAL (VALUES (plan #>> '{decision,on}'), (plan #>> '{early_start,on}')) AS began (day))
FROM (SELECT case_id, CAST(case_state.state AS json) AS value FROM case_state) AS state
WHERE state.case_id = case_file.id;
