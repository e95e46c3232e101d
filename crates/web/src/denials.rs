//! Whoever is turned away is noted: who asked, for what, and that there was nothing for them.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{StatusCode, request::Parts},
    middleware::Next,
    response::Response,
};
use banso_access::Actor;
use banso_app::{DenialAnswer, DeniedRequest};
use uuid::Uuid;

use crate::site::Site;

/// Who asks, once it is known.
#[derive(Clone, Default)]
struct AskedBy(Arc<OnceLock<Actor>>);

/// Tells the middleware around the handlers who asks.
pub(crate) fn asked_by(parts: &Parts, actor: &Actor) {
    if let Some(slot) = parts.extensions.get::<AskedBy>() {
        slot.0.get_or_init(|| actor.clone());
    }
}

/// A middleware that notes every denial. What is not there is noted like what the asker may not see, so that neither the
/// journal nor the time of an answer tells one from the other.
pub(crate) async fn note(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let slot = AskedBy::default();
    request.extensions_mut().insert(slot.clone());
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let address = request.uri().path().to_owned();
    let response = next.run(request).await;
    let answer = match response.status() {
        StatusCode::NOT_FOUND => DenialAnswer::Nothing,
        StatusCode::FORBIDDEN => DenialAnswer::Forbidden,
        _ => return response,
    };
    if let (Some(actor), Some(path)) = (slot.0.get(), path) {
        let about = address.split('/').filter_map(|part| Uuid::try_parse(part).ok()).collect();
        let asked = format!("{method} {}", path.as_str());
        site.app().note_denial(actor, DeniedRequest { asked, about, answer });
    }
    response
}
