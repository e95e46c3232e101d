//! Where things happen: centres with their staff, and the agencies around each, with their room and their habits.

use banso_domain::agency::AgencyKind;

use super::rates::SHAPES;
use crate::chance::Chance;

/// So many people are received by one centre.
const PEOPLE_OF_CENTRE: usize = 1_000;
/// So many of them by one counsellor.
const PEOPLE_OF_WORKER: usize = 150;
/// Places of an office of transition support; the least that it must have is 20.
const TRANSITION_PLACES: usize = 24;
/// One firm for so many people.
const PEOPLE_OF_FIRM: usize = 40;

/// An agency beside the centres.
#[derive(Clone, Debug, PartialEq)]
pub struct Partner {
    /// What it is.
    pub kind: AgencyKind,
    /// Its name, which no other has.
    pub name: String,
    /// So many people at a time.
    pub places: usize,
    /// How regular its contact is: the shape of the gaps.
    pub shape: u32,
    /// How often it is in touch, beside what is usual: 1 is usual.
    pub pace: f64,
    /// The centre around which it works.
    pub area: usize,
}

/// A consultation centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Centre {
    /// Its name.
    pub name: String,
    /// How many counsellors it has.
    pub workers: usize,
    /// How regular its contact with people is.
    pub shape: u32,
}

/// The region as a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Its centres.
    pub centres: Vec<Centre>,
    /// All other agencies.
    pub partners: Vec<Partner>,
}

/// Kinds, names, how many of a hundred people have room there, and how many agencies share that room.
const AROUND: &[(AgencyKind, &str, usize, usize)] = &[
    (AgencyKind::Hellowork, "ハローワーク", 40, 1),
    (AgencyKind::MedicalInstitution, "こころのクリニック", 13, 3),
    (AgencyKind::SocialWelfareCouncil, "社会福祉協議会", 12, 1),
    (AgencyKind::Nakapotsu, "障害者就業・生活支援センター", 6, 1),
];

impl Map {
    /// The map of a region of so many people.
    pub(crate) fn draw(persons: usize, seed: u64) -> Self {
        let mut chance = Chance::new(seed, u64::MAX);
        let count = persons.div_ceil(PEOPLE_OF_CENTRE).max(1);
        let here = persons.div_ceil(count);
        let mut map = Self { centres: Vec::new(), partners: Vec::new() };
        for area in 0..count {
            map.centres.push(Centre {
                name: format!("第{}くらし・しごと相談センター（架空）", area + 1),
                workers: here.div_ceil(PEOPLE_OF_WORKER).max(2),
                shape: *chance.pick(SHAPES),
            });
            for (kind, name, of_hundred, share) in AROUND {
                let share = (*share).min(here.div_ceil(100)).max(1);
                let places = (here * of_hundred).div_ceil(100 * share).max(3);
                for number in 0..share {
                    map.open(&mut chance, *kind, &format!("{name}{}の{}", area + 1, number + 1), places, area);
                }
            }
            for number in 0..here.div_ceil(10 * TRANSITION_PLACES).max(1) {
                let name = format!("就労移行支援 ステップ{}の{}", area + 1, number + 1);
                map.open(&mut chance, AgencyKind::TransitionSupport, &name, TRANSITION_PLACES, area);
            }
            for number in 0..here.div_ceil(PEOPLE_OF_FIRM).max(2) {
                let name = format!("株式会社みどりの{}の{}", area + 1, number + 1);
                map.open(&mut chance, AgencyKind::Employer, &name, usize::MAX, area);
            }
        }
        map
    }

    fn open(&mut self, chance: &mut Chance, kind: AgencyKind, name: &str, places: usize, area: usize) {
        let (shape, pace) = (*chance.pick(SHAPES), chance.by_magnitude((0.8, 1.25)));
        self.partners.push(Partner { kind, name: format!("{name}（架空）"), places, shape, pace, area });
    }

    /// The places in the list of the partners of a kind around a centre.
    pub(crate) fn around(&self, area: usize, kind: AgencyKind) -> Vec<usize> {
        let fits = |partner: &Partner| partner.area == area && partner.kind == kind;
        self.partners.iter().enumerate().filter(|(_, partner)| fits(partner)).map(|(place, _)| place).collect()
    }
}
