//! The side of the case: its referrals, writing one, checking it before it goes, and what becomes of it.

mod content;
mod list;
mod send;
mod show;
mod steps;
mod write;

use std::collections::HashMap;

use axum::{
    Router,
    extract::{FromRequestParts, Path},
    routing::{get, post},
};
use banso_access::Action;
use banso_app::{ReferralPage, Side};
use banso_domain::id::{CaseId, ReferralId};

use crate::{
    errors::PageError,
    pages::cases::OpenedCase,
    site::{SignedIn, Site, page_error},
};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{case}/referrals", get(list::list))
        .route("/cases/{case}/referrals/new", get(write::ask_new).post(write::draft))
        .route("/cases/{case}/referrals/{referral}", get(show::open))
        .route("/cases/{case}/referrals/{referral}/change", get(write::ask_change).post(write::change))
        .route("/cases/{case}/referrals/{referral}/send", get(send::check).post(send::send))
        .route("/cases/{case}/referrals/{referral}/letter.pdf", get(send::letter))
        .route("/cases/{case}/referrals/{referral}/reply-page", post(send::make_reply_page))
        .route("/cases/{case}/referrals/{referral}/step/{step}", get(steps::ask).post(steps::take))
}

/// The case and the referral named in the address.
#[derive(Clone, Copy)]
struct SentPath {
    case: CaseId,
    referral: ReferralId,
}

impl<S: Send + Sync> FromRequestParts<S> for SentPath {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(segments) = Path::<HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|_| PageError::not_found())?;
        let part = |name: &str| segments.get(name).map(String::as_str).unwrap_or_default();
        let (case, referral) = (part("case").parse(), part("referral").parse());
        let (Ok(case), Ok(referral)) = (case, referral) else { return Err(PageError::not_found()) };
        Ok(Self { case, referral })
    }
}

/// A referral with its case, loaded for a reader on the side of the case.
struct Opened {
    case: OpenedCase,
    page: ReferralPage,
}

impl Opened {
    async fn load(site: &Site, reader: &SignedIn, path: SentPath) -> Result<Self, PageError> {
        let case = OpenedCase::load(site, reader, path.case).await?;
        let page = site.app().referral(&reader.actor, path.referral).await.map_err(page_error)?;
        if page.referral.case != path.case || page.side != Side::Sender {
            return Err(PageError::not_found());
        }
        Ok(Self { case, page })
    }

    /// As [`Opened::load`], for those who may do this to it.
    async fn load_for(site: &Site, reader: &SignedIn, path: SentPath, action: Action) -> Result<Self, PageError> {
        let opened = Self::load(site, reader, path).await?;
        if opened.may(site, reader, action) { Ok(opened) } else { Err(PageError::forbidden()) }
    }

    fn may(&self, site: &Site, reader: &SignedIn, action: Action) -> bool {
        site.app().may_on_referral(&reader.actor, action, self.page.scope)
    }

    fn href(&self) -> String {
        format!("/cases/{}/referrals/{}", self.page.referral.case, self.page.referral.id)
    }
}
