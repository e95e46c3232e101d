//! What is written of the model: a box with its arrows and indicators by whoever writes for the region, stories by all who support people.

use axum::{
    extract::{Path, State},
    response::Response,
};
use banso_app::{LogicModelCommand, LogicModelPage};
use banso_domain::{
    id::StoryId,
    logic_model::{BoxContent, BoxId, LogicModel, ModelBox, ModelColumn, NewStory, Story, Viewpoint},
};

use super::{HOME, column_name, frame, viewpoint_name, words_of};
use crate::{
    components::{Banner, ChoiceOption},
    errors::{ErrorKind, PageError},
    form::{Filled, Question, Submitted, Unsaved, done, labelled, not_taken, options},
    pages::{
        deeds::{DeedPage, choose, deeds},
        figures,
    },
    site::{SignedIn, Site, page_error},
    text::Texts,
};

deeds! {
    /* keys */ "logic-model-deed-", /* keys */ "logic-model-lead-";
    Tell = "tell",
    Write = "write",
    Remove = "remove",
}

impl Deed {
    /// What the reader can do to a box.
    pub(super) fn possible(page: &LogicModelPage) -> impl Iterator<Item = Self> {
        let (writes, tells) = (page.may_write, page.may_tell);
        let may = move |deed: &Self| if *deed == Self::Tell { tells } else { writes };
        Self::ALL.iter().copied().filter(may)
    }
}

/// What a form is about.
enum About {
    /// A box that is added.
    New,
    /// A box that is there, and what is done to it.
    Box(Deed, ModelBox),
    /// A story that is taken back.
    Back(Story),
}

struct Opened {
    about: About,
    page: LogicModelPage,
    model: LogicModel,
}

impl Opened {
    /// The model with what is asked about; whoever may not do it is told so.
    async fn of(
        site: &Site,
        reader: &SignedIn,
        find: impl FnOnce(&LogicModel) -> Option<About>,
    ) -> Result<Self, PageError> {
        let page = site.app().logic_model(&reader.actor, None).await.map_err(page_error)?;
        let model = page.model.clone().ok_or_else(PageError::not_found)?;
        let about = find(&model).ok_or_else(PageError::not_found)?;
        let may = match &about {
            About::New => page.may_write,
            About::Box(deed, _) => Deed::possible(&page).any(|possible| possible == *deed),
            About::Back(story) => page.may_write || page.may_tell && story.by == reader.actor.agency(),
        };
        if may { Ok(Self { about, page, model }) } else { Err(PageError::new(ErrorKind::Forbidden)) }
    }

    async fn of_box(site: &Site, reader: &SignedIn, (id, deed): &(String, String)) -> Result<Self, PageError> {
        let id: BoxId = id.parse().map_err(|_| PageError::not_found())?;
        let deed = Deed::from_name(deed).ok_or_else(PageError::not_found)?;
        Self::of(site, reader, |model| Some(About::Box(deed, model.of_id(&id)?.clone()))).await
    }

    async fn of_story(site: &Site, reader: &SignedIn, id: &str) -> Result<Self, PageError> {
        let id: StoryId = id.parse().map_err(|_| PageError::not_found())?;
        Self::of(site, reader, |model| Some(About::Back(model.story(id)?.clone()))).await
    }

    /// The box that is written: none where it is a new one.
    fn written(&self) -> Option<&ModelBox> {
        match &self.about {
            About::Box(_, one) => Some(one),
            About::New | About::Back(_) => None,
        }
    }

    fn box_questions(&self, t: &Texts) -> Vec<Question> {
        let columns = options(ModelColumn::ALL, ModelColumn::name, |column| column_name(t, column));
        let own = self.written().map(|one| &one.id);
        let later = ModelColumn::ALL.iter().skip(1).flat_map(|column| self.model.of_column(*column));
        let later = later.filter(|one| Some(&one.id) != own);
        let boxes: Vec<ChoiceOption> = labelled(later.map(|one| (one.id.to_string(), words_of(t, one).to_owned())));
        let chosen = self.written().map(|one| one.content.indicators.as_slice()).unwrap_or_default();
        let offered = self.page.indicators.iter();
        let offered = offered.filter(|one| one.is_valid_on(self.page.day) || chosen.contains(&one.id));
        let indicators = labelled(offered.map(|one| (one.id.clone(), figures::name_of(t, one).to_owned())));
        vec![
            Question::one("column", t.get("logic-model-column"), columns).required(),
            Question::line("words", t.get("logic-model-words")).hint(t.get("logic-model-words-hint")).required(),
            Question::line("english", t.get("logic-model-english")).hint(t.get("logic-model-english-hint")),
            Question::several("leads_to", t.get("logic-model-leads-to"), boxes)
                .hint(t.get("logic-model-leads-to-hint"))
                .below_each_other(),
            Question::several("indicators", t.get("logic-model-indicators"), indicators)
                .hint(t.get("logic-model-indicators-hint")),
        ]
    }

    fn questions(&self, t: &Texts) -> Vec<Question> {
        match &self.about {
            About::New | About::Box(Deed::Write, _) => self.box_questions(t),
            About::Box(Deed::Remove, _) | About::Back(_) => Vec::new(),
            About::Box(Deed::Tell, _) => {
                let viewpoints = options(Viewpoint::ALL, Viewpoint::name, |viewpoint| viewpoint_name(t, viewpoint));
                vec![
                    Question::one("viewpoint", t.get("logic-model-viewpoint"), viewpoints).required(),
                    Question::long("words", t.get("logic-model-story"), 6)
                        .hint(t.get("logic-model-story-hint"))
                        .required(),
                    Question::tick("nobody", t.get("logic-model-nobody"), t.get("logic-model-nobody-yes")).required(),
                ]
            }
        }
    }

    fn fresh(&self) -> Submitted {
        let form = match &self.about {
            About::Box(Deed::Write, one) => {
                let content = &one.content;
                let mut fields = vec![
                    ("column", content.column.name().to_owned()),
                    ("words", content.words.clone()),
                    ("english", content.english.clone()),
                ];
                fields.extend(content.leads_to.iter().map(|to| ("leads_to", to.to_string())));
                fields.extend(content.indicators.iter().map(|id| ("indicators", id.clone())));
                Submitted::of(fields)
            }
            _ => Submitted::default(),
        };
        form.version(self.page.version)
    }

    fn read_box(t: &Texts, filled: &mut Filled) -> Option<BoxContent> {
        let column = choose(t, filled, "column", ModelColumn::ALL, ModelColumn::name);
        let words = filled.needed("words", t.get("logic-model-words-missing"));
        Some(BoxContent {
            column: column?,
            words,
            english: filled.text("english"),
            leads_to: filled.form.all("leads_to").into_iter().filter_map(|id| id.parse().ok()).collect(),
            indicators: filled.form.all("indicators").into_iter().map(str::to_owned).collect(),
        })
    }

    fn read(&self, t: &Texts, filled: &mut Filled) -> Option<LogicModelCommand> {
        Some(match &self.about {
            About::New => LogicModelCommand::Write(None, Self::read_box(t, filled)?),
            About::Box(Deed::Write, one) => LogicModelCommand::Write(Some(one.id.clone()), Self::read_box(t, filled)?),
            About::Box(Deed::Remove, one) => LogicModelCommand::Remove(one.id.clone()),
            About::Box(Deed::Tell, one) => {
                let viewpoint = choose(t, filled, "viewpoint", Viewpoint::ALL, Viewpoint::name);
                let words = filled.needed("words", t.get("logic-model-story-missing"));
                let is_about_nobody = filled.yes("nobody");
                LogicModelCommand::Tell(NewStory {
                    about: one.id.clone(),
                    viewpoint: viewpoint?,
                    words,
                    is_about_nobody,
                })
            }
            About::Back(story) => LogicModelCommand::TakeBack(story.id),
        })
    }

    fn heading(&self, t: &Texts) -> String {
        match &self.about {
            About::New => t.get("logic-model-new"),
            About::Box(deed, _) => deed.label(t),
            About::Back(_) => t.get("logic-model-back"),
        }
    }

    fn lead(&self, t: &Texts) -> String {
        match &self.about {
            About::New => t.get("logic-model-lead-write"),
            About::Box(deed, one) => {
                t.with("logic-model-about", [("what", words_of(t, one).to_owned()), ("lead", deed.lead(t))])
            }
            About::Back(story) => t.with("logic-model-lead-back", [("story", &story.words)]),
        }
    }

    fn action(&self) -> String {
        match &self.about {
            About::New => format!("{HOME}/boxes/new"),
            About::Box(deed, one) => format!("{HOME}/boxes/{}/{}", one.id, deed.name()),
            About::Back(story) => format!("{HOME}/stories/{}/back", story.id),
        }
    }

    /// What was done, for the page that follows.
    const fn done(&self) -> &'static str {
        match &self.about {
            About::New | About::Box(Deed::Write, _) => "logic-model-written",
            About::Box(Deed::Remove, _) => "logic-model-removed",
            About::Box(Deed::Tell, _) => "logic-model-told",
            About::Back(_) => "logic-model-taken-back",
        }
    }

    async fn draw(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let page = DeedPage {
            frame: frame(site, reader, self.heading(t), true).await?,
            heading: self.heading(t),
            lead: self.lead(t),
            readers: t.get("logic-model-readers"),
            action: self.action(),
            back: HOME.to_owned(),
        };
        page.draw(reader, filled.ask_all(&self.questions(t)), filled, banners)
    }

    async fn asked(&self, site: &Site, reader: &SignedIn) -> Result<Response, PageError> {
        self.draw(site, reader, &Filled::new(&reader.t, self.fresh()), Vec::new()).await
    }

    async fn taken(&self, site: &Site, reader: &SignedIn, form: Submitted) -> Result<Response, PageError> {
        let t = &reader.t;
        let mut filled = Filled::new(t, form);
        let command = self.read(t, &mut filled);
        let Some(command) = command.filter(|_| filled.is_right()) else {
            return Ok(not_taken(self.draw(site, reader, &filled, Vec::new()).await?));
        };
        // A story stands beside what others write meanwhile; a box does not.
        let is_story = matches!(command, LogicModelCommand::Tell(_) | LogicModelCommand::TakeBack(_));
        let version = filled.form.text("version").parse().ok().filter(|_| !is_story);
        match site.app().change_logic_model(&reader.actor, version, command).await {
            Ok(()) => Ok(done(HOME, self.done())),
            Err(error) => {
                let unsaved = Unsaved::of(error)?;
                let drawn = self.draw(site, reader, &filled, unsaved.banners(t)).await?;
                Ok(unsaved.answer(drawn))
            }
        }
    }
}

pub(super) async fn ask_new(State(site): State<Site>, reader: SignedIn) -> Result<Response, PageError> {
    Opened::of(&site, &reader, |_| Some(About::New)).await?.asked(&site, &reader).await
}

pub(super) async fn take_new(
    State(site): State<Site>,
    reader: SignedIn,
    form: Submitted,
) -> Result<Response, PageError> {
    Opened::of(&site, &reader, |_| Some(About::New)).await?.taken(&site, &reader, form).await
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    Opened::of_box(&site, &reader, &path).await?.asked(&site, &reader).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    Opened::of_box(&site, &reader, &path).await?.taken(&site, &reader, form).await
}

pub(super) async fn ask_back(
    State(site): State<Site>,
    reader: SignedIn,
    Path(story): Path<String>,
) -> Result<Response, PageError> {
    Opened::of_story(&site, &reader, &story).await?.asked(&site, &reader).await
}

pub(super) async fn take_back(
    State(site): State<Site>,
    reader: SignedIn,
    Path(story): Path<String>,
    form: Submitted,
) -> Result<Response, PageError> {
    Opened::of_story(&site, &reader, &story).await?.taken(&site, &reader, form).await
}
