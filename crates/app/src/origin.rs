//! Where a sign-in comes from: an address, and perhaps a browser in which the same person has signed in before.

use std::net::IpAddr;

use banso_domain::id::StaffId;

use crate::{App, UseCaseError, throttle::Key};

/// So many people are remembered by one browser: a shared desk.
const REMEMBERED: usize = 6;

/// Where a request to sign in comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'a> {
    /// The address of the machine.
    pub address: &'a str,
    /// What [`App::remember_browser`] gave the browser, as it came back.
    pub browser: &'a str,
}

impl<'a> From<&'a str> for Origin<'a> {
    fn from(address: &'a str) -> Self {
        Self { address, browser: "" }
    }
}

impl Origin<'_> {
    /// The address, of the sixth version without its second half, which a machine can choose.
    pub(crate) fn network(&self) -> String {
        match self.address.parse() {
            Ok(IpAddr::V6(address)) => format!("{:x?}", &address.segments()[..4]),
            _ => self.address.to_owned(),
        }
    }
}

fn place(staff: StaffId) -> String {
    format!("browser of {staff}")
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    text.as_bytes().chunks(2).map(pair).collect()
}

impl App {
    /// What the browser keeps so that it is known as one in which this member of staff has signed in: it opens nothing, it only
    /// keeps failures from elsewhere from counting here. `before` is what the browser kept until now.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::Store`] if the system gives no random numbers.
    pub fn remember_browser(&self, staff: StaffId, before: &str) -> Result<String, UseCaseError> {
        let mark = self.inner.store.seal_note(&place(staff), b"known")?;
        let others = before.split('.').filter(|mark| !mark.is_empty() && !self.is_mark_of(mark, staff));
        let marks: Vec<_> = std::iter::once(to_hex(&mark)).chain(others.map(str::to_owned)).take(REMEMBERED).collect();
        Ok(marks.join("."))
    }

    fn is_mark_of(&self, mark: &str, staff: StaffId) -> bool {
        from_hex(mark).is_some_and(|sealed| self.inner.store.open_note(&place(staff), &sealed).is_ok())
    }

    /// The mark of this member of staff that the browser holds.
    fn mark<'m>(&self, origin: Origin<'m>, staff: StaffId) -> Option<&'m str> {
        origin.browser.split('.').take(REMEMBERED).find(|mark| self.is_mark_of(mark, staff))
    }

    /// What wrong passwords for a name are counted by.
    pub(crate) fn password_keys(&self, login: &str, staff: Option<StaffId>, origin: Origin<'_>) -> Vec<Key> {
        let name = login.trim().to_lowercase();
        match staff.and_then(|staff| self.mark(origin, staff)) {
            Some(mark) => vec![Key::Pair(name, mark.to_owned())],
            None => {
                let network = origin.network();
                vec![Key::Pair(name.clone(), network.clone()), Key::Address(network), Key::Name(name)]
            }
        }
    }

    /// What wrong codes are counted by: all browsers that are not known count as one.
    pub(crate) fn code_key(&self, staff: StaffId, origin: Origin<'_>) -> Key {
        Key::Pair(format!("code {staff}"), self.mark(origin, staff).unwrap_or_default().to_owned())
    }
}
