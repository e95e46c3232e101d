//! Every page of the product, in both languages, at every width, by mouse, finger and keyboard.
//!
//! Which pages there are is not written down here: whoever may see a route follows the links from their first page until they
//! are there. A route that nobody comes to fails the test, so a new page cannot be forgotten and none is without a way to it.

use std::collections::{BTreeMap, BTreeSet};

use banso_e2e::{Desk, Looks, Pages, Product, Role, route_of};

#[path = "../../crates/web/tests/routes/table.rs"]
mod table;
use table::{For, ROUTES};

/// Routes that are read by programs or asked by a page, not opened by people; the page between password and code; and what is
/// opened by a secret (`referral.rs`, `invited.rs`) or where a list waits to be read in.
const NO_PAGES: [&str; 14] = [
    "/assets/",
    "/healthz",
    "/readyz",
    "/echo/",
    "/api/",
    "/hsds/",
    "/resources/import/",
    // Of the places that were ticked, which no link tells.
    "/resources/shortlist.pdf",
    // Asked for a half-year and a service that leaned, and for a job whose contact fell silent: the demonstration has neither on its first page.
    "/neutrality/reasons",
    "/rhythm/jobs/",
    "/sign-in/second-factor",
    "/reply/",
    "/invitation/",
    "/calendar/",
];

/// At most so many pages of one route are looked at, as long as each shows something new.
const OF_ONE_ROUTE: usize = 2;

/// Pages that look different when something is asked of them, by the path at which they are asked.
const QUESTIONS: [(&str, &str); 7] = [
    ("/", "?whose=all"),
    ("/cases", "?view=ended"),
    ("/cases", "?tab=%E4%BB%96&year=2023&mine=1"),
    ("/monitoring", "?view=table"),
    ("/cases/{case}/as-of", "?on=R8.9.1"),
    ("/cases/{case}/as-of", "?on=R99.99.99"),
    ("/cases/{case}", "/nowhere"),
];

/// What a search leads to: its results are links of an answer to a form, so no walk along links comes there.
fn behind_a_search(role: Role, page: &str) -> Vec<String> {
    match (role, page.strip_prefix("/persons/")) {
        (Role::Chief, Some(person)) if !person.contains('/') => vec![format!("/cases/new/person/{person}")],
        (Role::Chief, None) if page == "/cases/new" => vec!["/cases/new/basics".to_owned()],
        _ => Vec::new(),
    }
}

/// Whether a route is for this role.
fn fits(role: Role, route: &str) -> bool {
    let line = ROUTES.iter().find(|(_, listed, _)| *listed == route);
    match line.map(|(.., audience)| *audience) {
        Some(For::Officers) => role == Role::Officer,
        Some(For::Administrators) => role == Role::Administrator,
        // Contact that thinned is looked at by those who support people at an agency.
        Some(For::Staff) if route == "/rhythm" => matches!(role, Role::Chief | Role::Office),
        Some(For::Insiders) if route.starts_with("/rhythm/") => role == Role::Chief,
        Some(For::Programmes) if route.starts_with("/rhythm/") => role == Role::Office,
        // The receiver of a referral is inside the referral and nowhere else.
        Some(For::Insiders) if route.starts_with("/referrals/") => {
            role != Role::Administrator && role != Role::ThePerson
        }
        // An office holds conferences of its own about those who use its programme.
        Some(For::Insiders) if route.starts_with("/conferences/{conference}") => {
            matches!(role, Role::Chief | Role::Officer | Role::Office)
        }
        Some(For::Insiders) => matches!(role, Role::Chief | Role::Officer),
        // The resource directory is for those who support people; whoever administers writes nothing in it.
        // Lists are read in by whoever leads an agency or administers.
        Some(For::Staff) if route == "/resources/import" => {
            matches!(role, Role::Chief | Role::Officer | Role::Administrator)
        }
        Some(For::Staff) if route == "/resources/new" || route == "/resources/{resource}/edit" => {
            !matches!(role, Role::Employer | Role::ThePerson | Role::Administrator)
        }
        Some(For::Staff) if route.starts_with("/resources") => !matches!(role, Role::Employer | Role::ThePerson),
        // Boxes of the logic model are written by those who answer for the region.
        Some(For::Staff) if route == "/logic-model/boxes/new" => matches!(role, Role::Chief | Role::Officer),
        // So is how agencies see each other, where they meet, and what is counted of their cooperation.
        Some(For::Staff)
            if ["/surveys", "/network", "/figures", "/logic-model"].iter().any(|begin| route.starts_with(begin)) =>
        {
            !matches!(role, Role::Employer | Role::ThePerson | Role::Administrator)
        }
        // A month is counted at a centre, and for the municipality that answers for it.
        Some(For::Staff) if route == "/monthly-return" => matches!(role, Role::Chief | Role::Officer),
        // Of leaning to one corporation the office itself writes, and the municipality that answers for it.
        Some(For::Staff) if route == "/neutrality/reasons" => role == Role::Officer,
        Some(For::Staff) if route.starts_with("/agencies/own") => {
            !matches!(role, Role::Employer | Role::ThePerson | Role::Administrator)
        }
        Some(For::Staff) if route.starts_with("/agencies") => !matches!(role, Role::Employer | Role::ThePerson),
        // So is the register of what is missing, and an administrator works on none.
        Some(For::Staff) if route.starts_with("/missing-resources") => {
            !matches!(role, Role::Employer | Role::ThePerson | Role::Administrator)
        }
        Some(For::Everybody | For::Staff) => true,
        // Whoever sits in a conference of another agency, or writes the opinion of their own.
        Some(For::Partners) if route.starts_with("/sittings/") => {
            matches!(role, Role::Chief | Role::Officer | Role::Clinic | Role::Office | Role::Employer)
        }
        Some(For::Partners) => matches!(role, Role::Clinic | Role::Office | Role::Employer),
        // A centre begins the record of a job from its own cases, and stands beside it.
        Some(For::Programmes) if route == "/shared/{case}/job" || route.starts_with("/jobs/{job}") => {
            matches!(role, Role::Chief | Role::Office)
        }
        // Nor is a sheet only the agency's own: the person may show it to somebody else.
        Some(For::Programmes) if route.starts_with("/sheets/") => {
            !matches!(role, Role::Administrator | Role::ThePerson)
        }
        // Whoever holds a gathering, and whoever is invited and answers for itself.
        Some(For::Programmes) if route.starts_with("/gatherings/") => {
            !matches!(role, Role::Administrator | Role::ThePerson)
        }
        Some(For::Programmes) => role == Role::Office,
        Some(For::Employers) => role == Role::Employer,
        Some(For::ThePerson) => role == Role::ThePerson,
        None => false,
    }
}

fn routes() -> Vec<&'static str> {
    ROUTES.iter().filter(|(methods, ..)| methods.contains("GET")).map(|(_, route, _)| *route).collect()
}

#[test]
fn every_page_is_found_and_has_no_barrier_in_any_language_at_any_width_u10_u18_u25_u27() {
    let product = Product::start();
    let desk = Desk::at(&product);
    let mut looks = Looks::new(&desk.browser);
    let routes = routes();

    let (mut reached, mut seen) = (BTreeSet::new(), BTreeMap::new());
    desk.open("/sign-in");
    looks.words("ja");
    looks.widths("ja");
    looks.at_the_desk();
    looks.in_the_hand();
    reached.insert("/sign-in");
    hold_a_conference(&desk, &product);
    begin_sheets(&desk, &product);
    for role in
        [Role::Chief, Role::Officer, Role::Administrator, Role::Clinic, Role::Office, Role::Employer, Role::ThePerson]
    {
        let mut pages = desk.wander(product.login(role), &routes, |page| behind_a_search(role, page));
        looks.complain(pages.broken.iter().map(|link| format!("a link leads nowhere for {role:?}: {link}")));
        let unfit = pages.by_route.keys().filter(|route| !fits(role, route));
        assert_eq!(unfit.collect::<Vec<_>>(), Vec::<&&str>::new(), "{role:?} is led to pages for others");
        if role == Role::Chief {
            add_two_to_compare(&mut pages);
        }
        looks.knows(pages.people.clone());
        reached.extend(pages.by_route.keys().copied());
        reached.extend(pages.files.iter().copied());
        look(&desk, &mut looks, &product, &pages, &mut seen);
        desk.sign_out();
    }

    let missed: Vec<&str> = routes
        .into_iter()
        .filter(|route| !NO_PAGES.iter().any(|start| route.starts_with(start)) && !reached.contains(route))
        .collect();
    looks.complain(missed.into_iter().map(|route| format!("no link leads to {route}")));
    assert!(looks.complaints().is_empty(), "{}", looks.complaints().join("\n"));
}

/// The pages of a conference that is being recorded exist only after somebody has opened it.
fn hold_a_conference(desk: &Desk<'_>, product: &Product) {
    desk.browser.resize(1366, 768);
    desk.open("/sign-in");
    desk.sign_in(product.login(Role::Chief));
    desk.open("/conferences");
    let with_agenda = "//tr[not(contains(., '0件'))]//a[starts-with(@href, '/conferences/')]";
    let link = desk.browser.find_all(with_agenda).into_iter().next().expect("a conference with an agenda");
    desk.browser.click(&link).expect("it opens");
    desk.press("開催を記録する");
    let today = desk.browser.run("return new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' })", &[]);
    desk.fill("開いた日", today.as_str().expect("a day"));
    desk.fill("座長", "千葉");
    desk.press("開催を記録する");
    desk.wait_for_words("開催を記録しました");
    // The first matter is concluded: its minutes can then be added to. The others are still to be concluded.
    desk.press("結論を書く");
    desk.wait_for_words("協議内容");
    if desk.shows("本人が同意した範囲のなかで共有した") {
        desk.tick("本人が同意した範囲のなかで共有した");
    }
    desk.tick_in("結論", "了承");
    desk.press("結論を記録する");
    desk.wait_for_done("結論を記録しました");
    desk.sign_out();
}

/// A sheet is written only until its version is final.
fn begin_sheets(desk: &Desk<'_>, product: &Product) {
    desk.open("/sign-in");
    desk.sign_in(product.login(Role::Office));
    let running = "//a[starts-with(@href, '/episodes/') and not(contains(@href, '?'))]";
    let link = desk.browser.find_all(running).into_iter().next().expect("somebody who uses the programme");
    desk.browser.click(&link).expect("it opens");
    desk.press("シートを見る・書く");
    desk.tick_in("使うシート", "就労移行支援のためのチェックリスト");
    desk.press("シートを始める");
    desk.wait_for_done("シートを始めました");
    desk.sign_out();
    desk.open("/sign-in");
    desk.sign_in(product.login(Role::ThePerson));
    desk.open("/my/sheets");
    desk.tick_in("作る もの", "就労パスポート");
    desk.press("作りはじめる");
    desk.wait_until_at(|path| path.starts_with("/my/sheets/"));
    desk.sign_out();
}

/// Two people side by side, as a search for duplicates would find them.
fn add_two_to_compare(pages: &mut Pages) {
    let persons: Vec<String> = pages.by_route["/persons/{person}"].iter().map(|page| page.address.clone()).collect();
    let [first, second, ..] = &persons[..] else { panic!("the region has two people") };
    let other = second.trim_start_matches("/persons/");
    pages.add("/persons/{person}/merge/{other}", format!("{first}/merge/{other}"));
}

fn look(
    desk: &Desk<'_>,
    looks: &mut Looks<'_>,
    product: &Product,
    pages: &Pages,
    seen: &mut BTreeMap<&'static str, BTreeSet<String>>,
) {
    let chosen = pages.worth_seeing(OF_ONE_ROUTE, seen).into_iter().map(|page| page.address.clone());
    let asked = QUESTIONS.iter().filter_map(|(route, question)| {
        let page = pages.by_route.get(route)?.first()?;
        Some(format!("{}{question}", page.address))
    });
    let addresses: Vec<String> = chosen.chain(asked).collect();
    let mut known = BTreeSet::new();
    for address in &addresses {
        desk.open(address);
        looks.words("ja");
        looks.widths("ja");
        looks.at_the_desk();
        // One page of a route tells how all of them lie in the hand.
        if known.insert(route_of(&routes(), address.split('?').next().unwrap_or_default())) {
            looks.in_forced_colours_and_stillness();
            looks.in_the_hand();
        }
    }
    looks.requests(&product.origin);
    desk.browser.resize(1366, 768);
    desk.open("/");
    desk.speak("English", "en");
    for address in &addresses {
        desk.open(address);
        looks.words("en");
        looks.narrowest("en");
    }
    desk.browser.resize(1366, 768);
    desk.open("/");
    desk.speak("日本語", "ja");
}
