-- What is derived anew from the journal once, after a step that changed what follows from it. Jobs: those that were begun before somebody asked
-- whether an agency that supports people at work stands beside them are asked about, too (R-85).

CREATE TABLE renewal (
    stream_kind text NOT NULL PRIMARY KEY
);

INSERT INTO renewal (stream_kind) VALUES ('job');
