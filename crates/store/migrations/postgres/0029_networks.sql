-- Networks and working teams of the region, and which of them meets. No person is in them.

CREATE TABLE regional_network (
    id      uuid NOT NULL PRIMARY KEY,
    state   text NOT NULL,
    version bigint NOT NULL
);

ALTER TABLE gathering ADD COLUMN network_id uuid;

CREATE INDEX gathering_by_network ON gathering (network_id, on_day, id);
