//! What is done with a sheet as a whole: it becomes final, a new version begins, the person lets a firm write, carries it, shows it.

use std::collections::BTreeSet;

use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::SheetDeed;
use banso_domain::{
    agency::AgencyKind,
    episode::Milestone,
    form::{SheetRules, Side},
    id::AgencyId,
    rule::{Rule, Severity},
    sheet::Permission,
};

use super::{Opened, write::FormPage};
use crate::{
    components::{Banner, BannerKind, ChoiceOption, Link},
    errors::PageError,
    form::{Block, Filled, FormView, Part, Question, Submitted, Unsaved, done, labelled, not_taken},
    pages::episodes::milestone_name,
    rules,
    site::{SignedIn, Site, page_error, show},
};

macro_rules! deeds {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// Something that is done with a sheet.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Deed {
            $($(#[$doc])* $name,)+
        }

        impl Deed {
            const ALL: &[Deed] = &[$(Deed::$name),+];

            /// The last part of its address.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Deed::$name => $text,)+ }
            }
        }
    };
}

deeds! {
    Permit = "permit",
    Carry = "carry",
    Show = "show",
    Finish = "finish",
    Revise = "revise",
}

impl Deed {
    /// What can be done with the sheet as it stands.
    pub(super) fn possible(opened: &Opened) -> impl Iterator<Item = Self> {
        let sheet = &opened.page.sheet;
        let (open, is_person, is_own) = (sheet.is_open(), opened.page.is_person, opened.is_own());
        let said = sheet.current().is_some_and(|version| !version.said.is_empty());
        let asks = opened.page.rules().is_some_and(|rules: &SheetRules| rules.needs_permission);
        let opens = !opened.page.firms.is_empty();
        let permitted = !sheet.permissions.is_empty();
        Self::ALL.iter().copied().filter(move |deed| match deed {
            Self::Permit => (asks || opens) && open && !is_person,
            Self::Carry => asks && permitted && !is_person,
            Self::Show => is_person && is_own,
            Self::Finish => open && said && (!is_person || is_own),
            Self::Revise => !open && (!is_person || is_own),
        })
    }

    /// What the link and the button say.
    pub(super) fn label(self, opened: &Opened) -> String {
        let t = opened.t();
        match opened.page.is_person {
            true => t.get(&format!("{}{}", /* keys */ "own-sheet-deed-", self.name())),
            false => t.get(&format!("{}{}", /* keys */ "sheet-deed-", self.name())),
        }
    }

    fn lead(self, opened: &Opened) -> String {
        let t = opened.t();
        match opened.page.is_person {
            true => t.get(&format!("{}{}", /* keys */ "own-sheet-lead-", self.name())),
            false => t.get(&format!("{}{}", /* keys */ "sheet-lead-", self.name())),
        }
    }
}

/// The rules that warn before a version is final.
fn warnings(opened: &Opened) -> Vec<Rule> {
    opened.page.findings.iter().copied().filter(|rule| rule.severity() == Severity::Warning).collect()
}

/// What the use learns of once the version is final.
fn told(opened: &Opened) -> Option<String> {
    let t = opened.t();
    let told = opened.page.form.told(&opened.page.sheet.current()?.answers());
    let name = |(on, what): (_, Milestone)| {
        let what = milestone_name(t, what);
        t.with("sheet-tells-one", [("what", what), ("day", opened.reader.look.long(on).text().to_owned())])
    };
    let names: Vec<String> = told.into_iter().map(name).collect();
    (!names.is_empty()).then(|| t.with("sheet-tells", [("what", names.join(&t.get("list-separator")))]))
}

async fn blocks(site: &Site, opened: &Opened, deed: Deed, filled: &Filled) -> Result<Vec<Block>, PageError> {
    let t = opened.t();
    let on = |label: String| Question::date("on", label).required();
    let questions = match deed {
        Deed::Permit => {
            let mut questions = vec![
                on(t.get("sheet-permitted-on")),
                Question::long("purpose", t.get("sheet-purpose"), 3).hint(t.get("sheet-purpose-hint")).required(),
                Question::line("explained_by", t.get("sheet-explained-by")).required(),
            ];
            if !opened.page.firms.is_empty() {
                let mut firms = Vec::new();
                for firm in &opened.page.firms {
                    firms.push((firm.to_string(), site.app().agency(*firm).await.map_err(page_error)?.facts.name));
                }
                let question = Question::one("firm", t.get("sheet-firm"), labelled(firms));
                questions.push(question.hint(t.get("sheet-firm-hint")).required());
            }
            questions
        }
        Deed::Carry => vec![on(t.get("sheet-carried-on"))],
        Deed::Revise => {
            let label = if opened.page.is_person { t.get("own-sheet-new") } else { t.get("sheet-new-because") };
            vec![on(t.get("sheet-new-on")), Question::long("source", label, 3).hint(t.get("sheet-new-hint")).required()]
        }
        Deed::Finish => {
            let mut blocks = Vec::new();
            blocks.extend(told(opened).map(|words| Block::new(t, Part::Note(words))));
            let refusing = opened.page.findings.iter().filter(|rule| rule.severity() == Severity::Error);
            for rule in refusing.copied().chain(warnings(opened)) {
                blocks.push(Block::new(t, Part::Note(rules::line(t, rule))));
            }
            if !warnings(opened).is_empty() {
                blocks.push(filled.ask(&Question::tick("read", t.get("sheet-warnings"), t.get("sheet-warnings-read"))));
            }
            return Ok(blocks);
        }
        Deed::Show => return show_blocks(site, opened, filled).await,
    };
    Ok(filled.ask_all(&questions))
}

/// To whom, and which parts.
async fn show_blocks(site: &Site, opened: &Opened, filled: &Filled) -> Result<Vec<Block>, PageError> {
    let t = opened.t();
    let agencies = site.app().agencies().await.map_err(page_error)?;
    let offered = agencies.iter().filter(|row| row.facts.kind != AgencyKind::Municipality);
    let offered: Vec<ChoiceOption> = labelled(offered.map(|row| (row.id.to_string(), row.facts.name.clone())));
    let language = t.lang().in_definitions();
    let parts = parts_of(opened).into_iter().map(|(id, title)| (id, title.in_language(language).to_owned()));
    let mut blocks = Vec::new();
    for (to, shown) in &opened.page.sheet.shown {
        let name = site.app().agency(*to).await.map_err(page_error)?.facts.name;
        let titles = parts_of(opened).into_iter().filter(|(id, _)| shown.contains(id));
        let titles: Vec<String> = titles.map(|(_, title)| title.in_language(language).to_owned()).collect();
        let values = [("agency", name), ("parts", titles.join(&t.get("list-separator")))];
        blocks.push(Block::new(t, Part::Note(t.with("own-sheet-shown-now", values))));
    }
    let questions = [
        Question::pick("to", t.get("own-sheet-to"), offered).required(),
        Question::several("parts", t.get("own-sheet-parts"), labelled(parts))
            .hint(t.get("own-sheet-parts-hint"))
            .below_each_other(),
    ];
    blocks.extend(filled.ask_all(&questions));
    Ok(blocks)
}

/// The parts that the person fills in, with their headings.
fn parts_of(opened: &Opened) -> Vec<(String, banso_domain::form::Wording)> {
    let form = &opened.page.form;
    let own =
        form.sections.iter().filter(|section| section.fields.iter().any(|field| field.side == Some(Side::Person)));
    own.map(|section| (section.id.clone(), section.title.on(opened.page.sheet.form_on).clone())).collect()
}

async fn page(
    site: &Site,
    opened: &Opened,
    deed: Deed,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = opened.t();
    let blocks = blocks(site, opened, deed, filled).await?;
    let action = format!("{}/do/{}", opened.home(), deed.name());
    let view = FormView::new(&opened.reader, action, blocks, deed.label(opened))
        .based_on(filled)
        .back(Link::new(t.get("sheet-back"), opened.home()));
    let mut frame = opened.reader.frame(site, Some(opened.section()), deed.label(opened)).await?;
    frame.breadcrumbs = opened.up();
    frame.breadcrumbs.push(Link::new(opened.title(), opened.home()));
    let summary = view.summary();
    frame.has_errors = !summary.is_empty() || banners.iter().any(|banner| banner.kind == BannerKind::Error);
    frame.banners = banners;
    let (heading, lead) = (deed.label(opened), deed.lead(opened));
    let (excel, csrf) = (None, opened.reader.csrf.clone());
    show(&FormPage { frame, heading, lead, readers: opened.readers(), summary, form: view, excel, csrf })
}

fn fresh(site: &Site, opened: &Opened) -> Submitted {
    let today = opened.reader.look.long(site.app().clock().today());
    Submitted::of([("on", today.text())]).version(opened.page.version)
}

fn deed_of(opened: &Opened, text: &str) -> Result<Deed, PageError> {
    let deed = Deed::ALL.iter().copied().find(|deed| deed.name() == text).ok_or_else(PageError::not_found)?;
    if !opened.writes() {
        return Err(PageError::forbidden());
    }
    // What the person has no page for is not theirs to do; anything else is answered by the rules.
    if opened.page.is_person && !opened.is_own() {
        return Err(PageError::forbidden());
    }
    Ok(deed)
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path((id, deed)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = Opened::load(&site, reader, &id).await?;
    let deed = deed_of(&opened, &deed)?;
    let filled = Filled::new(opened.t(), fresh(&site, &opened));
    page(&site, &opened, deed, &filled, Vec::new()).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Path((id, deed)): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::load(&site, reader, &id).await?;
    let deed = deed_of(&opened, &deed)?;
    let t = opened.t();
    let mut filled = Filled::new(t, form);
    let asked = read(&opened, deed, &mut filled);
    let Some(asked) = asked.filter(|_| filled.is_right()) else {
        return Ok(not_taken(page(&site, &opened, deed, &filled, Vec::new()).await?));
    };
    let version = filled.text("version").parse().unwrap_or(opened.page.version);
    match site.app().change_sheet(&opened.reader.actor, opened.page.sheet.id, version, asked).await {
        Ok(()) => Ok(done(&opened.home(), "sheet-done")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let drawn = page(&site, &opened, deed, &filled, unsaved.banners(t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}

/// The form as a deed.
fn read(opened: &Opened, deed: Deed, filled: &mut Filled) -> Option<SheetDeed> {
    let t = opened.t();
    Some(match deed {
        Deed::Permit => SheetDeed::Permit(Permission {
            firm: match opened.page.firms.is_empty() {
                true => None,
                false => {
                    let firm: Option<AgencyId> = filled.text("firm").parse().ok();
                    let firm = firm.filter(|firm| opened.page.firms.contains(firm));
                    if firm.is_none() {
                        filled.complain("firm", t.get("sheet-firm-missing"));
                    }
                    firm
                }
            },
            on: filled.needed_day("on"),
            purpose: filled.text("purpose"),
            explained_by: filled.text("explained_by"),
        }),
        Deed::Carry => SheetDeed::Carry(filled.needed_day("on")),
        Deed::Revise => SheetDeed::Revise(filled.needed_day("on"), filled.text("source")),
        Deed::Finish => SheetDeed::Finalise(if filled.yes("read") { warnings(opened) } else { Vec::new() }),
        Deed::Show => {
            let to: Option<AgencyId> = filled.text("to").parse().ok();
            if to.is_none() {
                filled.complain("to", t.get("own-sheet-to-missing"));
            }
            let chosen: BTreeSet<String> = filled.form.all("parts").into_iter().map(str::to_owned).collect();
            // The head and the foot of the sheet go with whatever is shown.
            SheetDeed::Show(to?, chosen)
        }
    })
}
