//! `banso`: the command line. Every command is a function in a file of its own.

mod backup;
mod command_line;
mod definitions;
mod demo;
mod export;
mod failure;
mod form;
mod import;
mod indicators;
mod init;
mod japanese;
mod log;
mod metrics;
mod place;
mod post;
mod rescue;
mod rhythm;
mod say;
mod secret;
mod serve;
mod server;
mod simulate;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use command_line::{Command, CommandLine, DefinitionsCommand, ExportCommand};
use failure::Failure;

/// Gives memory back that is free, also after a password was computed: docs/decisions/0015.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let line = CommandLine::parse();
    // Servers tell what they do; the other commands answer for themselves.
    let serves = matches!(line.command, Command::Demo(_) | Command::Serve(_));
    log::start(if serves { "info" } else { "warn" });
    match run(line.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit_code()
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::because("the program could not start its threads"))?;
    runtime.block_on(async {
        match command {
            Command::Demo(options) => demo::run(options).await,
            Command::Init(options) => init::run(options).await,
            Command::Serve(options) => serve::run(options).await,
            Command::Rescue(options) => rescue::run(options).await,
            Command::Simulate(options) => simulate::run(options).await,
            Command::Form(command) => form::run(command).await,
            Command::Import(command) => import::run(command).await,
            Command::Export(ExportCommand::Datapackage(options)) => export::run(options).await,
            Command::Rhythm(options) => rhythm::run(options).await,
            Command::Indicators(options) => indicators::run(options).await,
            Command::Verify(place) => verify::run(place).await,
            Command::Backup(options) => backup::write(options).await,
            Command::Restore(options) => backup::restore(options).await,
            Command::Definitions(DefinitionsCommand::Check { directory }) => definitions::check(directory.as_deref()),
        }
    })
}
