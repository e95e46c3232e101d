//! Who stands beside the people of the region: agencies, family, friends; some for a time, some no more.

use banso_access::Actor;
use banso_app::{App, UseCaseError};
use banso_domain::{
    agency::AgencyKind,
    case::network::{SupporterContent, Supporting, Topic},
    id::CaseId,
};
use chrono::{Months, NaiveDate};

use crate::{
    cast::{CLINIC, HELLOWORK},
    chance::Chance,
};

/// Somebody beside a person, and how they come to be there.
struct Beside {
    /// The name: of an agency of the region, or of somebody outside with what they are.
    name: &'static str,
    kind: Option<AgencyKind>,
    /// So many months before today they began.
    months_ago: u32,
    topics: &'static [Topic],
    purpose: &'static str,
    own_words: &'static str,
    turn: Turn,
}

/// What is special about somebody.
#[derive(Clone, Copy, PartialEq)]
enum Turn {
    Nothing,
    /// Asked first for their topics.
    First,
    /// The person's main contact.
    Main,
    /// There for so many months more.
    Until(u32),
    /// Not wanted any more.
    Unwanted,
    /// Gone since so many months ago.
    Left(u32),
    /// Outside the usual role, for this reason.
    Because(&'static str),
}

const fn agency(name: &'static str, months_ago: u32, topics: &'static [Topic], turn: Turn) -> Beside {
    Beside { name, kind: None, months_ago, topics, purpose: "", own_words: "", turn }
}

const fn someone(name: &'static str, kind: AgencyKind, purpose: &'static str, own_words: &'static str) -> Beside {
    Beside {
        name,
        kind: Some(kind),
        months_ago: 24,
        topics: &[Topic::Everyday],
        purpose,
        own_words,
        turn: Turn::Nothing,
    }
}

const COUNCIL: &str = "あおば野市社会福祉協議会（架空）";
const LAW: &str = "あおば野法律相談センター（架空）";
const STATION: &str = "地域若者サポートステーションあおば野（架空）";
const BUDGET: &str = "あおば野家計改善支援室（架空）";
const PREPARATION: &str = "NPO法人 はたらく準備室（架空）";

/// Networks as they are found: one of them is chosen for each person.
const NETWORKS: &[&[Beside]] = &[
    // Nobody yet but the centre.
    &[],
    &[
        agency(CLINIC, 14, &[Topic::Medical], Turn::First),
        agency(HELLOWORK, 2, &[Topic::Placement], Turn::Nothing),
        someone("母", AgencyKind::Family, "食事をいっしょにとる", "「うるさいけど、味方だと思う」"),
    ],
    &[
        agency(COUNCIL, 5, &[Topic::Poverty], Turn::Nothing),
        agency(STATION, 9, &[Topic::Training], Turn::Left(1)),
        someone("囲碁の会の仲間", AgencyKind::Neighbours, "週に1回の集まり", "「仕事のことを聞かれないのがいい」"),
    ],
    // Everything ends, and nobody stays.
    &[
        agency(PREPARATION, 1, &[Topic::Training], Turn::Until(8)),
        agency(BUDGET, 1, &[Topic::Poverty], Turn::Nothing),
        someone("姉", AgencyKind::Family, "月に1回の電話", "「心配をかけたくない」"),
    ],
    &[
        agency(CLINIC, 20, &[Topic::Medical], Turn::Unwanted),
        agency(LAW, 3, &[Topic::MoneyTrouble], Turn::First),
        someone("青い鳥の会（家族会）", AgencyKind::PeerGroup, "月例会", "「同じ経験の人がいて、ほっとした」"),
    ],
    &[
        agency(STATION, 7, &[Topic::Training, Topic::Everyday], Turn::Main),
        agency(COUNCIL, 2, &[Topic::Medical], Turn::Because("通院先が決まるまで、受診に付き添う")),
        someone("パン工房みどり（実習先）", AgencyKind::Employer, "週に1回の見学", "「店長さんが待ってくれた」"),
        someone("民生委員さん", AgencyKind::Neighbours, "見守りの訪問", "「顔を見ると安心する」"),
    ],
];

/// Lets a network come about around a person. It is drawn with chances of its own, so that nothing else in the region changes.
pub(crate) async fn weave(
    app: &App,
    worker: &Actor,
    case: CaseId,
    on: NaiveDate,
    chance: &Chance,
) -> Result<(), UseCaseError> {
    let agencies = app.agencies().await?;
    for beside in *chance.clone().pick(NETWORKS) {
        let known = agencies.iter().find(|row| row.facts.name == beside.name);
        let supporting = match (beside.kind, known) {
            (Some(kind), _) => Supporting::Outside { name: beside.name.to_owned(), kind },
            (None, Some(row)) => Supporting::Agency { agency: row.id },
            (None, None) => return Err(UseCaseError::NotFound),
        };
        let joined = app.join_network(worker, case, beside.content(supporting, on)).await?;
        if let Turn::Left(months) = beside.turn {
            let reason = "利用の期間が終わった。本人は「また来てもいいと言われた」と話す。";
            app.leave_network(worker, case, joined, on - Months::new(months), reason).await?;
        }
    }
    Ok(())
}

impl Beside {
    fn content(&self, supporting: Supporting, on: NaiveDate) -> SupporterContent {
        let topics = self.topics.to_vec();
        SupporterContent {
            until: match self.turn {
                Turn::Until(months) => Some(on + Months::new(months)),
                _ => None,
            },
            first_for: if self.turn == Turn::First { topics.clone() } else { Vec::new() },
            topics,
            purpose: self.purpose.to_owned(),
            own_words: self.own_words.to_owned(),
            is_main: self.turn == Turn::Main,
            unwanted: self.turn == Turn::Unwanted,
            role_reason: match self.turn {
                Turn::Because(reason) => reason.to_owned(),
                _ => String::new(),
            },
            ..SupporterContent::new(supporting, on - Months::new(self.months_ago))
        }
    }
}
