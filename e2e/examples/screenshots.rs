//! Takes the pictures of the user guide: the main screens of a demonstration at the municipal desk, on a tablet and on a telephone.
//!
//! ```sh
//! cargo build && cargo run -p banso-e2e --example screenshots
//! ```
//!
//! Needs `chromium` and `chromedriver`, which `./test` installs. Writes into `docs/images/`.

use std::{fs, path::Path};

use banso_e2e::{Desk, Product, Role};
use base64::{Engine, prelude::BASE64_STANDARD};

/// Width, height, and whether it is touched.
const SIZES: [(u32, u32, bool); 3] = [(1366, 768, false), (768, 1024, true), (360, 740, true)];

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/images");
    fs::create_dir_all(&folder).expect("the folder for pictures");
    let product = Product::start();

    let desk = Desk::signed_in(&product, product.login(Role::Chief));
    let supported = first_case(&desk, "/cases?view=in_support");
    let evaluated = first_case(&desk, "/cases?view=evaluation");
    let pages = [
        ("my-work", "/?whose=all".to_owned()),
        ("cases", "/cases".to_owned()),
        ("new-case", "/cases/new".to_owned()),
        ("case", supported.clone()),
        ("timeline", format!("{supported}/records")),
        ("assessment", format!("{supported}/assessment")),
        ("network", beside_many(&desk)),
        ("plan", format!("{supported}/plan")),
        ("conferences", conference(&desk)),
        ("monitoring", "/monitoring".to_owned()),
        ("closing", format!("{evaluated}/closing")),
    ];
    for (name, path) in pages {
        take(&desk, &folder, name, &path);
    }
    desk.browser.touch(false);

    let office = Desk::signed_in(&product, product.login(Role::Officer));
    let waiting = link(&office, "/decisions", "//table//a[contains(@href, '/decision')]");
    take(&office, &folder, "decision", &waiting);
}

fn link(desk: &Desk<'_>, page: &str, xpath: &str) -> String {
    desk.open(page);
    let link = desk.browser.find_all(xpath).into_iter().next().unwrap_or_else(|| panic!("{page} has no such link"));
    let address = desk.browser.run("return arguments[0].getAttribute('href')", &[link.argument()]);
    address.as_str().expect("an address").to_owned()
}

fn first_case(desk: &Desk<'_>, list: &str) -> String {
    link(desk, list, "//table//a[starts-with(@href, '/cases/')]")
}

/// The network of the first person whose network holds a support that ends.
fn beside_many(desk: &Desk<'_>) -> String {
    desk.open("/cases?view=in_support");
    let links =
        "return [...document.querySelectorAll('table a[href^=\"/cases/\"]')].map((link) => link.getAttribute('href'))";
    let cases = desk.browser.run(links, &[]);
    let networks =
        cases.as_array().into_iter().flatten().filter_map(|case| Some(format!("{}/network", case.as_str()?)));
    let ends = |network: &String| {
        desk.open(network);
        desk.shows("終わる予定")
    };
    networks.into_iter().find(ends).expect("a network with a support that ends")
}

/// The next conference that has something on its agenda.
fn conference(desk: &Desk<'_>) -> String {
    link(desk, "/conferences", "//table//a[starts-with(@href, '/conferences/')]")
}

fn take(desk: &Desk<'_>, folder: &Path, name: &str, path: &str) {
    for (width, height, touched) in SIZES {
        desk.browser.resize(width, height);
        desk.browser.touch(touched);
        desk.open(path);
        let picture = BASE64_STANDARD.decode(desk.browser.picture()).expect("a picture in base64");
        let file = folder.join(format!("{name}-{width}.png"));
        fs::write(&file, picture).expect("the picture is written");
        println!("{}", file.display());
    }
}
