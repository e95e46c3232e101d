//! Working without a mouse: every stop of the Tab key has to be seen, in the order of reading, and none holds one fast.

use serde_json::Value;

use crate::{Desk, Key};

/// The name of what has the focus, the group it belongs to, and whether it can be seen: inside the window, not under a bar that
/// stays, with a ring around it.
const FOCUS: &str = r"
    const at = document.activeElement;
    if (!at || at === document.body) return { name: '', visible: true, ring: true, order: 0 };
    const label = at.labels?.[0]?.innerText || at.getAttribute('aria-label') || at.innerText || '';
    const region = document.getElementById(at.getAttribute('aria-labelledby'))?.innerText ?? '';
    const group = at.closest('fieldset')?.querySelector('legend')?.innerText ?? '';
    const box = at.getBoundingClientRect();
    const corners = [[box.left + 2, box.top + 2], [box.right - 2, box.bottom - 2],
      [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
    const visible = corners.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (at.contains(top) || top.contains(at) || at.labels?.[0]?.contains(top));
    });
    const style = getComputedStyle(at);
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return { name: (label || region).replace(/\s+/g, ' ').trim(), group: group.trim(), kind: at.type ?? '', visible, ring, order: at.tabIndex,
      place: [...document.querySelectorAll('*')].indexOf(at) };
";

/// One stop of the Tab key.
struct Stop {
    name: String,
    group: String,
    kind: String,
    /// Where it stands among all elements of the page; none where nothing has the focus.
    place: Option<u64>,
}

impl Stop {
    fn of(desk: &Desk<'_>) -> Self {
        let found = desk.browser.run(FOCUS, &[]);
        let text = |part: &Value| part.as_str().unwrap_or_default().to_owned();
        let stop = Self {
            name: text(&found["name"]),
            group: text(&found["group"]),
            kind: text(&found["kind"]),
            place: found["place"].as_u64(),
        };
        let path = desk.path();
        assert_eq!(found["visible"], true, "the focus is not to be seen on {:?} of {path}", stop.name);
        assert_eq!(found["ring"], true, "no ring is around {:?} of {path}", stop.name);
        assert!(found["order"].as_i64() <= Some(0), "{:?} of {path} jumps the queue", stop.name);
        stop
    }
}

impl Desk<'_> {
    fn next_stop(&self) -> Stop {
        self.browser.press(Key::Tab);
        Stop::of(self)
    }

    fn tab_until(&self, what: &str, fits: impl Fn(&Stop) -> bool) -> Stop {
        for _ in 0..300 {
            let stop = self.next_stop();
            if fits(&stop) {
                return stop;
            }
        }
        panic!("{what} cannot be reached with the Tab key on {}", self.path());
    }

    /// Presses Tab until the field or button with these words has the focus, as somebody without a mouse does. On the way
    /// every stop has to be visible.
    ///
    /// # Panics
    ///
    /// If it is not reached within three hundred stops.
    pub fn tab_to(&self, words: &str) {
        self.tab_until(words, |stop| stop.name.starts_with(words));
    }

    /// Tabs to a field and types into it, in place of what is there: Tab selects the text of a field.
    pub fn key_in(&self, label: &str, text: &str) {
        self.tab_until(label, |stop| stop.name.starts_with(label) && stop.kind != "radio" && stop.kind != "checkbox");
        self.browser.type_words(text);
    }

    /// Tabs to a button or link and presses it.
    pub fn key_press(&self, words: &str) {
        self.tab_to(words);
        self.browser.press(Key::Enter);
    }

    /// Tabs to a box of a group and ticks it.
    pub fn key_tick(&self, group: &str, label: &str) {
        self.tab_until(label, |stop| stop.group.starts_with(group) && stop.name.starts_with(label));
        self.browser.press(Key::Space);
    }

    /// Tabs to radio buttons and takes one with the arrow keys.
    ///
    /// # Panics
    ///
    /// If the answer is not among them.
    pub fn key_choose(&self, group: &str, label: &str) {
        let mut stop = self.tab_until(group, |stop| stop.group.starts_with(group) && stop.kind == "radio");
        if stop.name.starts_with(label) {
            self.browser.press(Key::Space);
            return;
        }
        for _ in 0..20 {
            self.browser.press(Key::Down);
            stop = Stop::of(self);
            if stop.name.starts_with(label) {
                return;
            }
        }
        panic!("{label} is not among {group}");
    }

    /// Tabs to a list of choices and takes the option that begins with these words with the arrow keys.
    ///
    /// # Panics
    ///
    /// If it is not offered.
    pub fn key_pick(&self, label: &str, option: &str) {
        self.tab_until(label, |stop| stop.name.starts_with(label) && stop.kind == "select-one");
        for _ in 0..100 {
            let chosen = self.browser.run("return document.activeElement.selectedOptions[0]?.label.trim() ?? ''", &[]);
            if chosen.as_str().is_some_and(|chosen| chosen.starts_with(option)) {
                return;
            }
            self.browser.press(Key::Down);
        }
        panic!("{option} is not offered under {label}");
    }

    /// Takes a radio button of the group that has the focus.
    ///
    /// # Panics
    ///
    /// If the answer is not among them.
    pub fn key_choose_here(&self, label: &str) {
        for _ in 0..20 {
            if self.focus().starts_with(label) {
                self.browser.press(Key::Space);
                return;
            }
            self.browser.press(Key::Down);
        }
        panic!("{label} is not among the answers");
    }

    /// Answers the next question of 有・無 with 無.
    pub fn key_answer_no(&self) {
        self.tab_until("有", |stop| stop.kind == "radio" && stop.name == "有");
        self.browser.press(Key::Down);
        assert_eq!(self.focus(), "無");
    }

    /// What has the focus.
    pub fn focus(&self) -> String {
        Stop::of(self).name
    }

    /// The group of what has the focus.
    pub fn focus_group(&self) -> String {
        Stop::of(self).group
    }

    /// Tabs to a link to a file and saves it.
    pub fn save_with_enter(&self, words: &str) -> Vec<u8> {
        self.tab_to(words);
        self.saved_by(words, || self.browser.press(Key::Enter))
    }

    /// Walks once through the page with the Tab key: in the order of the page, everything visible, and out again at the end.
    ///
    /// # Panics
    ///
    /// If the walk goes backwards or never ends.
    pub fn walk_through(&self) {
        self.browser.run("document.activeElement?.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)", &[]);
        let mut last = None;
        for stops in 0..400 {
            let stop = self.next_stop();
            let again = stop.place.is_none() || last.is_some() && stop.place <= last;
            if again {
                let whole = self.browser.run(
                    "const all = [...document.querySelectorAll('*')]; \
                     return all.findLastIndex((part) => part.matches('footer a') && part.checkVisibility())",
                    &[],
                );
                assert_eq!(
                    whole.as_u64(),
                    last,
                    "after {stops} stops the walk through {} went back to {}",
                    self.path(),
                    stop.name
                );
                return;
            }
            last = stop.place;
        }
        panic!("the walk through {} never ends", self.path());
    }
}
