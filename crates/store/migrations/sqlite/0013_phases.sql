-- The days on which the phases of a case began: contacts between agencies are counted by them, and never over all of them (R-02).
ALTER TABLE case_file ADD COLUMN assessed_from TEXT;
ALTER TABLE case_file ADD COLUMN supported_from TEXT;
ALTER TABLE case_file ADD COLUMN closed_from TEXT;

UPDATE case_file SET
    assessed_from = (SELECT json_extract(state, '$.screening.on') FROM case_state WHERE case_id = case_file.id),
    closed_from = (SELECT json_extract(state, '$.closure.on') FROM case_state WHERE case_id = case_file.id),
    supported_from = (
        SELECT min(began.day) FROM (
            SELECT json_extract(plan.value, '$.decision.on') AS day
            FROM case_state, json_each(case_state.state, '$.plans') AS plan WHERE case_state.case_id = case_file.id
            UNION ALL
            SELECT json_extract(plan.value, '$.early_start.on')
            FROM case_state, json_each(case_state.state, '$.plans') AS plan WHERE case_state.case_id = case_file.id
        ) AS began);
