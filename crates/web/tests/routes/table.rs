//! Every route of the product, and who may reach it.

/// Whom a route is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Everybody, signed in or not.
    Everybody,
    /// Any member of staff; it shows nothing of a case that the reader may not see.
    Staff,
    /// Those who may see the case, person or conference in the address: for others it does not exist.
    Insiders,
    /// Municipal officers, for what waits at their municipality; others may know that it exists.
    Officers,
    /// Administrators; others may know that it exists.
    Administrators,
}

/// Methods, path, audience. A route that is not listed fails the tests, and so does a line without a route.
#[rustfmt::skip]
pub const ROUTES: &[(&str, &str, For)] = &[
    ("GET POST", "/sign-in", For::Everybody),
    ("GET POST", "/sign-in/second-factor", For::Staff),
    ("POST", "/sign-in/set-up", For::Staff),
    ("POST", "/sign-out", For::Staff),
    ("POST", "/agency", For::Staff),
    ("POST", "/language", For::Staff),
    ("GET", "/assets/{version}/{*path}", For::Everybody),
    ("GET", "/healthz", For::Everybody),
    ("GET", "/readyz", For::Everybody),
    ("GET", "/echo/date", For::Staff),
    ("POST", "/drafts/{*form_key}", For::Staff),
    ("POST", "/session/extend", For::Staff),
    ("GET", "/", For::Staff),
    ("GET", "/cases", For::Staff),
    ("POST", "/cases/search", For::Staff),
    ("GET", "/cases/{case}", For::Insiders),
    ("GET POST", "/cases/{case}/records", For::Insiders),
    ("GET", "/cases/{case}/records/new", For::Insiders),
    ("GET POST", "/cases/{case}/records/{record}/correct", For::Insiders),
    ("GET", "/cases/print/{list}", For::Staff),
    ("GET", "/cases/{case}/print", For::Insiders),
    ("GET", "/cases/{case}/print/{sheet}", For::Insiders),
    ("GET", "/cases/{case}/history", For::Insiders),
    ("GET", "/cases/{case}/history/{entry}", For::Insiders),
    ("GET", "/cases/{case}/as-of", For::Insiders),
    ("GET", "/forms", For::Staff),
    ("GET", "/forms/{form}/{blank}", For::Staff),
    ("GET POST", "/account", For::Staff),
    ("POST", "/account/password", For::Staff),
    ("GET", "/help", For::Everybody),
    ("GET", "/accessibility", For::Everybody),
    ("GET", "/about", For::Everybody),
    ("GET", "/administration", For::Administrators),
    ("GET", "/administration/definitions", For::Administrators),
    ("GET", "/administration/staff", For::Administrators),
    ("GET POST", "/administration/staff/new", For::Administrators),
    ("GET POST", "/administration/staff/{staff}", For::Administrators),
    ("GET POST", "/administration/staff/{staff}/password", For::Administrators),
    ("GET POST", "/administration/staff/{staff}/second-factor", For::Administrators),
    ("GET POST", "/administration/staff/{staff}/sessions", For::Administrators),
    ("GET", "/administration/agencies", For::Administrators),
    ("GET POST", "/administration/agencies/new", For::Administrators),
    ("GET POST", "/administration/agencies/{agency}", For::Administrators),
    ("GET", "/api/openapi.json", For::Everybody),
    ("GET", "/api/v1/persons", For::Staff),
    ("GET PUT", "/api/v1/persons/{person}", For::Insiders),
    ("GET", "/api/v1/cases", For::Staff),
    ("GET", "/api/v1/cases/{case}", For::Insiders),
    ("GET POST", "/api/v1/cases/{case}/records", For::Insiders),
    ("GET", "/api/v1/contact-counts", For::Staff),
];
