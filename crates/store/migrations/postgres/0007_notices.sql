-- Notices by mail and the calendar address of an account. Addresses are sealed by the use case; of a calendar's secret only the hash is kept.

CREATE TABLE notice_setting (
    staff_id      uuid   NOT NULL PRIMARY KEY,
    address       bytea,
    at_once       bigint NOT NULL CHECK (at_once IN (0, 1)),
    each_morning  bigint NOT NULL CHECK (each_morning IN (0, 1)),
    morning_on    text,
    calendar_hash bytea
);

CREATE UNIQUE INDEX notice_setting_by_calendar ON notice_setting (calendar_hash) WHERE calendar_hash IS NOT NULL;

-- Mails that wait for the mail server, and those that went out lately. A mail holds nothing but its kind.
CREATE TABLE outbox (
    id         uuid   NOT NULL PRIMARY KEY,
    staff_id   uuid   NOT NULL,
    kind       text   NOT NULL,
    created_at bigint NOT NULL,
    due_at     bigint NOT NULL,
    attempts   bigint NOT NULL,
    failure    text,
    sent_at    bigint
);

-- What waits already says as much as a second of its kind would.
CREATE UNIQUE INDEX outbox_waiting ON outbox (staff_id, kind) WHERE sent_at IS NULL;
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

-- Invitations: whoever has the secret and knows the sign-in name chooses the account's first password, once. Only the hash is kept.
CREATE TABLE invitation (
    token_hash bytea NOT NULL PRIMARY KEY,
    staff_id   uuid NOT NULL,
    last_day   text NOT NULL
);

CREATE UNIQUE INDEX invitation_by_staff ON invitation (staff_id);
