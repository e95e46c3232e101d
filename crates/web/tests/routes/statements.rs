//! How many statements each page asks of the database: a page that asks more than it did is seen here before anybody waits for it.

use super::{
    table::{For, ROUTES},
    world::World,
};

#[tokio::test]
async fn what_each_page_asks_of_the_database() {
    let world = World::new().await;
    let (chief, officer, admin) =
        (world.sign_in("chief").await, world.sign_in("officer").await, world.sign_in("admin").await);
    let (clinic, person) = (world.sign_in("clinic").await, world.sign_in("person").await);
    let office = world.sign_in("office").await;
    let employer = world.sign_in("employer").await;
    let mut lines = Vec::new();
    for (_, path, audience) in ROUTES.iter().filter(|(methods, _, _)| methods.split(' ').any(|method| method == "GET"))
    {
        let visitor = match audience {
            For::Officers => &officer,
            For::Administrators => &admin,
            For::Partners => &clinic,
            For::Programmes => &office,
            For::Employers => &employer,
            For::ThePerson => &person,
            For::Everybody | For::Staff | For::Insiders => &chief,
        };
        let address = world.address(path, false);
        // The first time, what is kept in memory is read as well.
        world.ask("GET", &address, Some(visitor), false).await;
        world.app.settle_reads().await;
        let before = world.app.store().statements();
        world.ask("GET", &address, Some(visitor), false).await;
        lines.push(format!("{:>3}  {path}", world.app.store().statements() - before));
    }
    insta::assert_snapshot!(lines.join("\n"));
}
