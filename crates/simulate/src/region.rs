//! The region as a whole.

use banso_app::App;
use banso_domain::calendar::japan;
use chrono::{Days, NaiveDate, NaiveTime};

use crate::{
    DemoAccount, RegionError,
    cast::Cast,
    chance::Chance,
    contacts,
    deeds::Told,
    employers, handover,
    happening::Happening,
    item_wordings, jobs, leaning, linkages, logic_model, missing, networks, people, portraits, protection,
    referrals::REFERRALS,
    resources, rhythm, sharing, sheets, sittings,
    story::{STORIES, Story, working_day},
    surveys, uses,
};

/// So long ago the centre began to work with the program, in days: before every story.
const BEGAN: u64 = 560;

/// What was made.
#[derive(Clone, Debug)]
pub struct Region {
    /// One account for each role.
    pub accounts: Vec<DemoAccount>,
    /// How many cases there are.
    pub cases: usize,
}

/// Fills an empty installation with the region of `seed` as it stands on the morning of `today`. The app's clock must be a
/// standing one; it is moved through the days.
///
/// # Errors
///
/// [`RegionError`] if the installation is not empty or cannot be written.
pub async fn build(app: &App, seed: u64, today: NaiveDate) -> Result<Region, RegionError> {
    let morning = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    app.clock().set(japan::instant(today - Days::new(BEGAN), morning));
    let cast = Cast::assemble(app).await?;
    item_wordings::confirmed(app, &cast).await?;
    let early = missing::decided_early(app, &cast).await?;
    let mut happening = Happening::new(app, &cast, today);
    let stories = STORIES.iter().flat_map(|row| std::iter::repeat_n(row, row.1));
    // The day before is the last: nothing lies in the future however early the demonstration is started.
    let yesterday = today - Days::new(1);
    let mut to_tell = REFERRALS.iter();
    for (place, (story, _, least, most)) in stories.enumerate() {
        let mut chance = Chance::new(seed, place as u64);
        let ago = chance.between(*least, *most);
        let timeline = story.ending(ago, yesterday, &chance);
        let began = timeline.first().map_or(yesterday, |(day, _)| working_day(*day));
        let person = match story {
            Story::Outreach => people::stranger(),
            Story::Replanning if place % 2 == 0 => people::from_abroad(&mut chance, began),
            _ => people::person(&mut chance, began),
        };
        let at_branch = matches!(story, Story::JustReceived | Story::Assessing | Story::InfoOnly) && chance.percent(35);
        let worker = if at_branch { &cast.branch_worker } else { &cast.workers[place % cast.workers.len()] };
        let told = Told {
            person: Some(Box::new(person)),
            centre: if at_branch { cast.branch } else { cast.centre },
            worker: worker.clone(),
            officer: cast.officer.clone(),
            companion: (place % 3 == 0).then(|| cast.employment.clone()),
            chance,
            case: None,
            referral: None,
        };
        happening.add(told, timeline);
        // Those in support whom somebody else can help, too.
        if matches!(story, Story::InSupport { .. }) {
            happening.refer(to_tell.next().copied().unwrap_or_default());
        }
    }
    let cases = happening.run().await?;
    sharing::share(app, &cast).await?;
    handover::hand_over(app, &cast).await?;
    contacts::talk(app, &cast).await?;
    rhythm::stopped(app, &cast).await?;
    sittings::sit(app, &cast).await?;
    uses::use_services(app, &cast).await?;
    leaning::explained(app, &cast).await?;
    jobs::work(app, &cast).await?;
    employers::told(app, &cast).await?;
    resources::known(app, &cast).await?;
    missing::known(app, &cast, early).await?;
    portraits::told(app, &cast).await?;
    surveys::held(app, &cast).await?;
    networks::lived(app, &cast).await?;
    item_wordings::agreed(app, &cast).await?;
    linkages::said(app, &cast).await?;
    logic_model::written(app, &cast).await?;
    sheets::write_sheets(app, &cast).await?;
    protection::protect(app, &cast).await?;
    app.settle_reads().await;
    Ok(Region { accounts: cast.accounts, cases })
}
