//! Asking for a password or passphrase.

use std::io::{self, BufRead, IsTerminal};

use crate::failure::Failure;

/// What was given, or what is typed now: unseen at a terminal and twice if `confirm`, else the next line of the input.
pub(crate) fn ask(given: Option<String>, prompt: &str, confirm: bool) -> Result<String, Failure> {
    let unreadable = || Failure::because("what was typed could not be read");
    if let Some(given) = given {
        return Ok(given);
    }
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(unreadable())?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let typed = rpassword::prompt_password(format!("{prompt}: ")).map_err(unreadable())?;
    if confirm && rpassword::prompt_password(format!("{prompt} (again / もう一度): ")).map_err(unreadable())? != typed
    {
        return Err(Failure::new("the two do not agree; nothing was done"));
    }
    Ok(typed)
}
