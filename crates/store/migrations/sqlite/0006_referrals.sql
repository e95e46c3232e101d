-- Referrals to other agencies, and the pages on which an agency without an account answers one.

CREATE TABLE referral (
    id         BLOB NOT NULL PRIMARY KEY,
    case_id    BLOB NOT NULL,
    from_id    BLOB NOT NULL,
    to_id      BLOB,
    state      TEXT NOT NULL,
    sent_on    TEXT,
    waits_from TEXT,
    content    TEXT NOT NULL,
    version    INTEGER NOT NULL
) STRICT;

CREATE INDEX referral_by_case ON referral (case_id, id);
CREATE INDEX referral_out ON referral (from_id, state, waits_from, id);
CREATE INDEX referral_in ON referral (to_id, state, sent_on, id) WHERE to_id IS NOT NULL;

-- Only the hash of a page's secret is kept; a page is opened by whoever has the secret, until its last day, and answered once.
CREATE TABLE reply_page (
    token_hash  BLOB NOT NULL PRIMARY KEY,
    referral_id BLOB NOT NULL,
    made_by     BLOB NOT NULL,
    agency_id   BLOB NOT NULL,
    last_day    TEXT NOT NULL,
    used_at     INTEGER
) STRICT;

CREATE INDEX reply_page_by_referral ON reply_page (referral_id);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('referral', 'sqlite_autoindex_referral_1', '50000 1'),
    ('referral', 'referral_by_case', '50000 2 1'),
    ('referral', 'referral_out', '50000 1000 100 5 1'),
    ('referral', 'referral_in', '30000 300 40 3 1'),
    ('reply_page', 'sqlite_autoindex_reply_page_1', '5000 1'),
    ('reply_page', 'reply_page_by_referral', '5000 1');
ANALYZE sqlite_schema;
