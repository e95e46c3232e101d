-- The use of a programme that an office's own conference is about.
ALTER TABLE conference ADD COLUMN use_id uuid;

CREATE INDEX conference_by_use ON conference (use_id, held_on);
