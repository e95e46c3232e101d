-- Which agencies a conference invites: their people find their sittings by it.

CREATE TABLE conference_member (
    agency_id     BLOB NOT NULL,
    conference_id BLOB NOT NULL,
    PRIMARY KEY (agency_id, conference_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX conference_member_by_conference ON conference_member (conference_id);

INSERT INTO conference_member (agency_id, conference_id)
SELECT DISTINCT unhex(replace(json_extract(member.value, '$.agency_id'), '-', '')), conference.id
FROM conference, json_each(conference.content, '$.members') AS member
WHERE json_extract(member.value, '$.agency_id') IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('conference_member', 'conference_member', '5000 20 1'),
    ('conference_member', 'conference_member_by_conference', '5000 5');
ANALYZE sqlite_schema;
