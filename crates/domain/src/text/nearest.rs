//! What somebody who misspelt a name probably meant.

/// A clause that helps on: the known name that is spelt most alike, or all of them where none is.
///
/// `; did you mean "screened"?` or `; known are "a", "b"`.
pub fn suggestion<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let nearest = known.iter().map(|name| (edits(written, name), *name)).min();
    match nearest {
        Some((distance, name)) if distance <= 1 + name.chars().count() / 4 => format!("; did you mean \"{name}\"?"),
        Some(_) => {
            format!("; known are {}", known.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "))
        }
        None => String::new(),
    }
}

/// What a reader of TOML says about a mistake, in words for somebody who writes definitions and not programs.
pub(crate) fn in_plain_words(message: &str) -> String {
    let quoted = |text: &str| -> Vec<String> { text.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let number = ["expected u8", "expected u32", "expected usize"].iter().any(|wanted| message.contains(wanted));
    match quoted(message).split_first() {
        _ if number => "a whole number is expected here, without quotation marks".to_owned(),
        Some((written, known)) if message.starts_with("unknown field") => {
            format!("nothing is called `{written}` here{}", suggestion(written, known.iter().map(String::as_str)))
        }
        Some((written, known)) if message.starts_with("unknown variant") => {
            format!("there is no `{written}`{}", suggestion(written, known.iter().map(String::as_str)))
        }
        Some((missing, _)) if message.starts_with("missing field") => {
            format!("the entry that begins here lacks `{missing}`; add it")
        }
        _ => message.to_owned(),
    }
}

/// How many letters have to be put in, taken out or changed to turn one word into the other.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, other) in to.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_a_stranger_is_shown_what_there_is() {
        let known = ["screened", "continues"];

        assert_eq!(suggestion("screend", known), "; did you mean \"screened\"?");
        assert_eq!(suggestion("continue", known), "; did you mean \"continues\"?");
        assert_eq!(suggestion("done", known), "; known are \"screened\", \"continues\"");
        assert_eq!(suggestion("done", []), "");
    }
}
