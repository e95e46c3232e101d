-- The resource directory: what sources publish and what the region knows. No person is in it.

CREATE TABLE resource (
    id               uuid NOT NULL PRIMARY KEY,
    source           text COLLATE "C" NOT NULL,
    list_name        text COLLATE "C" NOT NULL,
    number           text COLLATE "C" NOT NULL,
    organisation_key text COLLATE "C" NOT NULL,
    site_key         text COLLATE "C" NOT NULL,
    service_kind     text COLLATE "C" NOT NULL,
    prefecture       bigint,
    municipality     text,
    name             text NOT NULL,
    kana_key         text COLLATE "C" NOT NULL,
    search_key       text COLLATE "C" NOT NULL,
    latitude         double precision,
    longitude        double precision,
    is_gone          bigint NOT NULL,
    verified_on      text,
    state            text NOT NULL,
    version          bigint NOT NULL
);

CREATE UNIQUE INDEX resource_by_origin ON resource (source, list_name, number);
CREATE INDEX resource_by_kana ON resource (is_gone, kana_key, id);
CREATE INDEX resource_by_area ON resource (prefecture, service_kind, kana_key, id);
CREATE INDEX resource_by_organisation ON resource (organisation_key);
CREATE INDEX resource_by_site ON resource (site_key);

CREATE TABLE resource_import (
    id       uuid NOT NULL PRIMARY KEY,
    source   text COLLATE "C" NOT NULL,
    lists    text NOT NULL,
    digest   text NOT NULL,
    read_on  text NOT NULL,
    read_at  bigint NOT NULL,
    summary  text NOT NULL
);

CREATE INDEX resource_import_by_time ON resource_import (read_at);
