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
    ("GET", "/cases/new", For::Staff),
    ("POST", "/cases/new/search", For::Staff),
    ("GET POST", "/cases/new/basics", For::Staff),
    ("GET POST", "/cases/new/person/{person}", For::Insiders),
    ("GET POST", "/cases/{case}/intake", For::Insiders),
    ("GET POST", "/cases/{case}/assessment", For::Insiders),
    ("GET POST", "/cases/{case}/person", For::Insiders),
    ("GET POST", "/cases/{case}/application", For::Insiders),
    ("GET POST", "/cases/{case}/screening", For::Insiders),
    ("POST", "/cases/{case}/screening/arrival", For::Insiders),
    ("GET POST", "/cases/{case}/emergency", For::Insiders),
    ("GET POST", "/cases/{case}/assign", For::Insiders),
    ("GET", "/persons/{person}", For::Insiders),
    ("GET POST", "/persons/{person}/merge", For::Insiders),
    ("GET POST", "/persons/{person}/merge/{other}", For::Insiders),
    ("POST", "/persons/{person}/part", For::Insiders),
    ("GET POST", "/cases/{case}/records", For::Insiders),
    ("GET", "/cases/{case}/records/new", For::Insiders),
    ("GET POST", "/cases/{case}/records/{record}/correct", For::Insiders),
    ("GET", "/cases/{case}/plan", For::Insiders),
    ("GET POST", "/cases/{case}/plan/new", For::Insiders),
    ("GET", "/cases/{case}/plans/{plan}", For::Insiders),
    ("GET POST", "/cases/{case}/plans/{plan}/edit", For::Insiders),
    ("GET POST", "/cases/{case}/plans/{plan}/correct", For::Insiders),
    ("GET POST", "/cases/{case}/plans/{plan}/answer", For::Insiders),
    ("GET POST", "/cases/{case}/plans/{plan}/start-early", For::Insiders),
    ("POST", "/cases/{case}/plans/{plan}/actions/{line}", For::Insiders),
    ("GET POST", "/cases/{case}/monitoring", For::Insiders),
    ("GET POST", "/cases/{case}/evaluation", For::Insiders),
    ("POST", "/cases/{case}/evaluation/replan", For::Insiders),
    ("GET", "/cases/{case}/closing", For::Insiders),
    ("POST", "/cases/{case}/closing/{part}", For::Insiders),
];
