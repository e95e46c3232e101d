//! Somebody sitting in front of a browser, who finds things by the words written on them.

use crate::{Browser, Element, Key, Login, Product, Viewport, inspection, wait_for};

/// A browser looking at the product. Every page it comes to is inspected: barriers, foreign requests, names in the title.
#[derive(Debug)]
pub struct Desk<'p> {
    /// The browser, for what has no word here.
    pub browser: Browser,
    product: &'p Product,
}

/// Text as an XPath literal; the words of the product hold no double quotes.
fn literal(text: &str) -> String {
    assert!(!text.contains('"'), "{text} cannot be looked for");
    format!("\"{text}\"")
}

impl<'p> Desk<'p> {
    /// Sits down in front of an empty browser of desk size.
    pub fn at(product: &'p Product) -> Self {
        let browser = Browser::open();
        let size = Viewport::Desk.size();
        browser.resize(size.0, size.1);
        Self { browser, product }
    }

    /// Sits down and signs in.
    pub fn signed_in(product: &'p Product, login: &Login) -> Self {
        let desk = Self::at(product);
        desk.open("/sign-in");
        desk.sign_in(login);
        desk
    }

    /// Signs in on the page that asks for it.
    pub fn sign_in(&self, login: &Login) {
        self.fill("ログイン名", &login.name);
        self.fill("パスワード", &login.password);
        self.press("ログインする");
        self.wait_until_at(|path| !path.starts_with("/sign-in"));
    }

    /// Leaves, so that somebody else can sign in.
    pub fn sign_out(&self) {
        self.browser.run("document.querySelector('form[action=\"/sign-out\"]').requestSubmit()", &[]);
        self.wait_until_at(|path| path.starts_with("/sign-in"));
    }

    /// Opens a page by its path.
    pub fn open(&self, path: &str) {
        self.browser.go(&format!("{}{path}", self.product.origin));
    }

    /// The path shown, with its query.
    pub fn path(&self) -> String {
        let address = self.browser.address();
        let path = address.strip_prefix(&self.product.origin);
        path.unwrap_or_else(|| panic!("{address} is outside the product")).to_owned()
    }

    /// Waits for a page.
    pub fn wait_until_at(&self, fits: impl Fn(&str) -> bool) -> String {
        wait_for("another page", || {
            let path = self.path();
            let loaded = self.browser.run("return document.readyState", &[]) == "complete";
            (loaded && fits(&path)).then_some(path)
        })
    }

    fn first(&self, what: &str, xpath: &str) -> Element {
        wait_for(what, || self.browser.find_all(xpath).into_iter().next())
    }

    /// The field that a label belongs to: its text begins with these words.
    pub fn field(&self, label: &str) -> Element {
        let words = literal(label);
        self.first(
            label,
            &format!(
                "//*[self::input or self::textarea or self::select]\
                 [@id = //label[starts-with(normalize-space(.), {words})]/@for]"
            ),
        )
    }

    /// Types into the field with this label, in place of what is there.
    pub fn fill(&self, label: &str, text: &str) {
        let field = self.field(label);
        self.browser.clear(&field);
        self.browser.type_into(&field, text);
    }

    /// What stands in the field with this label.
    pub fn value(&self, label: &str) -> String {
        let value = self.browser.property(&self.field(label), "value");
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Ticks the box, or takes the radio button, with this label.
    pub fn tick(&self, label: &str) {
        let field = self.field(label);
        if self.browser.property(&field, "checked") != true {
            self.click(label, &field);
        }
    }

    /// Takes the option of a list of choices.
    pub fn choose(&self, label: &str, option: &str) {
        let words = (literal(label), literal(option));
        let option_element = self.first(
            option,
            &format!(
                "//select[@id = //label[starts-with(normalize-space(.), {})]/@for]\
                 /option[starts-with(normalize-space(.), {})]",
                words.0, words.1
            ),
        );
        self.click(option, &option_element);
    }

    /// Presses the button, or follows the link, with exactly these words.
    pub fn press(&self, words: &str) {
        let target = self.first(
            words,
            &format!(
                "//*[self::a or self::button or self::summary][normalize-space(.) = {}]\
                 [not(contains(@class, 'visually-hidden'))]",
                literal(words)
            ),
        );
        self.click(words, &target);
    }

    /// A click that waits until nothing covers the target any more.
    fn click(&self, words: &str, target: &Element) {
        self.browser.run("arguments[0].scrollIntoView({ block: 'center' })", &[target.argument()]);
        wait_for(words, || self.browser.click(target).ok());
    }

    /// Whether the page shows these words.
    pub fn shows(&self, words: &str) -> bool {
        let text = self.browser.run("return document.body.innerText", &[]);
        text.as_str().is_some_and(|text| text.contains(words))
    }

    /// Waits until the page shows these words.
    pub fn wait_for_words(&self, words: &str) {
        wait_for(words, || self.shows(words).then_some(()));
    }

    /// The main heading.
    pub fn heading(&self) -> String {
        self.browser.text(&self.first("a heading", "//h1"))
    }

    /// Presses Tab until the field or button with these words has the focus, as somebody without a mouse does. On the way
    /// every stop has to be visible.
    ///
    /// # Panics
    ///
    /// If it is not reached within a hundred stops.
    pub fn tab_to(&self, words: &str) {
        for _ in 0..100 {
            self.browser.press(Key::Tab);
            let stop = self.browser.run(inspection::FOCUS, &[]);
            let name = stop["name"].as_str().unwrap_or_default();
            assert_eq!(stop["visible"], true, "the focus is not to be seen on {name:?}");
            if name.starts_with(words) {
                return;
            }
        }
        panic!("{words} cannot be reached with the Tab key");
    }

    /// Inspects the page at both widths and at the narrowest: no barrier, no sideways scrolling, no foreign request, none of
    /// these names in title or address.
    pub fn inspect(&self, names: &[&str]) {
        inspection::inspect(&self.browser, &self.product.origin, names);
    }
}
