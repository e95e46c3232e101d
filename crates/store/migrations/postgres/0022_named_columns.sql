-- What the columns of lists in no known form tell, by their heads: as somebody named them last.

CREATE TABLE named_columns (
    heads   text COLLATE "C" NOT NULL PRIMARY KEY,
    columns text NOT NULL
);
