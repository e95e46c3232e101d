//! Contact that stopped without anyone meaning it: what the list of contact to look at shows.

use banso_app::{App, CaseSearch, CaseView, NewRecord, UseCaseError};
use banso_domain::{
    agency::Channel,
    case::{
        Stage,
        contact::{AgencyContact, ContactKind},
        network::Supporting,
        record::Counterpart,
    },
};
use chrono::Days;

use crate::{
    RegionError,
    cast::{CLINIC, Cast, HELLOWORK},
    failure::while_doing,
    story::working_day,
};

/// With whom there was a call every so many days, from so many days ago to so many days ago.
const CALLED: [(&str, usize, u64, u64); 2] = [(HELLOWORK, 7, 154, 70), (CLINIC, 14, 168, 63)];
/// The first cases in support have contacts of their own.
const FROM: usize = 3;

/// Writes calls that came regularly and then stopped into cases that began long enough ago, the day being today.
pub(crate) async fn stopped(app: &App, cast: &Cast) -> Result<(), RegionError> {
    let today = app.clock().today();
    let written = async {
        let search = CaseSearch { limit: 60, ..CaseSearch::of(CaseView::InStage(Stage::InSupport)) };
        let (rows, _) = app.cases(&cast.chief, &search).await?;
        let mut called = CALLED.into_iter().peekable();
        for row in rows.iter().skip(FROM) {
            let Some((with, every, from, _)) = called.peek().copied() else { break };
            let file = app.case_file(&cast.chief, row.id).await?;
            if file.case.received_on + Days::new(from) > today {
                continue;
            }
            let (_, _, _, until) = called.next().unwrap_or((with, every, from, from));
            let agency = cast.partner(with).ok_or(UseCaseError::NotFound)?;
            for ago in (until..=from).rev().step_by(every) {
                let contact =
                    AgencyContact::new(Supporting::Agency { agency }, Channel::Phone, vec![ContactKind::SharingOnly]);
                let record = NewRecord {
                    on: working_day(today - Days::new(ago)),
                    counterparts: vec![Counterpart::Agency],
                    counterpart_note: with.to_owned(),
                    methods: vec![Channel::Phone.method()],
                    facts: "最近の様子を伝え合った。".to_owned(),
                    next_on: file.case.next_contact_on,
                    ..NewRecord::default()
                };
                app.write_contact(&cast.chief, row.id, record, contact).await?;
            }
        }
        Ok(())
    };
    written.await.map_err(while_doing("calling agencies", today))
}
