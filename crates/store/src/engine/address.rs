//! The address of a PostgreSQL server, and who may listen on the way to it.
//!
//! `sslmode` means what PostgreSQL's own programs mean by it, with one difference: nothing is ever sent in the clear to another
//! machine unless `disable` says so.
//!
//! | `sslmode`            | on this machine            | to another machine                                           |
//! |----------------------|----------------------------|--------------------------------------------------------------|
//! | not given            | in the clear               | as `verify-full`                                             |
//! | `disable`            | in the clear               | in the clear                                                 |
//! | `allow`, `prefer`    | encrypted where possible   | refused: it might be in the clear without anybody noticing   |
//! | `require`            | encrypted                  | encrypted, whoever answers; with `sslrootcert` as `verify-ca` |
//! | `verify-ca`          | and the certificate was issued by somebody trusted        | the same                      |
//! | `verify-full`        | and it is issued for this host                            | the same                      |
//!
//! Trusted are the authorities that the machine trusts, or those in the file `sslrootcert`. A server's own certificate in that
//! file is trusted as it is, whatever name it bears.

use std::{net::IpAddr, path::PathBuf, str::FromStr};

use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls::{self, Trust};
use crate::OpenError;

/// The settings that this program reads itself, taken out of the address.
#[derive(Debug, Default, PartialEq, Eq)]
struct Security {
    mode: Option<String>,
    root_file: Option<PathBuf>,
}

/// What an address asks for.
#[derive(Debug, PartialEq, Eq)]
enum Way {
    Clear,
    EncryptedIfPossible,
    Encrypted(Trust),
}

/// Reads an address, as a URL or as `host=… user=…`.
///
/// # Errors
///
/// [`OpenError::Address`] without repeating the address, which may hold a password.
pub(super) fn read(url: &str) -> Result<(Config, MakeRustlsConnect), OpenError> {
    let (plain, security) = take_security(url);
    let mut config = Config::from_str(&plain)
        .map_err(|error| OpenError::Address(error.to_string().replace(url, "…").replace(&plain, "…")))?;
    let (mode, trust) = match way(security, is_here(&config))? {
        Way::Clear => (SslMode::Disable, Trust::Anybody),
        Way::EncryptedIfPossible => (SslMode::Prefer, Trust::Anybody),
        Way::Encrypted(trust) => (SslMode::Require, trust),
    };
    config.ssl_mode(mode);
    Ok((config, tls::connector(&trust)?))
}

fn way(security: Security, here: bool) -> Result<Way, OpenError> {
    let Security { mode, root_file } = security;
    Ok(match mode.as_deref() {
        None if here && root_file.is_none() => Way::Clear,
        Some("disable") => Way::Clear,
        Some("allow" | "prefer") if here => Way::EncryptedIfPossible,
        Some("allow" | "prefer") => {
            return Err(OpenError::Address(
                "sslmode=prefer might send records to another machine in the clear; write sslmode=verify-full, or \
                 sslmode=disable where the network itself is private"
                    .into(),
            ));
        }
        Some("require") if root_file.is_none() => Way::Encrypted(Trust::Anybody),
        Some("require" | "verify-ca") => Way::Encrypted(Trust::Issuer { root_file }),
        None | Some("verify-full") => Way::Encrypted(Trust::IssuerAndName { root_file }),
        Some(_) => {
            return Err(OpenError::Address(
                "sslmode is one of disable, prefer, require, verify-ca and verify-full".into(),
            ));
        }
    })
}

/// Whether the server is on this machine.
fn is_here(config: &Config) -> bool {
    let addresses = config.get_hostaddrs();
    if !addresses.is_empty() {
        return addresses.iter().all(IpAddr::is_loopback);
    }
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

/// Takes `sslmode` and `sslrootcert` out of an address.
fn take_security(url: &str) -> (String, Security) {
    let mut security = Security::default();
    let mut keep = |pair: &str, decode: fn(&str) -> String| match pair.split_once('=') {
        Some(("sslmode", mode)) => {
            security.mode = Some(decode(mode));
            false
        }
        Some(("sslrootcert", file)) => {
            security.root_file = Some(decode(file).into());
            false
        }
        _ => true,
    };
    let plain = if url.contains("://") {
        // A question mark in a password is written %3F; behind the last @ before it, the settings begin.
        let begin = url.find('@').unwrap_or(0);
        match url[begin..].find('?') {
            None => url.to_owned(),
            Some(mark) => {
                let (server, settings) = (&url[..begin + mark], &url[begin + mark + 1..]);
                let left: Vec<&str> = settings.split('&').filter(|pair| keep(pair, percent_decoded)).collect();
                if left.is_empty() { server.to_owned() } else { format!("{server}?{}", left.join("&")) }
            }
        }
    } else {
        let unquoted = |text: &str| text.trim_matches('\'').to_owned();
        url.split_whitespace().filter(|pair| keep(pair, unquoted)).collect::<Vec<_>>().join(" ")
    };
    (plain, security)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an address leads to, in the words of the table above.
    fn asked(url: &str) -> String {
        let (plain, security) = take_security(url);
        let config = Config::from_str(&plain).unwrap();
        match way(security, is_here(&config)) {
            Ok(Way::Clear) => "in the clear".into(),
            Ok(Way::EncryptedIfPossible) => "encrypted where possible".into(),
            Ok(Way::Encrypted(trust)) => format!("encrypted, {trust:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn nothing_goes_to_another_machine_in_the_clear_unless_the_address_says_so() {
        let here = "postgres://banso:secret@127.0.0.1:5432/banso";
        let there = "postgres://banso:secret@db.example.jp/banso";
        let said = [
            ("", [here, there]),
            ("?sslmode=disable", [here, there]),
            ("?sslmode=prefer", [here, there]),
            ("?sslmode=require", [here, there]),
            ("?sslmode=verify-full&sslrootcert=%2Fetc%2Fbanso%2Fca.pem", [here, there]),
            ("?sslmode=require&sslrootcert=/ca.pem&connect_timeout=3", [here, there]),
            ("?sslmode=yes", [here, there]),
        ]
        .map(|(settings, servers)| {
            let [here, there] = servers.map(|server| asked(&format!("{server}{settings}")));
            format!("{settings}\n  here:  {here}\n  there: {there}")
        });
        insta::assert_snapshot!(said.join("\n"), @r#"

          here:  in the clear
          there: encrypted, IssuerAndName { root_file: None }
        ?sslmode=disable
          here:  in the clear
          there: in the clear
        ?sslmode=prefer
          here:  encrypted where possible
          there: the database address cannot be understood: sslmode=prefer might send records to another machine in the clear; write sslmode=verify-full, or sslmode=disable where the network itself is private
        ?sslmode=require
          here:  encrypted, Anybody
          there: encrypted, Anybody
        ?sslmode=verify-full&sslrootcert=%2Fetc%2Fbanso%2Fca.pem
          here:  encrypted, IssuerAndName { root_file: Some("/etc/banso/ca.pem") }
          there: encrypted, IssuerAndName { root_file: Some("/etc/banso/ca.pem") }
        ?sslmode=require&sslrootcert=/ca.pem&connect_timeout=3
          here:  encrypted, Issuer { root_file: Some("/ca.pem") }
          there: encrypted, Issuer { root_file: Some("/ca.pem") }
        ?sslmode=yes
          here:  the database address cannot be understood: sslmode is one of disable, prefer, require, verify-ca and verify-full
          there: the database address cannot be understood: sslmode is one of disable, prefer, require, verify-ca and verify-full
        "#);
    }

    #[test]
    fn every_way_to_write_an_address_is_judged_by_where_the_server_is() {
        for here in
            ["host=/run/postgresql user=banso", "host=localhost", "postgres://[::1]/banso", "postgres:///b?host=/run/p"]
        {
            assert_eq!(asked(here), "in the clear", "{here}");
        }
        for there in ["host=10.0.0.5 user=banso", "host=localhost hostaddr=10.0.0.5", "postgres://localhost,db2/banso"]
        {
            assert!(asked(there).starts_with("encrypted, IssuerAndName"), "{there}");
        }
        assert!(asked("host=db sslmode='verify-ca' sslrootcert=/ca.pem").starts_with("encrypted, Issuer {"));
    }
}
