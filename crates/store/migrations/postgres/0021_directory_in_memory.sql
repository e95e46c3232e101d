-- The entries of the journal that are about the resource directory, in order: what is kept of it in memory asks here what is new.

CREATE INDEX journal_of_directory ON journal (stream_kind, position, stream_id) WHERE stream_kind = 'resource';

-- Entries are found in memory; nothing is looked for in these any more.
DROP INDEX resource_by_kana;
DROP INDEX resource_by_area;
