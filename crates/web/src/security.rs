//! What keeps a page safe in the browser: headers, the token against forged forms, cookies.

mod cookie;
mod csrf;
mod from;
mod headers;

pub use cookie::{Cookie, cookie_value};
pub use csrf::CsrfKey;
pub(crate) use from::CameFrom;
pub use headers::{CONTENT_SECURITY_POLICY, secure};
