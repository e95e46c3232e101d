//! Correcting a support record: with a reason, and never over somebody else's correction.

use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_access::Action;
use banso_app::RecordRow;
use banso_domain::id::{CaseId, RecordId};

use super::{
    super::{
        form_page::Contents,
        meanwhile::Clash,
        room::{OpenedCase, RoomTab},
    },
    form::{self, Sittings},
};
use crate::{
    components::{Banner, Link},
    errors::PageError,
    form::{Block, Compared, Draft, Filled, FormView, Part, Submitted, chosen, done, not_taken, refused},
    pages::versions::Meanwhile,
    site::{SignedIn, Site, page_error},
};

/// The record of an address, with its case.
struct Named {
    opened: OpenedCase,
    row: RecordRow,
    case: CaseId,
    record: RecordId,
}

impl Named {
    async fn load(site: &Site, reader: &SignedIn, (case, record): (String, String)) -> Result<Self, PageError> {
        let case: CaseId = case.parse().map_err(|_| PageError::not_found())?;
        let record: RecordId = record.parse().map_err(|_| PageError::not_found())?;
        let opened = OpenedCase::load(site, reader, case).await?;
        let row = site.app().record(&reader.actor, case, record).await.map_err(page_error)?;
        if !opened.may(site, reader, Action::CorrectRecord) {
            return Err(PageError::forbidden());
        }
        Ok(Self { opened, row, case, record })
    }

    fn here(&self) -> String {
        format!("/cases/{}/records/{}/correct", self.case, self.record)
    }

    fn draft_key(&self) -> String {
        format!("record/{}/{}", self.case, self.record)
    }

    fn sittings(&self, reader: &SignedIn) -> Sittings {
        Sittings::of(reader, &self.opened.file.case)
    }

    /// The record as it is saved, typed into its form.
    fn saved(&self, reader: &SignedIn) -> Submitted {
        form::typed(reader.look, &self.row.record)
    }

    async fn page(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        draft: Draft,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let mut blocks = vec![Block::new(t, Part::Note(t.get("records-correct-intro"))), filled.ask(&form::reason(t))];
        blocks.extend(form::blocks(t, filled, &self.sittings(reader)));
        let form = FormView::new(reader, self.here(), blocks, t.get("records-save"))
            .based_on(filled)
            .draft(draft)
            .back(Link::new(t.get("records-back"), format!("/cases/{}/records", self.case)));
        let contents = Contents::new(RoomTab::Timeline, t.get("records-correct"), Some(form));
        Contents { banners, ..contents }.show(site, reader, &self.opened).await
    }

    /// Somebody else corrected the same record meanwhile: both texts side by side.
    async fn conflict(&self, site: &Site, reader: &SignedIn, mine: &Submitted) -> Result<Response, PageError> {
        let written = &self.row.record;
        let version = mine.text("version");
        let lines = site.app().case_history(&reader.actor, self.case).await.map_err(page_error)?;
        let texts = lines.iter().filter_map(|line| line.event.as_ref()?.record());
        let was = texts.filter(|text| text.id == self.record).find(|text| form::version(text) == version);
        let was = was.map(|text| form::typed(reader.look, text));
        let forms = Compared { was: was.as_ref(), mine, theirs: &self.saved(reader) };
        let clash = Clash {
            tab: RoomTab::Timeline,
            action: self.here(),
            version: form::version(&self.row.record),
            by: Some(Meanwhile { staff: written.written_by, at: written.written_at }),
            typed: mine,
            sides: form::sides(reader, &self.sittings(reader), forms),
        };
        clash.show(site, reader, &self.opened).await
    }
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    let named = Named::load(&site, &reader, path).await?;
    let saved = named.saved(&reader).version(form::version(&named.row.record));
    let (draft, form) = Draft::open(&site, &reader, named.draft_key(), saved).await?;
    named.page(&site, &reader, &Filled::new(&reader.t, form), draft, Vec::new()).await
}

pub(super) async fn correct(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let named = Named::load(&site, &reader, path).await?;
    let another_row = form.has("add_row");
    let mut filled = Filled::new(t, chosen(form, &named.saved(&reader)));
    let mut banners = Vec::new();
    if !another_row {
        let reason = filled.needed("reason", t.get("records-reason-needed"));
        let record = form::read(t, &mut filled, &named.sittings(&reader));
        if filled.is_right() {
            if filled.form.text("version") != form::version(&named.row.record) {
                return named.conflict(&site, &reader, &filled.form).await;
            }
            match site.app().correct_record(&reader.actor, named.case, named.record, record, &reason).await {
                Ok(_) => {
                    Draft::drop(&site, &reader, &named.draft_key()).await?;
                    return Ok(done(&format!("/cases/{}/records", named.case), "record-corrected"));
                }
                Err(error) => banners = refused(t, error)?,
            }
        }
    }
    let draft = Draft::of(&reader, named.draft_key());
    let page = named.page(&site, &reader, &filled, draft, banners).await?;
    Ok(if another_row { page } else { not_taken(page) })
}
