//! A file that was sent with a form: its token checked, its bytes read, nothing kept.

use axum::{
    extract::{FromRequest, Multipart, Request},
    response::Response,
};

use crate::{
    errors::{ErrorKind, PageError},
    security::cookie_value,
    site::{SESSION_COOKIE, Site},
};

/// The file of a form that was sent.
pub(crate) struct Uploaded {
    /// What it holds; nothing where no file was chosen.
    pub(crate) bytes: Vec<u8>,
}

impl Uploaded {
    /// Reads a form with a file.
    ///
    /// # Errors
    ///
    /// A page for what is no such form, or bears no token of the reader.
    pub(crate) async fn read(site: &Site, request: Request) -> Result<Self, Response> {
        use axum::response::IntoResponse;
        let refused = || PageError::new(ErrorKind::BadRequest).into_response();
        let session = cookie_value(request.headers(), SESSION_COOKIE, site.inner.secure).unwrap_or_default().to_owned();
        let mut parts = Multipart::from_request(request, site).await.map_err(|_| refused())?;
        let (mut token, mut bytes) = (String::new(), Vec::new());
        while let Some(part) = parts.next_field().await.map_err(|_| refused())? {
            match part.name() {
                Some("csrf") => token = part.text().await.map_err(|_| refused())?,
                Some("file") => bytes = part.bytes().await.map_err(|_| refused())?.to_vec(),
                _ => {}
            }
        }
        if !site.inner.csrf.accepts(&session, &token) {
            return Err(refused());
        }
        Ok(Self { bytes })
    }
}
