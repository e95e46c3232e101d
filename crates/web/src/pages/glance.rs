//! A plan at a glance: the person's words first, then who does what, then the services.

use banso_domain::{
    calendar::PartialDate,
    case::{
        Case,
        plan::{Actor, Plan, ServiceUse},
    },
};

use crate::{
    components::SummaryRow,
    naming::service_name,
    site::{SignedIn, Site},
    text::Texts,
};

fn actor_name(t: &Texts, actor: Actor) -> String {
    t.get(&format!("{}{}", /* keys */ "glance-actor-", actor.name()))
}

/// What the newest plan says, line by line; nothing where there is none.
pub(super) fn plan_rows(site: &Site, reader: &SignedIn, case: &Case) -> Vec<SummaryRow> {
    case.current_plan().map(|plan| rows(site, reader, plan)).unwrap_or_default()
}

fn rows(site: &Site, reader: &SignedIn, plan: &Plan) -> Vec<SummaryRow> {
    let (t, content) = (&reader.t, &plan.content);
    let actions: Vec<String> = content
        .actions
        .iter()
        .map(|line| {
            let carried_out_by = line.carried_out_by();
            let more: Vec<&str> = [&carried_out_by, &line.period, &line.frequency]
                .into_iter()
                .map(String::as_str)
                .filter(|text| !text.trim().is_empty())
                .collect();
            let more = if more.is_empty() { String::new() } else { format!("（{}）", more.join("・")) };
            t.with("glance-action", [("who", actor_name(t, line.actor)), ("what", line.what.clone()), ("more", more)])
        })
        .collect();
    let services: Vec<String> = content
        .used_services()
        .map(|service| {
            let period = period(reader, content.services.get(service));
            format!("{}{period}", service_name(site, t, service, site.app().clock().today()))
        })
        .collect();
    let ends = content.ends_on.map(|day| reader.look.long(day).text().to_owned()).unwrap_or_default();
    let monitoring = content.next_monitoring.map(|month| reader.month(month)).unwrap_or_default();
    vec![
        SummaryRow::or_unknown(t.get("overview-wishes"), &content.wishes),
        SummaryRow::or_unknown(t.get("overview-long-term-goal"), &content.long_term_goal),
        SummaryRow::or_unknown(t.get("overview-goal"), &content.goal),
        SummaryRow::or_unknown(t.get("glance-issues"), &content.issues_to_solve),
        SummaryRow::or_unknown(t.get("glance-actions"), actions.join("\n")),
        SummaryRow::new(
            t.get("glance-services"),
            if services.is_empty() { t.get("glance-no-services") } else { services.join("\n") },
        ),
        SummaryRow::or_unknown(t.get("glance-ends"), ends),
        SummaryRow::or_unknown(t.get("glance-monitoring"), monitoring),
    ]
}

/// The period of a service as it is written for the reader; months and days are stored as they were meant.
fn period(reader: &SignedIn, used: &ServiceUse) -> String {
    let words = |text: &String| {
        let known = text.parse::<PartialDate>();
        known.map_or_else(|_| text.clone(), |date| reader.look.long(date).text().to_owned())
    };
    if used.from.is_empty() && used.to.is_empty() {
        return String::new();
    }
    reader.t.with("glance-period", [("from", words(&used.from)), ("to", words(&used.to))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_actor_has_a_name_in_both_languages() {
        for lang in Lang::ALL {
            let t = Texts::shipped(lang);
            assert!(Actor::ALL.iter().all(|actor| !actor_name(&t, *actor).contains('⟦')));
        }
    }
}
