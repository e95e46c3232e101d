//! Looking at one page in every way in which it is looked at: widths, text spacing, keyboard, finger, languages, contrast modes.

use serde_json::{Value, json};

use crate::{Browser, inspection};

/// Every width at which nothing may reach over the edge (U27): 400 % magnification, below and above the point where the layout
/// changes, the municipal desk at 150 % and at 100 %.
const WIDTHS: [(u32, u32); 5] = [(320, 640), (767, 1024), (768, 1024), (911, 512), (1366, 768)];

/// Looks at pages and gathers what is wrong with them, so that one walk tells everything.
#[derive(Debug)]
pub struct Looks<'b> {
    browser: &'b Browser,
    /// Message keys that must not stand on a page.
    keys: Vec<String>,
    /// Texts that belong to one language only, Japanese first, English second.
    own: [Vec<String>; 2],
    /// Whom no title and no address may name.
    people: Vec<String>,
    complaints: Vec<String>,
}

impl<'b> Looks<'b> {
    /// Prepares the browser: from now on every page it opens can be looked at.
    pub fn new(browser: &'b Browser) -> Self {
        browser.run_in_every_page(&inspection::axe());
        browser.run_in_every_page(include_str!("looks.js"));
        let (keys, own) = words();
        Self { browser, keys, own, people: Vec::new(), complaints: Vec::new() }
    }

    /// Adds people whom no title and no address may name.
    pub fn knows(&mut self, people: impl IntoIterator<Item = String>) {
        self.people.extend(people);
    }

    /// What was wrong, with the address and the circumstances.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }

    /// Adds what was found wrong elsewhere.
    pub fn complain(&mut self, complaints: impl IntoIterator<Item = String>) {
        self.complaints.extend(complaints);
    }

    fn ask(&mut self, circumstances: &str, call: &str, arguments: &[Value]) {
        let found = self.browser.run(&format!("return looks.{call}"), arguments);
        let lines = found.as_array().unwrap_or_else(|| panic!("looks.{call} answers with a list")).iter();
        let address = self.browser.address();
        let path = address.splitn(4, '/').nth(3).unwrap_or_default();
        self.complaints.extend(
            lines.map(|line| format!("/{path} [{circumstances}] {}", line.as_str().unwrap_or("something unspeakable"))),
        );
    }

    /// Words, title, names, headings of the page that is open, in one language.
    pub fn words(&mut self, lang: &str) {
        let foreign = if lang == "ja" { &self.own[1] } else { &self.own[0] };
        let (keys, foreign, people) = (json!(self.keys), json!(foreign), json!(self.people));
        self.ask(lang, "wrongWords(arguments[0], arguments[1])", &[keys, foreign]);
        self.ask(lang, "namesOutside(arguments[0])", &[people]);
        self.ask(lang, "frame(arguments[0])", &[json!(lang)]);
        self.ask(lang, "poorErrors()", &[]);
    }

    /// Whether a form came back; if so, it says well what to mend, and its `dates` fields still hold the `day` that was typed.
    pub fn came_back(&mut self, how: &str, day: &str, dates: u64) -> bool {
        let answer = self.browser.run("return looks.answered(arguments[0])", &[json!(day)]);
        let is_back = answer["back"] == true;
        if is_back {
            self.ask(how, "poorErrors()", &[]);
            self.ask(how, "barriers()", &[]);
            self.ask(how, "frame('ja')", &[]);
            if !day.is_empty() && answer["kept"].as_u64() < Some(dates) {
                let address = self.browser.address();
                self.complaints.push(format!("{address} [{how}] lost a date: {} of {dates} kept", answer["kept"]));
            }
        }
        is_back
    }

    /// Every width: nothing reaches over the edge.
    pub fn widths(&mut self, lang: &str) {
        for (width, height) in WIDTHS {
            self.browser.resize(width, height);
            self.ask(&format!("{lang}, {width} px"), "sideways()", &[]);
        }
    }

    /// The narrowest width alone, where long words of a language show first.
    pub fn narrowest(&mut self, lang: &str) {
        let (width, height) = WIDTHS[0];
        self.browser.resize(width, height);
        self.ask(&format!("{lang}, {width} px"), "sideways()", &[]);
    }

    /// At the desk: barriers, wider text, bars, the focus on its way back to the top.
    pub fn at_the_desk(&mut self) {
        self.browser.resize(1366, 768);
        self.ask("desk", "barriers()", &[]);
        self.ask("desk", "tallBars()", &[]);
        self.ask("desk", "bareStates()", &[]);
        self.ask("desk", "cutOffWithWiderText()", &[]);
        self.ask("desk", "focusUnderBars()", &[]);
    }

    /// In the hand: a telephone that is touched.
    pub fn in_the_hand(&mut self) {
        self.browser.resize(360, 740);
        self.browser.touch(true);
        self.ask("telephone", "barriers()", &[]);
        self.ask("telephone", "smallTargets(44)", &[]);
        self.ask("telephone", "sideways()", &[]);
        self.ask("telephone", "cutOffWithWiderText()", &[]);
        self.browser.touch(false);
    }

    /// With the colours that the reader's system forces upon pages, and without movement (U25).
    pub fn in_forced_colours_and_stillness(&mut self) {
        self.browser.media(&[("forced-colors", "active"), ("prefers-reduced-motion", "reduce")]);
        self.ask("forced colours", "bareStates()", &[]);
        self.ask("forced colours", "movements()", &[]);
        self.browser.media(&[]);
    }

    /// Nothing that the browser asked for since this was asked last lies outside the installation (U27).
    pub fn requests(&mut self, origin: &str) {
        let foreign = inspection::foreign_requests(self.browser, origin);
        self.complaints.extend(foreign.into_iter().map(|asked| format!("asks somebody outside: {asked}")));
    }
}

/// The keys of all messages, and the texts that only one of the languages has.
fn words() -> (Vec<String>, [Vec<String>; 2]) {
    let read = |lang: &str| -> Vec<(String, String)> {
        let folder = format!("{}/../crates/web/locales/{lang}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(folder).expect("the messages").map(|entry| entry.expect("a file").path());
        let mut files: Vec<_> = files.collect();
        files.sort();
        let text: String = files.iter().map(|file| std::fs::read_to_string(file).expect("messages")).collect();
        let messages = text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        messages
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, text)| (key.to_owned(), text.trim().to_owned()))
            .collect()
    };
    let (ja, en) = (read("ja"), read("en"));
    let keys = ja.iter().map(|(key, _)| key.clone()).filter(|key| key.contains('-')).collect();
    // Short words may be names or answers that people wrote; a sentence with a placeholder never stands there as written.
    // The Japanese sheet 【1】 itself says E-mail.
    let whole = |text: &&(String, String)| !text.1.contains('{') && text.1.chars().count() > 3 && text.1 != "E-mail";
    let only = |these: &[(String, String)], those: &[(String, String)]| -> Vec<String> {
        let there = |text: &str| those.iter().any(|(_, other)| other == text);
        these.iter().filter(whole).filter(|(_, text)| !there(text)).map(|(_, text)| text.clone()).collect()
    };
    (keys, [only(&ja, &en), only(&en, &ja)])
}
