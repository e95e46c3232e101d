-- Referrals to other agencies, and the pages on which an agency without an account answers one.

CREATE TABLE referral (
    id         uuid NOT NULL PRIMARY KEY,
    case_id    uuid NOT NULL,
    from_id    uuid NOT NULL,
    to_id      uuid,
    state      text NOT NULL,
    sent_on    text,
    waits_from text,
    content    text NOT NULL,
    version    bigint NOT NULL
);

CREATE INDEX referral_by_case ON referral (case_id, id);
CREATE INDEX referral_out ON referral (from_id, state, waits_from, id);
CREATE INDEX referral_in ON referral (to_id, state, sent_on, id) WHERE to_id IS NOT NULL;

-- Only the hash of a page's secret is kept; a page is opened by whoever has the secret, until its last day, and answered once.
CREATE TABLE reply_page (
    token_hash  bytea NOT NULL PRIMARY KEY,
    referral_id uuid NOT NULL,
    made_by     uuid NOT NULL,
    agency_id   uuid NOT NULL,
    last_day    text NOT NULL,
    used_at     bigint
);

CREATE INDEX reply_page_by_referral ON reply_page (referral_id);
