//! Who is told by mail, of what, and what the mail server being away costs: nothing.

use banso_access::Actor;
use banso_app::{
    App, FeedDate, FeedEntry, MailToSend, NewConference, NoticeChoice, SecretPageError, Session, Token, UseCaseError,
};
use banso_domain::{
    calendar::japan,
    conference::{ConferenceKind, ConferencePlan, Member, Pattern, Tier},
    notice::NoticeKind,
    referral::{AnsweredBy, ReferralAnswer, Word},
};
use banso_store::both_engines;
use chrono::{NaiveTime, TimeDelta};

use crate::{
    referrals::{DESK, sent, to_the_other_centre},
    support::{PASSWORD, Region, day},
};

/// The session of somebody, half-way through sign-in: enough to say what one wants to be told.
async fn session(region: &Region, login: &str) -> Session {
    let (token, _) = region.app.sign_in(login, PASSWORD, "192.0.2.1").await.expect("the password is right");
    region.app.session(token).await.expect("an answer").expect("a session")
}

async fn wants(region: &Region, login: &str, at_once: bool, each_morning: bool) -> Session {
    let session = session(region, login).await;
    let choice = NoticeChoice { address: format!("{login}@example.jp"), at_once, each_morning };
    region.app.change_notice_choice(&session, &choice).await.expect("it is saved");
    session
}

async fn due(app: &App) -> Vec<MailToSend> {
    app.mails_to_send(50).await.expect("mails")
}

fn told(mails: &[MailToSend]) -> Vec<(&str, NoticeKind)> {
    mails.iter().map(|mail| (mail.address.as_str(), mail.kind)).collect()
}

both_engines! {
    async fn who_wants_to_be_told_at_once_hears_of_what_others_did(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        wants(&region, "stranger", true, false).await;
        wants(&region, "counselor", true, false).await;
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        let id = sent(&region, case, to_the_other_centre(&region)).await;
        // The sender did it themself and is not told; the receiving agency is.
        let mails = due(&region.app).await;
        assert_eq!(told(&mails), [("stranger@example.jp", NoticeKind::ReferralArrived)]);
        // A second of the same kind, while the first waits, says nothing new.
        sent(&region, case, to_the_other_centre(&region)).await;
        assert_eq!(due(&region.app).await.len(), 1);
        region.app.mail_went_out(&mails[0]).await.expect("noted");
        let answer = ReferralAnswer {
            word: Word::Accepts { first_on: None },
            on: region.today(),
            by: AnsweredBy::Receiver,
            name: "川口".into(),
            note: String::new(),
        };
        region.app.answer_referral(&region.stranger, id, answer).await.expect("answered");
        assert_eq!(told(&due(&region.app).await), [("counselor@example.jp", NoticeKind::ReferralAnswered)]);
    }

    async fn whoever_is_invited_to_a_sitting_hears_of_it_of_another_day_and_that_it_is_off(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        wants(&region, "stranger", true, false).await;
        wants(&region, "counselor", true, false).await;
        let plan = ConferencePlan {
            kind: ConferenceKind::Case,
            pattern: Pattern::AdHoc,
            tier: Tier::Core,
            on: day("2026-04-20"),
            starts_at: Some(600),
            minutes: 60,
            place: "会議室".into(),
        };
        let guest = Member {
            agency: "港センター".into(),
            agency_id: Some(region.stranger.agency()),
            name: "相談員".into(),
            staff: None,
            is_municipality: false,
            is_person: false,
            secrecy_acknowledged: false,
            attended: false,
        };
        let new = NewConference { host: region.counselor.agency(), plan: plan.clone(), members: vec![guest.clone()] };
        let id = region.app.plan_conference(&region.chief, new).await.expect("a conference");
        let next = async |kind| {
            let mails = due(&region.app).await;
            assert_eq!(told(&mails), [("stranger@example.jp", kind)], "the host is not told of its own sitting");
            region.app.mail_went_out(&mails[0]).await.expect("noted");
        };
        next(NoticeKind::SittingInvited).await;
        let version = region.app.conference(&region.chief, id).await.expect("the conference").version;
        let later = ConferencePlan { on: day("2026-04-21"), ..plan };
        let members = vec![guest];
        region.app.change_conference_plan(&region.chief, id, version, later, members).await.expect("another day");
        next(NoticeKind::SittingMoved).await;
        region.app.call_off_conference(&region.chief, id, "台風").await.expect("called off");
        next(NoticeKind::SittingCalledOff).await;
    }

    async fn who_wants_nothing_is_told_nothing(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let session = wants(&region, "stranger", true, true).await;
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        sent(&region, case, to_the_other_centre(&region)).await;
        let nothing = NoticeChoice::default();
        region.app.change_notice_choice(&session, &nothing).await.expect("it is saved");
        // What waited for an address that is gone goes nowhere.
        assert!(due(&region.app).await.is_empty());
        assert_eq!(region.app.notice_choice(&session).await.expect("a choice"), nothing);
        assert_eq!(region.app.outbox(&region.admin).await.expect("the outbox").waiting, 0);
    }

    async fn the_mail_server_is_away_and_mails_wait_longer_each_time_and_none_is_lost(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let session = wants(&region, "counselor", false, false).await;
        region.app.send_trial_mail(&session).await.expect("a trial");
        let mut waits = Vec::new();
        for _ in 0..12 {
            let mails = due(&region.app).await;
            region.app.mail_waits(&mails[0], "unreachable").await.expect("noted");
            let failed_at = region.app.clock().now();
            while due(&region.app).await.is_empty() {
                region.app.clock().set(region.app.clock().now() + TimeDelta::minutes(1));
            }
            waits.push((region.app.clock().now() - failed_at).num_minutes());
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
        let state = region.app.outbox(&region.admin).await.expect("the outbox");
        assert_eq!((state.waiting, state.failure.as_deref()), (1, Some("unreachable")));
        let mails = due(&region.app).await;
        region.app.mail_went_out(&mails[0]).await.expect("noted");
        let state = region.app.outbox(&region.admin).await.expect("the outbox");
        assert_eq!((state.waiting, state.failure), (0, None));
        assert_eq!(state.last_sent, Some(region.app.clock().now()));
    }

    async fn a_morning_is_looked_at_once_and_only_on_working_days(store: Store) {
        let region = Region::new(store).await;
        // Friday: nothing waits when it is looked at; a referral comes in later that day.
        region.on("2026-04-10");
        wants(&region, "stranger", false, true).await;
        region.app.look_at_mornings().await.expect("looked");
        assert!(due(&region.app).await.is_empty(), "nothing waits yet");
        let case = region.open("青葉 一郎", "アオバ イチロウ").await;
        sent(&region, case, to_the_other_centre(&region)).await;
        region.app.look_at_mornings().await.expect("looked");
        assert!(due(&region.app).await.is_empty(), "a morning is looked at once");
        for (at, hour, expected) in [("2026-04-11", 10, 0), ("2026-04-13", 7, 0), ("2026-04-13", 8, 1)] {
            let time = NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
            region.app.clock().set(japan::instant(day(at), time));
            region.app.look_at_mornings().await.expect("looked");
            assert_eq!(due(&region.app).await.len(), expected, "{at} {hour}:00");
        }
        let mails = due(&region.app).await;
        assert_eq!(told(&mails), [("stranger@example.jp", NoticeKind::Morning)]);
        region.app.mail_went_out(&mails[0]).await.expect("noted");
        region.app.look_at_mornings().await.expect("looked");
        assert!(due(&region.app).await.is_empty(), "once a morning is enough");
    }

    async fn a_calendar_opens_by_its_newest_address_only_and_closes_with_the_account(store: Store) {
        let region = Region::new(store).await;
        region.on("2026-04-06");
        let plan = ConferencePlan {
            kind: ConferenceKind::Case,
            pattern: Pattern::AdHoc,
            tier: Tier::Core,
            on: day("2026-04-10"),
            starts_at: Some(600),
            minutes: 60,
            place: "会議室".into(),
        };
        let new = NewConference { host: region.centre, plan, members: Vec::new() };
        let sitting = region.app.plan_conference(&region.chief, new).await.expect("a sitting");
        let session = session(&region, "counselor").await;
        let first = region.app.make_calendar_address(&session).await.expect("a secret");
        let second = region.app.make_calendar_address(&session).await.expect("a secret");
        let read = async |token: Token| region.app.calendar_feed(&token.to_hex(), DESK).await;
        assert!(matches!(read(first).await, Err(SecretPageError::NotOpen)));
        let feed = read(second).await.expect("a calendar");
        assert!(
            matches!(
                feed.entries[..],
                [FeedEntry { on, date: FeedDate::Sitting { conference, starts_at: Some(600), .. } }]
                    if on == day("2026-04-10") && conference == sitting
            ),
            "{:?}",
            feed.entries
        );
        region.app.end_calendar_address(&session).await.expect("ended");
        assert!(matches!(read(second).await, Err(SecretPageError::NotOpen)));
    }

    async fn only_who_looks_after_the_installation_sees_the_outbox(store: Store) {
        let region = Region::new(store).await;
        let others: [&Actor; 3] = [&region.chief, &region.officer, &region.stranger];
        for other in others {
            assert!(matches!(region.app.outbox(other).await, Err(UseCaseError::Forbidden)));
        }
    }
}
