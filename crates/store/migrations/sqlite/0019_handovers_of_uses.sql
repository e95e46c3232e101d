-- Uses whose handover is due, over all agencies: found by kind and day.
CREATE INDEX episode_deadline_by_kind ON episode_deadline (kind, on_day, episode_id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('episode_deadline', 'episode_deadline_by_kind', '150000 15000 20 1');
ANALYZE sqlite_schema;
