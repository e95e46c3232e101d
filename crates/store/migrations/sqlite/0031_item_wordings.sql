-- What the region says in the place of items that no official sheet confirms. No person is in it.

CREATE TABLE item_wording (
    id      BLOB NOT NULL PRIMARY KEY,
    form_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    state   TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX item_wording_of_item ON item_wording (form_id, item_id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('item_wording', 'sqlite_autoindex_item_wording_1', '100 1'),
    ('item_wording', 'item_wording_of_item', '100 10 1');
ANALYZE sqlite_schema;
