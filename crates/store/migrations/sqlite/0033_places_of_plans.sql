-- The entries of the directory that plans name, so that an entry can say in how many it stands.

CREATE TABLE plan_place (
    case_id     BLOB NOT NULL,
    resource_id BLOB NOT NULL,
    PRIMARY KEY (case_id, resource_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX plan_place_by_resource ON plan_place (resource_id, case_id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('plan_place', 'plan_place', '5000 2 1'),
    ('plan_place', 'plan_place_by_resource', '5000 5 1');
ANALYZE sqlite_schema;
