//! Which pages there are: the routes of the product, each with the addresses at which somebody who signed in finds it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Value, json};

use crate::{Desk, Login};

/// A page that somebody came to by following links.
#[derive(Clone, Debug)]
pub struct Page {
    /// The path, without a query.
    pub address: String,
    /// What can be seen on it: classes and names of fields.
    features: BTreeSet<String>,
}

impl Page {
    /// Whether something of this class, or a field of this name, is on it.
    pub fn has(&self, feature: &str) -> bool {
        self.features.contains(feature)
    }
}

/// What one login reaches from its first page, by route.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Pages by the route that answers for them.
    pub by_route: BTreeMap<&'static str, Vec<Page>>,
    /// Routes that answered with something that is no page, such as a PDF.
    pub files: BTreeSet<&'static str>,
    /// The people whose cases were opened.
    pub people: BTreeSet<String>,
    /// Links that lead nowhere, with where they stand.
    pub broken: Vec<String>,
}

/// How many pages of one route are read, where each case has many of them.
const OF_ONE_KIND: usize = 90;

/// The route that answers for a path: a written segment counts more than a placeholder.
pub fn route_of(routes: &[&'static str], path: &str) -> Option<&'static str> {
    let asked: Vec<&str> = path.split('/').collect();
    let fits = |route: &&&str| {
        let segments: Vec<&str> = route.split('/').collect();
        let same = |(segment, part): (&&str, &&str)| segment == part || (segment.starts_with('{') && !part.is_empty());
        segments.len() == asked.len() && segments.iter().zip(&asked).all(same)
    };
    routes.iter().filter(fits).min_by_key(|route| route.matches('{').count()).copied()
}

impl Desk<'_> {
    /// Follows every link from the first page of the login, the links there, and so on. `behind` names the pages that lie
    /// behind a press of a button on the page given, such as what a search has found.
    pub fn wander(&self, login: &Login, routes: &[&'static str], behind: impl Fn(&str) -> Vec<String>) -> Pages {
        self.open("/sign-in");
        self.sign_in(login);
        let mut pages =
            Pages { by_route: BTreeMap::new(), files: BTreeSet::new(), people: BTreeSet::new(), broken: Vec::new() };
        let mut known: BTreeSet<String> = BTreeSet::from(["/".to_owned()]);
        let mut asked: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut waiting = VecDeque::from([("/".to_owned(), String::new())]);
        while !waiting.is_empty() {
            let batch: Vec<(String, String)> = waiting.drain(..waiting.len().min(6)).collect();
            let addresses: Vec<&str> = batch.iter().map(|(address, _)| address.as_str()).collect();
            let found = self.browser.run("return looks.read(arguments[0])", &[json!(addresses)]);
            for (answer, (address, from)) in found.as_array().expect("a list").iter().zip(&batch) {
                let route = route_of(routes, address);
                if answer["status"] != 200 || route.is_none() {
                    pages.broken.push(format!("{address} on {from}: {}", answer["status"]));
                    continue;
                }
                let route = route.expect("checked above");
                if answer["page"] != true {
                    pages.files.insert(route);
                    continue;
                }
                let strings = |name: &str| -> Vec<String> {
                    let all = answer[name].as_array().into_iter().flatten();
                    all.filter_map(Value::as_str).map(str::to_owned).collect()
                };
                pages.people.extend(strings("names"));
                // Where the server led elsewhere, the page belongs to the route that it led to.
                if answer["at"] == address.as_str() {
                    let features = strings("features").into_iter().collect();
                    pages.by_route.entry(route).or_default().push(Page { address: address.clone(), features });
                }
                for link in strings("links").into_iter().chain(behind(address)) {
                    let Some(route) = route_of(routes, &link) else {
                        pages.broken.push(format!("{link} on {address}: no such route"));
                        continue;
                    };
                    let many = asked.entry(route).or_default();
                    if *many < OF_ONE_KIND && known.insert(link.clone()) {
                        *many += 1;
                        waiting.push_back((link, address.clone()));
                    }
                }
            }
        }
        pages
    }
}

impl Pages {
    /// Adds a page that is known without a link to it.
    pub fn add(&mut self, route: &'static str, address: String) {
        self.by_route.entry(route).or_default().push(Page { address, features: BTreeSet::new() });
    }

    /// Of each route the page with the most on it, and further ones as long as they show something that was not seen there
    /// yet; at most `each`.
    pub fn worth_seeing(&self, each: usize, seen: &mut BTreeMap<&'static str, BTreeSet<String>>) -> Vec<&Page> {
        let mut chosen = Vec::new();
        for (route, pages) in &self.by_route {
            let seen = seen.entry(*route).or_default();
            for _ in 0..each {
                let new = |page: &&Page| page.features.difference(&*seen).count();
                let Some(best) = pages.iter().max_by_key(new).filter(|page| new(page) > 0 || seen.is_empty()) else {
                    break;
                };
                seen.extend(best.features.iter().cloned());
                chosen.push(best);
            }
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_segment_counts_more_than_a_placeholder() {
        let routes = ["/cases/{case}", "/cases/new", "/cases/{case}/plan"];
        assert_eq!(route_of(&routes, "/cases/new"), Some("/cases/new"));
        assert_eq!(route_of(&routes, "/cases/17"), Some("/cases/{case}"));
        assert_eq!(route_of(&routes, "/cases/17/plan"), Some("/cases/{case}/plan"));
        assert_eq!(route_of(&routes, "/cases/17/nowhere"), None);
    }

    #[test]
    fn pages_that_show_nothing_new_are_left_out() {
        let page = |address: &str, features: &[&str]| Page {
            address: address.to_owned(),
            features: features.iter().map(|name| (*name).to_owned()).collect(),
        };
        let all = vec![page("/a/1", &["table"]), page("/a/2", &["table", "tag"]), page("/a/3", &["empty"])];
        let pages = Pages {
            by_route: BTreeMap::from([("/a/{id}", all)]),
            files: BTreeSet::new(),
            people: BTreeSet::new(),
            broken: Vec::new(),
        };
        let chosen = pages.worth_seeing(3, &mut BTreeMap::new());
        assert_eq!(chosen.iter().map(|page| page.address.as_str()).collect::<Vec<_>>(), ["/a/2", "/a/3"]);
    }
}
