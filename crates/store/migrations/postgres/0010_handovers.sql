-- Agencies that are asked to take over and have not said anything yet: what waits for them.

CREATE TABLE handover_ask (
    case_id     uuid NOT NULL,
    handover_id uuid NOT NULL,
    agency_id   uuid NOT NULL,
    asked_on    text NOT NULL,
    PRIMARY KEY (case_id, handover_id)
);

CREATE INDEX handover_ask_by_agency ON handover_ask (agency_id, asked_on, handover_id, case_id);
