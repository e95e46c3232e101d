# Words that a municipality may set for itself (U28). They change every screen; names of laws do not use them.
-person = person
-disability = disability
-agency = agency
