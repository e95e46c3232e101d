//! Telling what an employer does: by itself, or by those who know it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::AgencyRow;
use banso_domain::employer::{Dated, EmployerProfile, KeyPerson, OpenTo, SizeClass, ToldBy};
use chrono::NaiveDate;

use super::{
    employer_id,
    naming::{open_name, rate, size_name},
};
use crate::{
    components::{Banner, Link, Width},
    errors::{ErrorKind, PageError},
    form::{Filled, FormView, Question, Submitted, Unsaved, done, not_taken, options},
    frame::Section,
    pages::episodes::FormPage,
    site::{SignedIn, Site, page_error, show},
    text::Texts,
};

fn questions(t: &Texts) -> Vec<Question> {
    let sizes = options(SizeClass::ALL, SizeClass::name, |size| size_name(t, size));
    let open = options(OpenTo::ALL, OpenTo::name, |open| open_name(t, open));
    vec![
        Question::line("trade", t.get("employer-trade")).hint(t.get("employer-trade-hint")).required(),
        Question::pick("size", t.get("employer-size"), sizes),
        Question::date("size_on", t.get("employer-size-on")),
        Question::line("quota", t.get("employer-quota")).hint(t.get("employer-quota-hint")).width(Width::Short),
        Question::date("quota_on", t.get("employer-quota-on")),
        Question::long("tasks", t.get("employer-tasks"), 3).hint(t.get("employer-tasks-hint")).required(),
        Question::long("short_trials", t.get("employer-short"), 2).hint(t.get("employer-trial-hint")),
        Question::long("long_trials", t.get("employer-long"), 2).hint(t.get("employer-trial-hint")),
        Question::long("accommodation", t.get("employer-accommodation"), 3).hint(t.get("employer-nobody-hint")),
        Question::line("key_role", t.get("employer-key-role")).hint(t.get("employer-key-role-hint")),
        Question::line("key_name", t.get("employer-key-name")).hint(t.get("employer-key-name-hint")),
        Question::date("key_agreed", t.get("employer-key-agreed")),
        Question::several("open_to", t.get("employer-open"), open).below_each_other(),
        Question::long("limits", t.get("employer-limits"), 2),
        Question::date("confirmed_on", t.get("employer-confirmed-on")).required(),
    ]
}

fn typed(reader: &SignedIn, row: &AgencyRow, today: NaiveDate) -> Submitted {
    let day = |day: NaiveDate| reader.look.long(day).text().to_owned();
    let mut form = Submitted::of([("confirmed_on", day(today))]).version(row.version);
    let Some(profile) = row.facts.employer.as_deref() else { return form };
    form.put("trade", &profile.trade);
    if let Some(size) = profile.size {
        form.put("size", size.value.name());
        form.put("size_on", day(size.on));
    }
    if let Some(quota) = profile.quota {
        form.put("quota", rate(quota.value));
        form.put("quota_on", day(quota.on));
    }
    form.put("tasks", &profile.tasks);
    form.put("short_trials", &profile.short_trials);
    form.put("long_trials", &profile.long_trials);
    form.put("accommodation", &profile.accommodation);
    form.put("key_role", &profile.key_person.role);
    form.put("key_name", &profile.key_person.name);
    form.put("key_agreed", profile.key_person.agreed_on.map(day).unwrap_or_default());
    for open in &profile.open_to {
        form.put("open_to", open.name());
    }
    form.put("limits", &profile.limits);
    form
}

/// A digit, also of full width.
fn narrow(letter: char) -> char {
    match letter {
        '．' => '.',
        '％' => '%',
        '０'..='９' => u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(letter),
        other => other,
    }
}

/// A percentage with at most two places, in hundredths of a percent.
fn hundredths(typed: &str) -> Option<u32> {
    let plain: String = typed.trim().chars().map(narrow).collect();
    let plain = plain.trim_end_matches('%').trim();
    let (whole, part) = plain.split_once('.').unwrap_or((plain, "0"));
    let whole: u32 = whole.parse().ok()?;
    let places: u32 = part.parse().ok()?;
    let places = match part.len() {
        1 => places * 10,
        2 => places,
        _ => return None,
    };
    (whole <= 100).then_some(whole * 100 + places).filter(|rate| *rate <= 10_000)
}

/// Reads the form; what is wrong is complained about.
fn read(t: &Texts, filled: &mut Filled) -> EmployerProfile {
    let trade = filled.needed("trade", t.get("employer-trade-missing"));
    let tasks = filled.needed("tasks", t.get("employer-tasks-missing"));
    let size = filled.chosen("size", SizeClass::ALL, SizeClass::name).first().copied();
    let size_on = filled.day("size_on");
    if size.is_some() && size_on.is_none() {
        filled.complain("size_on", t.get("employer-day-missing"));
    }
    let quota_typed = filled.text("quota");
    let quota = hundredths(&quota_typed);
    if quota.is_none() && !quota_typed.trim().is_empty() {
        filled.complain("quota", t.get("employer-quota-wrong"));
    }
    let quota_on = filled.day("quota_on");
    if quota.is_some() && quota_on.is_none() {
        filled.complain("quota_on", t.get("employer-day-missing"));
    }
    let name = filled.text("key_name");
    let agreed_on = filled.day("key_agreed");
    if !name.trim().is_empty() && agreed_on.is_none() {
        filled.complain("key_agreed", t.get("employer-key-agreed-missing"));
    }
    EmployerProfile {
        trade,
        size: size.zip(size_on).map(|(value, on)| Dated { value, on }),
        quota: quota.zip(quota_on).map(|(value, on)| Dated { value, on }),
        tasks,
        short_trials: filled.text("short_trials"),
        long_trials: filled.text("long_trials"),
        accommodation: filled.text("accommodation"),
        key_person: KeyPerson { role: filled.text("key_role"), name, agreed_on },
        open_to: filled.chosen("open_to", OpenTo::ALL, OpenTo::name),
        limits: filled.text("limits"),
        confirmed_on: filled.needed_day("confirmed_on"),
        told_by: ToldBy::Supporter,
    }
}

async fn open(site: &Site, reader: &SignedIn, id: &str) -> Result<AgencyRow, PageError> {
    let id = employer_id(id)?;
    let row = site.app().employer(&reader.actor, id).await.map_err(page_error)?;
    match site.app().may_describe_employer(&reader.actor, id).await.map_err(page_error)? {
        true => Ok(row),
        false => Err(PageError::new(ErrorKind::Forbidden)),
    }
}

async fn page(
    site: &Site,
    reader: &SignedIn,
    row: &AgencyRow,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let home = format!("/employers/{}", row.id);
    let blocks = filled.ask_all(&questions(t));
    let form = FormView::new(reader, format!("{home}/profile"), blocks, t.get("job-save"))
        .based_on(filled)
        .back(Link::new(t.get("job-back"), home.clone()));
    let mut frame = reader.frame(site, Some(Section::Jobs), t.get("employer-change")).await?;
    frame.breadcrumbs =
        vec![Link::new(t.get("employers-title"), "/employers"), Link::new(row.facts.name.clone(), home)];
    let summary = form.summary();
    frame.has_errors = !summary.is_empty();
    frame.banners = banners;
    show(&FormPage {
        frame,
        heading: t.get("employer-change"),
        lead: row.facts.name.clone(),
        readers: t.get("employer-readers"),
        summary,
        form,
    })
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let row = open(&site, &reader, &id).await?;
    let filled = Filled::new(&reader.t, typed(&reader, &row, site.app().clock().today()));
    page(&site, &reader, &row, &filled, Vec::new()).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Path(id): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    let row = open(&site, &reader, &id).await?;
    let mut filled = Filled::new(&reader.t, form);
    let profile = read(&reader.t, &mut filled);
    if !filled.is_right() {
        return Ok(not_taken(page(&site, &reader, &row, &filled, Vec::new()).await?));
    }
    let version = filled.form.text("version").parse().unwrap_or(row.version);
    match site.app().describe_employer(&reader.actor, row.id, version, profile).await {
        Ok(()) => Ok(done(&format!("/employers/{}", row.id), "employer-told")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let drawn = page(&site, &reader, &row, &filled, unsaved.banners(&reader.t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn u5_a_rate_is_read_as_people_type_it() {
        for typed in ["2.5", "2.50", "２．５", "2.5%", " 2.5％"] {
            assert_eq!(hundredths(typed), Some(250), "{typed}");
        }
        assert_eq!(hundredths("3"), Some(300));
        for typed in ["", "約2", "2.555", "101"] {
            assert_eq!(hundredths(typed), None, "{typed}");
        }
    }
}
