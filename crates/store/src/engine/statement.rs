//! One text of a statement for both engines.
//!
//! Statements are written in the subset that both engines share, with `$1 … $n` for parameters. SQLite takes `$1` for a
//! *name*, numbered by first appearance, so the text is rewritten once to `?1` and kept.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

/// So many rewritten texts are kept; beyond it all are dropped and made anew. Texts come from code, not from input, so
/// a program in order never gets there.
const KEPT: usize = 2_000;

/// A statement ready for SQLite.
pub(crate) struct Statement {
    /// The text with `?n` parameters.
    pub(crate) text: String,
    /// The names of the result columns, known after the first run.
    pub(crate) columns: OnceLock<Arc<[String]>>,
}

/// The rewritten statements, by original text.
#[derive(Default)]
pub(crate) struct Statements {
    known: RwLock<HashMap<String, Arc<Statement>>>,
}

impl Statements {
    pub(crate) fn get(&self, sql: &str) -> Arc<Statement> {
        if let Some(found) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(sql) {
            return Arc::clone(found);
        }
        let made = Arc::new(Statement { text: with_question_marks(sql), columns: OnceLock::new() });
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(sql.to_owned(), Arc::clone(&made));
        made
    }
}

/// Rewrites `$1` to `?1`, leaving literals, quoted names and comments alone.
fn with_question_marks(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut inside: Option<char> = None;
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        match inside {
            Some('\n') if letter == '\n' => inside = None,
            Some(end) if letter == end => inside = None,
            Some(_) => {}
            None => match letter {
                '\'' | '"' => inside = Some(letter),
                '-' if next == Some('-') => inside = Some('\n'),
                '$' if next.is_some_and(|next| next.is_ascii_digit()) => {
                    text.push('?');
                    continue;
                }
                _ => {}
            },
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::with_question_marks;

    #[test]
    fn parameters_are_rewritten_but_not_what_people_wrote() {
        assert_eq!(
            with_question_marks("SELECT '$1', \"$2\", x -- $3\n FROM t WHERE a = $2 AND b = $12 AND c = '''$1'"),
            "SELECT '$1', \"$2\", x -- $3\n FROM t WHERE a = ?2 AND b = ?12 AND c = '''$1'"
        );
    }
}
