-- The use of a programme that an office's own conference is about.
ALTER TABLE conference ADD COLUMN use_id BLOB;

CREATE INDEX conference_by_use ON conference (use_id, held_on);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('conference', 'conference_by_use', '1000 2 1');
ANALYZE sqlite_schema;
