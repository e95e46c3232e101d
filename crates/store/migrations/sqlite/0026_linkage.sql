-- What agencies say about how they work with others: each word with its day, the last one counts. No person is in it.

CREATE TABLE linkage_said (
    from_id BLOB NOT NULL,
    to_id   BLOB NOT NULL,
    on_day  TEXT NOT NULL,
    said    TEXT NOT NULL,
    PRIMARY KEY (from_id, to_id, on_day)
) STRICT, WITHOUT ROWID;

CREATE INDEX linkage_said_by_other ON linkage_said (to_id, from_id, on_day);

-- Who was there, beside who was invited.
ALTER TABLE conference_member ADD COLUMN attended INTEGER NOT NULL DEFAULT 0;

UPDATE conference_member SET attended = 1
WHERE EXISTS (
    SELECT 1 FROM conference, json_each(conference.content, '$.members') AS member
    WHERE conference.id = conference_member.conference_id
        AND unhex(replace(json_extract(member.value, '$.agency_id'), '-', '')) = conference_member.agency_id
        AND json_extract(member.value, '$.attended') = 1
);

-- What two agencies have to do with each other is counted by day.
CREATE INDEX referral_by_day ON referral (sent_on, from_id, to_id, case_id) WHERE to_id IS NOT NULL AND sent_on IS NOT NULL;
CREATE INDEX conference_by_day ON conference (held_on, state, id, host_id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('linkage_said', 'linkage_said', '2000 10 2 1'),
    ('linkage_said', 'linkage_said_by_other', '2000 10 2 1'),
    ('referral', 'referral_by_day', '30000 20 2 1 1'),
    ('conference', 'conference_by_day', '1000 4 3 1 1');
ANALYZE sqlite_schema;
