//! Whole files as public bodies published them. They are not part of this repository: they lie in `../shared/data` beside it, or where
//! `BANSO_OPEN_DATA` says. Where they are missing these tests fail and say so; `BANSO_OPEN_DATA=none` leaves them out.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    path::{Path, PathBuf},
};

use banso_domain::{
    id::ResourceId,
    resource::{Field, ImportSummary, Origin},
};
use banso_exchange::{Encoding, FindingKind, Format, Held, ReadSeek, Refused, Roster, Wanted, difference, read};
use uuid::Uuid;

/// The folder with the files; `None` where they are left out.
fn folder() -> Option<PathBuf> {
    let folder = match std::env::var("BANSO_OPEN_DATA") {
        Ok(none) if none == "none" => return None,
        Ok(folder) => PathBuf::from(folder),
        Err(_) => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    assert!(
        folder.is_dir(),
        "the published files are not in {}: set BANSO_OPEN_DATA to their folder, or to `none` to leave these tests out",
        folder.display()
    );
    Some(folder)
}

fn read_file(path: &Path) -> Result<Roster, Refused> {
    let beside =
        |name: &str| File::open(path.with_file_name(name)).ok().map(|file| Box::new(file) as Box<dyn ReadSeek>);
    let mut file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    read(&mut file, Wanted::default(), &mut { beside })
}

fn roster(folder: &Path, file: &str) -> Roster {
    read_file(&folder.join(file)).unwrap_or_else(|refused| panic!("{file}: {refused}"))
}

fn held(roster: &Roster) -> HashMap<Origin, Held> {
    let taken = roster.rows.iter().filter(|row| !row.is_rejected());
    let entry = |row: &banso_exchange::RosterRow| {
        let id = ResourceId::new(Uuid::from_u128(row.at.into()));
        Some((row.origin.clone()?, Held { id, told: row.told.clone(), is_gone: false, version: 1 }))
    };
    taken.filter_map(entry).collect()
}

/// How many rows have each finding.
fn counts(roster: &Roster) -> BTreeMap<FindingKind, usize> {
    let mut counts = BTreeMap::new();
    for row in &roster.rows {
        let mut kinds: Vec<FindingKind> = row.findings.iter().map(|finding| finding.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            *counts.entry(kind).or_default() += 1;
        }
    }
    counts
}

#[test]
fn every_published_list_is_read_whole_and_the_second_time_changes_nothing() {
    let Some(folder) = folder() else { return };
    for (file, rows) in [
        ("wamnet/202409/csvdownload045.csv", 2467),
        ("wamnet/202409/csvdownload060.csv", 1904),
        ("wamnet/202409/csvdownload062.csv", 1046),
        ("wamnet/202503/csvdownload014.csv", 20),
        ("wamnet/202503/csvdownload041.csv", 266),
        ("wamnet/202503/csvdownload042.csv", 828),
        ("wamnet/202503/csvdownload045.csv", 2437),
        ("wamnet/202503/csvdownload054.csv", 2026),
        ("wamnet/202503/csvdownload060.csv", 1908),
        ("wamnet/202503/csvdownload062.csv", 1080),
        ("wamnet/cp932/wam_sjis_group-home.csv", 5702),
        ("soudan-madoguchi/offices.csv", 4173),
        ("municipal-yuzawa/grouphome_2022.json", 16),
        ("municipal-yuzawa/life_event_2022.json", 19),
        ("municipal-yuzawa/medical_institutions_2022.json", 93),
        ("hsds/3.0/examples/organization_full.json", 1),
        ("hsds/3.0/examples/service_full.json", 1),
        ("hsds/3.0/examples/service_list.json", 1),
        ("hsds/3.0/examples/service_at_location_full.json", 1),
        ("hsds/3.0/examples/service_at_location_list.json", 1),
        ("hsds/3.0/examples/tabular.json", 1),
        ("hsds/3.0/examples/csv/services.csv", 1),
        ("hsds/3.0/examples/csv/datapackage.json", 1),
    ] {
        let roster = roster(&folder, file);
        assert_eq!(roster.rows.len(), rows, "{file}");
        let rejected = roster.rows.iter().filter(|row| row.is_rejected()).count();
        // 湯沢市 lists one clinic twice.
        assert_eq!(rejected, usize::from(file.ends_with("medical_institutions_2022.json")), "{file}");

        let first = difference(&roster, &HashMap::new());
        assert_eq!(first.summary.added as usize, rows - rejected, "{file}");
        let again = difference(&roster, &held(&roster)).summary;
        assert_eq!((again.added, again.changed, again.gone), (0, 0, 0), "{file}");
        assert_eq!(again.unchanged as usize, rows - rejected, "{file}");
    }
}

#[test]
fn from_one_half_year_to_the_next_exactly_what_was_published_differs() {
    let Some(folder) = folder() else { return };
    for (kind, added, gone, changed) in [("060", 87, 83, 163), ("062", 67, 33, 52), ("045", 121, 151, 239)] {
        let of = |half_year: &str| roster(&folder, &format!("wamnet/{half_year}/csvdownload{kind}.csv"));
        let (before, now) = (of("202409"), of("202503"));
        let told = difference(&now, &held(&before)).summary;
        let expected = ImportSummary { added, changed, gone, unchanged: told.unchanged, rejected: 0, ..told };
        assert_eq!(told, expected, "{kind}");
        assert_eq!(told.unchanged + told.changed + told.added, now.rows.len() as u64);
    }
}

#[test]
fn what_is_known_to_be_wrong_in_the_published_files_is_pointed_at() {
    let Some(folder) = folder() else { return };
    let now = counts(&roster(&folder, "wamnet/202503/csvdownload060.csv"));
    assert_eq!(now.get(&FindingKind::CorporateNumberMissing), Some(&158));
    assert_eq!(now.get(&FindingKind::CapacityMissing), Some(&313));
    assert_eq!(now.get(&FindingKind::HoursNotKnown), Some(&50));
    // Three readings hold the mark of a letter that the publisher could not convert.
    assert_eq!(now.get(&FindingKind::LostCharacters), Some(&3));
    for kind in ["060", "062"] {
        let before = roster(&folder, &format!("wamnet/202409/csvdownload{kind}.csv"));
        assert_eq!(counts(&before).get(&FindingKind::JurisdictionMissing), Some(&2), "{kind}");
        let lacks = |row: &&banso_exchange::RosterRow| row.told.of(Field::Jurisdiction).is_none();
        assert!(before.rows.iter().filter(lacks).all(|row| row.told.prefecture().is_some()), "{kind}");
    }

    let homes = roster(&folder, "wamnet/cp932/wam_sjis_group-home.csv");
    assert_eq!(homes.encoding, Encoding::Cp932);
    let fields = [Field::OrganisationName, Field::Name, Field::Municipality, Field::Street];
    let lost = |row: &&banso_exchange::RosterRow| {
        let of_field = |finding: &banso_exchange::Finding| finding.field.is_some_and(|field| fields.contains(&field));
        row.findings.iter().any(|finding| finding.kind == FindingKind::LostCharacters && of_field(finding))
    };
    assert_eq!(homes.rows.iter().filter(lost).count(), 1575);

    let desks = roster(&folder, "soudan-madoguchi/offices.csv");
    assert_eq!(counts(&desks).get(&FindingKind::InDoubt), Some(&136));
    assert!(desks.rows.iter().all(|row| row.told.prefecture().is_some()));
    // Codes of villages whose check digit was filled with a zero.
    assert!(counts(&desks).contains_key(&FindingKind::JurisdictionUnknown));
}

#[test]
fn no_published_site_is_said_to_lie_in_the_sea() {
    let Some(folder) = folder() else { return };
    for kind in ["014", "041", "042", "045", "054", "060", "062"] {
        let counts = counts(&roster(&folder, &format!("wamnet/202503/csvdownload{kind}.csv")));
        for kind_of in [FindingKind::PositionAtSea, FindingKind::PositionElsewhere, FindingKind::PositionOutsideJapan] {
            assert_eq!(counts.get(&kind_of), None, "{kind}");
        }
    }
}

#[test]
fn u6_the_same_sites_are_found_in_every_width() {
    let Some(folder) = folder() else { return };
    let sites = roster(&folder, "wamnet/202503/csvdownload060.csv");
    let found = |typed: &str| {
        let key = banso_domain::text::search_key(typed);
        sites.rows.iter().filter(|row| row.told.search_key().contains(&key)).map(|row| row.at).collect::<Vec<_>>()
    };
    assert!(!found("lita").is_empty());
    assert_eq!(found("lita"), found("ＬＩＴＡ"));
    assert_eq!(found("lita"), found("LITA"));
}

#[test]
fn files_that_are_no_lists_of_resources_are_refused_with_what_they_look_like() {
    let Some(folder) = folder() else { return };
    for (file, expected) in [
        ("not-a-roster/FEH_00200524_190618234018.csv", "statistics"),
        ("holidays/syukujitsu.csv", "holidays"),
        ("names/last_name_org.csv", "names"),
        ("names/first_name_man_opti.csv", "names"),
        ("names/first_name_woman_opti.csv", "names"),
        ("municipality-codes/000925835.xlsx", "workbook"),
        ("municipality-codes/localgovjp-utf8.csv", "municipality_codes"),
        ("municipality-codes/localgovjp-sjis-20200104.csv", "municipality_codes"),
        ("soudan-madoguchi/municipalities.csv", "side_table"),
        ("soudan-madoguchi/categories.csv", "side_table"),
        ("hsds/3.0/examples/csv/locations.csv", "side_table"),
        ("hsds/3.0/examples/location.json", "side_table"),
        ("fhir-r4/CarePlan-example.json", "fhir"),
    ] {
        match read_file(&folder.join(file)) {
            Err(Refused::NotARoster { looks_like, .. }) => assert_eq!(looks_like.key(), expected, "{file}"),
            Err(other) => panic!("{file}: {other}"),
            Ok(roster) => panic!("{file} was read as {}", roster.format.name()),
        }
    }
}

#[test]
fn the_forms_are_found_out() {
    let Some(folder) = folder() else { return };
    assert_eq!(roster(&folder, "wamnet/202503/csvdownload014.csv").format, Format::WamNet);
    assert_eq!(roster(&folder, "soudan-madoguchi/offices.csv").format, Format::Madoguchi);
    assert_eq!(roster(&folder, "municipal-yuzawa/grouphome_2022.json").format, Format::Municipal);
    assert_eq!(roster(&folder, "hsds/3.0/examples/csv/services.csv").format, Format::Hsds);
}
