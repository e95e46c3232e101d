//! A small package in memory.

use std::{
    collections::BTreeMap,
    io::{self, Cursor, Read},
};

use banso_exchange::package::{Files, PackageReport, Table, read};

/// Files by name.
#[derive(Clone, Default)]
pub struct Package(pub BTreeMap<String, Vec<u8>>);

impl Files for Package {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read>>> {
        Ok(self.0.get(name).map(|bytes| Box::new(Cursor::new(bytes.clone())) as Box<dyn Read>))
    }
}

impl Package {
    /// Every table with its heads, and a row in most that are needed.
    pub fn sound() -> Self {
        let mut package = Self::default();
        for table in Table::ALL {
            package.set(*table, &[]);
        }
        package.set(Table::Persons, &["p1,1985,female,011002,mental,yes", "p2,,,,,"]);
        package.set(Table::Agencies, &["a1,support_centre,青葉センター,,011002,", "f1,employer,青葉フーズ,,,"]);
        package.set(
            Table::Episodes,
            &["e1,p1,a1,self_reliance,2025-04-01,,,", "e2,p2,a1,retention,2025-04-01,2026-03-31,term_reached,f1"],
        );
        package.set(Table::Phases, &["e1,intake,2025-04-01,2025-04-30", "e1,preparation,2025-05-01,"]);
        package.set(
            Table::Contacts,
            &["c1,e1,a1,person,,2025-04-01,office,person,", "c2,e1,a1,employer,f1,2025-05-01,phone,own,progress"],
        );
        package.set(Table::ContactPlans, &["e1,a1,f1,2025-05-01,,2,fade"]);
        package
    }

    pub fn set(&mut self, table: Table, rows: &[&str]) {
        let heads: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        let mut text = heads.join(",") + "\r\n";
        for row in rows {
            text += row;
            text += "\r\n";
        }
        self.0.insert(table.file(), text.into_bytes());
    }

    pub fn read(&self) -> PackageReport {
        read(self, Table::ALL, &mut |_, _| {})
    }

    /// What is told, one line a finding.
    pub fn told(&self) -> Vec<String> {
        self.read().findings.iter().map(ToString::to_string).collect()
    }
}
