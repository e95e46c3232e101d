//! The program under test: `banso demo` with a fixed seed on a free port.

use std::{
    env,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
};

use tempfile::TempDir;

/// The seed of the region that journeys walk through.
const SEED: &str = "7";

/// What somebody signs in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// 主任相談支援員
    Chief,
    /// 相談支援員
    Counselor,
    /// 就労支援員
    EmploymentCounselor,
    /// 自治体職員
    Officer,
    /// 管理者
    Administrator,
    /// 医療機関の職員
    Clinic,
    /// 就労移行支援の職員
    Office,
    /// 企業の人事担当
    Employer,
    /// 相談者本人
    ThePerson,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::Chief,
        Self::Counselor,
        Self::EmploymentCounselor,
        Self::Officer,
        Self::Administrator,
        Self::Clinic,
        Self::Office,
        Self::Employer,
        Self::ThePerson,
    ];

    /// The role as the program writes it in English beside the login.
    const fn written(self) -> &'static str {
        match self {
            Self::Chief => "chief counselor",
            Self::Counselor => "counselor",
            Self::EmploymentCounselor => "employment counselor",
            Self::Officer => "municipal officer",
            Self::Administrator => "administrator",
            Self::Clinic => "social worker of a clinic",
            Self::Office => "transition support",
            Self::Employer => "employer",
            Self::ThePerson => "the person",
        }
    }
}

/// Name and password of an account.
#[derive(Clone, Debug)]
pub struct Login {
    /// The name to sign in with.
    pub name: String,
    /// The password.
    pub password: String,
    /// The roles, as the program writes them.
    roles: String,
}

/// The running program; stopped when dropped.
#[derive(Debug)]
pub struct Product {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub origin: String,
    logins: Vec<Login>,
    child: Child,
    _output: BufReader<ChildStdout>,
    directory: TempDir,
}

impl Product {
    /// Starts a demonstration of its own for the journey.
    ///
    /// # Panics
    ///
    /// If the program is missing or does not start.
    pub fn start() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let mut child = Command::new(program())
            .args(["demo", "--listen", "127.0.0.1:0", "--seed", SEED, "--data"])
            .arg(directory.path().join("region"))
            .env("TMPDIR", directory.path())
            .env("BANSO_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let (mut origin, mut logins) = (String::new(), Vec::new());
        // The address comes first, then one indented line an account, then a line that is not indented.
        loop {
            let mut line = String::new();
            let read = output.read_line(&mut line).expect("readable output");
            assert!(read > 0, "the program ended before it told its address");
            if let Some((_, address)) = line.split_once("http://") {
                let host = address.split(['/', ' ']).next().unwrap_or_default();
                origin = format!("http://{}", host.trim());
            } else if line.starts_with("  ") {
                logins.extend(account(&line));
            } else if !logins.is_empty() {
                break;
            }
        }
        Self { origin, logins, child, _output: output, directory }
    }

    /// The account of a role; where one account holds several roles, another is preferred.
    ///
    /// # Panics
    ///
    /// If the demonstration has nobody in that role.
    pub fn login(&self, role: Role) -> &Login {
        let held = |login: &&Login| {
            let mut roles = login.roles.split(['/', '・', '、', ',']).map(|role| role.trim());
            roles.any(|name| name == role.written())
        };
        self.logins.iter().filter(held).min_by_key(|login| login.roles.len()).expect("an account in that role")
    }

    /// The account with this name.
    ///
    /// # Panics
    ///
    /// If the demonstration has none.
    pub fn login_called(&self, name: &str) -> &Login {
        self.logins.iter().find(|login| login.name == name).expect("an account of that name")
    }

    /// Stops the program and leaves its data to a command of the same program, such as `verify`; returns what it said.
    ///
    /// # Panics
    ///
    /// If the command fails.
    pub fn after_stopping(&mut self, command: &[&str]) -> String {
        // A program that has stopped already needs no second stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let data = self.directory.path().join("region");
        let done = Command::new(program()).args(command).arg("--data").arg(data).output().expect("the program starts");
        let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "banso {}: {said}", command.join(" "));
        said
    }
}

fn account(line: &str) -> Option<Login> {
    let mut words = line.split_whitespace();
    let (name, password) = (words.next()?.to_owned(), words.next()?.to_owned());
    Some(Login { name, password, roles: words.collect::<Vec<_>>().join(" ") })
}

impl Drop for Product {
    fn drop(&mut self) {
        // A failure here leaves a process behind but says nothing about the journey.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program beside the test's own folder, or the one that `BANSO_PROGRAM` names.
fn program() -> PathBuf {
    if let Some(named) = env::var_os("BANSO_PROGRAM") {
        return named.into();
    }
    let test = env::current_exe().expect("the path of the test");
    let folder = test.parent().and_then(|deps| deps.parent()).expect("the build folder");
    let program = folder.join("banso");
    assert!(program.exists(), "{} is missing: build the workspace first, or run ./test", program.display());
    program
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_an_account_is_read_as_it_is_printed() {
        let read = account("  chief        aoba-1234    主任相談支援員 / chief counsellor\n").unwrap();
        assert_eq!((read.name.as_str(), read.password.as_str()), ("chief", "aoba-1234"));
        assert!(read.roles.starts_with("主任相談支援員"));
    }
}
