-- The logic model of the region, version by version, so that each can be read as of its day. No person is in it.

CREATE TABLE logic_model (
    version bigint NOT NULL PRIMARY KEY,
    on_day  text NOT NULL,
    what    text NOT NULL,
    by_id   uuid,
    state   text NOT NULL
);
