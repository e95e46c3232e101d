//! What there is in the region beside what was looked for and not found, municipality by municipality.

use banso_domain::{
    agency::AgencyKind,
    case::network::Topic,
    missing::{Figure, Lack},
    resource::{Area, Field, Told},
};
use banso_store::both_engines;

use crate::support::Region;

both_engines! {
    async fn r_62_what_there_is_stands_beside_what_was_looked_for_in_counts_and_a_row_for_what_is_not_there(store: Store) {
        let region = Region::new(store).await;
        let app = &region.app;
        let home = app.agency(region.officer.agency()).await.expect("the municipality").facts;
        let office = |kind: &str| -> Told {
            let fields = [
                (Field::Name, "あおばワーク"),
                (Field::ServiceKind, kind),
                (Field::Municipality, home.name.as_str()),
                (Field::Phone, "000-000-0001"),
                (Field::Capacity, "20"),
                (Field::FreePlaces, "2"),
            ];
            fields.into_iter().map(|(field, words)| (field, words.to_owned())).collect()
        };
        app.enter_resource(&region.counselor, office("就労移行支援")).await.expect("an entry");
        for name in ["見本 一郎", "見本 二郎", "見本 三郎"] {
            let case = region.open(name, "").await;
            for kind in [AgencyKind::TransitionSupport, AgencyKind::GroupHome] {
                let what = (Topic::Training, Some(kind));
                app.note_unmet(&region.counselor, case, what, Lack::Full, region.today()).await.expect("it is noted");
            }
        }
        let rows = app.inventory(&region.counselor, &Area::Everywhere, app.missing_days()).await.expect("an inventory");
        let of = |kind: AgencyKind| rows.iter().find(|row| row.kind == Some(kind)).expect("a row");
        let transition = of(AgencyKind::TransitionSupport);
        assert_eq!((transition.there.entries, transition.there.capacity.places, transition.there.free.places), (1, 20, 2));
        assert_eq!(transition.evidence.cases, Figure::Exactly(3));
        let home = of(AgencyKind::GroupHome);
        assert_eq!((home.there.entries, home.evidence.cases), (0, Figure::Exactly(3)), "nothing of it is there");
    }
}
