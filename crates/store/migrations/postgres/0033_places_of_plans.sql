-- The entries of the directory that plans name, so that an entry can say in how many it stands.

CREATE TABLE plan_place (
    case_id     uuid NOT NULL,
    resource_id uuid NOT NULL,
    PRIMARY KEY (case_id, resource_id)
);

CREATE INDEX plan_place_by_resource ON plan_place (resource_id, case_id);
