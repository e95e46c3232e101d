//! The words of a mail. It says that something waits, of what kind, and where to sign in; nobody's name, number or date is in it.

use banso_domain::notice::NoticeKind;

use crate::text::{Lang, Texts};

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailText {
    /// The subject.
    pub subject: String,
    /// The body, as plain text.
    pub body: String,
}

/// The mail that tells of `kind`, in a language known by its code. `address` is where the installation is reached, without a slash at
/// its end.
pub fn mail_text(kind: NoticeKind, language: &str, address: &str) -> MailText {
    let t = Texts::shipped(Lang::from_code(language).unwrap_or_default());
    let name = kind.name().replace('_', "-");
    let subject = t.get(&format!("{}{}", /* keys */ "mail-subject-", name));
    let link = match kind {
        NoticeKind::ReferralArrived => format!("{address}/referrals"),
        NoticeKind::ProtectedOpened => format!("{address}/protected"),
        NoticeKind::SittingInvited | NoticeKind::SittingMoved | NoticeKind::SittingCalledOff => {
            format!("{address}/sittings")
        }
        NoticeKind::Trial => format!("{address}/account/notices"),
        _ => format!("{address}/"),
    };
    let body = [
        t.get(&format!("{}{}", /* keys */ "mail-body-", name)),
        String::new(),
        link,
        String::new(),
        t.get("mail-why"),
        format!("{address}/account/notices"),
    ];
    MailText { subject, body: body.join("\r\n") + "\r\n" }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[test]
    fn a_mail_says_that_something_waits_and_leads_to_where_one_signs_in() {
        let mut book = String::new();
        for language in ["ja", "en"] {
            for kind in NoticeKind::ALL {
                let mail = mail_text(*kind, language, "https://banso.example.jp");
                writeln!(
                    book,
                    "== {} ({language})\n{}\n--\n{}",
                    kind.name(),
                    mail.subject,
                    mail.body.replace('\r', "")
                )
                .expect("a string takes everything");
            }
        }
        insta::assert_snapshot!(book);
    }
}
