//! The way to a PostgreSQL server is encrypted, and the server is who it says it is.

use std::{fs, path::Path, process::Command};

use banso_store::{
    Location, MasterKey, OpenError, Query, Store,
    testing::{OwnServer, SERVER},
};

/// Makes an authority of its own and a certificate for `localhost`.
fn certificates(folder: &Path) {
    let openssl = |arguments: &str| {
        let made = Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    };
    let curve = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3";
    for authority in ["authority", "stranger"] {
        openssl(&format!("req -x509 {curve} -keyout {authority}.key -out {authority}.pem -subj /CN={authority}"));
    }
    openssl(&format!("req {curve} -keyout server.key -out server.csr -subj /CN=localhost"));
    fs::write(folder.join("names"), "subjectAltName = DNS:localhost").unwrap();
    openssl(
        "x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 3 -extfile names \
         -out server.pem",
    );
    #[cfg(unix)]
    fs::set_permissions(folder.join("server.key"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

/// Opens a store and asks the server whether the connection is encrypted; or what stands in the way.
async fn encrypted(url: String) -> Result<bool, String> {
    let key = MasterKey::from_hex(&"5".repeat(64)).unwrap();
    match Store::open(&Location::Postgres(url), key).await {
        Ok(store) => {
            let asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
            Ok(store.reader().query_one(asked, &[]).await.unwrap().bool(0).unwrap())
        }
        Err(OpenError::Store(error)) => Err(std::error::Error::source(&error).unwrap().to_string()),
        Err(other) => Err(other.to_string()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_encrypted_as_its_address_asks_and_an_impostor_is_refused() {
    let prepare = |home: &Path| {
        certificates(home);
        let home = home.display();
        format!("ssl = on\nssl_cert_file = '{home}/server.pem'\nssl_key_file = '{home}/server.key'\n")
    };
    let Some(server) = OwnServer::start(prepare) else { return println!("skipped: no PostgreSQL server is named") };
    let file = |name: &str| server.home().join(name).display().to_string();
    let (authority, stranger, own) = (file("authority.pem"), file("stranger.pem"), file("server.pem"));
    let said = async |host: &str, settings: String| encrypted(server.url(host, &settings)).await;

    assert_eq!(said("localhost", String::new()).await, Ok(false), "on this machine nobody can listen");
    assert_eq!(said("localhost", "?sslmode=prefer".into()).await, Ok(true));
    assert_eq!(said("127.0.0.1", "?sslmode=require".into()).await, Ok(true));
    let full = |file: &str| format!("?sslmode=verify-full&sslrootcert={file}");
    assert_eq!(said("localhost", full(&authority)).await, Ok(true));

    let told = said("127.0.0.1", full(&authority)).await.unwrap_err();
    assert!(told.contains("not valid for name"), "a certificate for another name: {told}");
    assert_eq!(said("127.0.0.1", format!("?sslmode=verify-ca&sslrootcert={authority}")).await, Ok(true));
    assert_eq!(said("127.0.0.1", full(&own)).await, Ok(true), "the certificate of the server itself is believed");

    for mode in ["verify-full", "verify-ca", "require"] {
        let told = said("localhost", format!("?sslmode={mode}&sslrootcert={stranger}")).await.unwrap_err();
        assert!(told.contains("UnknownIssuer"), "{mode} with another authority: {told}");
    }
    let told = said("localhost", "?sslmode=verify-full".into()).await.unwrap_err();
    assert!(told.contains("UnknownIssuer") || told.contains("trusts no authority"), "{told}");
    let told = said("localhost", full("/no/such/file")).await.unwrap_err();
    assert!(told.contains("/no/such/file named by sslrootcert cannot be read"), "{told}");
}

#[tokio::test]
async fn a_server_that_cannot_encrypt_is_told_and_not_used_in_the_clear() {
    let Some(server) = std::env::var(SERVER).ok().filter(|url| !url.is_empty()) else {
        return println!("skipped: no PostgreSQL server is named");
    };
    let told = encrypted(format!("{server}?sslmode=require")).await.unwrap_err();
    assert!(told.contains("server does not support TLS"), "{told}");
}
