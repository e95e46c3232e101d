//! The frame around every page: who is signed in, where they are, what the browser is told.

use askama::{Template, filters::HtmlSafe};

use crate::{
    assets,
    components::{Banner, BannerKind, Link},
    text::{Lang, Texts},
};

/// The parts of the product, as the navigation shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What this worker has to do.
    MyWork,
    /// The cases this worker may see.
    Cases,
    /// Conferences and their agendas.
    Conferences,
    /// What waits for the municipality's decision or confirmation.
    Decisions,
    /// What other agencies are asked, and what they ask.
    Referrals,
    /// When which plan is to be looked at again.
    Monitoring,
    /// What other agencies share with the reader's.
    Shared,
    /// Those who use the programmes of the reader's agency.
    Episodes,
    /// Practices and jobs; at an employer, its own people.
    Jobs,
    /// Sittings of others that the reader's agency is invited to.
    Sittings,
    /// The person's own page.
    Own,
    /// People, agencies, words, definitions.
    Administration,
}

impl Section {
    /// Where the section begins.
    pub const fn href(self) -> &'static str {
        match self {
            Self::MyWork => "/",
            Self::Cases => "/cases",
            Self::Conferences => "/conferences",
            Self::Decisions => "/decisions",
            Self::Referrals => "/referrals",
            Self::Monitoring => "/monitoring",
            Self::Shared => "/shared",
            Self::Episodes => "/episodes",
            Self::Jobs => "/jobs",
            Self::Sittings => "/sittings",
            Self::Own => "/my",
            Self::Administration => "/administration",
        }
    }

    /// Its name.
    pub fn label(self, t: &Texts) -> String {
        match self {
            Self::MyWork => t.get("nav-my-work"),
            Self::Cases => t.get("nav-cases"),
            Self::Conferences => t.get("nav-conferences"),
            Self::Decisions => t.get("nav-decisions"),
            Self::Referrals => t.get("nav-referrals"),
            Self::Monitoring => t.get("nav-monitoring"),
            Self::Shared => t.get("nav-shared"),
            Self::Episodes => t.get("nav-episodes"),
            Self::Jobs => t.get("nav-jobs"),
            Self::Sittings => t.get("nav-sittings"),
            Self::Own => t.get("nav-own"),
            Self::Administration => t.get("nav-administration"),
        }
    }
}

/// One entry of the navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// The section.
    pub section: Section,
    /// How many things wait there, where this reader can do something about them.
    pub waiting: Option<usize>,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Account {
    /// The worker's name.
    pub name: String,
    /// What the worker does there, in words: 相談支援員.
    pub role: String,
    /// The agency they work for now.
    pub agency: String,
    /// Other agencies they work for: id and name. Empty for most people, who then see no switcher.
    pub other_agencies: Vec<(String, String)>,
    /// Seconds until the session ends without a further request.
    pub session_seconds: u32,
}

/// Everything the frame shows.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The words.
    pub t: Texts,
    /// What the page is, for the browser's title. Never a person's name (U10): titles end up in histories and on shared
    /// screens.
    pub title: String,
    /// Where the reader is.
    pub section: Option<Section>,
    /// The sections this reader may open.
    pub navigation: Vec<NavItem>,
    /// Who is signed in, if anybody.
    pub account: Option<Account>,
    /// The token for every form of the page.
    pub csrf: String,
    /// On a page that nobody is signed in for: where it is to be had in another language, up to the code. Empty elsewhere.
    pub languages_at: String,
    /// The address of this page, to come back to after a change of language or agency.
    pub here: String,
    /// The way back up to the page, from the outside in.
    pub breadcrumbs: Vec<Link>,
    /// What has just happened.
    pub banners: Vec<Banner>,
    /// Whether the form on the page came back with complaints; the title then begins with 「エラー：」 (U16).
    pub has_errors: bool,
    /// Whether the screen is being shown to the person: no navigation, no banners, no cautions,
    /// larger type (U19).
    pub shown_to_person: bool,
}

impl Frame {
    /// The frame of a page that nobody needs to be signed in for.
    pub fn open(t: Texts, title: impl Into<String>) -> Self {
        Self {
            t,
            title: title.into(),
            section: None,
            navigation: Vec::new(),
            account: None,
            csrf: String::new(),
            languages_at: String::new(),
            here: "/".to_owned(),
            breadcrumbs: Vec::new(),
            banners: Vec::new(),
            has_errors: false,
            shown_to_person: false,
        }
    }

    /// The browser's title. A refusal at the top of the page is told there too, for those who hear the title first (U16).
    pub fn browser_title(&self) -> String {
        let title = self.t.with("page-title", [("title", &self.title)]);
        let refused = self.banners.iter().any(|banner| banner.kind == BannerKind::Error);
        if self.has_errors || refused { self.t.with("page-title-error", [("title", &title)]) } else { title }
    }

    /// Whether the page offers readings: the person's own pages in Japanese (U21).
    pub fn offers_ruby(&self) -> bool {
        self.section == Some(Section::Own) && self.t.lang() == Lang::Ja && self.account.is_some()
    }

    /// Whether it has them.
    pub const fn has_ruby(&self) -> bool {
        self.t.has_ruby()
    }

    /// Whether the page belongs to this entry of the navigation.
    pub fn is_here(&self, item: &NavItem) -> bool {
        self.section == Some(item.section)
    }

    /// The languages with, for each, whether the page is in it.
    pub fn languages(&self) -> [(Lang, bool); 2] {
        Lang::ALL.map(|lang| (lang, lang == self.t.lang()))
    }

    /// Address of an asset, for the template.
    fn asset(&self, path: &str) -> String {
        assets::url(path)
    }

    /// Everything before what the page itself says: the head of the document and the bar with the navigation.
    pub(crate) const fn top(&self) -> Top<'_> {
        Top { frame: self }
    }

    /// Within the main part, what stands above the page: the way back up, and what has just happened.
    pub(crate) const fn above(&self) -> Above<'_> {
        Above { frame: self }
    }

    /// Everything after it: the warning before a session ends, and the foot.
    pub(crate) const fn bottom(&self) -> Bottom<'_> {
        Bottom { frame: self }
    }
}

// Templates of their own and not blocks of the layout, which would be compiled anew into every page.

/// See [`Frame::top`].
#[derive(Template)]
#[template(path = "frame/top.html")]
pub(crate) struct Top<'f> {
    frame: &'f Frame,
}

/// See [`Frame::above`].
#[derive(Template)]
#[template(path = "frame/above.html")]
pub(crate) struct Above<'f> {
    frame: &'f Frame,
}

/// See [`Frame::bottom`].
#[derive(Template)]
#[template(path = "frame/bottom.html")]
pub(crate) struct Bottom<'f> {
    frame: &'f Frame,
}

impl HtmlSafe for Top<'_> {}
impl HtmlSafe for Above<'_> {}
impl HtmlSafe for Bottom<'_> {}
