//! The data package: sixteen tidy tables about cooperation around people, for whoever evaluates it (Frictionless Data Package, CSV in UTF-8).
//!
//! Tables and columns are fixed: other programs rely on them. What is empty is unknown. No table holds a name of a person or free text.
//! [`PackageWriter`] writes row by row and [`read`] reads row by row, so that neither ever holds a table in memory.

mod cell;
mod figures;
mod finding;
mod links;
mod read;
mod schema;
mod write;

pub use cell::{Cells, month, opt};
pub use figures::{FIGURE_TABLES, FigureGatherer};
pub use finding::{PackageFinding, PackageProblem, PackageReport};
pub use links::{LinkGatherer, LinkName, RHYTHM_TABLES};
pub use read::{Files, Folder, read};
pub use schema::{Column, ColumnKind, Table, descriptor};
pub use write::{PackageWriter, Sink};
