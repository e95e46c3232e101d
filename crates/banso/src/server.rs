//! Serving the pages: listening, logging requests, counting them, stopping gently.

use std::{net::SocketAddr, sync::Arc, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    middleware::{self, Next},
    response::Response,
    routing::get,
};
use banso_app::App;
use banso_web::site::Site;
use tokio::{net::TcpListener, signal};

use crate::{failure::Failure, metrics::Metrics};

/// A place to listen, taken before anything else so that a taken port is told at once.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    let words = format!("cannot listen on {address}; is another program using the port? Choose another with --listen");
    TcpListener::bind(address).await.map_err(Failure::because(words))
}

/// Serves until the program is told to stop; requests being answered are finished first.
pub(crate) async fn serve(listener: TcpListener, app: App, secure_cookies: bool) -> Result<(), Failure> {
    let site = Site::new(app, secure_cookies).map_err(Failure::because("the system gave no random numbers"))?;
    let metrics = Arc::new(Metrics::default());
    let routes = Router::new()
        .route("/metrics", get(|State(metrics): State<Arc<Metrics>>| async move { metrics.text() }))
        .with_state(Arc::clone(&metrics))
        .merge(banso_web::service(site))
        .layer(middleware::from_fn_with_state(metrics, note_request));
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(told_to_stop())
        .await
        .map_err(Failure::because("the server stopped"))?;
    tracing::info!("Stopped");
    Ok(())
}

/// Logs and counts a request: its template and outcome, never its address, which may hold what somebody searched for.
async fn note_request(
    State(metrics): State<Arc<Metrics>>,
    path: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let response = next.run(request).await;
    let path = path.as_ref().map_or("none", MatchedPath::as_str);
    let (status, took) = (response.status().as_u16(), began.elapsed());
    metrics.note(method.as_str(), path, status, took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status, milliseconds, "Answered");
    response
}

async fn told_to_stop() {
    let interrupt = async { signal::ctrl_c().await.ok() };
    #[cfg(unix)]
    {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
