//! `banso`: the command line. Every command is a function in a file of its own.

mod command_line;
mod demo;
mod failure;
mod log;
mod metrics;
mod server;

use std::process::ExitCode;

use clap::Parser;

use command_line::{Command, CommandLine};
use failure::Failure;

fn main() -> ExitCode {
    let line = CommandLine::parse();
    log::start();
    match run(line.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
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
        }
    })
}
