-- The entries of the journal that are about the resource directory, in order: what is kept of it in memory asks here what is new.

CREATE INDEX journal_of_directory ON journal (stream_kind, position, stream_id) WHERE stream_kind = 'resource';

-- Entries are found in memory; nothing is looked for in these any more.
DROP INDEX resource_by_kana;
DROP INDEX resource_by_area;

DELETE FROM sqlite_stat1 WHERE idx IN ('resource_by_kana', 'resource_by_area');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('journal', 'journal_of_directory', '100000 100000 1 1');
ANALYZE sqlite_schema;
