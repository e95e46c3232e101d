-- What the region says in the place of items that no official sheet confirms. No person is in it.

CREATE TABLE item_wording (
    id      uuid NOT NULL PRIMARY KEY,
    form_id text NOT NULL,
    item_id text NOT NULL,
    state   text NOT NULL,
    version bigint NOT NULL
);

CREATE UNIQUE INDEX item_wording_of_item ON item_wording (form_id, item_id);
