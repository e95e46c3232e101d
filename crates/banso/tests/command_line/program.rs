//! Running the program, and talking to it when it serves.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

/// What a command answered.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) said: String,
    pub(crate) complained: String,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_banso"));
    command.args(arguments).env_remove("BANSO_MASTER_KEY").env_remove("BANSO_DATABASE").env("BANSO_LOG", "warn");
    command
}

/// Runs a command to its end.
pub(crate) fn banso(arguments: &[&str]) -> Answer {
    let output = command(arguments).stdin(Stdio::null()).output().unwrap();
    Answer {
        code: output.status.code().unwrap(),
        said: String::from_utf8(output.stdout).unwrap(),
        complained: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What a command that must go well writes, where that is no text.
pub(crate) fn bytes(arguments: &[&str]) -> Vec<u8> {
    let output = command(arguments).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// A command that must go well.
pub(crate) fn done(arguments: &[&str]) -> String {
    let answer = banso(arguments);
    assert_eq!(answer.code, 0, "{arguments:?}: {}", answer.complained);
    answer.said
}

/// Makes an installation.
pub(crate) fn init(data: &Path) {
    let data = data.to_str().unwrap();
    done(&[
        "init",
        "--data",
        data,
        "--municipality",
        "あおば野市",
        "--centre",
        "相談センター",
        "--login",
        "root",
        "--name",
        "管理 花子",
        "--password",
        "a-long-password",
    ]);
}

/// A program that serves; killed without warning when it is dropped.
pub(crate) struct Served {
    child: Child,
    lines: BufReader<ChildStdout>,
    /// Host and port.
    pub(crate) address: String,
    /// What it printed until the address.
    pub(crate) greeting: String,
}

impl Served {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::of(command(arguments))
    }

    /// Starts the program within another: `wrap` gives the words before it.
    pub(crate) fn start_within(wrap: impl FnOnce(&str) -> Vec<String>, arguments: &[&str]) -> Self {
        let plain = command(arguments);
        let words = wrap(env!("CARGO_BIN_EXE_banso"));
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).args(plain.get_args());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut greeting = String::new();
        let address = loop {
            let mut line = String::new();
            assert_ne!(lines.read_line(&mut line).unwrap(), 0, "the program ended: {greeting}");
            greeting.push_str(&line);
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().unwrap().to_owned();
            }
        };
        Self { child, lines, address, greeting }
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The next lines that it prints.
    pub(crate) fn next_lines(&mut self, count: usize) -> String {
        let mut text = String::new();
        for _ in 0..count {
            self.lines.read_line(&mut text).unwrap();
        }
        text
    }

    /// Asks it to stop, and waits.
    #[cfg(unix)]
    pub(crate) fn stop(mut self) -> i32 {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        self.child.wait().unwrap().code().unwrap()
    }

    /// Ends it without warning.
    pub(crate) fn kill(&self) {
        assert!(Command::new("kill").args(["-9", &self.child.id().to_string()]).status().unwrap().success());
    }

    pub(crate) fn get(&self, path: &str, cookie: &str) -> Response {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"))
    }

    pub(crate) fn post(&self, path: &str, cookie: &str, form: &str) -> Response {
        self.try_post(path, cookie, form).unwrap()
    }

    /// Sends a form; nothing if the program went away before it answered.
    pub(crate) fn try_post(&self, path: &str, cookie: &str, form: &str) -> Option<Response> {
        self.try_ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\
             Sec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        ))
    }

    /// Signs in and gives the cookie.
    pub(crate) fn sign_in(&self, login: &str, password: &str) -> String {
        let answer = self.post("/sign-in", "", &format!("login={login}&password={password}"));
        assert_eq!(answer.status, 303, "{}", answer.text);
        answer.cookie("banso-session")
    }

    fn ask(&self, request: &str) -> Response {
        self.try_ask(request).unwrap()
    }

    fn try_ask(&self, request: &str) -> Option<Response> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(request.as_bytes()).ok()?;
        let mut bytes = Vec::new();
        drop(stream.read_to_end(&mut bytes));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.get(9..12)?.parse().ok()?;
        Some(Response { status, text })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// An answer over HTTP: its status, and everything from the headers on.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Response {
    /// A cookie that is set, with its name.
    pub(crate) fn cookie(&self, name: &str) -> String {
        let set = self.text.lines().filter(|line| line.to_lowercase().starts_with("set-cookie:"));
        let mut pairs = set.filter_map(|line| Some(line.split_once(':')?.1.split(';').next()?.trim()));
        pairs.rfind(|pair| pair.starts_with(name)).unwrap().to_owned()
    }

    /// The token that forms of the page carry.
    pub(crate) fn csrf(&self) -> &str {
        between(&self.text, "name=\"csrf\" value=\"", "\"")
    }
}

/// The text between two marks.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap().0
}
