//! Encryption on the way to a PostgreSQL server: whom to believe that it is the server.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::OpenError;

/// Who is believed to be the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Whoever answers: nobody can listen, but somebody could answer in the server's place.
    Anybody,
    /// Whoever shows a certificate of an authority in the file, or of one that the machine trusts.
    Issuer { root_file: Option<PathBuf> },
    /// The same, and the certificate is for the host of the address.
    IssuerAndName { root_file: Option<PathBuf> },
}

/// What encrypts connections.
///
/// # Errors
///
/// [`OpenError::Address`] if the file of the authorities cannot be read or holds none.
pub(super) fn connector(trust: &Trust) -> Result<MakeRustlsConnect, OpenError> {
    let provider = Arc::new(ring::default_provider());
    let (issuers, own, by_name) = match trust {
        Trust::Anybody => (None, Vec::new(), false),
        Trust::Issuer { root_file } | Trust::IssuerAndName { root_file } => {
            let known = authorities(root_file.as_deref())?;
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(known.iter().cloned());
            let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
                .build()
                .map_err(|error| OpenError::Address(format!("nobody is there to trust: {error}")))?;
            // Only a file that was named can hold the certificate of the server itself.
            let own = if root_file.is_some() { known } else { Vec::new() };
            (Some(verifier), own, matches!(trust, Trust::IssuerAndName { .. }))
        }
    };
    let judge = Judge { issuers, own, by_name, provider: Arc::clone(&provider) };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| OpenError::Address(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(judge))
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn authorities(file: Option<&Path>) -> Result<Vec<CertificateDer<'static>>, OpenError> {
    let Some(file) = file else {
        let known = rustls_native_certs::load_native_certs().certs;
        return if known.is_empty() {
            Err(OpenError::Address("this machine trusts no authority; name one with sslrootcert=FILE".into()))
        } else {
            Ok(known)
        };
    };
    let name = file.display();
    let read: Result<Vec<_>, _> = CertificateDer::pem_file_iter(file).and_then(Iterator::collect);
    match read {
        Ok(known) if !known.is_empty() => Ok(known),
        Ok(_) => Err(OpenError::Address(format!("the file {name} named by sslrootcert holds no certificate"))),
        Err(error) => Err(OpenError::Address(format!("the file {name} named by sslrootcert cannot be read: {error}"))),
    }
}

/// Judges the certificate that a server shows. That it holds the key to it is checked in every case.
#[derive(Debug)]
struct Judge {
    issuers: Option<Arc<WebPkiServerVerifier>>,
    /// Certificates trusted as they are.
    own: Vec<CertificateDer<'static>>,
    by_name: bool,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        server: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(issuers) = &self.issuers else { return Ok(ServerCertVerified::assertion()) };
        if self.own.iter().any(|own| own == shown) {
            return Ok(ServerCertVerified::assertion());
        }
        // The name is looked at after everything else was found in order.
        match issuers.verify_server_cert(shown, between, server, ocsp, now) {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.by_name => Ok(ServerCertVerified::assertion()),
            judged => judged,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, shown, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, shown, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
