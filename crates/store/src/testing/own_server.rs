//! A PostgreSQL server of a test's own, to be killed, stopped and given certificates.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::SERVER;

const PASSWORD: &str = "only-for-this-test";

/// A server on a port of its own, in a directory of its own; gone when it is dropped.
pub struct OwnServer {
    directory: TempDir,
    programs: PathBuf,
    port: u16,
}

impl OwnServer {
    /// Starts a server, if the tests have one at all (see [`super`]). `prepare` may put files into its directory first and says
    /// which settings it starts with.
    ///
    /// # Panics
    ///
    /// If the programs of PostgreSQL are not there or refuse.
    pub fn start(prepare: impl FnOnce(&Path) -> String) -> Option<Self> {
        std::env::var(SERVER).ok().filter(|url| !url.is_empty())?;
        let directory = tempfile::tempdir().expect("a temporary directory");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let server = Self { directory, programs: programs(), port };
        let (home, data) = (server.directory.path(), server.data());
        fs::write(home.join("password"), PASSWORD).expect("a password file");
        let settings = prepare(home);
        own(home);
        let password = format!("--pwfile={}", home.join("password").display());
        let place = data.display().to_string();
        let made = server.run(
            "initdb",
            &["-D", &place, "-U", "banso", &password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "-N"],
        );
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let common = format!("listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\n");
        let file = data.join("postgresql.auto.conf");
        fs::write(&file, common + &settings).expect("the settings");
        own(&file);
        server.start_again();
        Some(server)
    }

    /// Its address with another name of the host, and with settings such as `?sslmode=require`.
    #[must_use]
    pub fn url(&self, host: &str, settings: &str) -> String {
        format!("postgres://banso:{PASSWORD}@{host}:{}/postgres{settings}", self.port)
    }

    /// Where its files are.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.directory.path()
    }

    fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// Starts it, or starts it again.
    ///
    /// # Panics
    ///
    /// If it does not start within a minute.
    pub fn start_again(&self) {
        let (data, log) = (self.data().display().to_string(), self.home().join("log").display().to_string());
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            // After a kill, the memory of the old server is in use until its last process has noticed.
            let started = self.run("pg_ctl", &["-D", &data, "-l", &log, "-w", "-t", "30", "start"]);
            if started.status.success() {
                return;
            }
            let told = fs::read_to_string(&log).unwrap_or_default();
            assert!(Instant::now() < until, "PostgreSQL did not start: {told}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Stops it in an orderly way; clients are told.
    pub fn stop(&self) {
        self.run("pg_ctl", &["-D", &self.data().display().to_string(), "-m", "fast", "-w", "stop"]);
    }

    /// Kills all its processes at once, as if the machine had lost its power but kept its disk.
    ///
    /// # Panics
    ///
    /// If there is no server to kill.
    pub fn kill(&self) {
        let pid = fs::read_to_string(self.data().join("postmaster.pid")).expect("a running server");
        let pid = pid.lines().next().expect("a number").to_owned();
        let mut all = vec![pid.clone()];
        for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
            let stat = fs::read_to_string(process.path().join("stat")).unwrap_or_default();
            // After the name in parentheses: the state, and the parent.
            let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1).map(str::to_owned));
            if parent.as_deref() == Some(pid.as_str()) {
                all.push(process.file_name().to_string_lossy().into_owned());
            }
        }
        let killed = Command::new("kill").arg("-9").args(all).output().expect("kill");
        assert!(killed.status.success(), "{}", String::from_utf8_lossy(&killed.stderr));
    }

    /// PostgreSQL refuses to run as root; Debian's package brings a user for it.
    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // What pg_ctl leaves running must not hold the output open that this waits for.
        let output = self.home().join("output");
        let file = fs::File::create(&output).expect("a file for the output");
        let status = command.args(arguments).current_dir("/").stdout(file.try_clone().expect("a file")).stderr(file);
        let status = status.status().expect("a program of PostgreSQL");
        Output { status, stdout: Vec::new(), stderr: fs::read(output).unwrap_or_default() }
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        self.run("pg_ctl", &["-D", &self.data().display().to_string(), "-m", "immediate", "stop"]);
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0"))
}

/// Gives files to the user who runs the server.
fn own(path: &Path) {
    if is_root() {
        let given = Command::new("chown").arg("-R").arg("postgres").arg(path).status().expect("chown");
        assert!(given.success(), "{} is given to the user of the server", path.display());
    }
}

fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let programs = versions.map(|version| version.path().join("bin")).filter(|folder| folder.join("initdb").exists());
    let newest = programs.max_by_key(|folder| {
        let version = folder.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        version.and_then(|version| version.parse::<u32>().ok())
    });
    newest.unwrap_or_else(|| {
        // Elsewhere than on Debian they are where the shell finds them.
        let found = Command::new("sh").args(["-c", "dirname \"$(command -v initdb)\""]).output().expect("a shell");
        PathBuf::from(String::from_utf8_lossy(&found.stdout).trim())
    })
}
