//! What may be typed after `banso`, in English and Japanese.

use std::net::SocketAddr;

use clap::{Args, Parser, Subcommand};

/// Banso — the shared case record of everyone who walks beside one person.
///
/// 伴走 — 一人の人を支えるみんなの、ひとつの支援記録。
#[derive(Debug, Parser)]
#[command(version, propagate_version = true)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Starts with a fictional region to try out / 架空の地域を使って試す
    Demo(DemoOptions),
}

#[derive(Args, Debug)]
pub(crate) struct DemoOptions {
    /// Address and port to listen on / 待ち受けるアドレスとポート
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,
    /// The same number gives the same region / 同じ数なら同じ地域になる
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}
