-- 特別な保護. While a case is protected, centre_id and municipality_id hold the case's own identifier, so that no list, search or count
-- finds it and none of them has to ask; the true ones stand here, with who reads it by name.
ALTER TABLE case_file ADD COLUMN protected_centre_id BLOB;
ALTER TABLE case_file ADD COLUMN protected_municipality_id BLOB;
ALTER TABLE case_file ADD COLUMN named TEXT;

CREATE INDEX case_protected_by_centre ON case_file (protected_centre_id) WHERE named IS NOT NULL;
CREATE INDEX case_protected_by_municipality ON case_file (protected_municipality_id) WHERE named IS NOT NULL;
