//! The pages as pictures: every form, empty and filled, against the picture that was looked at and approved.
//!
//! A picture is kept as letters, one for each quarter of a centimetre, darker ones for more ink, so that it can be read in a review.
//! After a layout was changed and looked at: `BANSO_APPROVE=1 cargo nextest run -p banso-documents pages`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{FORMS, documents, on, page_count, sample};
use banso_domain::form::Facts;

/// Dots an inch: 10 make a dot of a quarter of a centimetre.
const COARSE: &str = "10";
/// From white to black.
const INK: &[u8] = b" .-+#";
/// Dots that may be one step lighter or darker than approved, in a thousand: other versions of poppler smooth edges in other ways.
const A_STEP_IN_A_THOUSAND: usize = 30;
/// Dots that may differ more, in a thousand.
const MORE_IN_A_THOUSAND: usize = 4;
/// Margins without ink, in dots at 72 an inch: half a centimetre.
const BARE: usize = 14;

/// A page in grey, from white (255) to black (0).
struct Picture {
    width: usize,
    height: usize,
    dots: Vec<u8>,
}

impl Picture {
    fn of(pdf: &[u8], page: usize, dots_an_inch: &str, colours: bool) -> Self {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(pdf).unwrap();
        let page = page.to_string();
        let mut command = Command::new("pdftoppm");
        command.args(["-r", dots_an_inch, "-f", &page, "-l", &page]);
        if !colours {
            command.arg("-gray");
        }
        let output = command.arg(file.path()).output().expect("poppler-utils must be installed");
        assert!(output.status.success());
        let mut rest = output.stdout.as_slice();
        let mut word = || {
            let end = rest.iter().position(u8::is_ascii_whitespace).unwrap();
            let (word, after) = rest.split_at(end);
            rest = &after[1..];
            String::from_utf8(word.to_vec()).unwrap()
        };
        let (_, width, height, _) = (word(), word(), word(), word());
        Self { width: width.parse().unwrap(), height: height.parse().unwrap(), dots: rest.to_vec() }
    }

    fn letters(&self) -> String {
        let mut letters = String::new();
        for line in self.dots.chunks(self.width) {
            let line: String =
                line.iter().map(|dot| char::from(INK[usize::from(255 - dot) * 2 * INK.len() / 512])).collect();
            letters.push_str(line.trim_end());
            letters.push('\n');
        }
        letters
    }
}

/// How many dots are a step and how many are more than a step away.
fn apart(approved: &str, found: &str) -> (usize, usize) {
    let level = |letter: Option<char>| {
        let letter = letter.unwrap_or(' ');
        INK.iter().position(|ink| char::from(*ink) == letter).unwrap_or(INK.len())
    };
    let (mut a_step, mut more) = (0, 0);
    let lines = approved.lines().count().max(found.lines().count());
    for line in 0..lines {
        let of = |text: &str| text.lines().nth(line).unwrap_or_default().chars().collect::<Vec<_>>();
        let (one, other) = (of(approved), of(found));
        for place in 0..one.len().max(other.len()) {
            match level(one.get(place).copied()).abs_diff(level(other.get(place).copied())) {
                0 => {}
                1 => a_step += 1,
                _ => more += 1,
            }
        }
    }
    (a_step, more)
}

fn approved(form: &str, name: &str, page: usize) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/documents/pages/{form}-{name}-{page}.txt"))
}

#[test]
fn u22_every_page_of_every_form_looks_as_approved() {
    let documents = documents();
    let approve = std::env::var_os("BANSO_APPROVE").is_some();
    let mut wrong = Vec::new();
    for form in FORMS {
        for (name, facts) in [("blank", Facts::new()), ("filled", sample())] {
            let pdf = documents.render_pdf(form, &facts, &on("2026-11-20")).unwrap();
            let pages = page_count(&pdf);
            for page in 1..=pages {
                let picture = Picture::of(&pdf, page, COARSE, false);
                let found = picture.letters();
                let path = approved(form, name, page);
                if approve {
                    std::fs::write(&path, &found).unwrap();
                }
                let known = std::fs::read_to_string(&path).unwrap_or_default();
                let (a_step, more) = apart(&known, &found);
                let dots = picture.width * picture.height;
                if a_step * 1000 > dots * A_STEP_IN_A_THOUSAND || more * 1000 > dots * MORE_IN_A_THOUSAND {
                    wrong.push(format!("{form} {name}, page {page}: {a_step} and {more} of {dots} dots\n{found}"));
                }
            }
            assert!(
                approve || !approved(form, name, pages + 1).exists(),
                "{form} {name} has fewer pages than approved"
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn u22_pages_are_black_on_white_with_bare_margins() {
    let documents = documents();
    for form in FORMS {
        let pdf = documents.render_pdf(form, &sample(), &on("2026-11-20")).unwrap();
        for page in 1..=page_count(&pdf) {
            let picture = Picture::of(&pdf, page, "72", true);
            assert_eq!(picture.dots.len(), picture.width * picture.height * 3);
            for (place, dot) in picture.dots.chunks(3).enumerate() {
                assert!(dot[0] == dot[1] && dot[1] == dot[2], "{form}, page {page}: a colour at dot {place}");
                let (x, y) = (place % picture.width, place / picture.width);
                let bare = x < BARE || y < BARE || x >= picture.width - BARE || y >= picture.height - BARE;
                assert!(!bare || dot[0] == 255, "{form}, page {page}: ink in the margin at {x}, {y}");
            }
        }
    }
}

#[test]
fn u22_pages_are_a4_upright_or_across() {
    let documents = documents();
    for form in FORMS {
        let pdf = documents.blank_pdf(form, &on("2026-11-20")).unwrap();
        let information = crate::support::poppler("pdfinfo", &[], &pdf);
        let size = information.lines().find(|line| line.starts_with("Page size:")).unwrap();
        assert!(size.contains("(A4)"), "{form}: {size}");
        let across = ["progress_list", "case_list"].contains(&form);
        assert_eq!(size.contains("841.89 x 595.276"), across, "{form}: {size}");
    }
}

#[test]
fn a_box_that_is_missing_or_a_column_that_has_moved_is_noticed() {
    let facts = sample();
    let pdf = |form: &str| documents().render_pdf(form, &facts, &on("2026-11-20")).unwrap();
    let sheet = Picture::of(&pdf("evaluation_form"), 1, COARSE, false).letters();
    let shifted: String = sheet.lines().map(|line| format!("  {line}\n")).collect();
    let dots = sheet.lines().count() * 83;

    assert_eq!(apart(&sheet, &sheet), (0, 0));
    assert!(apart(&sheet, &shifted).1 * 1000 > dots * MORE_IN_A_THOUSAND);
}
