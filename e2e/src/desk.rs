//! Somebody sitting in front of a browser, who finds things by the words written on them.

use std::{fs, path::Path, thread};

use crate::{Browser, Element, Login, Product, Viewport, inspection, wait_for};

/// A browser looking at the product. Every page it comes to is inspected: barriers, foreign requests, names in the title.
#[derive(Debug)]
pub struct Desk<'p> {
    /// The browser, for what has no word here.
    pub browser: Browser,
    product: &'p Product,
}

/// Whatever stands under a heading or a legend that begins with these words.
fn inside(part: &str) -> String {
    let words = literal(part);
    let headed = format!("*[self::h2 or self::h3 or self::legend][starts-with(normalize-space(.), {words})]");
    let exact = format!("*[self::h2 or self::h3 or self::legend][normalize-space(.) = {words}]");
    let places = "*[self::section or self::fieldset or self::article]";
    format!("(//{places}[{exact}] | //{places}[not(//{places}[{exact}])][{headed}])")
}

/// What is called exactly so, apart from what is said for those who do not see the line.
fn saying(words: &str) -> String {
    let words = literal(words);
    format!(
        "[normalize-space(.) = {words} or (.//*[@class = 'visually-hidden' or @class = 'count'] \
         and normalize-space(text()[normalize-space(.)][1]) = {words})]"
    )
}

/// Text as an XPath literal; the words of the product hold no double quotes.
pub(crate) fn literal(text: &str) -> String {
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
        self.wait_until_at(|path| path.split('?').next() != Some("/sign-in"));
    }

    /// Switches the language of the pages, and waits until they speak it.
    pub fn speak(&self, words: &str, code: &str) {
        self.press(words);
        self.first(words, &format!("/html[@lang = {}]", literal(code)));
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

    pub(crate) fn first(&self, what: &str, xpath: &str) -> Element {
        wait_for(what, || self.browser.find_all(xpath).into_iter().next())
    }

    /// The first that fits the exact words, otherwise the first that begins with them. Beside a label may stand 「※必須」.
    fn labelled(&self, what: &str, fields: &str, words: &str) -> Element {
        let words = literal(words);
        let exact = format!(
            "{fields}[@id = //label[normalize-space(.) = {words} or starts-with(normalize-space(.), concat({words}, ' ※'))]/@for]"
        );
        let begins = format!("{fields}[@id = //label[starts-with(normalize-space(.), {words})]/@for]");
        wait_for(what, || self.visible(&exact).or_else(|| self.visible(&begins)))
    }

    /// The first of those that are to be seen.
    fn visible(&self, xpath: &str) -> Option<Element> {
        let found = self.browser.find_all(xpath);
        if found.is_empty() { None } else { self.browser.first_shown(found) }
    }

    /// Ticks every box that is called so: in each row of a list.
    pub fn tick_each(&self, label: &str) {
        let words = literal(label);
        self.first(label, &format!("//label[normalize-space(.) = {words}]"));
        for field in self.browser.find_all(&format!("//input[@id = //label[normalize-space(.) = {words}]/@for]")) {
            self.check(label, &field);
        }
    }

    /// The field that a label belongs to: its text is these words, or begins with them.
    pub fn field(&self, label: &str) -> Element {
        self.labelled(label, "//*[self::input or self::textarea or self::select]", label)
    }

    /// The field with this label among those of a part of the page: a section or a group under this heading.
    pub fn field_of(&self, part: &str, label: &str) -> Element {
        let fields = format!("{}//*[self::input or self::textarea or self::select]", inside(part));
        self.labelled(&format!("{part}: {label}"), &fields, label)
    }

    /// Types into a field of a part of the page, in place of what is there.
    pub fn fill_in(&self, part: &str, label: &str, text: &str) {
        self.write(&self.field_of(part, label), text);
    }

    /// Ticks a box, or takes a radio button, of a part of the page.
    pub fn tick_in(&self, part: &str, label: &str) {
        self.check(label, &self.field_of(part, label));
    }

    /// Takes a tick away from a box of a part of the page.
    pub fn untick_in(&self, part: &str, label: &str) {
        let field = self.field_of(part, label);
        if self.browser.property(&field, "checked") == true {
            self.click_label(label, &field);
        }
    }

    /// Takes an answer, whether the answers stand beside each other or in a list.
    pub fn choose_or_tick(&self, question: &str, answer: &str) {
        let list = format!("//select[@id = //label[starts-with(normalize-space(.), {})]/@for]", literal(question));
        match self.browser.find_all(&list).first() {
            Some(list) => self.pick(list, answer),
            None => self.tick_in(question, answer),
        }
    }

    /// Takes an option of a list of choices at a place of the page.
    pub fn choose_at(&self, place: &str, label: &str, option: &str) {
        self.pick(&self.labelled(label, &format!("{place}//select"), label), option);
    }

    /// Presses a button at a place of the page.
    pub fn press_at(&self, place: &str, words: &str) {
        self.click(words, &self.first(words, &format!("{place}//button{}", saying(words))));
    }

    /// Takes an option of a list of choices of a part of the page.
    pub fn choose_in(&self, part: &str, label: &str, option: &str) {
        self.pick(&self.field_of(part, label), option);
    }

    /// Types into the field with this label, in place of what is there.
    pub fn fill(&self, label: &str, text: &str) {
        self.write(&self.field(label), text);
    }

    fn write(&self, field: &Element, text: &str) {
        self.browser.clear(field);
        self.browser.type_into(field, text);
    }

    /// What stands in the field with this label.
    pub fn value(&self, label: &str) -> String {
        let value = self.browser.property(&self.field(label), "value");
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Ticks the box, or takes the radio button, with this label.
    pub fn tick(&self, label: &str) {
        self.check(label, &self.field(label));
    }

    pub(crate) fn check(&self, label: &str, field: &Element) {
        if self.browser.property(field, "checked") != true {
            self.click_label(label, field);
        }
    }

    /// A click on the words beside a box, where people aim.
    fn click_label(&self, label: &str, field: &Element) {
        let words = format!("//label[@for = {}]", literal(&self.id(field)));
        self.click(label, &self.first(label, &words));
    }

    /// Takes the option of a list of choices.
    pub fn choose(&self, label: &str, option: &str) {
        self.pick(&self.field(label), option);
    }

    fn pick(&self, list: &Element, option: &str) {
        let found = self.browser.run(
            "return [...arguments[0].options].find((option) => option.label.trim().startsWith(arguments[1]))?.index ?? -1",
            &[list.argument(), option.into()],
        );
        let place = found.as_u64().unwrap_or_else(|| panic!("{option} is not offered"));
        let xpath = format!("//select[@id = {}]/option[{}]", literal(&self.id(list)), place + 1);
        self.click(option, &self.first(option, &xpath));
    }

    fn id(&self, element: &Element) -> String {
        self.browser.property(element, "id").as_str().unwrap_or_default().to_owned()
    }

    /// Presses the button, or follows the link, with exactly these words.
    pub fn press(&self, words: &str) {
        let xpath = format!("//*[self::a or self::button or self::summary][not(@aria-hidden)]{}", saying(words));
        let target = wait_for(words, || self.visible(&xpath));
        self.click(words, &target);
    }

    /// Presses the button, or follows the link, with these words in a part of the page.
    pub fn press_in(&self, part: &str, words: &str) {
        let place = inside(part);
        let target =
            self.first(words, &format!("{place}//*[self::a or self::button or self::summary]{}", saying(words)));
        self.click(words, &target);
    }

    /// Opens the menu that bears a name.
    pub fn press_name(&self, name: &str) {
        let words = literal(name);
        self.click(name, &self.first(name, &format!("//summary[contains(., {words})]")));
    }

    /// Acts for another of one's agencies, whose name begins or ends so.
    pub fn act_for(&self, agency: &str) {
        let here = format!("//*[contains(@class, 'masthead')]//summary[contains(., {})]", literal(agency));
        if self.browser.find_all(&here).is_empty() {
            self.press_name("相談センター");
            let other = format!("//button[@name = 'agency'][contains(., {})]", literal(agency));
            self.click(agency, &self.first(agency, &other));
            self.first(agency, &here);
        }
    }

    /// Presses the last of several that have the same words.
    pub fn press_last(&self, words: &str) {
        let xpath =
            format!("(//*[self::a or self::button or self::summary][not(@aria-hidden)]{})[last()]", saying(words));
        self.click(words, &self.first(words, &xpath));
    }

    /// Types into the last field with this label: that of the newest row of a list.
    pub fn fill_last(&self, label: &str, text: &str) {
        let fields =
            format!("(//input[@id = //label[starts-with(normalize-space(.), {})]/@for])[last()]", literal(label));
        self.write(&self.first(label, &fields), text);
    }

    /// Takes an option of the last list of choices with this label.
    pub fn choose_last(&self, label: &str, option: &str) {
        let lists =
            format!("(//select[@id = //label[starts-with(normalize-space(.), {})]/@for])[last()]", literal(label));
        self.pick(&self.first(label, &lists), option);
    }

    /// Follows a tab of the case or of its beginning.
    pub fn tab(&self, words: &str) {
        let target = self.first(words, &format!("//nav[contains(@class, 'tabs')]//a{}", saying(words)));
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

    /// Waits until the page says that something has been done.
    pub fn wait_for_done(&self, words: &str) {
        let xpath = format!("//*[contains(@class, 'banner--success')]//*[contains(., {})]", literal(words));
        self.first(words, &xpath);
    }

    /// Waits until the form has come back with a complaint in these words, told above the form and in the title (U16).
    pub fn wait_for_complaint(&self, words: &str) {
        let told = "//*[@data-error-summary or contains(@class, 'banner--error')]";
        self.first(words, &format!("{told}//*[contains(., {})]", literal(words)));
        let title = self.browser.title();
        assert!(title.starts_with("エラー："), "the title tells that something is wrong: {title}");
    }

    /// Saves the file behind a link and reads it; the address may be told by its beginning.
    pub fn download(&self, href: &str) -> Vec<u8> {
        let link = self.first(href, &format!("//a[starts-with(@href, {})]", literal(href)));
        self.saved_by(href, || self.click(href, &link))
    }

    /// The file that is saved by doing something.
    pub(crate) fn saved_by(&self, what: &str, doing: impl FnOnce()) -> Vec<u8> {
        let folder = self.browser.downloads();
        for left in fs::read_dir(&folder).expect("the folder of downloads").flatten() {
            fs::remove_file(left.path()).expect("a file of our own");
        }
        doing();
        // A file that is still on its way has another ending.
        let whole = |path: &Path| {
            path.extension().is_some_and(|ending| ["pdf", "xlsx", "json"].iter().any(|whole| ending == *whole))
        };
        let file = wait_for(what, || {
            let files = fs::read_dir(&folder).ok()?.flatten().map(|file| file.path());
            files.filter(|path| whole(path)).find(|path| fs::metadata(path).is_ok_and(|file| file.len() > 0))
        });
        fs::read(file).expect("the file that was saved")
    }

    /// Inspects the page at both widths and at the narrowest: no barrier, no sideways scrolling, no foreign request, none of
    /// these names in title or address.
    pub fn inspect(&self, names: &[&str]) {
        inspection::inspect(&self.browser, &self.product.origin, names);
    }
}

impl Drop for Desk<'_> {
    /// A journey that fails tells where it stood and what the page said.
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("-- the desk stood at {}", self.browser.last_words());
        }
    }
}
