//! How often things happen in the synthetic region, and who says so.

/// How often something happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BaseRate {
    /// Its name in tables.
    pub name: &'static str,
    /// A share from 0 to 1, or so many times a year; the name says which.
    pub value: f64,
    /// Who says so, or why we chose it.
    pub source: &'static str,
}

const fn rate(name: &'static str, value: f64, source: &'static str) -> BaseRate {
    BaseRate { name, value, source }
}

/// Of those received, so many get a plan.
pub const PLANNED: BaseRate = rate(
    "share_received_with_plan",
    0.50,
    "自立相談支援 KPI: プラン作成 50 % of new consultations (self-reliance §6.1)",
);
/// Of those with a plan, so many want help towards work.
pub const WORK_WANTED: BaseRate =
    rate("share_planned_for_work", 0.60, "自立相談支援 KPI: 就労支援対象者 60 % of plans made (self-reliance §6.1)");
/// Of those helped towards work at the centre, so many find work.
pub const WORK_FOUND: BaseRate = rate(
    "share_for_work_hired",
    0.75,
    "自立相談支援 KPI: 就労・増収率 75 % of those with an employment-support plan (self-reliance §6.1); more income without work is counted as work",
);
/// Of those who end transition support, so many begin ordinary work.
pub const HIRED_FROM_TRANSITION: BaseRate =
    rate("share_transition_hired", 0.572, "57.2 %, national average at R4.10.1 (seed 003; disability-employment §5.6)");
/// Of those hired, so many are in the job six months later.
pub const AT_WORK_SIX_MONTHS: BaseRate = rate(
    "share_at_work_six_months",
    0.884,
    "88.4 %: 14,254 of 16,127 hires of R3 by way of a なかぽつ (seed 003; disability-employment §5.6)",
);
/// Of those hired, so many are in the job a year later.
pub const AT_WORK_ONE_YEAR: BaseRate = rate(
    "share_at_work_one_year",
    0.823,
    "82.3 %, a year after 移行, survey of 2015 (seed 003; disability-employment §5.6)",
);
/// Of those with a plan towards work, so many use transition support.
pub const TRANSITION_USED: BaseRate = rate(
    "share_for_work_in_transition",
    0.30,
    "our own choice: no source tells how many of a centre's people go on to transition support",
);
/// Of those with a plan, so many are in touch with a clinic.
pub const HEALTH: BaseRate = rate(
    "share_planned_with_clinic",
    0.43,
    "seed 003: 43.3 % of new なかぽつ registrations have a mental disability (R4)",
);
/// Of those with a plan, so many have trouble with money that another agency helps with.
pub const MONEY: BaseRate = rate("share_planned_with_council", 0.40, "our own choice");
/// Of those with a plan, so many are looked after at a life and work centre beside.
pub const LIFE: BaseRate = rate("share_planned_with_life_work_centre", 0.20, "our own choice");
/// Links in which contact thins without anyone meaning it.
pub const THINNED: BaseRate = rate(
    "thinnings_per_link_year",
    0.08,
    "our own choice: rare enough that most links are steady, common enough to be found in every region",
);
/// Crises: for some weeks there is twice as much contact.
pub const CRISIS: BaseRate = rate("crises_per_person_year", 0.12, "our own choice");
/// Members of staff who go to another post on the first of April or of October.
pub const STAFF_CHANGED: BaseRate = rate(
    "share_staff_changed_per_half_year",
    0.15,
    "our own choice; posts change in April (年度替わり), fewer in October",
);

/// Every rate.
pub const BASE_RATES: &[BaseRate] = &[
    PLANNED,
    WORK_WANTED,
    WORK_FOUND,
    HIRED_FROM_TRANSITION,
    AT_WORK_SIX_MONTHS,
    AT_WORK_ONE_YEAR,
    TRANSITION_USED,
    HEALTH,
    MONEY,
    LIFE,
    THINNED,
    CRISIS,
    STAFF_CHANGED,
];

/// Days from one contact to the next, from and to, of a link with another agency. Our own choice, as the rhythm of contact is measured on:
/// every nine days to every six weeks.
pub(crate) const EVERY_DAYS: (f64, f64) = (9.0, 42.0);
/// The same with the person: every two to four weeks.
pub(crate) const PERSON_EVERY_DAYS: (f64, f64) = (14.0, 30.0);
/// Shapes of the gaps: an agency calls as chance would have it, or nearly by the clock.
pub(crate) const SHAPES: &[u32] = &[1, 2, 4, 8, 16];
/// To which part contact thins.
pub(crate) const THINS_TO: &[f64] = &[0.5, 0.25, 0.0];
/// Contacts a month with the firm after the first day, and for how many days; then half, then a quarter (定着支援: fading).
pub(crate) const FADING: &[(u32, u64)] = &[(4, 91), (2, 91), (1, u64::MAX)];
