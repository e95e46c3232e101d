-- The resource directory: what sources publish and what the region knows. No person is in it.

CREATE TABLE resource (
    id               BLOB NOT NULL PRIMARY KEY,
    source           TEXT NOT NULL,
    list_name        TEXT NOT NULL,
    number           TEXT NOT NULL,
    organisation_key TEXT NOT NULL,
    site_key         TEXT NOT NULL,
    service_kind     TEXT NOT NULL,
    prefecture       INTEGER,
    municipality     TEXT,
    name             TEXT NOT NULL,
    kana_key         TEXT NOT NULL,
    search_key       TEXT NOT NULL,
    latitude         REAL,
    longitude        REAL,
    is_gone          INTEGER NOT NULL,
    verified_on      TEXT,
    state            TEXT NOT NULL,
    version          INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX resource_by_origin ON resource (source, list_name, number);
CREATE INDEX resource_by_kana ON resource (is_gone, kana_key, id);
CREATE INDEX resource_by_area ON resource (prefecture, service_kind, kana_key, id);
CREATE INDEX resource_by_organisation ON resource (organisation_key);
CREATE INDEX resource_by_site ON resource (site_key);

CREATE TABLE resource_import (
    id       BLOB NOT NULL PRIMARY KEY,
    source   TEXT NOT NULL,
    lists    TEXT NOT NULL,
    digest   TEXT NOT NULL,
    read_on  TEXT NOT NULL,
    read_at  INTEGER NOT NULL,
    summary  TEXT NOT NULL
) STRICT;

CREATE INDEX resource_import_by_time ON resource_import (read_at);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('resource', 'sqlite_autoindex_resource_1', '40000 1'),
    ('resource', 'resource_by_origin', '40000 10000 2000 1'),
    ('resource', 'resource_by_kana', '40000 20000 2 1'),
    ('resource', 'resource_by_area', '40000 900 100 1 1'),
    ('resource', 'resource_by_organisation', '40000 2'),
    ('resource', 'resource_by_site', '40000 2'),
    ('resource_import', 'sqlite_autoindex_resource_import_1', '400 1'),
    ('resource_import', 'resource_import_by_time', '400 1');
ANALYZE sqlite_schema;
