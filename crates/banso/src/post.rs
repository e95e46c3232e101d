//! Mails go out: what waits in the outbox is handed to the mail server, now or when it is there again.

use std::time::Duration;

use banso_app::{App, MailToSend, UseCaseError};
use banso_web::mail::mail_text;
use lettre::{
    Message, SmtpTransport, Transport,
    address::Envelope,
    message::{Mailbox, header::ContentType},
    transport::smtp,
};

use crate::{command_line::MailOptions, failure::Failure};

/// The outbox is looked at so often.
const EVERY: Duration = Duration::from_secs(20);
/// While the mail server is away, less and less often, up to this.
const SELDOM: Duration = Duration::from_secs(300);
/// A mail server that says nothing for so long is away.
const PATIENCE: Duration = Duration::from_secs(30);
/// So many mails are taken from the outbox in one go.
const AT_ONCE: u32 = 50;

/// Why a mail did not go out, by the word under which the pages explain it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setback {
    Unreachable,
    Tls,
    SignIn,
    Later,
    Refused,
    Address,
}

impl Setback {
    const fn word(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::SignIn => "sign-in",
            Self::Later => "later",
            Self::Refused => "refused",
            Self::Address => "address",
        }
    }

    /// Whether the next mail would meet the same.
    const fn concerns_all(self) -> bool {
        matches!(self, Self::Unreachable | Self::Tls | Self::SignIn)
    }

    fn of(error: &smtp::Error) -> Self {
        // 530, 534, 535: authentication is asked for, or failed (RFC 4954).
        let code = error.status().map(u16::from);
        match () {
            () if matches!(code, Some(530 | 534 | 535)) => Self::SignIn,
            () if error.is_permanent() => Self::Refused,
            () if error.is_transient() => Self::Later,
            () if error.is_tls() => Self::Tls,
            () => Self::Unreachable,
        }
    }
}

/// The way to the mail server.
pub(crate) struct Post {
    server: SmtpTransport,
    from: Mailbox,
    address: String,
}

impl Post {
    /// The way that the options name; none if no mail goes out.
    pub(crate) fn of(options: &MailOptions) -> Result<Option<Self>, Failure> {
        let (server, from, address) = match (&options.mail_server, &options.mail_from, &options.address) {
            (None, None, _) => return Ok(None),
            (Some(server), Some(from), Some(address)) => (server, from, address),
            _ => {
                return Err(Failure::usage(
                    "for mail give --mail-server, --mail-from and --address together / メールを送るには --mail-server と --mail-from と --address の三つを指定してください",
                ));
            }
        };
        // What is wrong with the address of the server is not repeated: it holds the password.
        let server = SmtpTransport::from_url(server).map_err(|_| {
            Failure::usage(
                "--mail-server is not an address like smtps://NAME:PASSWORD@HOST / --mail-server は smtps://名前:パスワード@ホスト の形で指定してください",
            )
        })?;
        let from = from.parse().map_err(Failure::because(
            "--mail-from is not a mail address / --mail-from がメールアドレスの形になっていません",
        ))?;
        if !address.starts_with("https://") && !address.starts_with("http://") {
            return Err(Failure::usage(
                "--address begins with https:// / --address は https:// で始まるアドレスにしてください",
            ));
        }
        let address = address.trim_end_matches('/').to_owned();
        Ok(Some(Self { server: server.timeout(Some(PATIENCE)).build(), from, address }))
    }

    /// Sends what waits, as long as the program runs.
    pub(crate) async fn run(self, app: App) {
        let mut pause = EVERY;
        loop {
            pause = match self.round(&app).await {
                Ok(true) => EVERY,
                Ok(false) => (pause * 2).min(SELDOM),
                Err(error) => {
                    tracing::error!(%error, "The outbox could not be read");
                    (pause * 2).min(SELDOM)
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Sends what is due; whether the mail server is there.
    async fn round(&self, app: &App) -> Result<bool, UseCaseError> {
        app.look_at_mornings().await?;
        loop {
            let mails = app.mails_to_send(AT_ONCE).await?;
            if mails.is_empty() {
                return Ok(true);
            }
            for mail in &mails {
                let Err(setback) = self.send(mail).await else {
                    app.mail_went_out(mail).await?;
                    continue;
                };
                tracing::warn!(mail = %mail.id, reason = setback.word(), "A mail did not go out and waits");
                app.mail_waits(mail, setback.word()).await?;
                if setback.concerns_all() {
                    return Ok(false);
                }
            }
        }
    }

    async fn send(&self, mail: &MailToSend) -> Result<(), Setback> {
        let text = mail_text(mail.kind, &mail.language, &self.address);
        let to: Mailbox = mail.address.parse().map_err(|_| Setback::Address)?;
        let envelope = Envelope::new(Some(self.from.email.clone()), vec![to.email.clone()]);
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(text.subject)
            .envelope(envelope.map_err(|_| Setback::Address)?)
            .message_id(Some(format!("<{}@banso>", mail.id)))
            .date_now()
            .header(ContentType::TEXT_PLAIN)
            .body(text.body)
            .map_err(|_| Setback::Address)?;
        let server = self.server.clone();
        let sent = tokio::task::spawn_blocking(move || server.send(&message)).await;
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Setback::of(&error)),
            Err(_) => Err(Setback::Unreachable),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead, BufReader, Write},
        net::{SocketAddr, TcpListener},
        thread,
    };

    use banso_app::{Clock, Definitions, NewStaff, NoticeChoice, SecondFactor};
    use banso_domain::{
        agency::{AgencyFacts, AgencyKind},
        staff::StaffFacts,
    };
    use banso_store::testing::TestBed;
    use base64::{Engine, prelude::BASE64_STANDARD};
    use chrono::{DateTime, TimeDelta};

    use super::*;

    /// A mail server that takes one mail, or refuses its recipient, and gives back what it heard.
    fn mail_server(listener: TcpListener, answer_to_recipient: &'static str) -> thread::JoinHandle<String> {
        thread::spawn(move || {
            let (stream, _) = listener.accept().expect("somebody comes");
            let mut out = stream.try_clone().expect("a stream");
            let mut say = |line: &str| out.write_all(format!("{line}\r\n").as_bytes()).expect("somebody listens");
            let mut heard = String::new();
            let mut in_data = false;
            say("220 test");
            for line in BufReader::new(stream).lines() {
                let line = line.expect("a line");
                heard.push_str(&line);
                heard.push('\n');
                match line.get(..4).unwrap_or(&line) {
                    "." if in_data => {
                        in_data = false;
                        say("250 taken");
                    }
                    _ if in_data => {}
                    "EHLO" => say("250 test"),
                    "RCPT" => say(answer_to_recipient),
                    "DATA" => {
                        in_data = true;
                        say("354 go on");
                    }
                    "QUIT" => {
                        say("221 bye");
                        break;
                    }
                    _ => say("250 fine"),
                }
            }
            heard
        })
    }

    fn post_to(address: SocketAddr) -> Post {
        let options = MailOptions {
            mail_server: Some(format!("smtp://{address}")),
            mail_from: Some("Banso <banso@example.jp>".to_owned()),
            address: Some("https://banso.example.jp/".to_owned()),
        };
        Post::of(&options).expect("sound options").expect("a way")
    }

    /// An installation in which somebody waits for a trial mail.
    async fn waiting() -> App {
        let store = TestBed::sqlite().open().await;
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let definitions = Definitions::embedded().expect("definitions");
        let app = App::new(store, Clock::standing(now), definitions, SecondFactor::Optional);
        let facts = StaffFacts {
            login: "root".to_owned(),
            name: "青葉 一郎".to_owned(),
            kana: String::new(),
            memberships: Vec::new(),
            active: true,
            person: None,
        };
        let password = "correct horse battery";
        let new = NewStaff { facts, password: password.to_owned() };
        app.found(AgencyFacts::named(AgencyKind::Municipality, "みどり市"), new).await.expect("a founder");
        let (token, _) = app.sign_in("root", password, "192.0.2.1").await.expect("signed in");
        let session = app.session(token).await.expect("an answer").expect("a session");
        let choice = NoticeChoice { address: "root@example.jp".to_owned(), at_once: true, each_morning: false };
        app.change_notice_choice(&session, &choice).await.expect("saved");
        app.send_trial_mail(&session).await.expect("a trial");
        app
    }

    fn later(app: &App) {
        app.clock().set(app.clock().now() + TimeDelta::hours(1));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_mail_waits_while_the_mail_server_is_away_and_goes_out_when_it_is_back() {
        let app = waiting().await;
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        drop(listener);
        let post = post_to(address);
        assert!(!post.round(&app).await.expect("a round"), "nobody is there");
        later(&app);
        let listener = TcpListener::bind(address).expect("the same port");
        let server = mail_server(listener, "250 fine");
        assert!(post.round(&app).await.expect("a round"));
        drop(post);
        let heard = server.join().expect("a server");
        assert!(heard.contains("RCPT TO:<root@example.jp>"), "{heard}");
        let body: String =
            heard.split("\n\n").nth(1).expect("a body").lines().take_while(|line| *line != ".").collect();
        let body = String::from_utf8(BASE64_STANDARD.decode(body).expect("base64")).expect("text");
        assert!(body.contains("https://banso.example.jp/account/notices"), "{body}");
        assert!(!body.contains("青葉"), "{body}");
        later(&app);
        assert!(app.mails_to_send(10).await.expect("mails").is_empty(), "it went out once");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_address_that_the_mail_server_refuses_holds_up_nobody_else() {
        let app = waiting().await;
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let post = post_to(listener.local_addr().expect("an address"));
        let server = mail_server(listener, "550 no such mailbox");
        assert!(post.round(&app).await.expect("a round"), "the server is there");
        drop(post);
        drop(server.join());
        assert!(app.mails_to_send(10).await.expect("mails").is_empty(), "it waits a while");
        later(&app);
        assert_eq!(app.mails_to_send(10).await.expect("mails").len(), 1, "and is not lost");
    }

    #[test]
    fn half_a_mail_server_is_refused_at_the_start_without_repeating_the_password() {
        let options = |server: &str, from: Option<&str>| MailOptions {
            mail_server: Some(server.to_owned()),
            mail_from: from.map(str::to_owned),
            address: Some("https://banso.example.jp".to_owned()),
        };
        let refused = |options: MailOptions| Post::of(&options).err().expect("refused").to_string();
        assert!(refused(options("smtps://mail.example.jp", None)).contains("--mail-from"));
        let wrong = refused(options("gopher://banso:secret@mail.example.jp", Some("banso@example.jp")));
        assert!(wrong.contains("--mail-server") && !wrong.contains("secret"), "{wrong}");
        assert!(refused(options("smtps://mail.example.jp", Some("banso"))).contains("--mail-from"));
        let none = MailOptions { mail_server: None, mail_from: None, address: None };
        assert!(Post::of(&none).expect("no mail is fine").is_none());
    }
}
