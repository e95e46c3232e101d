//! Asking at the terminal: for a line, for a password or passphrase.

use std::io::{self, BufRead, IsTerminal};

use crate::failure::Failure;

/// Asks for a line at a terminal; nothing where nobody can answer.
pub(crate) fn ask_line(prompt: &str) -> Result<Option<String>, Failure> {
    let unreadable = || Failure::because("what was typed could not be read / 入力を読み取れませんでした");
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    eprint!("{prompt}: ");
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(unreadable())?;
    Ok(Some(line.trim().to_owned()))
}

/// What was given, or what is typed now: unseen at a terminal and twice if `confirm`, else the next line of the input.
pub(crate) fn ask(given: Option<String>, prompt: &str, confirm: bool) -> Result<String, Failure> {
    let unreadable = || Failure::because("what was typed could not be read / 入力を読み取れませんでした");
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
        return Err(Failure::new("the two do not agree; nothing was done / 2回の入力が一致しません。何もしていません"));
    }
    Ok(typed)
}
