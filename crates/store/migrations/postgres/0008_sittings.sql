-- Which agencies a conference invites: their people find their sittings by it.

CREATE TABLE conference_member (
    agency_id     uuid NOT NULL,
    conference_id uuid NOT NULL,
    PRIMARY KEY (agency_id, conference_id)
);

CREATE INDEX conference_member_by_conference ON conference_member (conference_id);

INSERT INTO conference_member (agency_id, conference_id)
SELECT DISTINCT (member ->> 'agency_id')::uuid, conference.id
FROM conference, jsonb_array_elements(conference.content::jsonb -> 'members') AS member
WHERE member ->> 'agency_id' IS NOT NULL;
