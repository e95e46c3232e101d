//! Two people changed the same thing: both versions side by side, and nothing is lost (U15).

/// One field in both versions.
#[derive(Clone, Debug)]
pub struct ConflictRow {
    /// Name of the field in the form.
    pub name: String,
    /// What it is.
    pub label: String,
    /// What this reader typed.
    pub mine: String,
    /// What has been saved meanwhile.
    pub theirs: String,
}

impl ConflictRow {
    /// Whether the reader has to choose.
    pub fn differs(&self) -> bool {
        self.mine != self.theirs
    }
}

/// Both versions of a form.
#[derive(Clone, Debug)]
pub struct ConflictView {
    /// Who saved meanwhile, with agency.
    pub saved_by: String,
    /// When, in words.
    pub saved_at: String,
    /// Where the choice goes.
    pub action: String,
    /// The version that the choice replaces, so that a third change is noticed as well.
    pub version: String,
    /// The fields, in the order of the form; those that agree are carried along without a question.
    pub rows: Vec<ConflictRow>,
}

impl ConflictView {
    /// Number of fields to choose.
    pub fn differences(&self) -> usize {
        self.rows.iter().filter(|row| row.differs()).count()
    }
}
