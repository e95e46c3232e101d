-- What agencies say about how they work with others: each word with its day, the last one counts. No person is in it.

CREATE TABLE linkage_said (
    from_id uuid NOT NULL,
    to_id   uuid NOT NULL,
    on_day  text NOT NULL,
    said    text NOT NULL,
    PRIMARY KEY (from_id, to_id, on_day)
);

CREATE INDEX linkage_said_by_other ON linkage_said (to_id, from_id, on_day);

-- Who was there, beside who was invited.
ALTER TABLE conference_member ADD COLUMN attended bigint NOT NULL DEFAULT 0;

UPDATE conference_member SET attended = 1
WHERE EXISTS (
    SELECT 1 FROM conference, jsonb_array_elements(conference.content::jsonb -> 'members') AS member
    WHERE conference.id = conference_member.conference_id
        AND (member ->> 'agency_id')::uuid = conference_member.agency_id
        AND (member ->> 'attended')::boolean
);

-- What two agencies have to do with each other is counted by day.
CREATE INDEX referral_by_day ON referral (sent_on, from_id, to_id, case_id) WHERE to_id IS NOT NULL AND sent_on IS NOT NULL;
CREATE INDEX conference_by_day ON conference (held_on, state, id, host_id);
