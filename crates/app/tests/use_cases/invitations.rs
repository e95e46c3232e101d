//! Invitations: a secret that opens once, for the one who knows the sign-in name.

use banso_app::{SecretPageError, Token, UseCaseError};
use banso_store::both_engines;

use crate::{
    referrals::DESK,
    support::{PASSWORD, Region},
};

const CHOSEN: &str = "a password of my own";

both_engines! {
    async fn whoever_was_invited_chooses_a_password_once_and_the_old_one_ends(store: Store) {
        let region = Region::new(store).await;
        let invitation = region.app.invite(&region.admin, region.stranger.staff()).await.expect("an invitation");
        let secret = invitation.secret.to_hex();
        region.app.open_invitation(&secret, DESK).await.expect("it opens");

        region.app.accept_invitation(&secret, "Stranger", CHOSEN, DESK).await.expect("taken");

        assert!(region.app.sign_in("stranger", PASSWORD, DESK).await.is_err(), "the old password is worth nothing");
        region.app.sign_in("stranger", CHOSEN, DESK).await.expect("the chosen one is right");
        let again = region.app.accept_invitation(&secret, "stranger", PASSWORD, DESK).await;
        assert!(matches!(again, Err(SecretPageError::NotOpen)), "an invitation opens once");
    }

    async fn who_found_the_link_and_not_the_name_does_not_get_in(store: Store) {
        let region = Region::new(store).await;
        let invitation = region.app.invite(&region.admin, region.stranger.staff()).await.expect("an invitation");
        let secret = invitation.secret.to_hex();
        let other = region.app.accept_invitation(&secret, "chief", CHOSEN, DESK).await;
        assert!(matches!(other, Err(SecretPageError::WrongName)));
        let mut tries = 1;
        while let Err(SecretPageError::WrongName) = region.app.accept_invitation(&secret, "root", CHOSEN, DESK).await {
            tries += 1;
            assert!(tries < 50, "guesses slow down");
        }
        assert!(region.app.sign_in("stranger", CHOSEN, "198.51.100.7").await.is_err());
    }

    async fn an_invitation_ends_with_its_week_with_a_newer_one_and_with_the_account(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let staff = region.stranger.staff();
        let first = region.app.invite(&region.admin, staff).await.expect("an invitation").secret.to_hex();
        let second = region.app.invite(&region.admin, staff).await.expect("an invitation").secret.to_hex();
        let opens = async |secret: &str| region.app.open_invitation(secret, DESK).await.is_ok();
        assert!(!opens(&first).await);
        region.on("2026-04-13");
        assert!(opens(&second).await, "the last day counts");
        region.on("2026-04-14");
        assert!(!opens(&second).await);
        assert!(!opens(&Token::from_hex(&"0".repeat(64)).expect("a secret").to_hex()).await);
    }

    async fn only_who_keeps_the_accounts_invites_and_only_the_centre_invites_the_person(store: Store) {
        let region = Region::new(store).await;
        let staff = region.stranger.staff();
        let chief = region.app.invite(&region.chief, staff).await;
        assert!(matches!(chief, Err(UseCaseError::Forbidden)));
        let case = region.open("山本 みどり", "ヤマモト ミドリ").await;
        let nobody = region.app.invite_by_link(&region.counselor, case).await;
        assert!(matches!(nobody, Err(UseCaseError::NotFound)), "there is no account yet");
        region.app.invite_person(&region.counselor, case, "midori", PASSWORD).await.expect("an account");
        region.app.invite_by_link(&region.counselor, case).await.expect("an invitation");
        let strange = region.app.invite_by_link(&region.stranger, case).await;
        assert!(matches!(strange, Err(UseCaseError::NotFound)));
    }
}
