//! People who do not exist, with ordinary names (see `data/ATTRIBUTION.md`).

use banso_domain::{
    calendar::PartialDate,
    person::{AddressKind, PersonFacts, Sex},
};
use chrono::{Datelike, Days, NaiveDate};

use crate::chance::Chance;

const SURNAMES: &str = include_str!("../data/surnames.csv");
const MALE: &str = include_str!("../data/given_names_male.csv");
const FEMALE: &str = include_str!("../data/given_names_female.csv");

/// Parts of the fictional town.
const TOWNS: &[&str] = &["緑町", "本町", "川端", "桜台", "東ヶ丘", "駅前通り", "小松原", "南新田"];

fn pairs(table: &'static str) -> Vec<(&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once(',')).collect()
}

/// Names and readings: surname and given name.
pub(crate) fn name(chance: &mut Chance, sex: Sex) -> (String, String) {
    let (surname, surname_kana) = *chance.pick(&pairs(SURNAMES));
    let (given, given_kana) = *chance.pick(&pairs(if sex == Sex::Male { MALE } else { FEMALE }));
    (format!("{surname} {given}"), format!("{surname_kana} {given_kana}"))
}

/// A person who comes to the desk.
pub(crate) fn person(chance: &mut Chance, today: NaiveDate) -> PersonFacts {
    let sex = if chance.percent(55) { Sex::Male } else { Sex::Female };
    let (name, kana) = name(chance, sex);
    let born = today - Days::new(chance.between(19 * 365, 72 * 365));
    // Now and then only the year is known.
    let birth_date = if chance.percent(6) { PartialDate::year(born.year()) } else { Some(born.into()) };
    let address_kind = if chance.percent(5) { AddressKind::NoFixedAddress } else { AddressKind::Written };
    let address = match address_kind {
        AddressKind::Written => {
            let town = chance.pick(TOWNS);
            format!("あおば野市{town}{}-{}-{}", chance.between(1, 5), chance.between(1, 30), chance.between(1, 20))
        }
        _ => String::new(),
    };
    // No mobile number begins with 000 after its prefix, so nobody is called by mistake.
    let phone_mobile =
        if chance.percent(85) { format!("090-0000-{:04}", chance.between(0, 9999)) } else { String::new() };
    PersonFacts {
        name,
        kana,
        sex: Some(sex),
        birth_date,
        address,
        address_kind,
        phone_mobile,
        ..PersonFacts::default()
    }
}

/// A person who gave only a first impression: the name is assumed.
pub(crate) fn stranger() -> PersonFacts {
    PersonFacts {
        name: "（駅前公園の男性）".to_owned(),
        kana: "エキマエコウエンノダンセイ".to_owned(),
        name_assumed: true,
        sex: Some(Sex::Male),
        address_kind: AddressKind::NoFixedAddress,
        ..PersonFacts::default()
    }
}

/// A person whose name does not split in two.
pub(crate) fn from_abroad(chance: &mut Chance, today: NaiveDate) -> PersonFacts {
    PersonFacts {
        name: "グエン・ティ・ホア".to_owned(),
        kana: "グエン ティ ホア".to_owned(),
        known_as: "ホア".to_owned(),
        romaji: "NGUYEN THI HOA".to_owned(),
        sex: Some(Sex::Female),
        ..person(chance, today)
    }
}
