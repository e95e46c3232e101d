//! Pictures that open into their items: the pyramid of work readiness, and the eight domains of social life. Each part is a link to its table,
//! which says the same in words; shapes and words tell everything, colour nothing.

use askama::{Template, filters::HtmlSafe};
use banso_domain::{form::Side, sheet::Version};

use super::{Opened, side_name};

const WIDTH: i32 = 720;
const LAYER: i32 = 58;
const GAP: i32 = 5;
/// How much narrower a layer is than the one below it, on each side.
const STEP: i32 = 42;
/// Boxes of the eight domains in a row.
const IN_A_ROW: usize = 4;
const BOX_WIDTH: i32 = 172;
const BOX_HEIGHT: i32 = 92;

/// A part of the picture.
struct Part {
    points: String,
    x: i32,
    y: i32,
    href: String,
    title: String,
    said: String,
}

/// The picture. Write it into a template as `{{ picture }}`.
#[derive(Template)]
#[template(path = "pages/sheets/picture.html")]
pub(super) struct Picture {
    title: String,
    description: String,
    width: i32,
    height: i32,
    parts: Vec<Part>,
}

impl HtmlSafe for Picture {}

/// The forms that have a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Pyramid,
    Boxes,
}

impl Picture {
    /// The picture of a version, for the forms that have one.
    pub(super) fn of(opened: &Opened, version: &Version) -> Option<Self> {
        let shape = match opened.page.sheet.form.as_str() {
            "readiness_pyramid" => Shape::Pyramid,
            "eight_domains" => Shape::Boxes,
            _ => return None,
        };
        let t = opened.t();
        let said = opened.said_in(version);
        let language = t.lang().in_definitions();
        let is_drawn = |id: &str| !(id.starts_with("sheet_") || shape == Shape::Pyramid && id == "support");
        let drawn: Vec<_> = opened
            .page
            .form
            .sections
            .iter()
            .filter(|section| is_drawn(&section.id) && section.fields.iter().any(|field| field.side.is_some()))
            .collect();
        let count = i32::try_from(drawn.len()).unwrap_or(1);
        let part = |(number, section): (usize, &&banso_domain::form::Section)| {
            let number_here = i32::try_from(number).unwrap_or_default();
            let (points, x, y) = match shape {
                Shape::Pyramid => layer(number_here, count),
                Shape::Boxes => domain_box(number),
            };
            let title = section.title.text(opened.page.sheet.form_on, language).to_owned();
            Part {
                points,
                x,
                y,
                href: format!("#part-{}", section.id),
                title,
                said: said
                    .get(&section.id)
                    .map_or_else(|| t.get("sheet-nobody-yet"), |(sides, differ)| said_words(opened, sides, *differ)),
            }
        };
        let parts: Vec<Part> = drawn.iter().enumerate().map(part).collect();
        let (width, height) = match shape {
            Shape::Pyramid => (WIDTH, count * (LAYER + GAP)),
            Shape::Boxes => {
                let rows = i32::try_from(drawn.len().div_ceil(IN_A_ROW)).unwrap_or(1);
                (WIDTH, rows * (BOX_HEIGHT + GAP * 2))
            }
        };
        let (title, description) = match shape {
            Shape::Pyramid => (t.get("sheet-pyramid-title"), t.get("sheet-pyramid-description")),
            Shape::Boxes => (t.get("sheet-domains-title"), t.get("sheet-domains-description")),
        };
        Some(Self { title, description, width, height, parts })
    }
}

fn said_words(opened: &Opened, sides: &[Side], differ: bool) -> String {
    let t = opened.t();
    if sides.is_empty() {
        return t.get("sheet-nobody-yet");
    }
    let names = sides.iter().map(|side| side_name(t, *side)).collect::<Vec<_>>().join(&t.get("list-separator"));
    if differ { t.with("sheet-picture-differs", [("sides", names)]) } else { names }
}

/// A layer, counted from the bottom; the top one is a trapezoid too, so that its words have room.
fn layer(number: i32, count: i32) -> (String, i32, i32) {
    let top = (count - 1 - number) * (LAYER + GAP);
    let bottom = top + LAYER;
    let (low, high) = (number * STEP, (number + 1) * STEP - STEP / 3);
    let points = format!("{low},{bottom} {},{bottom} {},{top} {high},{top}", WIDTH - low, WIDTH - high);
    (points, WIDTH / 2, top + LAYER / 2)
}

fn domain_box(number: usize) -> (String, i32, i32) {
    let (row, column) = (number / IN_A_ROW, number % IN_A_ROW);
    let left = i32::try_from(column).unwrap_or_default() * (BOX_WIDTH + GAP * 2) + GAP;
    let top = i32::try_from(row).unwrap_or_default() * (BOX_HEIGHT + GAP * 2) + GAP;
    let (right, bottom) = (left + BOX_WIDTH, top + BOX_HEIGHT);
    (format!("{left},{top} {right},{top} {right},{bottom} {left},{bottom}"), left + BOX_WIDTH / 2, top + BOX_HEIGHT / 2)
}
