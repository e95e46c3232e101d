//! What the building blocks of a page show. Each is a plain struct; its look is a macro in `templates/components/`, or,
//! for the smallest ones that sit inside others (a status, a date), a template of its own that can be written `{{ it }}`.

mod choice;
mod field;
mod icon;
mod list;
mod message;
mod process;
mod record;
mod status;

pub use choice::{AgencyField, ChoiceGroup, ChoiceKind, ChoiceOption, PortraitFold, SelectView};
pub use field::{DateField, FieldView, KeyboardKind, Need, ReadOnlyField, Width};
pub use icon::Icon;
pub use list::{Cell, Chip, Column, PageLink, Pagination, SortDirection, Tab, TableRow, TableView};
pub use message::{Banner, BannerKind, Button, ButtonKind, ConfirmPanel, EmptyState, ErrorSummary, Link};
pub use process::{ProcessMap, Step, StepState};
pub use record::{CaseHeader, SummaryRow, TaskRow, TimelineItem};
pub use status::{DueLabel, Shape, StatusTag, Urgency};
