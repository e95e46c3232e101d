//! 紹介状: a referral as a letter, with a slip to reply on.

use async_recursion::async_recursion as boxed;
use banso_access::{Action, Actor, Target, decide};
use banso_domain::{
    form::Facts,
    id::ReferralId,
    ledger::LedgerEntry,
    referral::{Receiver, ReferralState, Word},
    text::to_hiragana,
};

use super::{
    FileKind, PrintLook, PrintedForm,
    facts::{age_of, stored},
};
use crate::{App, ReferralPage, UseCaseError};

/// The form of the letter.
const LETTER: &str = "referral_letter";

impl App {
    /// A referral as a letter. What was not sent is no letter yet, and what the person took back is none any more.
    ///
    /// # Errors
    ///
    /// [`UseCaseError::NotFound`] for strangers and before it was sent, [`UseCaseError::Forbidden`] for those who may not send.
    #[boxed]
    pub async fn print_referral(
        &self,
        actor: &Actor,
        id: ReferralId,
        look: PrintLook,
        kind: FileKind,
    ) -> Result<PrintedForm, UseCaseError> {
        let page = self.referral(actor, id).await?;
        let permit = decide(actor, Action::SendReferral, Target::Referral(page.scope))?;
        let is_letter = page.referral.sent_on.is_some() && page.referral.state != ReferralState::Withdrawn;
        let on = page.referral.sent_on.filter(|_| is_letter).ok_or(UseCaseError::NotFound)?;
        let case = page.referral.case;
        let header = self.inner.store.reader().case_header(case).await?.ok_or(UseCaseError::NotFound)?;
        self.note_now(header.person, &permit, LedgerEntry::Printed { case, form: LETTER.to_owned() }).await?;
        let facts = self.letter_facts(&page).await?;
        let day = self.documents().forms().get(LETTER, on).map_or_else(|| self.inner.clock.today(), |_| on);
        let bytes = self.set(LETTER, facts, self.options(look, day), kind).await?;
        let file_name = format!("{LETTER}-{}.{}", page.reference, kind.extension());
        Ok(PrintedForm { bytes, file_name })
    }

    async fn letter_facts(&self, page: &ReferralPage) -> Result<Facts, UseCaseError> {
        let reader = self.inner.store.reader();
        let (referral, person) = (&page.referral, &page.person);
        let content = &referral.content;
        let (addressee, address) = match &content.receiver {
            Receiver::Outside { name, address, .. } => (name.clone(), address.clone()),
            Receiver::Agency { agency } => {
                let facts = reader.agency(*agency).await?.ok_or(UseCaseError::NotFound)?.facts;
                (facts.name, facts.address)
            }
        };
        let from = reader.agency(referral.from).await?.ok_or(UseCaseError::NotFound)?.facts;
        let mut facts = Facts::new();
        facts.set("referral.addressee", addressee);
        facts.set("referral.address", address);
        facts.set("referral.contact", content.contact.as_str());
        facts.set("referral.sent_on", stored(&referral.sent_on));
        facts.set("centre.name", from.name.as_str());
        facts.set("referral.centre_address", from.address.as_str());
        facts.set("referral.centre_phone", from.phone.as_str());
        facts.set("referral.staff", page.assigned_name.as_str());
        facts.set("case.reference", page.reference.as_str());
        facts.set("person.name", person.name.as_str());
        facts.set("person.kana", to_hiragana(&person.kana));
        facts.set("person.birth_date", stored(&person.birth_date));
        facts.set("person.age", age_of(person, referral.sent_on.unwrap_or_else(|| self.inner.clock.today())));
        facts.set("referral.aim", content.aim.as_str());
        facts.set("referral.known", content.known.as_str());
        facts.set("referral.asked", content.asked.as_str());
        facts.set("referral.by_when", stored(&content.by_when));
        facts.set("referral.consented_on", stored(&referral.consent.as_ref().map(|answer| answer.on)));
        if let Some(answer) = &referral.answer {
            let (word, first_on, reason) = match &answer.word {
                Word::Accepts { first_on } => ("accepts", *first_on, None),
                Word::Declines { reason, .. } => ("declines", None, Some(reason.as_str())),
            };
            facts.set("referral.reply_word", word);
            facts.set("referral.reply_first_on", stored(&first_on));
            facts.set("referral.reply_reason", reason);
            facts.set("referral.reply_note", answer.note.as_str());
            facts.set("referral.reply_name", answer.name.as_str());
            facts.set("referral.reply_on", stored(&answer.on));
        }
        Ok(facts)
    }
}
