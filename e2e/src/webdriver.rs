//! A small client of the WebDriver protocol (W3C): one session of Chromium behind ChromeDriver, spoken to over loopback.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The name under which the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys that write no letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Enter.
    Enter,
    /// Tab.
    Tab,
    /// Space.
    Space,
    /// Arrow down.
    Down,
    /// Escape.
    Escape,
}

impl Key {
    const fn code(self) -> char {
        match self {
            Self::Enter => '\u{e007}',
            Self::Tab => '\u{e004}',
            Self::Space => ' ',
            Self::Down => '\u{e015}',
            Self::Escape => '\u{e00c}',
        }
    }
}

/// Something on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element(String);

impl Element {
    /// The element as an argument of a script.
    pub fn argument(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

/// A browser with a profile of its own; closed when dropped.
#[derive(Debug)]
pub struct Browser {
    port: u16,
    session: String,
    driver: Child,
    _output: BufReader<ChildStdout>,
    profile: TempDir,
}

impl Browser {
    /// Opens a browser.
    ///
    /// # Panics
    ///
    /// If ChromeDriver or Chromium is missing; `./test` installs both.
    pub fn open() -> Self {
        let profile = tempfile::tempdir().expect("a temporary directory");
        let mut driver = Command::new("chromedriver")
            .args(["--port=0", "--log-level=SEVERE"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts; ./test installs it");
        let mut output = BufReader::new(driver.stdout.take().expect("its output"));
        let port = port_of(&mut output);
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--lang=ja",
            "--accept-lang=ja",
        ];
        let arguments: Vec<String> = arguments
            .iter()
            .map(|argument| (*argument).to_owned())
            .chain([format!("--user-data-dir={}", profile.path().display())])
            .collect();
        let downloads = profile.path().join("downloads");
        fs::create_dir(&downloads).expect("a folder for downloads");
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "unhandledPromptBehavior": "accept",
            "goog:chromeOptions": { "args": arguments, "prefs": {
                "download.default_directory": downloads,
                "download.prompt_for_download": false,
                "plugins.always_open_pdf_externally": true,
            } },
            "goog:loggingPrefs": { "performance": "ALL" },
        }}});
        let mut browser = Self { port, session: String::new(), driver, _output: output, profile };
        let opened = browser.send("POST", "/session", Some(&capabilities)).expect("Chromium starts");
        opened["sessionId"].as_str().expect("a session").clone_into(&mut browser.session);
        browser
    }

    /// Where files are saved.
    pub fn downloads(&self) -> PathBuf {
        self.profile.path().join("downloads")
    }

    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let answer = exchange(self.port, method, path, body).map_err(|error| format!("{method} {path}: {error}"))?;
        let value = answer["value"].clone();
        match value["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default())),
            None => Ok(value),
        }
    }

    fn ask(&self, method: &str, command: &str, body: Option<&Value>) -> Result<Value, String> {
        self.send(method, &format!("/session/{}{command}", self.session), body)
    }

    fn must(&self, method: &str, command: &str, body: Option<&Value>) -> Value {
        self.ask(method, command, body).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    fn text_of(&self, command: &str) -> String {
        self.must("GET", command, None).as_str().unwrap_or_default().to_owned()
    }

    /// Address and text of the page, for whoever looks into a failure; `BANSO_LAST_PAGE` names a file for the whole of it.
    pub fn last_words(&self) -> String {
        if let (Some(file), Ok(source)) = (env::var_os("BANSO_LAST_PAGE"), self.ask("GET", "/source", None)) {
            let _ = fs::write(file, source.as_str().unwrap_or_default());
        }
        let script = json!({ "script": "return location.href + '\\n' + document.body.innerText", "args": [] });
        let said = self.ask("POST", "/execute/sync", Some(&script));
        said.map_or_else(|error| error, |text| text.as_str().unwrap_or_default().to_owned())
    }

    /// Goes to an address and waits until the page is there.
    pub fn go(&self, address: &str) {
        self.must("POST", "/url", Some(&json!({ "url": address })));
    }

    /// Goes one page back.
    pub fn back(&self) {
        self.must("POST", "/back", Some(&json!({})));
    }

    /// The address shown.
    pub fn address(&self) -> String {
        self.text_of("/url")
    }

    /// The title of the tab.
    pub fn title(&self) -> String {
        self.text_of("/title")
    }

    /// Sets the size of the page itself, in CSS pixels.
    pub fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Whether the page is touched by fingers instead of a mouse.
    pub fn touch(&self, touched: bool) {
        let touch = json!({ "enabled": touched, "maxTouchPoints": 1 });
        self.devtools("Emulation.setTouchEmulationEnabled", &touch);
    }

    /// What the reader's system says it prefers, such as `prefers-reduced-motion`.
    pub fn media(&self, preferences: &[(&str, &str)]) {
        let features: Vec<Value> =
            preferences.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// Runs a script in every page of this tab before the page's own.
    pub fn run_in_every_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
    }

    /// A picture of what the window shows, without its scroll bar, as PNG in base64.
    pub fn picture(&self) -> String {
        self.devtools("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
        let shown = self.devtools("Page.captureScreenshot", &json!({ "format": "png", "optimizeForSpeed": false }));
        shown["data"].as_str().expect("a picture").to_owned()
    }

    /// Letters of the input method that are still being converted, as Japanese is typed.
    pub fn compose(&self, text: &str) {
        let end = text.encode_utf16().count();
        let parameters = json!({ "text": text, "selectionStart": end, "selectionEnd": end });
        self.devtools("Input.imeSetComposition", &parameters);
    }

    /// The Enter that confirms a conversion: the page sees key code 229, and then the text is there.
    pub fn confirm_composition(&self, text: &str) {
        for kind in ["rawKeyDown", "keyUp"] {
            let key = json!({ "type": kind, "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229 });
            self.devtools("Input.dispatchKeyEvent", &key);
        }
        self.devtools("Input.insertText", &json!({ "text": text }));
    }

    /// A command of the DevTools protocol, for what WebDriver has no word for.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.must("POST", "/goog/cdp/execute", Some(&json!({ "cmd": command, "params": parameters })))
    }

    /// Runs a function body in the page; what it returns, a promise awaited.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.must("POST", "/execute/sync", Some(&json!({ "script": script, "args": arguments })))
    }

    /// The first of the elements that is to be seen; none if the page went away while they were looked at.
    pub fn first_shown(&self, elements: Vec<Element>) -> Option<Element> {
        let script = json!({
            "script": "return arguments[0].findIndex((element) => element.checkVisibility())",
            "args": [elements.iter().map(Element::argument).collect::<Vec<_>>()],
        });
        let place = match self.ask("POST", "/execute/sync", Some(&script)) {
            Ok(place) => usize::try_from(place.as_i64()?).ok()?,
            Err(error) if error.starts_with("stale element reference") => return None,
            Err(error) => panic!("looking which is shown: {error}"),
        };
        elements.into_iter().nth(place)
    }

    /// Everything that fits an XPath, in the order of the page.
    pub fn find_all(&self, xpath: &str) -> Vec<Element> {
        let found = self.must("POST", "/elements", Some(&json!({ "using": "xpath", "value": xpath })));
        let id = |element: &Value| element[ELEMENT].as_str().map(|id| Element(id.to_owned()));
        found.as_array().map(|all| all.iter().filter_map(id).collect()).unwrap_or_default()
    }

    /// The element that has the focus.
    pub fn focused(&self) -> Element {
        let found = self.must("GET", "/element/active", None);
        Element(found[ELEMENT].as_str().unwrap_or_default().to_owned())
    }

    /// Presses an element with the pointer.
    ///
    /// # Errors
    ///
    /// What stands in the way, for example that it is covered or gone.
    pub fn click(&self, element: &Element) -> Result<(), String> {
        self.ask("POST", &format!("/element/{}/click", element.0), Some(&json!({}))).map(|_| ())
    }

    /// Empties a field.
    pub fn clear(&self, element: &Element) {
        self.must("POST", &format!("/element/{}/clear", element.0), Some(&json!({})));
    }

    /// Types into an element.
    pub fn type_into(&self, element: &Element, text: &str) {
        self.must("POST", &format!("/element/{}/value", element.0), Some(&json!({ "text": text })));
    }

    /// Types at the keyboard, wherever the focus is.
    pub fn type_text(&self, text: &str) {
        let actions: Vec<Value> = text
            .chars()
            .flat_map(|letter| {
                let letter = letter.to_string();
                [json!({ "type": "keyDown", "value": letter }), json!({ "type": "keyUp", "value": letter })]
            })
            .collect();
        self.must(
            "POST",
            "/actions",
            Some(&json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] })),
        );
    }

    /// Whole words at the keyboard, as the input method hands them over once they are confirmed.
    pub fn type_words(&self, text: &str) {
        self.devtools("Input.insertText", &json!({ "text": text }));
    }

    /// Presses a key, wherever the focus is.
    pub fn press(&self, key: Key) {
        self.type_text(&key.code().to_string());
    }

    /// The text that an element shows.
    pub fn text(&self, element: &Element) -> String {
        self.text_of(&format!("/element/{}/text", element.0))
    }

    /// A property of an element as the page sees it now, such as `value` or `checked`.
    pub fn property(&self, element: &Element, name: &str) -> Value {
        self.must("GET", &format!("/element/{}/property/{name}", element.0), None)
    }

    /// The tab in front.
    pub fn tab(&self) -> String {
        self.text_of("/window")
    }

    /// Opens a further tab and goes to it.
    pub fn open_tab(&self) -> String {
        let opened = self.must("POST", "/window/new", Some(&json!({ "type": "tab" })));
        let tab = opened["handle"].as_str().unwrap_or_default().to_owned();
        self.switch_to(&tab);
        tab
    }

    /// Closes the tab in front without asking anybody.
    pub fn close_tab(&self) {
        self.must("DELETE", "/window", None);
    }

    /// A script that runs in every page before the page's own.
    pub fn before_every_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
    }

    /// The time zone that the browser believes to be in.
    pub fn move_to(&self, zone: &str) {
        self.devtools("Emulation.setTimezoneOverride", &json!({ "timezoneId": zone }));
    }

    /// Goes to a tab.
    pub fn switch_to(&self, tab: &str) {
        self.must("POST", "/window", Some(&json!({ "handle": tab })));
    }

    /// The addresses that the browser has asked for since this was asked last.
    pub fn requests(&self) -> Vec<String> {
        let lines = self.must("POST", "/se/log", Some(&json!({ "type": "performance" })));
        let asked = |line: &Value| -> Option<String> {
            let event: Value = serde_json::from_str(line["message"].as_str()?).ok()?;
            let event = &event["message"];
            let sent = event["method"] == "Network.requestWillBeSent";
            sent.then(|| event["params"]["request"]["url"].as_str().map(str::to_owned)).flatten()
        };
        lines.as_array().map(|all| all.iter().filter_map(asked).collect()).unwrap_or_default()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A failure here leaves a process behind but says nothing about the journey.
        let _ = self.send("DELETE", &format!("/session/{}", self.session), None);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port that ChromeDriver says it listens on.
fn port_of(output: &mut impl BufRead) -> u16 {
    loop {
        let mut line = String::new();
        let read = output.read_line(&mut line).expect("readable output");
        assert!(read > 0, "chromedriver ended before it told its port");
        if let Some((_, port)) = line.split_once("successfully on port ") {
            return port.trim().trim_end_matches('.').parse().expect("a port");
        }
    }
}

/// One request and its answer over a connection of its own.
fn exchange(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Box<dyn std::error::Error>> {
    let mut connection = TcpStream::connect(("127.0.0.1", port))?;
    connection.set_read_timeout(Some(Duration::from_secs(120)))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    write!(
        connection,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = BufReader::new(connection);
    let mut length = 0;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line)?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    let mut content = vec![0; length];
    answer.read_exact(&mut content)?;
    Ok(serde_json::from_slice(&content)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_what_the_driver_says() {
        let said = "Starting ChromeDriver 156 on port 0\nChromeDriver was started successfully on port 43521.\n";
        assert_eq!(port_of(&mut said.as_bytes()), 43521);
    }
}
