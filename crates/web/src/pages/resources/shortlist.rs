//! A few places to look at together with the person, in plain words with readings: what they are for, where, when, and what to say on the
//! telephone. The list stands in the address, and nothing on it is about anybody; it is kept with a case where the person wants that.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_app::{FileKind, PlaceWords, PrintLook, ResourceRow};
use banso_domain::{
    calendar::clock_time::for_person,
    id::{CaseId, ResourceId},
    resource::{Field, Shortlist, Told},
    text,
};
use chrono::NaiveTime;

use super::{naming::need_name, place};
use crate::{
    components::Link,
    dates::clock,
    errors::PageError,
    frame::Frame,
    pages::forms::file_answer,
    rules,
    site::{SignedIn, Site, page_error, show},
    text::{Lang, Texts},
};

/// A place as the person reads it.
struct Place {
    number: usize,
    name: String,
    kana: String,
    what: String,
    address: String,
    phone: String,
    hours: Vec<String>,
    say: String,
    /// What to ask about first: that it may have closed, that nobody looked.
    caution: String,
    remove: Link,
}

#[derive(Template)]
#[template(path = "pages/resources/shortlist.html")]
struct ShortlistPage {
    frame: Frame,
    /// The words with their readings.
    plain: Texts,
    places: Vec<Place>,
    more: Link,
    paper: Option<Link>,
    /// Where the list is kept with the case for which it was made, for those who may.
    keep: Option<Keep>,
}

/// A list that can be kept with a case.
struct Keep {
    action: String,
    places: Vec<String>,
    /// The lists that are kept there.
    lists: Link,
}

/// Where the list is kept, if the reader may write in that case. Whoever may not is not told whether there is one.
async fn keep(site: &Site, reader: &SignedIn, case: &str, places: &[String]) -> Result<Option<Keep>, PageError> {
    let Ok(case) = case.parse::<CaseId>() else { return Ok(None) };
    let may = site.app().may_keep_shortlist(&reader.actor, case).await.map_err(page_error)?;
    Ok((may && !places.is_empty()).then(|| Keep {
        action: format!("/cases/{case}/shortlists"),
        places: places.to_vec(),
        lists: Link::new(reader.t.get("shortlists-title"), format!("/cases/{case}/shortlists")),
    }))
}

/// What stands behind the path of a list.
fn query(places: &[ResourceId], case: &str) -> String {
    let mut parts: Vec<String> = places.iter().map(|place| format!("entry={place}")).collect();
    if !case.is_empty() {
        parts.push(format!("case={case}"));
    }
    parts.join("&")
}

/// The address of a list.
pub(super) fn address(places: &[ResourceId], case: &str) -> String {
    format!("/resources/shortlist?{}", query(places, case))
}

/// The places that an address names, those chosen before first, and for which case they are looked for.
fn asked(pairs: &[(String, String)]) -> (Vec<ResourceId>, String) {
    let of = |name: &'static str| pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str());
    let places = of("chosen").flat_map(|chosen| chosen.split('.')).chain(of("entry"));
    let case = of("case").next().unwrap_or_default().to_owned();
    (places.filter_map(|place| place.parse().ok()).collect(), case)
}

/// Kinds of service of which the words say what they are for.
const KINDS: [(&str, &str); 9] = [
    ("就労移行支援", "transition"),
    ("就労定着支援", "retention"),
    ("就労継続支援Ａ型", "continuation-a"),
    ("就労継続支援Ｂ型", "continuation-b"),
    ("自立訓練（生活訓練）", "life-training"),
    ("自立訓練（機能訓練）", "function-training"),
    ("地域定着支援", "settling"),
    ("共同生活援助", "group-home"),
    ("当事者の会", "peers"),
];

fn kind_of(shown: &Told) -> Option<&'static str> {
    let key = text::search_key(shown.get(Field::ServiceKind));
    KINDS.iter().find(|(kind, _)| text::search_key(kind) == key).map(|(_, name)| *name)
}

/// What it is for: the need, the kind of service in plain words, or the words of the source.
fn what(t: &Texts, shown: &Told) -> String {
    if let Some(kind) = kind_of(shown) {
        return t.get(&format!("{}{kind}", /* keys */ "shortlist-kind-"));
    }
    let needs: Vec<String> = shown.needs().iter().map(|need| need_name(t, *need)).collect();
    if needs.is_empty() {
        let words =
            [Field::PlainName, Field::ServiceKind, Field::Description].into_iter().find_map(|field| shown.of(field));
        return words.unwrap_or_default().to_owned();
    }
    needs.join("・")
}

/// What can be said on the telephone: by the need, or that one would like to see the place.
fn say(t: &Texts, shown: &Told) -> String {
    match (kind_of(shown), shown.first_need()) {
        (None, Some(need)) => t.get(&format!("{}{}", /* keys */ "shortlist-say-", need.name())),
        _ => t.get("shortlist-say-visit"),
    }
}

fn time(lang: Lang, minute: u16) -> String {
    let clock_time = NaiveTime::from_hms_opt(u32::from(minute / 60) % 24, u32::from(minute % 60), 0);
    match (lang, clock_time) {
        (Lang::Ja, Some(time)) if minute < 24 * 60 => for_person(time),
        _ => clock(minute),
    }
}

/// When it is open, in words; asking is the advice where nothing is told (P-133).
fn hours(t: &Texts, shown: &Told) -> Vec<String> {
    let line = |(day, from, to): (Field, u16, u16)| {
        let key = format!("{}{}", /* keys */ "shortlist-hours-", day.name().trim_start_matches("hours_"));
        t.with(&key, [("from", time(t.lang(), from)), ("to", time(t.lang(), to))])
    };
    let mut lines: Vec<String> = shown.opening_hours().into_iter().map(line).collect();
    lines.extend(shown.of(Field::HoursNote).map(ToOwned::to_owned));
    lines.extend(shown.of(Field::ClosedDays).map(|days| t.with("shortlist-closed", [("days", days)])));
    if lines.is_empty() { vec![t.get("shortlist-hours-ask")] } else { lines }
}

fn place_of(t: &Texts, number: usize, row: &ResourceRow, remove: String) -> Place {
    let shown = row.resource.as_shown();
    Place {
        number,
        name: shown.get(Field::Name).to_owned(),
        kana: text::to_hiragana(shown.get(Field::Kana)),
        what: what(t, &shown),
        address: shown.address(),
        phone: shown.get(Field::Phone).to_owned(),
        hours: hours(t, &shown),
        say: say(t, &shown),
        caution: if row.resource.gone_on.is_some() { t.get("shortlist-gone") } else { String::new() },
        remove: Link::new(t.get("shortlist-remove"), remove),
    }
}

impl Place {
    /// As it stands on paper.
    fn on_paper(self) -> PlaceWords {
        PlaceWords {
            name: self.name,
            kana: self.kana,
            caution: self.caution,
            what: self.what,
            address: self.address,
            when: self.hours.join("\n"),
            phone: self.phone,
            say: self.say,
        }
    }
}

/// The list as PDF. A list that is none leads to the page that says why.
pub(super) async fn paper(
    State(site): State<Site>,
    reader: SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (chosen, case) = asked(&pairs);
    let Ok(list) = Shortlist::of(chosen.iter().copied()) else {
        return match site.app().may_read_directory(&reader.actor).await.map_err(page_error)? {
            true => Ok(Redirect::to(&address(&chosen, &case)).into_response()),
            false => Err(PageError::forbidden()),
        };
    };
    let rows = site.app().shortlist(&reader.actor, &list).await.map_err(page_error)?;
    let plain = reader.t.with_ruby();
    let places = rows.iter().enumerate().map(|(at, row)| place_of(&plain, at + 1, row, String::new()).on_paper());
    let places: Vec<PlaceWords> = places.collect();
    let look = PrintLook { language: reader.t.lang().in_definitions(), dates: reader.session.date_style };
    let form = site.app().print_shortlist(&reader.actor, &places, look).await.map_err(page_error)?;
    Ok(file_answer(form, FileKind::Pdf))
}

pub(super) async fn shortlist(
    State(site): State<Site>,
    reader: SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let (chosen, case) = asked(&pairs);
    let (rows, refusal) = match Shortlist::of(chosen.iter().copied()) {
        Ok(list) => (site.app().shortlist(&reader.actor, &list).await.map_err(page_error)?, None),
        Err(refusal) if site.app().may_read_directory(&reader.actor).await.map_err(page_error)? => {
            (Vec::new(), Some(refusal))
        }
        Err(_) => return Err(PageError::forbidden()),
    };
    let plain = t.with_ruby();
    let without = |id: ResourceId| {
        let rest: Vec<ResourceId> = rows.iter().map(|row| row.resource.id).filter(|other| *other != id).collect();
        if rest.is_empty() { "/resources".to_owned() } else { address(&rest, &case) }
    };
    let numbered = rows.iter().enumerate();
    let places = numbered.map(|(at, row)| place_of(&plain, at + 1, row, without(row.resource.id))).collect();
    let kept: Vec<String> = rows.iter().map(|row| row.resource.id.to_string()).collect();
    let keep = keep(&site, &reader, &case, &kept).await?;
    let paper = (!rows.is_empty()).then(|| {
        let ids: Vec<ResourceId> = rows.iter().map(|row| row.resource.id).collect();
        Link::new(t.get("print-pdf"), format!("/resources/shortlist.pdf?{}", query(&ids, &case)))
    });
    let of_case = if case.is_empty() { String::new() } else { format!("&case={case}") };
    let (section, up) = place(&reader);
    let mut frame = reader.frame(&site, Some(section), t.get("shortlist-title")).await?;
    frame.breadcrumbs = vec![up, Link::new(t.get("resources-title"), "/resources")];
    frame.banners = refusal.iter().flat_map(|refusal| rules::banners(t, refusal)).collect();
    let more = format!("/resources?chosen={}{of_case}", kept.join("."));
    show(&ShortlistPage { frame, places, paper, keep, more: Link::new(t.get("shortlist-more"), more), plain })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(fields: &[(Field, &str)]) -> Told {
        fields.iter().map(|(field, words)| (*field, (*words).to_owned())).collect()
    }

    #[test]
    fn u20_the_person_reads_hours_without_a_wave_and_is_told_to_ask_where_nobody_knows() {
        let t = Texts::shipped(Lang::Ja);
        let known = told(&[(Field::HoursWeekday, "09:00-17:30"), (Field::ClosedDays, "日曜日")]);
        assert_eq!(hours(&t, &known), ["月曜日から 金曜日：午前9時から 午後5時30分まで", "休み：日曜日"]);
        assert_eq!(hours(&t, &told(&[(Field::HoursWeekday, "00:00-00:00")])), [t.get("shortlist-hours-ask")]);
    }

    #[test]
    fn u20_what_a_place_is_for_is_said_in_plain_words_and_what_to_say_on_the_telephone() {
        let t = Texts::shipped(Lang::Ja);
        let office = told(&[(Field::ServiceKind, "就労継続支援A型")]);
        assert!(what(&t, &office).contains("働"), "{}", what(&t, &office));
        assert_eq!(say(&t, &office), t.get("shortlist-say-visit"));
        let desk = told(&[(Field::Topic, "rent"), (Field::PlainName, "住まいの窓口")]);
        assert_eq!(what(&t, &desk), t.get("resource-need-rent"));
        assert!(say(&t, &desk).contains("家賃"));
        assert_eq!(what(&t, &told(&[(Field::PlainName, "市役所")])), "市役所");
    }

    #[test]
    fn an_address_keeps_what_was_chosen_before_and_what_is_ticked_now() {
        let id = |number: u128| ResourceId::new(uuid::Uuid::from_u128(number));
        let pair = |name: &str, value: String| (name.to_owned(), value);
        let pairs = [
            pair("chosen", format!("{}.{}", id(1), id(2))),
            pair("entry", id(3).to_string()),
            pair("entry", "nonsense".into()),
        ];
        assert_eq!(asked(&pairs), (vec![id(1), id(2), id(3)], String::new()));
        assert_eq!(address(&[id(1)], ""), format!("/resources/shortlist?entry={}", id(1)));
    }
}
