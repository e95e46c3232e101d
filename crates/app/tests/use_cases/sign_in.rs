//! Signing in: password, second factor, throttling, forced sign-out.

use crate::support::{PASSWORD, Region};
use banso_app::{SignIn, SignInError, StaffChange};
use banso_store::both_engines;

/// The code an authenticator would show for a base32 secret at the region's time.
fn code(region: &Region, secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("a secret");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("an authenticator");
    let now = u64::try_from(region.app.clock().now().timestamp()).expect("after 1970");
    totp.generate(now).to_string()
}

both_engines! {
    async fn a_first_sign_in_sets_up_the_second_factor_and_gives_recovery_codes(store: Store) {
        let region = Region::new(store).await;
        let (token, next) = region.app.sign_in("Counselor", PASSWORD, "127.0.0.1").await.expect("the password is right");
        assert_eq!(next, SignIn::SetUpSecondFactor);
        let session = region.app.session(token).await.expect("an answer").expect("a session");
        assert!(session.actor.is_none(), "without the second factor nobody acts");
        let factor = region.app.new_second_factor(&session).await.expect("a secret");
        let typed = code(&region, &factor.secret);
        let (token, codes) = region.app.set_up_second_factor(&session, &factor.secret, &typed).await.expect("set up");
        let session = region.app.session(token).await.expect("an answer").expect("a session");
        assert_eq!(session.actor.as_ref().map(|actor| actor.staff()), Some(region.counselor.staff()));

        let (token, next) = region.app.sign_in("counselor", PASSWORD, "127.0.0.1").await.expect("again");
        assert_eq!(next, SignIn::SecondFactor);
        let half = region.app.session(token).await.expect("an answer").expect("a session");
        let again = region.app.give_second_factor(&half, &typed).await;
        assert!(matches!(again, Err(SignInError::Wrong)), "no code is taken twice");
        region.app.give_second_factor(&half, &codes[0]).await.expect("a recovery code");
        let (token, _) = region.app.sign_in("counselor", PASSWORD, "127.0.0.1").await.expect("again");
        let half = region.app.session(token).await.expect("an answer").expect("a session");
        assert!(region.app.give_second_factor(&half, &codes[0]).await.is_err(), "a recovery code works once");
    }

    async fn guessing_is_slowed_down_and_does_not_tell_who_exists(store: Store) {
        let region = Region::new(store).await;
        for login in ["counselor", "nobody"] {
            for _ in 0..5 {
                let wrong = region.app.sign_in(login, "wrong", login).await;
                assert!(matches!(wrong, Err(SignInError::Wrong)));
            }
            let wait = region.app.sign_in(login, PASSWORD, login).await;
            assert!(matches!(wait, Err(SignInError::Wait { .. })));
        }
    }

    async fn a_forced_sign_out_ends_the_session_and_keeps_the_drafts(store: Store) {
        let region = Region::new(store).await;
        let (token, _) = region.app.sign_in("counselor", PASSWORD, "127.0.0.1").await.expect("in");
        let session = region.app.session(token).await.expect("an answer").expect("a session");
        region.app.save_draft(&session, "cases/new", "name=山田").await.expect("kept");
        let out = StaffChange::SignOutEverywhere;
        region.app.change_staff(&region.admin, region.counselor.staff(), out, None).await.expect("out");
        assert!(region.app.session(token).await.expect("an answer").is_none());
        let (token, _) = region.app.sign_in("counselor", PASSWORD, "127.0.0.1").await.expect("in again");
        let session = region.app.session(token).await.expect("an answer").expect("a session");
        let draft = region.app.draft(&session, "cases/new").await.expect("an answer").expect("the draft");
        assert_eq!(draft.content, "name=山田");
    }
}
