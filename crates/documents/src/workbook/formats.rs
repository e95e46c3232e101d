//! How the cells of a workbook look.

use banso_domain::calendar::DateStyle;
use banso_domain::form::Language;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use super::cell::Cell;
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
    amount: Format,
    day: Format,
    month: Format,
    time: Format,
}

impl Formats {
    pub(super) fn new(options: &RenderOptions) -> Self {
        let plain = || Format::new().set_font_name(FONT).set_font_size(10).set_text_wrap();
        let boxed = || plain().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let value = |number_format: &str| boxed().set_align(FormatAlign::Left).set_num_format(number_format);
        let (day, month) = date_formats(options);
        Self {
            title: plain().set_font_size(14).set_bold().set_align(FormatAlign::Center),
            heading: plain().set_font_size(11).set_bold().set_align(FormatAlign::VerticalCenter),
            subheading: boxed().set_bold(),
            label: boxed().set_background_color(LABEL_GREY),
            remark: plain().set_font_size(9),
            text: value("@").set_align(FormatAlign::Top),
            number: value("0"),
            amount: value("#,##0"),
            day: value(day),
            month: value(month),
            time: value(&format!("{day} h:mm")),
        }
    }

    pub(super) fn of(&self, cell: &Cell) -> &Format {
        match cell {
            Cell::Text(_) => &self.text,
            Cell::Number(_) => &self.number,
            Cell::Amount(_) => &self.amount,
            Cell::Day(_) => &self.day,
            Cell::Month(_) => &self.month,
            Cell::Time(_) => &self.time,
        }
    }
}

/// The number formats of a day and of a month; in eras the first year is 元年.
fn date_formats(options: &RenderOptions) -> (&'static str, &'static str) {
    match (options.language, options.dates) {
        (Language::Ja, DateStyle::Western) => (r#"yyyy"年"m"月"d"日""#, r#"yyyy"年"m"月""#),
        (Language::Ja, DateStyle::Era) => {
            (r#"[$-ja-JP-x-gannen]ggge"年"m"月"d"日""#, r#"[$-ja-JP-x-gannen]ggge"年"m"月""#)
        }
        (Language::Ja, DateStyle::Both) => {
            (r#"[$-ja-JP-x-gannen]ggge"年"m"月"d"日"（yyyy"年"）"#, r#"[$-ja-JP-x-gannen]ggge"年"m"月"（yyyy"年"）"#)
        }
        (Language::En, _) => ("d mmmm yyyy", "mmmm yyyy"),
    }
}
