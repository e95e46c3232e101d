//! Signing in: password, second factor, throttling, forced sign-out.

use crate::support::{PASSWORD, Region};
use banso_app::{Origin, SignIn, SignInError, StaffChange, Token};
use banso_domain::staff::{Membership, Role, StaffEvent, StaffFacts};
use banso_store::both_engines;

/// The code an authenticator would show for a base32 secret at the region's time.
fn code(region: &Region, secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("a secret");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("an authenticator");
    let now = u64::try_from(region.app.clock().now().timestamp()).expect("after 1970");
    totp.generate(now).to_string()
}

/// Somebody who has signed in with both factors.
struct Visitor {
    login: &'static str,
    token: Token,
    codes: Vec<String>,
    /// What their browser keeps.
    browser: String,
}

impl Visitor {
    /// The first sign-in, with the second factor set up.
    async fn enter(region: &Region, login: &'static str, address: &str) -> Self {
        let (token, _) = region.app.sign_in(login, PASSWORD, address).await.expect("the password is right");
        let session = region.app.session(token).await.expect("an answer").expect("a session");
        let factor = region.app.new_second_factor(&session).await.expect("a secret");
        let typed = code(region, &factor.secret);
        let (token, codes) = region.app.set_up_second_factor(&session, &factor.secret, &typed).await.expect("set up");
        let browser = region.app.remember_browser(session.staff, "").expect("a mark");
        Self { login, token, codes, browser }
    }

    /// Once more, with a recovery code.
    async fn enter_again(mut self, region: &Region) -> Self {
        let (token, _) = region.app.sign_in(self.login, PASSWORD, "192.0.2.1").await.expect("in");
        let half = region.app.session(token).await.expect("an answer").expect("half a session");
        let code = self.codes.pop().expect("a code that is left");
        self.token = region.app.give_second_factor(&half, &code, "192.0.2.1").await.expect("in");
        self
    }
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
        let again = region.app.give_second_factor(&half, &typed, "127.0.0.1").await;
        assert!(matches!(again, Err(SignInError::Wrong)), "no code is taken twice");
        region.app.give_second_factor(&half, &codes[0], "127.0.0.1").await.expect("a recovery code");
        let (token, _) = region.app.sign_in("counselor", PASSWORD, "127.0.0.1").await.expect("again");
        let half = region.app.session(token).await.expect("an answer").expect("a session");
        assert!(region.app.give_second_factor(&half, &codes[0], "127.0.0.1").await.is_err(), "a recovery code works once");
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

    async fn a_stranger_who_guesses_without_end_does_not_keep_the_owner_out(store: Store) {
        let region = Region::new(store).await;
        let owner = Visitor::enter(&region, "counselor", "192.0.2.1").await;
        // The stranger comes from three hundred addresses, until the name itself has to wait.
        let mut last = None;
        for number in 0..300 {
            let address = format!("198.51.{}.{}", number / 200, number % 200);
            last = region.app.sign_in("counselor", "wrong", address.as_str()).await.err();
        }
        assert!(matches!(last, Some(SignInError::Wait { .. })), "{last:?}");
        let elsewhere = region.app.sign_in("counselor", PASSWORD, "192.0.2.9").await;
        assert!(matches!(elsewhere, Err(SignInError::Wait { .. })), "from a machine that nobody knows");

        let known = Origin { address: "192.0.2.9", browser: &owner.browser };
        let (_, next) = region.app.sign_in("counselor", PASSWORD, known).await.expect("the browser is known");
        assert_eq!(next, SignIn::SecondFactor);
    }

    async fn one_address_that_tries_many_names_has_to_wait_and_another_does_not(store: Store) {
        let region = Region::new(store).await;
        for number in 0..30 {
            let name = format!("nobody{number}");
            assert!(matches!(region.app.sign_in(&name, "wrong", "198.51.100.7").await, Err(SignInError::Wrong)));
        }
        let spraying = region.app.sign_in("counselor", PASSWORD, "198.51.100.7").await;
        assert!(matches!(spraying, Err(SignInError::Wait { .. })));
        region.app.sign_in("counselor", PASSWORD, "192.0.2.1").await.expect("from elsewhere");
    }

    async fn a_browser_known_for_one_person_is_not_known_for_another(store: Store) {
        let region = Region::new(store).await;
        let owner = Visitor::enter(&region, "counselor", "192.0.2.1").await;
        let known = Origin { address: "192.0.2.1", browser: &owner.browser };
        for _ in 0..5 {
            assert!(matches!(region.app.sign_in("chief", "wrong", known).await, Err(SignInError::Wrong)));
        }
        assert!(matches!(region.app.sign_in("chief", PASSWORD, known).await, Err(SignInError::Wait { .. })));
        assert!(region.app.sign_in("chief", PASSWORD, "192.0.2.2").await.is_ok());
        let chief = region.app.session(owner.token).await.expect("an answer").expect("a session");
        let both = region.app.remember_browser(region.chief.staff(), &owner.browser).expect("a mark");
        assert_eq!(both.split('.').count(), 2, "a shared desk knows both");
        let again = region.app.remember_browser(chief.staff, &both).expect("a mark");
        assert_eq!(again.split('.').count(), 2, "and each of them once");
    }

    async fn guessing_codes_is_slowed_down_and_the_owner_still_gets_in(store: Store) {
        let region = Region::new(store).await;
        let owner = Visitor::enter(&region, "counselor", "192.0.2.1").await;
        let (token, _) = region.app.sign_in("counselor", PASSWORD, "198.51.100.7").await.expect("the password leaked");
        let thief = region.app.session(token).await.expect("an answer").expect("half a session");
        for number in 0..5 {
            let guess = format!("00000{number}");
            let from = format!("198.51.100.{number}");
            let told = region.app.give_second_factor(&thief, &guess, from.as_str()).await;
            assert!(matches!(told, Err(SignInError::Wrong)));
        }
        let told = region.app.give_second_factor(&thief, "000009", "198.51.100.77").await;
        assert!(matches!(told, Err(SignInError::Wait { .. })), "whatever address the next guess comes from");
        let known = Origin { address: "192.0.2.1", browser: &owner.browser };
        let (token, _) = region.app.sign_in("counselor", PASSWORD, known).await.expect("in");
        let half = region.app.session(token).await.expect("an answer").expect("half a session");
        region.app.give_second_factor(&half, &owner.codes[0], known).await.expect("in");
    }

    async fn a_code_sent_twice_at_the_same_moment_lets_one_in(store: Store) {
        let region = Region::new(store).await;
        let owner = Visitor::enter(&region, "counselor", "192.0.2.1").await;
        let mut halves = Vec::new();
        for _ in 0..4 {
            let (token, _) = region.app.sign_in("counselor", PASSWORD, "192.0.2.1").await.expect("in");
            halves.push(region.app.session(token).await.expect("an answer").expect("half a session"));
        }
        let tries: Vec<_> = halves.into_iter().map(|half| {
            let (app, code) = (region.app.clone(), owner.codes[0].clone());
            tokio::spawn(async move { app.give_second_factor(&half, &code, "192.0.2.1").await.is_ok() })
        }).collect();
        let mut entered = 0;
        for one in tries {
            entered += i32::from(one.await.expect("an answer"));
        }
        assert_eq!(entered, 1);
    }

    async fn a_new_password_ends_the_other_sessions_and_the_old_one_is_not_guessed_without_end(store: Store) {
        let region = Region::new(store).await;
        let here = Visitor::enter(&region, "counselor", "192.0.2.1").await;
        let (token, _) = region.app.sign_in("counselor", PASSWORD, "192.0.2.1").await.expect("in");
        let half = region.app.session(token).await.expect("an answer").expect("half a session");
        let there = region.app.give_second_factor(&half, &here.codes[0], "192.0.2.1").await.expect("in");
        let session = region.app.session(here.token).await.expect("an answer").expect("a session");
        let new = "another long password";
        region.app.change_password(&session, PASSWORD, new).await.expect("changed");
        assert!(region.app.session(there).await.expect("an answer").is_none(), "whoever else was in is out");
        assert!(region.app.session(here.token).await.expect("an answer").is_some());
        assert!(region.app.sign_in("counselor", PASSWORD, "192.0.2.1").await.is_err());
        assert!(region.app.sign_in("counselor", new, "192.0.2.1").await.is_ok());
        let mut told = None;
        for _ in 0..6 {
            told = region.app.change_password(&session, "a guess of it", "yet another password").await.err();
        }
        assert!(matches!(told, Some(SignInError::Wait { .. })), "{told:?}");
    }

    async fn new_recovery_codes_take_the_place_of_the_old_ones_and_cost_the_password(store: Store) {
        let region = Region::new(store).await;
        let visitor = Visitor::enter(&region, "counselor", "192.0.2.1").await;
        let session = region.app.session(visitor.token).await.expect("an answer").expect("a session");
        let told = region.app.new_recovery_codes(&session, "a guess of it").await;
        assert!(matches!(told, Err(SignInError::Wrong)), "{told:?}");
        let codes = region.app.new_recovery_codes(&session, PASSWORD).await.expect("new codes");
        assert_eq!(codes.len(), visitor.codes.len());

        let (token, _) = region.app.sign_in("counselor", PASSWORD, "192.0.2.1").await.expect("in");
        let half = region.app.session(token).await.expect("an answer").expect("half a session");
        assert!(region.app.give_second_factor(&half, &visitor.codes[0], "192.0.2.1").await.is_err(), "an old one");
        assert!(region.app.give_second_factor(&half, &codes[0], "192.0.2.1").await.is_ok(), "a new one");
    }

    async fn what_somebody_does_to_their_own_account_is_journalled_as_theirs(store: Store) {
        let region = Region::new(store).await;
        let visitor = Visitor::enter(&region, "counselor", "192.0.2.1").await;
        let session = region.app.session(visitor.token).await.expect("an answer").expect("a session");
        region.app.new_recovery_codes(&session, PASSWORD).await.expect("new codes");
        region.app.sign_out_elsewhere(&session).await.expect("alone");
        region.app.change_password(&session, PASSWORD, "another long password").await.expect("changed");
        let me = region.counselor.staff();
        let lines = region.app.staff_history(&region.admin, me).await.expect("the history");
        let own = lines.iter().filter(|line| line.staff == me).filter_map(|line| line.event.clone());
        let expected = [
            StaffEvent::SecondFactorSet,
            StaffEvent::RecoveryCodesMade,
            StaffEvent::SignedOutElsewhere,
            StaffEvent::PasswordSet,
        ];
        assert_eq!(own.collect::<Vec<_>>(), expected);
    }

    async fn a_role_that_was_given_or_taken_counts_at_the_next_request(store: Store) {
        let region = Region::new(store).await;
        let visitor = Visitor::enter(&region, "counselor", "192.0.2.1").await;
        let id = region.counselor.staff();
        let known = region.app.staff_entry(&region.admin, id).await.expect("the account");
        let promoted = Membership::always(region.centre, Role::ChiefCounselor);
        let facts = StaffFacts { memberships: vec![promoted], ..known.facts.clone() };
        region.app.change_staff(&region.admin, id, StaffChange::Facts(facts), None).await.expect("changed");
        assert!(region.app.session(visitor.token).await.expect("an answer").is_none(), "other roles, another session");

        let visitor = visitor.enter_again(&region).await;
        let session = region.app.session(visitor.token).await.expect("an answer").expect("a session");
        assert_eq!(session.actor.expect("an actor").roles(), [Role::ChiefCounselor]);
        let gone = StaffFacts { active: false, ..known.facts };
        region.app.change_staff(&region.admin, id, StaffChange::Facts(gone), None).await.expect("changed");
        assert!(region.app.session(visitor.token).await.expect("an answer").is_none());
        let told = region.app.sign_in("counselor", PASSWORD, "192.0.2.1").await;
        assert!(matches!(told, Err(SignInError::Wrong)), "like a name that does not exist");
    }

    async fn a_clock_set_back_neither_locks_out_nor_lets_sessions_live_on(store: Store) {
        let region = Region::new(store).await;
        region.on("2027-06-01");
        let visitor = Visitor::enter(&region, "counselor", "192.0.2.1").await;
        for _ in 0..12 {
            drop(region.app.sign_in("counselor", "wrong", "198.51.100.7").await);
        }
        region.on("2026-04-02");
        assert!(region.app.session(visitor.token).await.expect("an answer").is_none(), "it began in the future");
        let wait = region.app.sign_in("counselor", PASSWORD, "198.51.100.7").await.err().expect("not yet");
        let SignInError::Wait { seconds } = wait else { panic!("{wait:?}") };
        assert!(seconds <= 900, "{seconds}");
        region.app.sign_in("counselor", PASSWORD, "192.0.2.1").await.expect("from where nobody slipped");
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
