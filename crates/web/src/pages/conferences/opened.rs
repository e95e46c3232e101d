//! The conference of an address, loaded for the reader.

use axum::{
    extract::{FromRequestParts, Path},
    response::Response,
};
use banso_access::Action;
use banso_app::ConferencePage;
use banso_domain::{
    conference::{Conference, ConferenceEvent},
    id::ConferenceId,
};

use super::naming::kind_name;
use crate::{
    components::Link,
    errors::PageError,
    form::{Side, Submitted, Versions},
    frame::{Frame, Section},
    pages::versions::{Meanwhile, named, show_versions},
    site::{SignedIn, Site, page_error},
};

/// A conference that the reader may see.
pub(super) struct Opened {
    pub(super) page: ConferencePage,
}

impl Opened {
    pub(super) async fn load(site: &Site, reader: &SignedIn, id: ConferenceId) -> Result<Self, PageError> {
        Ok(Self { page: site.app().conference(&reader.actor, id).await.map_err(page_error)? })
    }

    /// The conference, if the reader may do this to it.
    pub(super) async fn load_for(
        site: &Site,
        reader: &SignedIn,
        id: ConferenceId,
        action: Action,
    ) -> Result<Self, PageError> {
        let opened = Self::load(site, reader, id).await?;
        if opened.may(site, reader, action) { Ok(opened) } else { Err(PageError::forbidden()) }
    }

    pub(super) fn conference(&self) -> &Conference {
        &self.page.conference
    }

    pub(super) fn may(&self, site: &Site, reader: &SignedIn, action: Action) -> bool {
        site.app().may_on_conference(&reader.actor, action, self.page.scope)
    }

    /// 「支援調整会議（令和8年11月20日）」
    pub(super) fn title(&self, reader: &SignedIn) -> String {
        let plan = &self.conference().plan;
        let day = reader.look.long(plan.on).text().to_owned();
        reader.t.with("conference-title", [("kind", kind_name(&reader.t, plan.kind)), ("day", day)])
    }

    pub(super) fn href(&self) -> String {
        format!("/conferences/{}", self.conference().id)
    }

    /// Somebody else changed the conference meanwhile: the choice between two versions, whose form goes to `path` below it.
    pub(super) async fn both_versions(
        &self,
        site: &Site,
        reader: &SignedIn,
        title: String,
        path: &str,
        (mine, by): (&Submitted, Option<Meanwhile>),
        sides: Vec<Side>,
    ) -> Result<Response, PageError> {
        let frame = self.frame(site, reader, Some(title)).await?;
        let by = named(site, reader, by).await?;
        let action = format!("{}/{path}", self.href());
        let versions = Versions::new(&frame, by, action, self.page.version, mine, sides);
        show_versions(frame, None, versions)
    }

    /// The conference as it was in the version that a form was made from, and who changed it last.
    pub(super) async fn before(
        &self,
        site: &Site,
        reader: &SignedIn,
        form: &Submitted,
    ) -> Result<(Option<Conference>, Option<Meanwhile>), PageError> {
        let id = self.conference().id;
        let version = form.text("version").parse().unwrap_or(0);
        let lines = site.app().conference_history(&reader.actor, id).await.map_err(page_error)?;
        let events = lines.iter().filter(|line| line.seq <= version).filter_map(|line| line.event.as_ref());
        let was = events.fold(None, |known, event| Conference::apply(known, id, event));
        let writes = |event: &ConferenceEvent| {
            use ConferenceEvent::{Changed, Held, Planned};
            matches!(event, Planned { .. } | Changed { .. } | Held { .. })
        };
        Ok((was, Meanwhile::last(&lines, writes)))
    }

    /// The frame of a page below the conference.
    pub(super) async fn frame(
        &self,
        site: &Site,
        reader: &SignedIn,
        title: Option<String>,
    ) -> Result<Frame, PageError> {
        let own = title.is_none();
        let title = title.unwrap_or_else(|| self.title(reader));
        let mut frame = reader.frame(site, Some(Section::Conferences), title).await?;
        frame.breadcrumbs = vec![Link::new(reader.t.get("nav-conferences"), "/conferences")];
        if !own {
            frame.breadcrumbs.push(Link::new(self.title(reader), self.href()));
        }
        Ok(frame)
    }
}

/// The conference named in the address.
pub(in crate::pages) struct ConferencePath(pub(in crate::pages) ConferenceId);

impl<S: Send + Sync> FromRequestParts<S> for ConferencePath {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(segments) = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|_| PageError::not_found())?;
        let id = segments.get("conference").and_then(|text| text.parse().ok()).ok_or_else(PageError::not_found)?;
        Ok(Self(id))
    }
}
