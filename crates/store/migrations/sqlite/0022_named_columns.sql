-- What the columns of lists in no known form tell, by their heads: as somebody named them last.

CREATE TABLE named_columns (
    heads   TEXT NOT NULL PRIMARY KEY,
    columns TEXT NOT NULL
) STRICT;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('named_columns', 'sqlite_autoindex_named_columns_1', '50 1');
ANALYZE sqlite_schema;
