-- Gatherings of employers, and the firms that are invited or came. No person is in them.

CREATE TABLE gathering (
    id      uuid NOT NULL PRIMARY KEY,
    host_id uuid NOT NULL,
    on_day  text NOT NULL,
    state   text NOT NULL,
    version bigint NOT NULL
);

CREATE INDEX gathering_by_day ON gathering (on_day, id);

CREATE TABLE gathering_firm (
    agency_id    uuid NOT NULL,
    gathering_id uuid NOT NULL,
    PRIMARY KEY (agency_id, gathering_id)
);

CREATE INDEX gathering_firm_by_gathering ON gathering_firm (gathering_id);
