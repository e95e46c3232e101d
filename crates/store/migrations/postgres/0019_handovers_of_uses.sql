-- Uses whose handover is due, over all agencies: found by kind and day.
CREATE INDEX episode_deadline_by_kind ON episode_deadline (kind, on_day, episode_id);
