//! The pages, one module a room of the product; each brings its routes.

mod about;
mod account;
mod administration;
mod agencies;
mod asked;
mod carry;
mod cases;
mod conferences;
mod contacts;
mod decisions;
mod deeds;
mod echo;
mod employers;
mod episodes;
mod export;
mod figures;
mod forms;
mod gatherings;
mod glance;
mod invitation;
mod jobs;
mod ledger;
mod logic_model;
mod missing;
mod monitoring;
mod monthly_return;
mod networks;
mod neutrality;
mod notices;
mod open_page;
mod own;
mod people;
mod person_form;
mod persons;
mod protected;
mod referrals;
mod resources;
mod rewards;
mod rhythm;
mod shared;
mod sheets;
mod sign_in;
mod sittings;
mod surveys;
mod ties;
mod versions;
mod ways;
mod work;

use axum::Router;

use crate::site::Site;

/// Every route of the product.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .merge(sign_in::routes())
        .merge(work::routes())
        .merge(cases::routes())
        .merge(persons::routes())
        .merge(protected::routes())
        .merge(shared::routes())
        .merge(asked::routes())
        .merge(own::routes())
        .merge(episodes::routes())
        .merge(jobs::routes())
        .merge(employers::routes())
        .merge(gatherings::routes())
        .merge(networks::routes())
        .merge(ways::routes())
        .merge(missing::routes())
        .merge(agencies::routes())
        .merge(surveys::routes())
        .merge(ties::routes())
        .merge(neutrality::routes())
        .merge(rhythm::routes())
        .merge(figures::routes())
        .merge(logic_model::routes())
        .merge(monthly_return::routes())
        .merge(rewards::routes())
        .merge(sheets::routes())
        .merge(conferences::routes())
        .merge(sittings::routes())
        .merge(contacts::routes())
        .merge(decisions::routes())
        .merge(monitoring::routes())
        .merge(referrals::routes())
        .merge(resources::routes())
        .merge(echo::routes())
        .merge(forms::routes())
        .merge(administration::routes())
        .merge(account::routes())
        .merge(invitation::routes())
        .merge(notices::routes())
        .merge(about::routes())
}
