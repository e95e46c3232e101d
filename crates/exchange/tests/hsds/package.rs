//! The tabular package, held against the official description.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    schema::{has_format, json},
    support::{WAMNET, entries, published, roster_of},
};

fn by_name<'v>(list: &'v Value, name: &str) -> BTreeMap<&'v str, &'v Value> {
    list[name].as_array().into_iter().flatten().filter_map(|one| Some((one["name"].as_str()?, one))).collect()
}

/// The files of a package of the made-up list.
fn files() -> BTreeMap<&'static str, Vec<u8>> {
    published(&entries(&roster_of(WAMNET.as_bytes(), &[]))).package().expect("a package").into_iter().collect()
}

#[test]
fn every_table_column_type_and_key_is_as_the_official_package_has_it() {
    let (official, own) = (json("datapackage.json"), files());
    let own: Value = serde_json::from_slice(&own["datapackage.json"]).unwrap();
    assert_eq!(own["profile"], official["profile"]);
    let tables = by_name(&official, "resources");
    for (name, table) in by_name(&own, "resources") {
        let known = tables[name];
        assert_eq!(table["path"], known["path"]);
        let (columns, asked) = (by_name(&table["schema"], "fields"), by_name(&known["schema"], "fields"));
        for (column, told) in &columns {
            for what in ["type", "format", "constraints"] {
                assert_eq!(told[what], asked[column][what], "{name}.{column}: {what}");
            }
        }
        let needed = asked.iter().filter(|(_, column)| column["constraints"]["required"] == true);
        for (column, _) in needed {
            assert!(columns.contains_key(column), "{name}.{column} is asked for");
        }
        assert_eq!(table["schema"]["primaryKey"], known["schema"]["primaryKey"]);
        let keys = |schema: &Value| -> BTreeSet<(String, String)> {
            let keys = schema["foreignKeys"].as_array().into_iter().flatten();
            keys.map(|key| {
                (key["fields"].as_str().unwrap().to_owned(), key["reference"]["resource"].as_str().unwrap().to_owned())
            })
            .collect()
        };
        let known: BTreeSet<_> =
            keys(&known["schema"]).into_iter().filter(|(column, _)| columns.contains_key(column.as_str())).collect();
        assert_eq!(keys(&table["schema"]), known, "{name}");
    }
}

#[test]
fn every_row_keeps_the_types_and_keys_that_its_table_declares() {
    let files = files();
    let description: Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut references = Vec::new();
    for (name, table) in by_name(&description, "resources") {
        let mut reader = csv::Reader::from_reader(files[table["path"].as_str().unwrap()].as_slice());
        let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let columns = by_name(&table["schema"], "fields");
        let order: Vec<&str> =
            table["schema"]["fields"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(heads, order);
        for row in reader.records().map(Result::unwrap) {
            for (head, cell) in heads.iter().zip(&row) {
                let column = columns[head.as_str()];
                let is_needed = column["constraints"]["required"] == true;
                assert!(!(is_needed && cell.is_empty()), "{name}.{head} is empty");
                let fits = cell.is_empty()
                    || match column["type"].as_str().unwrap() {
                        "number" => cell.parse::<f64>().is_ok(),
                        "date" => cell.parse::<chrono::NaiveDate>().is_ok(),
                        "time" => cell.parse::<chrono::NaiveTime>().is_ok(),
                        "datetime" => has_format("date-time", cell),
                        _ => column["format"].as_str().is_none_or(|format| has_format(format, cell)),
                    };
                assert!(fits, "{name}.{head}: {cell}");
                let words = column["constraints"]["enum"].as_array();
                assert!(
                    cell.is_empty() || words.is_none_or(|words| words.contains(&cell.into())),
                    "{name}.{head}: {cell}"
                );
            }
            assert!(ids.entry(name).or_default().insert(row[0].to_owned()), "{name}: {} stands there twice", &row[0]);
            for key in table["schema"]["foreignKeys"].as_array().unwrap() {
                let at = heads.iter().position(|head| key["fields"] == head.as_str()).unwrap();
                references.push((key["reference"]["resource"].as_str().unwrap().to_owned(), row[at].to_owned()));
            }
        }
    }
    for (table, id) in references.iter().filter(|(_, id)| !id.is_empty()) {
        assert!(ids[table.as_str()].contains(id), "{table} has no {id}");
    }
    assert_eq!(ids["service"].len(), 4);
}

#[test]
fn the_archive_holds_every_file() {
    let published = published(&entries(&roster_of(WAMNET.as_bytes(), &[])));
    let archive = zip::ZipArchive::new(std::io::Cursor::new(published.archive().unwrap())).unwrap();
    let names: BTreeSet<&str> = archive.file_names().collect();
    assert_eq!(names, files().into_keys().collect());
}
