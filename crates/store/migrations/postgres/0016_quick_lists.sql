-- Contacts of all cases in reach are counted from the newest months on, and not case by case.
CREATE INDEX agency_contact_by_day ON agency_contact (took_place, case_id, agency_id, direction, sharing_only);

-- Consents of one's own cases that end soon: found by worker and day, and not case by case.
ALTER TABLE consent ADD COLUMN assigned_to uuid;
UPDATE consent SET assigned_to = (SELECT assigned_to FROM case_file WHERE case_file.id = consent.case_id);
CREATE INDEX consent_by_worker ON consent (assigned_to, until_on, case_id) WHERE withdrawn_on IS NULL;
