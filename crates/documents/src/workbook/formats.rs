//! How the cells of a workbook look.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use super::cell::Cell;
use super::dates::DateFormats;
use crate::RenderOptions;

/// The font of the workbook; it stands on every Windows desk, and Excel finds another where it does not.
const FONT: &str = "BIZ UDPゴシック";
/// The fill of label cells.
const LABEL_GREY: u32 = 0xEC_EC_EC;

pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) subheading: Format,
    pub(super) label: Format,
    pub(super) remark: Format,
    text: Format,
    number: Format,
    figure: Format,
    amount: Format,
    pub(super) dates: DateFormats,
    /// Days are written short, for tables of many columns.
    pub(super) short_dates: bool,
}

impl Formats {
    pub(super) fn new(options: &RenderOptions) -> Self {
        let plain = || Format::new().set_font_name(FONT).set_font_size(10).set_text_wrap();
        let boxed = || plain().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let value = |number_format: &str| boxed().set_align(FormatAlign::Left).set_num_format(number_format);
        Self {
            title: plain().set_font_size(14).set_bold().set_align(FormatAlign::Center),
            heading: plain().set_font_size(11).set_bold().set_align(FormatAlign::VerticalCenter),
            subheading: boxed().set_bold(),
            label: boxed().set_background_color(LABEL_GREY),
            remark: plain().set_font_size(9),
            text: value("@").set_align(FormatAlign::Top),
            number: value("0"),
            figure: value("0.0##"),
            amount: value("#,##0"),
            dates: DateFormats::new(options, value),
            short_dates: false,
        }
    }

    pub(super) fn of(&self, cell: &Cell) -> &Format {
        match cell {
            Cell::Text(_) => &self.text,
            Cell::Number(_) => &self.number,
            Cell::Figure(_) => &self.figure,
            Cell::Amount(_) => &self.amount,
            Cell::Day(date) => self.dates.day(*date, self.short_dates),
            Cell::Month(date) => self.dates.month(*date, self.short_dates),
            Cell::Time(at) => self.dates.time(at.date()),
        }
    }
}
