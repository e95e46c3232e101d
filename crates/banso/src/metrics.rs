//! Requests and how long they took, counted by path template, as Prometheus reads it.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Upper bounds of the histogram, in seconds.
const BOUNDS: [f64; 8] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// What is counted for a method, path and status.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    within: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

/// Counts of requests. Paths are templates, never real addresses.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    tallies: Mutex<BTreeMap<(String, String, u16), Tally>>,
}

impl Metrics {
    /// Notes an answered request.
    pub(crate) fn note(&self, method: &str, path: &str, status: u16, took: Duration) {
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        let tally = tallies.entry((method.to_owned(), path.to_owned(), status)).or_default();
        let seconds = took.as_secs_f64();
        for (within, bound) in tally.within.iter_mut().zip(BOUNDS) {
            *within += u64::from(seconds <= bound);
        }
        tally.count += 1;
        tally.seconds += seconds;
    }

    /// The counts in the text format of Prometheus.
    pub(crate) fn text(&self) -> String {
        const NAME: &str = "banso_http_request_duration_seconds";
        let mut text = format!("# HELP {NAME} Time to answer a request.\n# TYPE {NAME} histogram\n");
        let tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        for ((method, path, status), tally) in tallies.iter() {
            let labels = format!("method=\"{method}\",path=\"{path}\",status=\"{status}\"");
            // Writing into a text cannot fail.
            for (within, bound) in tally.within.iter().zip(BOUNDS) {
                let _ = writeln!(text, "{NAME}_bucket{{{labels},le=\"{bound}\"}} {within}");
            }
            let _ = writeln!(text, "{NAME}_bucket{{{labels},le=\"+Inf\"}} {}", tally.count);
            let _ = writeln!(text, "{NAME}_sum{{{labels}}} {:.6}", tally.seconds);
            let _ = writeln!(text, "{NAME}_count{{{labels}}} {}", tally.count);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_template_and_by_time() {
        let metrics = Metrics::default();
        metrics.note("GET", "/cases/{case}", 200, Duration::from_millis(7));
        metrics.note("GET", "/cases/{case}", 200, Duration::from_millis(300));

        let text = metrics.text();

        let of = |line: &str| text.lines().find_map(|found| found.strip_prefix(line)).map(str::trim);
        let labels = "method=\"GET\",path=\"/cases/{case}\",status=\"200\"";
        let bucket = |bound| format!("banso_http_request_duration_seconds_bucket{{{labels},le=\"{bound}\"}}");
        assert_eq!(of(&bucket("0.005")), Some("0"));
        assert_eq!(of(&bucket("0.01")), Some("1"));
        assert_eq!(of(&bucket("1")), Some("2"));
        assert_eq!(of(&format!("banso_http_request_duration_seconds_sum{{{labels}}}")), Some("0.307000"));
    }
}
