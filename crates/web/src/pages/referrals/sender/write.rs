//! Writing a referral down and changing the draft.

use axum::{
    extract::{Query, State},
    response::Response,
};
use banso_access::{Action, ReferralScope};
use banso_domain::{
    agency::AgencyKind,
    id::{CaseId, ReferralId},
    resource::Field,
};

use super::{Opened, SentPath, content};
use crate::{
    components::{Banner, Link, SummaryRow},
    errors::PageError,
    form::{AgencyChoice, Draft, Filled, FormView, Submitted, Unsaved, done, not_taken, refused},
    pages::{
        cases::{CasePath, Contents, OpenedCase, RoomTab},
        referrals::naming::{content_rows, receiver_words, way_rows},
    },
    site::{SignedIn, Site, page_error},
};

/// The entry of the resource directory to which a new one shall go.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Found {
    resource: String,
}

/// Writes down to whom it goes, as the directory tells it: an agency of the region of the same name, or somebody outside.
async fn put_receiver(site: &Site, reader: &SignedIn, form: &mut Submitted, found: &Found) -> Result<(), PageError> {
    let Ok(id) = found.resource.parse() else { return Ok(()) };
    let shown = site.app().resource(&reader.actor, id).await.map_err(page_error)?.resource.as_shown();
    for name in ["to", "outside_name", "outside_address", "outside_phone"] {
        form.take(name);
    }
    let name = shown.get(Field::Name);
    let agencies = site.app().agencies().await.map_err(page_error)?;
    match agencies.named(name).first().filter(|row| agencies.is_called(row.id, name)) {
        Some(row) => form.put("to", row.id.to_string()),
        None => {
            form.put("outside_name", name);
            form.put("outside_address", shown.address());
            form.put("outside_phone", shown.get(Field::Phone));
        }
    }
    Ok(())
}

/// The referral that a new one takes the place of.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Replaces {
    replaces: String,
}

impl Replaces {
    fn id(&self) -> Option<ReferralId> {
        self.replaces.parse().ok()
    }
}

fn draft_key(case: CaseId) -> String {
    format!("referral/new/{case}")
}

/// The agencies that a case may be referred to: all but its own centre, and no employer while the person keeps it from them.
async fn agencies(site: &Site, opened: &OpenedCase) -> Result<AgencyChoice, PageError> {
    let agencies = opened.agencies(site).await?.telling();
    let closed = opened.file.case.sharing.is_closed_to_employers();
    Ok(if closed { agencies.only(|kind| kind != AgencyKind::Employer) } else { agencies })
}

/// The case, for those who may write referrals out of it.
async fn load(site: &Site, reader: &SignedIn, id: CaseId) -> Result<OpenedCase, PageError> {
    let opened = OpenedCase::load(site, reader, id).await?;
    let scope = ReferralScope::new_in(opened.file.scope);
    let may = site.app().may_on_referral(&reader.actor, Action::WriteReferral, scope);
    if may { Ok(opened) } else { Err(PageError::forbidden()) }
}

pub(super) async fn ask_new(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(replaces): Query<Replaces>,
    Query(found): Query<Found>,
) -> Result<Response, PageError> {
    let opened = load(&site, &reader, id).await?;
    // Another agency is asked the same; only to whom it goes is new.
    let old = match replaces.id() {
        Some(old) => Some(Opened::load(&site, &reader, SentPath { case: id, referral: old }).await?.page.referral),
        None => None,
    };
    let mut fresh = content::fresh();
    if let Some(old) = &old {
        fresh = content::typed(&old.content);
        for name in ["to", "outside_name", "outside_address", "outside_phone", "contact", "by_when"] {
            fresh.take(name);
        }
    }
    let (draft, mut form) = match old {
        Some(_) => (None, fresh),
        None => {
            let (draft, form) = Draft::open(&site, &reader, draft_key(id), fresh).await?;
            (Some(draft), form)
        }
    };
    put_receiver(&site, &reader, &mut form, &found).await?;
    new_page(&site, &reader, &opened, &Filled::new(&reader.t, form), draft, &replaces, Vec::new()).await
}

async fn new_page(
    site: &Site,
    reader: &SignedIn,
    opened: &OpenedCase,
    filled: &Filled,
    draft: Option<Draft>,
    replaces: &Replaces,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let id = opened.file.case.id;
    let query = replaces.id().map(|old| format!("?replaces={old}")).unwrap_or_default();
    let blocks = content::blocks(t, filled, &agencies(site, opened).await?);
    let back = Link::new(t.get("referral-back-to-list"), format!("/cases/{id}/referrals"));
    let mut form = FormView::new(reader, format!("/cases/{id}/referrals/new{query}"), blocks, t.get("referral-save"));
    form = form.back(back);
    if let Some(draft) = draft {
        form = form.draft(draft);
    }
    let heading = if query.is_empty() { t.get("referral-new") } else { t.get("referral-elsewhere") };
    let contents = Contents::new(RoomTab::Referrals, heading, Some(form));
    Contents { lead: t.get("referral-new-lead"), banners, ..contents }.show(site, reader, opened).await
}

pub(super) async fn draft(
    State(site): State<Site>,
    reader: SignedIn,
    CasePath(id): CasePath,
    Query(replaces): Query<Replaces>,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = load(&site, &reader, id).await?;
    let mut filled = Filled::new(&reader.t, form);
    let mut banners = Vec::new();
    if let Some(content) = content::read(&reader.t, &mut filled, &agencies(&site, &opened).await?) {
        match site.app().draft_referral(&reader.actor, id, content, replaces.id()).await {
            Ok(referral) => {
                Draft::drop(&site, &reader, &draft_key(id)).await?;
                return Ok(done(&format!("/cases/{id}/referrals/{referral}"), "referral-drafted"));
            }
            Err(error) => banners = refused(&reader.t, error)?,
        }
    }
    let draft = replaces.id().is_none().then(|| Draft::of(&reader, draft_key(id)));
    Ok(not_taken(new_page(&site, &reader, &opened, &filled, draft, &replaces, banners).await?))
}

pub(super) async fn ask_change(
    State(site): State<Site>,
    reader: SignedIn,
    path: SentPath,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, path, Action::WriteReferral).await?;
    let filled = Filled::new(&reader.t, content::typed(&opened.page.referral.content));
    change_page(&site, &reader, &opened, &filled, Vec::new(), false).await
}

async fn change_page(
    site: &Site,
    reader: &SignedIn,
    opened: &Opened,
    filled: &Filled,
    banners: Vec<Banner>,
    shows_saved: bool,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let blocks = content::blocks(t, filled, &agencies(site, &opened.case).await?);
    let form = FormView::new(reader, format!("{}/change", opened.href()), blocks, t.get("referral-save"))
        .version(opened.page.version)
        .back(Link::new(t.get("referral-back"), opened.href()));
    let content = &opened.page.referral.content;
    let mut about = Vec::new();
    if shows_saved {
        let receiver = receiver_words(site.app(), &content.receiver).await?;
        about.push(SummaryRow::new(t.get("referral-receiver"), receiver));
        about.extend(content_rows(t, reader.look, content));
        about.extend(way_rows(t, content));
    }
    let contents = Contents::new(RoomTab::Referrals, t.get("referral-change"), Some(form));
    let lead = t.get("referral-change-lead");
    Contents { lead, about, banners, ..contents }.show(site, reader, &opened.case).await
}

pub(super) async fn change(
    State(site): State<Site>,
    reader: SignedIn,
    path: SentPath,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::load_for(&site, &reader, path, Action::WriteReferral).await?;
    let mut filled = Filled::new(&reader.t, form);
    let Some(content) = content::read(&reader.t, &mut filled, &agencies(&site, &opened.case).await?) else {
        return Ok(not_taken(change_page(&site, &reader, &opened, &filled, Vec::new(), false).await?));
    };
    let expected = filled.form.text("version").parse().unwrap_or(0);
    match site.app().change_referral(&reader.actor, path.referral, expected, content).await {
        Ok(()) => Ok(done(&opened.href(), "referral-changed")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            // What is saved now stands above what was typed; sent once more, what was typed takes its place.
            let opened = Opened::load(&site, &reader, path).await?;
            let overtaken = matches!(unsaved, Unsaved::Overtaken);
            let banners = unsaved.banners(&reader.t);
            Ok(unsaved.answer(change_page(&site, &reader, &opened, &filled, banners, overtaken).await?))
        }
    }
}
