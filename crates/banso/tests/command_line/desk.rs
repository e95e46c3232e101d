//! A caseworker at the real program: signed in with both factors, writing records through the interface for programs.

use std::{
    path::Path,
    process::Command,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::program::{Served, between, done};

pub(crate) const PASSPHRASE: &str = "walking together";

/// A region on disk in which somebody has signed in, and the case they work on.
pub(crate) struct Desk {
    pub(crate) case: String,
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

/// Where the data is, as the command line names it.
pub(crate) fn place(data: &Path) -> Vec<String> {
    vec!["--data".into(), data.to_str().unwrap().into()]
}

/// The command that serves a place on a free port without HTTPS.
pub(crate) fn serving(place: &[String]) -> Vec<String> {
    let mut command = vec!["serve".to_owned(), "--listen".into(), "127.0.0.1:0".into(), "--insecure-cookies".into()];
    command.extend_from_slice(place);
    command
}

/// A fictional region in a directory, from the demonstration.
pub(crate) fn region(data: &Path) {
    let served = Served::start(&["demo", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    served.kill();
}

/// Moves a region into a PostgreSQL database; the place as the command line names it.
pub(crate) fn move_to_server(data: &Path, url: &str) -> Vec<String> {
    let folder = data.parent().unwrap();
    let (backup, key) = (folder.join("moved.age"), folder.join("moved.key"));
    let (backup, key) = (backup.to_str().unwrap(), key.to_str().unwrap());
    done(&["backup", backup, "--data", data.to_str().unwrap(), "--passphrase", PASSPHRASE]);
    let place = ["--database", url, "--master-key", key];
    done(&[&["restore", backup, "--passphrase", PASSPHRASE][..], &place].concat());
    place.map(str::to_owned).to_vec()
}

/// The code an authenticator shows now.
fn code(secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    totp_rs::Builder::new().with_secret(secret).build().unwrap().generate(now).to_string()
}

impl Desk {
    /// Signs in, sets up the second factor, and takes a case in support.
    pub(crate) fn open(served: &Served) -> Self {
        let half = served.sign_in("chief", "chief-walks-along");
        let page = served.get("/sign-in/second-factor", &half);
        let secret = between(&page.text, "name=\"secret\" value=\"", "\"");
        let form = format!("csrf={}&secret={secret}&code={}", page.csrf(), code(secret));
        let entered = served.post("/sign-in/set-up", &half, &form);
        assert_eq!(entered.status, 200, "{}", entered.text);
        let cookie = entered.cookie("banso-session");
        let cases = served.get("/cases?view=in_support", &cookie);
        let case = between(&cases.text, "<td role=\"cell\"", "</td>");
        let case = between(case, "href=\"/cases/", "\"").to_owned();
        let csrf = between(&cases.text, "data-csrf=\"", "\"").to_owned();
        Self { case, cookie, csrf }
    }

    /// The day on which records are written: today in Japan.
    pub(crate) fn today() -> String {
        let output = Command::new("date").env("TZ", "Asia/Tokyo").arg("+%Y-%m-%d").output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Sends the form of a record; the status of the answer and the page, or nothing if the program went away.
    pub(crate) fn write(&self, served: &Served, facts: &str) -> Option<crate::program::Response> {
        let form = format!(
            "csrf={}&on={}&methods=phone&counterparts=person&facts={}",
            self.csrf,
            Self::today(),
            facts.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>()
        );
        served.try_post(&format!("/cases/{}/records", self.case), &self.cookie, &form)
    }

    /// The texts of all records of the case that begin with a word.
    pub(crate) fn written(&self, served: &Served, word: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for offset in (0..).step_by(200) {
            let path = format!("/api/v1/cases/{}/records?limit=200&offset={offset}", self.case);
            let page = served.get(&path, &self.cookie);
            assert_eq!(page.status, 200, "{}", page.text);
            let (_, body) = page.text.split_once("\r\n\r\n").unwrap();
            let body = &body[body.find('{').unwrap()..=body.rfind('}').unwrap()];
            let read: serde_json::Value = serde_json::from_str(body).unwrap();
            let records = read["records"].as_array().unwrap();
            texts.extend(records.iter().map(|record| record["facts"].as_str().unwrap().to_owned()));
            if records.len() < 200 {
                break;
            }
        }
        texts.retain(|text| text.starts_with(word));
        texts
    }
}
