//! Entering what is missing, and what is written about it later: each deed has its form, and one button.

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use banso_app::{Agencies, MayOnMissing, MissingBoard, MissingCommand, MissingRow};
use banso_domain::{
    agency::AgencyKind,
    case::network::Topic,
    id::{AgencyId, ConferenceId},
    missing::{Decision, Lack, Layer, Made, Missing, MissingContent, MissingState, Move, Verdict},
};

use super::{frame, missing_id, naming};
use crate::{
    components::{Banner, ChoiceOption},
    errors::{ErrorKind, PageError},
    form::{Filled, Question, Submitted, Unsaved, done, labelled, not_taken, options, refused},
    naming::agency_kind_name,
    pages::{
        cases::topic_name,
        deeds::{DeedPage, choose, deeds},
    },
    site::{SignedIn, Site, page_error},
    text::Texts,
};

deeds! {
    /* keys */ "missing-deed-", /* keys */ "missing-lead-";
    Talk = "talk",
    Move = "move",
    Decide = "decide",
    Made = "made",
    Hear = "hear",
    LookBack = "look-back",
    Edit = "edit",
}

impl Deed {
    /// What can be written about an entry as it stands.
    pub(super) fn possible(missing: &Missing, may: MayOnMissing) -> impl Iterator<Item = Self> {
        let (is_made, is_under_way) = (missing.made.is_some(), missing.state() == MissingState::UnderWay);
        Self::ALL.iter().copied().filter(move |deed| match deed {
            Self::Talk | Self::Move | Self::LookBack | Self::Hear => may.write,
            Self::Edit => may.write && !is_made,
            Self::Decide => may.decide && !is_made,
            Self::Made => may.decide && is_under_way,
        })
    }
}

/// What a form chooses from.
struct Around {
    agencies: std::sync::Arc<Agencies>,
    board: MissingBoard,
}

impl Around {
    async fn of(site: &Site, reader: &SignedIn) -> Result<Self, PageError> {
        let agencies = site.app().agencies().await.map_err(page_error)?;
        let board = site.app().missing_board(&reader.actor, site.app().missing_days()).await.map_err(page_error)?;
        Ok(Self { agencies, board })
    }

    fn areas(&self) -> Vec<ChoiceOption> {
        let towns = self.agencies.iter().filter(|row| row.facts.kind == AgencyKind::Municipality);
        labelled(towns.map(|row| (row.id.to_string(), row.facts.name.clone())))
    }

    fn heard(&self) -> Vec<ChoiceOption> {
        let heard = self.board.heard.iter();
        labelled(heard.map(|gap| (format!("{}.{}", gap.heard.conference, gap.heard.number), gap.what.clone())))
    }

    fn content_questions(&self, t: &Texts) -> Vec<Question> {
        let kinds = options(AgencyKind::ALL, AgencyKind::name, |kind| agency_kind_name(t, kind));
        vec![
            Question::long("what", t.get("missing-what"), 2).hint(t.get("missing-nobody-hint")).required(),
            Question::pick("need", t.get("missing-need"), options(Topic::ALL, Topic::name, |it| topic_name(t, it)))
                .required(),
            Question::pick("kind", t.get("missing-kind"), kinds).hint(t.get("missing-kind-hint")),
            Question::pick("area", t.get("missing-area"), self.areas()).hint(t.get("missing-area-hint")),
            Question::one("lack", t.get("missing-lack"), lack_options(t)).below_each_other().required(),
            Question::long("idea", t.get("missing-idea"), 3).hint(t.get("missing-idea-hint")),
            Question::line("partners", t.get("missing-partners")).hint(t.get("missing-partners-hint")),
        ]
    }
}

/// Why nothing fits, to choose from.
pub(super) fn lack_options(t: &Texts) -> Vec<ChoiceOption> {
    options(Lack::ALL, Lack::name, |lack| naming::lack_name(t, lack))
}

fn read_content(t: &Texts, filled: &mut Filled) -> Option<MissingContent> {
    let what = filled.needed("what", t.get("missing-what-missing"));
    let need = choose(t, filled, "need", Topic::ALL, Topic::name);
    let lack = choose(t, filled, "lack", Lack::ALL, Lack::name);
    Some(MissingContent {
        need: need?,
        kind: filled.chosen("kind", AgencyKind::ALL, AgencyKind::name).first().copied(),
        area: filled.text("area").parse::<AgencyId>().ok(),
        lack: lack?,
        what,
        idea: filled.text("idea"),
        partners: filled.text("partners"),
    })
}

fn shown(content: &MissingContent) -> Submitted {
    Submitted::of([
        ("what", content.what.clone()),
        ("need", content.need.name().to_owned()),
        ("kind", content.kind.map_or(String::new(), |kind| kind.name().to_owned())),
        ("area", content.area.map(|area| area.to_string()).unwrap_or_default()),
        ("lack", content.lack.name().to_owned()),
        ("idea", content.idea.clone()),
        ("partners", content.partners.clone()),
    ])
}

struct Opened {
    deed: Deed,
    row: MissingRow,
    around: Around,
}

impl Opened {
    async fn of(site: &Site, reader: &SignedIn, (id, deed): &(String, String)) -> Result<Self, PageError> {
        let row = site.app().missing(&reader.actor, missing_id(id)?).await.map_err(page_error)?;
        let deed = Deed::from_name(deed).ok_or_else(PageError::not_found)?;
        let may = site.app().may_on_missing(&reader.actor).await.map_err(page_error)?;
        if !Deed::possible(&row.missing, may).any(|possible| possible == deed) {
            return Err(PageError::not_found());
        }
        Ok(Self { deed, row, around: Around::of(site, reader).await? })
    }

    fn home(&self) -> String {
        format!("/missing-resources/entries/{}", self.row.missing.id)
    }

    fn questions(&self, t: &Texts) -> Vec<Question> {
        let on = || Question::date("on", t.get("job-on")).required();
        let words = |name: &'static str, label: String| {
            Question::long(name, label, 4).hint(t.get("missing-nobody-hint")).required()
        };
        match self.deed {
            Deed::Talk | Deed::LookBack => vec![words("words", t.get("missing-words")), on()],
            Deed::Move => {
                let others: Vec<Layer> =
                    Layer::ALL.iter().copied().filter(|layer| *layer != self.row.missing.layer).collect();
                let layers = options(&others, Layer::name, |layer| naming::layer_name(t, layer));
                vec![
                    Question::one("to", t.get("missing-move-to"), layers).below_each_other().required(),
                    words("why", t.get("missing-why")),
                    on(),
                ]
            }
            Deed::Decide => {
                let verdicts = options(Verdict::ALL, Verdict::name, |verdict| naming::verdict_name(t, verdict));
                vec![
                    Question::one("verdict", t.get("missing-verdict"), verdicts).below_each_other().required(),
                    words("why", t.get("missing-why")),
                    Question::line("responsible", t.get("missing-responsible")).hint(t.get("missing-responsible-hint")),
                    on(),
                ]
            }
            Deed::Made => vec![words("words", t.get("missing-made-words")), on()],
            Deed::Hear => {
                vec![Question::one("heard", t.get("missing-heard"), self.around.heard()).below_each_other().required()]
            }
            Deed::Edit => self.around.content_questions(t),
        }
    }

    fn fresh(&self, reader: &SignedIn, today: chrono::NaiveDate) -> Submitted {
        let form = match self.deed {
            Deed::Edit => shown(&self.row.missing.content),
            Deed::Hear => Submitted::default(),
            _ => Submitted::of([("on", reader.look.long(today).text().to_owned())]),
        };
        form.version(self.row.version)
    }

    fn read(&self, reader: &SignedIn, filled: &mut Filled) -> Option<MissingCommand> {
        let t = &reader.t;
        let missing_words = || t.get("missing-words-missing");
        Some(match self.deed {
            Deed::Talk => MissingCommand::Discuss(filled.needed_day("on"), filled.needed("words", missing_words())),
            Deed::LookBack => {
                MissingCommand::LookBack(filled.needed_day("on"), filled.needed("words", missing_words()))
            }
            Deed::Move => {
                let why = filled.needed("why", missing_words());
                let on = filled.needed_day("on");
                MissingCommand::Move(Move { on, to: choose(t, filled, "to", Layer::ALL, Layer::name)?, why })
            }
            Deed::Decide => {
                let (on, why) = (filled.needed_day("on"), filled.needed("why", missing_words()));
                let verdict = choose(t, filled, "verdict", Verdict::ALL, Verdict::name)?;
                MissingCommand::Decide(Decision { on, verdict, responsible: filled.text("responsible"), why })
            }
            Deed::Made => {
                let on = filled.needed_day("on");
                MissingCommand::Make(Made { on, words: filled.needed("words", missing_words()) })
            }
            Deed::Hear => {
                let Some((conference, number)) = heard_of(&filled.text("heard")) else {
                    filled.complain("heard", t.get("job-choose-missing"));
                    return None;
                };
                MissingCommand::Hear(conference, number)
            }
            Deed::Edit => MissingCommand::Change(read_content(t, filled)?),
        })
    }

    async fn draw(
        &self,
        site: &Site,
        reader: &SignedIn,
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let t = &reader.t;
        let action = format!("{}/change/{}", self.home(), self.deed.name());
        let (title, lead) = (self.deed.label(t), self.deed.lead(t));
        let place = Place { title, lead, action, back: self.home() };
        place.draw(site, reader, &self.questions(t), filled, banners).await
    }
}

fn heard_of(text: &str) -> Option<(ConferenceId, u32)> {
    let (conference, number) = text.split_once('.')?;
    Some((conference.parse().ok()?, number.parse().ok()?))
}

/// What stands around a form.
struct Place {
    title: String,
    lead: String,
    action: String,
    back: String,
}

impl Place {
    async fn draw(
        self,
        site: &Site,
        reader: &SignedIn,
        questions: &[Question],
        filled: &Filled,
        banners: Vec<Banner>,
    ) -> Result<Response, PageError> {
        let page = DeedPage {
            frame: frame(site, reader, self.title.clone(), false).await?,
            heading: self.title,
            lead: self.lead,
            readers: reader.t.get("missing-readers"),
            action: self.action,
            back: self.back,
        };
        page.draw(reader, filled.ask_all(questions), filled, banners)
    }
}

/// What an entry begins with: a need that came in by itself, or what a conference said.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Begin {
    need: String,
    kind: String,
    area: String,
    conference: String,
    number: String,
}

impl Begin {
    fn heard(&self) -> Option<(ConferenceId, u32)> {
        heard_of(&format!("{}.{}", self.conference, self.number))
    }

    /// The address of the form that begins so.
    fn address(&self) -> String {
        match self.heard() {
            Some((conference, number)) => format!("/missing-resources/new?conference={conference}&number={number}"),
            None => "/missing-resources/new".to_owned(),
        }
    }
}

async fn new_page(
    site: &Site,
    reader: &SignedIn,
    begin: &Begin,
    filled: &Filled,
    banners: Vec<Banner>,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let around = Around::of(site, reader).await?;
    if !around.board.may_write {
        return Err(PageError::new(ErrorKind::Forbidden));
    }
    let place = Place {
        title: t.get("missing-new"),
        lead: t.get("missing-lead-new"),
        action: begin.address(),
        back: "/missing-resources".to_owned(),
    };
    place.draw(site, reader, &around.content_questions(t), filled, banners).await
}

pub(super) async fn ask_new(
    State(site): State<Site>,
    reader: SignedIn,
    Query(begin): Query<Begin>,
) -> Result<Response, PageError> {
    let what = match begin.heard() {
        Some((conference, number)) => {
            site.app().heard_gap(&reader.actor, conference, number).await.map_err(page_error)?.what
        }
        None => String::new(),
    };
    let form = Submitted::of([
        ("what", what),
        ("need", begin.need.clone()),
        ("kind", begin.kind.clone()),
        ("area", begin.area.clone()),
    ]);
    new_page(&site, &reader, &begin, &Filled::new(&reader.t, form), Vec::new()).await
}

pub(super) async fn enter(
    State(site): State<Site>,
    reader: SignedIn,
    Query(begin): Query<Begin>,
    form: Submitted,
) -> Result<Response, PageError> {
    let t = &reader.t;
    let mut filled = Filled::new(t, form);
    let mut banners = Vec::new();
    let content = read_content(t, &mut filled);
    if let Some(content) = content.filter(|_| filled.is_right()) {
        match site.app().enter_missing(&reader.actor, content, begin.heard()).await {
            Ok(id) => {
                let to = format!("/missing-resources/entries/{id}?done=missing-entered");
                return Ok(Redirect::to(&to).into_response());
            }
            Err(error) => banners = refused(t, error)?,
        }
    }
    Ok(not_taken(new_page(&site, &reader, &begin, &filled, banners).await?))
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, PageError> {
    let opened = Opened::of(&site, &reader, &path).await?;
    let filled = Filled::new(&reader.t, opened.fresh(&reader, site.app().clock().today()));
    opened.draw(&site, &reader, &filled, Vec::new()).await
}

pub(super) async fn take(
    State(site): State<Site>,
    reader: SignedIn,
    Path(path): Path<(String, String)>,
    form: Submitted,
) -> Result<Response, PageError> {
    let opened = Opened::of(&site, &reader, &path).await?;
    let mut filled = Filled::new(&reader.t, form);
    let command = opened.read(&reader, &mut filled);
    let Some(command) = command.filter(|_| filled.is_right()) else {
        return Ok(not_taken(opened.draw(&site, &reader, &filled, Vec::new()).await?));
    };
    let version = filled.form.text("version").parse().ok();
    match site.app().change_missing(&reader.actor, opened.row.missing.id, version, command).await {
        Ok(()) => Ok(done(&opened.home(), "missing-changed")),
        Err(error) => {
            let unsaved = Unsaved::of(error)?;
            let drawn = opened.draw(&site, &reader, &filled, unsaved.banners(&reader.t)).await?;
            Ok(unsaved.answer(drawn))
        }
    }
}
