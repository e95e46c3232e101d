//! Serves the gallery of components: `cargo run -p banso-web --example gallery --features gallery`.

use std::net::Ipv4Addr;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 8790)).await?;
    println!("http://127.0.0.1:8790/gallery/ja  http://127.0.0.1:8790/gallery/en");
    axum::serve(listener, banso_web::dressed(banso_web::gallery::router())).await
}
