//! Serving the pages: listening, logging requests, counting them, stopping gently.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::{self, Next},
    response::Response,
    routing::get,
};
use banso_app::App;
use banso_web::site::{Site, Surroundings};
use tokio::{net::TcpListener, signal, sync::watch};

use crate::{failure::Failure, metrics::Metrics};

/// A place to listen, taken before anything else so that a taken port is told at once.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    let words = format!(
        "cannot listen on {address}; is another program using the port? Choose another with --listen / そのアドレスでは待ち受けられません。--listen で変えてください"
    );
    TcpListener::bind(address).await.map_err(Failure::because(words))
}

/// How long requests being answered are waited for when the program is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves until the program is told to stop; requests being answered are finished first, unless they take too long.
pub(crate) async fn serve(
    listener: TcpListener,
    app: App,
    surroundings: Surroundings,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Failure> {
    let site = Site::within(app.clone(), surroundings);
    let metrics = Arc::new(Metrics::default());
    let routes = Router::new()
        .route("/metrics", get(|State(metrics): State<Arc<Metrics>>| async move { metrics.text() }))
        .with_state(Arc::clone(&metrics))
        .merge(banso_web::service(site))
        .layer(middleware::from_fn_with_state(metrics, note_request));
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    let (told, mut stopping) = watch::channel(false);
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        told.send_replace(true);
    });
    let patience = async {
        // An error means that the server has ended by itself.
        if stopping.wait_for(|told| *told).await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        served = serving.into_future() => served.map_err(Failure::because("the server stopped / サーバーが止まりました"))?,
        () = patience => tracing::warn!(seconds = PATIENCE.as_secs(), "Connections that did not end were cut off"),
    }
    app.settle_denials().await;
    app.settle_reads().await;
    tracing::info!("Stopped");
    Ok(())
}

const KNOWN_METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

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
    // Anybody can make up a method; only those that a browser sends are told apart.
    let method = if KNOWN_METHODS.contains(&method) { method.as_str() } else { "OTHER" };
    metrics.note(method, path, status, took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(method, path, status, milliseconds, "Answered");
    response
}

/// Comes to an end when the program is told to stop. From the call on, not only once it is awaited, such a signal no longer
/// ends the program at once.
pub(crate) fn told_to_stop() -> impl Future<Output = ()> + Send {
    #[cfg(unix)]
    let terminate = signal::unix::signal(signal::unix::SignalKind::terminate()).ok();
    async move {
        let interrupt = async { drop(signal::ctrl_c().await) };
        #[cfg(unix)]
        if let Some(mut terminate) = terminate {
            tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        interrupt.await;
    }
}
