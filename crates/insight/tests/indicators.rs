//! Every indicator, counted by hand on a small region: who reads this can count along.

use std::{collections::BTreeMap, path::Path};

use banso_insight::indicators::{
    Channel, ConferenceKind, ContactRow, Disability, Employment, EpisodeRow, Figure, ForWhom, Indicator, Key, Measure,
    Partner, Period, Phase, PlanRow, Programme, ReferralRow, Standing, Tables, WorkRow, figures,
};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn until(text: &str) -> Option<NaiveDate> {
    (!text.is_empty()).then(|| day(text))
}

fn all() -> Vec<Indicator> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/indicators");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the definitions").map(|it| it.expect("a file").path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("text");
        let indicator = Indicator::from_toml(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(path.file_stem().and_then(|it| it.to_str()), Some(indicator.id.as_str()), "its file has its name");
        indicator
    };
    paths.iter().map(read).collect()
}

const YEAR: (&str, &str) = ("2025-04-01", "2026-03-31");

const AGENCIES: &[(Key, &str)] = &[
    (1, "nakapotsu"),
    (2, "transition_support"),
    (3, "transition_support"),
    (4, "retention_support"),
    (5, "retention_support"),
    (6, "support_centre"),
    (7, "hellowork"),
    (8, "continuation_b"),
    (9, "medical_institution"),
    (11, "continuation_a"),
    (12, "employment_choice"),
    (13, "job_coach"),
];

/// Number, person, agency, programme, from, until, how it ended.
const USES: &[(Key, Key, Key, Programme, &str, &str, &str)] = &[
    (1, 1, 2, Programme::Transition, "2024-06-01", "2025-06-30", "employed"),
    (2, 2, 2, Programme::Transition, "2024-06-01", "2025-09-30", "employed"),
    (3, 3, 2, Programme::Transition, "2025-01-01", "2025-12-31", "withdrawn"),
    (4, 4, 3, Programme::Transition, "2025-02-01", "2025-10-31", "health"),
    (5, 5, 3, Programme::Transition, "2025-05-01", "", ""),
    (6, 6, 8, Programme::ContinuationB, "2020-04-01", "2025-07-31", "employed"),
    (7, 7, 8, Programme::ContinuationB, "2021-04-01", "", ""),
    (8, 8, 11, Programme::ContinuationA, "2024-04-01", "2025-04-30", "employed"),
    (9, 1, 4, Programme::Retention, "2026-01-01", "", ""),
    (10, 9, 4, Programme::Retention, "2023-06-01", "2025-05-31", "term_reached"),
    (11, 10, 5, Programme::Retention, "2022-04-01", "2023-03-15", "withdrawn"),
    (12, 11, 5, Programme::Retention, "2022-10-01", "2023-12-31", "term_reached"),
    (13, 12, 1, Programme::LifeWorkCentre, "2024-01-01", "", ""),
    (14, 13, 1, Programme::LifeWorkCentre, "2025-05-01", "", ""),
    (15, 14, 6, Programme::SelfReliance, "2025-04-10", "", ""),
    (16, 15, 6, Programme::SelfReliance, "2025-08-01", "2025-12-01", "goal_reached"),
    (17, 16, 6, Programme::SelfReliance, "2024-11-01", "", ""),
    (18, 17, 12, Programme::EmploymentChoice, "2025-11-01", "2025-12-20", "moved_to_other_service"),
    (19, 5, 13, Programme::JobCoach, "2025-01-15", "2025-08-31", "goal_reached"),
    (20, 18, 2, Programme::Transition, "2023-01-01", "2024-08-31", "employed"),
    (21, 19, 2, Programme::Transition, "2023-01-01", "2024-10-31", "employed"),
];

/// Person, use, kind, from, until.
const JOBS: &[(Key, Key, Employment, &str, &str)] = &[
    (1, 1, Employment::Open, "2025-07-01", ""),
    (2, 2, Employment::Closed, "2025-10-01", "2026-02-10"),
    (6, 6, Employment::Open, "2025-08-01", ""),
    (8, 8, Employment::TypeA, "2025-05-01", ""),
    (9, 10, Employment::Open, "2022-11-01", "2025-08-15"),
    (11, 12, Employment::Open, "2022-03-01", ""),
    (12, 13, Employment::Open, "2025-02-01", "2025-06-30"),
    (13, 14, Employment::Open, "2025-06-01", ""),
    (5, 19, Employment::Open, "2025-03-01", ""),
    (10, 11, Employment::Open, "2021-05-01", "2025-12-31"),
    (18, 20, Employment::Open, "2024-09-01", "2025-05-20"),
    (19, 21, Employment::Open, "2024-11-01", ""),
];

/// Use, agency, with whom, when, how, about what.
const CONTACTS: &[(Key, Key, Partner, &str, Channel, &str)] = &[
    (1, 2, Partner::Person, "2025-05-10", Channel::Office, "job"),
    (1, 2, Partner::Agency, "2025-06-01", Channel::Phone, "share"),
    (5, 3, Partner::Person, "2025-06-01", Channel::Visit, "health"),
    (5, 3, Partner::Person, "2025-07-01", Channel::Phone, "health"),
    (9, 4, Partner::Employer, "2026-01-20", Channel::Visit, "settling"),
    (9, 4, Partner::Person, "2026-02-01", Channel::Phone, "settling"),
    (13, 1, Partner::Employer, "2025-08-01", Channel::Mail, "settling"),
    (13, 1, Partner::Person, "2025-09-01", Channel::Accompany, "health"),
    (9, 4, Partner::Medical, "2026-03-01", Channel::Letter, "health"),
    (5, 3, Partner::Person, "2026-04-01", Channel::Visit, "after the year"),
];

fn region((from, until_day): (&str, &str)) -> Tables {
    let mut tables = Tables::new(Period { from: day(from), until: day(until_day) });
    for person in 1..=19 {
        let disability = match person {
            1..=4 | 13 => Disability::Mental,
            5 => Disability::Developmental,
            _ => Disability::Intellectual,
        };
        tables.person(person, [disability]);
    }
    for (id, kind) in AGENCIES {
        tables.agency(*id, kind);
    }
    for (id, person, agency, programme, from, end, reason) in USES {
        let (id, person, agency, programme) = (*id, *person, *agency, *programme);
        tables.episode(EpisodeRow { id, person, agency, programme, from: day(from), until: until(end), end: reason });
    }
    for (episode, phase, from, end) in [
        (13, Phase::FollowUp, "2024-02-01", ""),
        (1, Phase::Preparation, "2024-06-01", "2025-03-31"),
        (1, Phase::JobSearch, "2025-04-01", "2025-06-30"),
        (9, Phase::Retention, "2026-01-01", ""),
        (5, Phase::Preparation, "2025-05-01", ""),
    ] {
        tables.phase(episode, phase, day(from), until(end));
    }
    for (episode, kind, decided, services) in [
        (15, "first", "2025-05-01", "budget;employment_support"),
        (16, "first", "2025-09-01", ""),
        (15, "revision", "2025-10-01", "employment_support"),
        (17, "replan", "2025-06-01", "employment_support"),
        (17, "first", "2024-12-01", "employment_support"),
    ] {
        tables.plan(PlanRow { episode, kind, decided_on: until(decided), services });
    }
    tables.conference(1, ConferenceKind::Extended, until("2025-06-10"), Some(2));
    tables.conference(2, ConferenceKind::Case, until("2025-09-01"), Some(6));
    tables.conference(3, ConferenceKind::Case, until("2026-09-01"), Some(6));
    for (conference, agency) in [(1, 2), (1, 1), (1, 7), (1, 7), (2, 6), (2, 9), (3, 9)] {
        tables.attendance(conference, agency);
    }
    for (episode, agency, partner, on, channel, purpose) in CONTACTS {
        let (partner, channel) = (Some(*partner), Some(*channel));
        tables.contact(ContactRow { episode: Some(*episode), agency: *agency, partner, on: day(on), channel, purpose });
    }
    for (episode, from, to, sent, answer) in [
        (3, 2, 1, "2025-11-01", "accepted"),
        (7, 8, 1, "2025-12-01", "declined"),
        (7, 8, 1, "2026-01-10", "accepted"),
        (4, 3, 7, "2025-10-20", "accepted"),
        (15, 6, 9, "2025-05-01", ""),
        (15, 6, 9, "2024-05-01", "accepted"),
    ] {
        let (from, to) = (Some(from), Some(to));
        tables.referral(ReferralRow { episode: Some(episode), from, to, sent_on: until(sent), answer });
    }
    for (episode, employer, from, end) in [
        (1, 100, "2025-04-15", "2025-04-26"),
        (3, 101, "2025-06-02", "2025-06-13"),
        (3, 100, "2025-09-01", "2025-09-05"),
        (5, 102, "2024-05-01", "2024-05-10"),
    ] {
        let (from, until) = (until(from), until(end));
        tables.work(WorkRow {
            person: None,
            episode: Some(episode),
            employer: Some(employer),
            kind: None,
            from,
            until,
        });
    }
    for (person, episode, kind, from, end) in JOBS {
        let (person, episode, kind) = (Some(*person), Some(*episode), Some(*kind));
        tables.work(WorkRow { person, episode, employer: Some(200), kind, from: until(from), until: until(end) });
    }
    tables.training("joint_training", until("2025-05-20"), Some(8), Some(20));
    tables.training("supervision", until("2025-11-20"), Some(5), None);
    tables.training("supervision", until("2026-11-20"), Some(5), Some(9));
    tables
}

fn months(days: f64) -> f64 {
    days / (365.25 / 12.0)
}

/// What a region's figures are, by indicator and part: numerator and denominator.
fn counted() -> BTreeMap<String, (u64, Option<f64>)> {
    // 17 uses ran in the year: all but 11, 12, 20 and 21.
    let (cases, year) = (17.0, months(365.0));
    let one = [
        ("bp_transition_users", 5, None),
        ("act_ikou_users", 5, None),
        ("act_choice_users", 1, None),
        ("act_cont_a_users", 1, None),
        ("act_cont_b_users", 2, None),
        // 1 and 9.
        ("gl_retention_users", 2, None),
        ("act_retention_users", 2, None),
        ("pe_retention_users", 2, None),
        // 1 and 2 out of 移行, 6 out of B; 8 went to A型, which is no ordinary work.
        ("bp_annual_transition", 3, None),
        ("pe_transition", 3, None),
        ("gl_transition_total", 3, None),
        ("gl_transition_by_ikou", 2, None),
        ("gl_transition_by_a", 0, None),
        ("gl_transition_by_b", 1, None),
        // 13; 12 was hired the year before.
        ("bp_nakapotsu_hires", 1, None),
        // Of uses 1 to 4, the first two.
        ("cs_transition_rate", 2, Some(4.0)),
        // Agency 2 has two of three, agency 3 none of one.
        ("gl_ikou_office_50_share", 1, Some(2.0)),
        ("cs_nonhire_exit", 2, Some(year)),
        ("cs_hires_per_month", 2, Some(year)),
        // Six months: 1 on 2026-01-01 and 19 on 2025-05-01; those of 2 are up on 2026-04-01.
        ("cs_6m_continuation", 2, Some(2.0)),
        // A year: 18 left before, 19 is there.
        ("ref_1y_retention", 1, Some(2.0)),
        // 12 left before 2025-08-01, 13 is there on 2025-12-01.
        ("ref_nakapotsu_6m", 1, Some(2.0)),
        ("bp_nakapotsu_mental_retention", 1, Some(1.0)),
        ("bp_jc_retention_mental_dev_hbd", 1, Some(1.0)),
        // Users since 2023-04-01: 1 (in work), 9 (not any more), 11 (in work).
        ("cs_retention_rate_3y", 2, Some(3.0)),
        ("pe_retention_rate_by_office", 2, Some(3.0)),
        // Agency 4 has one of two, agency 5 one of one.
        ("bp_retention_office_80_share", 1, Some(2.0)),
        // Hired from 2019-10 to 2022-09 and ended: 10 (left) and 11 (in work), both of agency 5: half.
        ("gl_retention_office_70_share", 0, Some(1.0)),
        ("cs_retention_client_quit", 1, Some(2.0)),
        ("cs_practice_sites", 2, None),
        ("cs_practice_people_rate", 2, Some(5.0)),
        // 3 and 7, who was referred twice.
        ("bp_guided_to_nakapotsu", 2, None),
        ("act_guided_to_nakapotsu", 2, None),
        ("act_guided_to_hellowork", 1, None),
        ("cs_referrals_in", 1, None),
        ("s7_referral_count", 3, Some(5.0)),
        ("cs_agency_contacts", 2, Some(cases)),
        ("cs_consult_person", 5, None),
        ("cs_consult_firm", 2, None),
        ("s7_accompaniment", 1, Some(cases)),
        ("cs_firm_direct_share", 1, Some(1.0)),
        ("s7_case_conf_count", 2, Some(cases)),
        ("cs_expanded_meetings", 1, Some(cases)),
        // 1 and 7 beside agency 2, 9 beside agency 6.
        ("s7_case_conf_agencies", 3, Some(2.0)),
        ("s7_training_count", 2, None),
        ("s7_training_orgs", 13, None),
        ("act_training_participants", 20, None),
        ("kpi_new_intake", 2, None),
        ("kpi_plans", 3, None),
        ("kpi_plan_rate", 3, Some(2.0)),
        ("kpi_emp_target", 2, None),
        ("kpi_emp_target_rate", 2, Some(3.0)),
    ];
    let phases = [
        ("job_search", 91.0, 2, 1, [("job", 1), ("share", 1), ("health", 0), ("settling", 0)]),
        ("preparation", 335.0, 2, 1, [("job", 0), ("share", 0), ("health", 2), ("settling", 0)]),
        ("retention", 90.0, 3, 0, [("job", 0), ("share", 0), ("health", 1), ("settling", 2)]),
        ("follow_up", 365.0, 2, 0, [("job", 0), ("share", 0), ("health", 1), ("settling", 1)]),
    ];
    let mut expected: BTreeMap<_, _> = one.into_iter().map(|(id, many, over)| (id.to_owned(), (many, over))).collect();
    for (phase, days, contacts, interviews, about) in phases {
        let over = Some(months(days));
        expected.insert(format!("s7_contact_freq_by_phase {phase}"), (contacts, over));
        expected.insert(format!("cs_interviews_person {phase}"), (interviews, over));
        for (purpose, many) in about {
            expected.insert(format!("s7_contact_content_by_phase {phase} {purpose}"), (many, Some(contacts as f64)));
        }
    }
    expected
}

fn named(indicators: &[Indicator], figure: &Figure) -> String {
    let id = &indicators[figure.indicator].id;
    let parts = [figure.phase.map(Phase::word), figure.purpose.as_deref()];
    std::iter::once(id.as_str()).chain(parts.into_iter().flatten()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_indicator_that_is_counted_comes_to_what_is_counted_by_hand() {
    let (indicators, tables) = (all(), region(YEAR));
    let figures = figures(&indicators, &tables, ForWhom::ReadersOfTheRecords);
    let mut expected = counted();
    for figure in figures.iter().filter(|figure| figure.agency.is_none()) {
        let name = named(&indicators, figure);
        if matches!(figure.standing, Standing::NotInTables | Standing::Published | Standing::Stories) {
            continue;
        }
        let (many, over) = expected.remove(&name).unwrap_or_else(|| panic!("{name} is not expected: {figure:?}"));
        assert_eq!(figure.numerator, Some(many), "{name}");
        match (figure.denominator, over) {
            (Some(told), Some(over)) => assert!((told - over).abs() < 1e-9, "{name}: {told} and not {over}"),
            (told, over) => assert_eq!(told, over, "{name}"),
        }
    }
    assert!(expected.is_empty(), "not told: {expected:?}");
}

#[test]
fn what_cannot_be_counted_says_why_and_nothing_is_guessed() {
    let indicators = all();
    let figures = figures(&indicators, &region(YEAR), ForWhom::Everybody);
    for (place, indicator) in indicators.iter().enumerate() {
        let told: Vec<&Figure> = figures.iter().filter(|figure| figure.indicator == place).collect();
        let standing = match indicator.measure {
            Measure::NotInTables { .. } => Standing::NotInTables,
            Measure::Published => Standing::Published,
            Measure::Told => Standing::Stories,
            _ => continue,
        };
        let is_valid = indicator.is_valid_on(day(YEAR.1));
        assert_eq!(told.len(), usize::from(is_valid), "{}", indicator.id);
        assert!(told.iter().all(|figure| figure.standing == standing && figure.value.is_none()), "{}", indicator.id);
    }
}

#[test]
fn a_few_people_are_not_told_to_everybody_nor_is_a_share_of_fewer_than_ten() {
    let indicators = all();
    let figures = figures(&indicators, &region(YEAR), ForWhom::Everybody);
    let of = |id: &str| {
        let place = indicators.iter().position(|one| one.id == id).expect("an indicator");
        figures.iter().find(|figure| figure.indicator == place && figure.agency.is_none()).expect("a figure")
    };
    assert_eq!((of("act_cont_b_users").standing, of("act_cont_b_users").numerator), (Standing::AFew, None));
    assert_eq!(of("cs_transition_rate").standing, Standing::AFew, "two of four");
    assert_eq!(of("bp_transition_users").numerator, Some(5));
    assert_eq!(of("s7_referral_count").standing, Standing::AFew, "all but two of five");
    assert_eq!(of("s7_training_count").numerator, Some(2), "gatherings are not people");
    assert_eq!(
        of("kpi_plan_rate").value,
        Some(150.0),
        "plans and receptions are of the same time, not of the same people"
    );
    let offices = of("gl_ikou_office_50_share");
    assert_eq!((offices.standing, offices.value), (Standing::CountsOnly, None));
}

#[test]
fn r_01_agencies_stand_in_the_order_of_their_identifiers_and_add_up_to_the_region() {
    let indicators = all();
    let figures = figures(&indicators, &region(YEAR), ForWhom::ReadersOfTheRecords);
    let place = indicators.iter().position(|one| one.id == "cs_transition_rate").expect("an indicator");
    let of: Vec<_> = figures
        .iter()
        .filter(|figure| figure.indicator == place)
        .map(|figure| (figure.agency, figure.numerator, figure.denominator))
        .collect();
    assert_eq!(of, [(None, Some(2), Some(4.0)), (Some(2), Some(2), Some(3.0)), (Some(3), Some(0), Some(1.0))]);
}

#[test]
fn r_04_the_two_retention_rates_stay_two() {
    let indicators = all();
    let measure = |id: &str| &indicators.iter().find(|one| one.id == id).expect("an indicator").measure;
    assert_ne!(measure("cs_6m_continuation"), measure("cs_retention_rate_3y"));
    for id in ["cs_6m_continuation", "cs_retention_rate_3y", "pe_retention_rate_by_office"] {
        let caveat = &indicators.iter().find(|one| one.id == id).expect("an indicator").caveat;
        assert!(caveat.ja.contains("R-04") && caveat.en.contains("R-04"), "{id}");
    }
}

#[test]
fn an_indicator_is_told_only_while_it_is_valid() {
    let indicators = all();
    let told = |year: (&str, &str), id: &str| {
        let place = indicators.iter().position(|one| one.id == id).expect("an indicator");
        figures(&indicators, &region(year), ForWhom::Everybody).iter().any(|figure| figure.indicator == place)
    };
    let before = ("2015-04-01", "2016-03-31");
    assert!(told(before, "kpi_emp_income_old") && !told(before, "kpi_emp_income"));
    assert!(told(YEAR, "kpi_emp_income") && !told(YEAR, "kpi_emp_income_old"));
    assert!(!told(("2028-04-01", "2029-03-31"), "bp_transition_users"), "the fifth basic plan is over");
}

#[test]
fn a_definition_that_says_nothing_or_ends_before_it_begins_is_refused() {
    let good = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions/indicators/kpi_plans.toml"),
    )
    .expect("text");
    assert!(Indicator::from_toml(&good).is_ok());
    let without_words = good.replacen("ja = \"プラン作成件数\"", "ja = \"\"", 1);
    assert!(Indicator::from_toml(&without_words).is_err_and(|error| error.contains("kpi_plans")));
    let backwards =
        good.replacen("[measure]", "valid_from = \"2026-04-01\"\nvalid_until = \"2026-03-31\"\n[measure]", 1);
    assert!(Indicator::from_toml(&backwards).is_err_and(|error| error.contains("ends before it begins")));
    assert!(Indicator::from_toml(&good.replacen("kind = \"plans\"", "kind = \"magic\"", 1)).is_err());
}
