//! What the region knows: the resource directory.

mod counting;
mod finding;
mod inventory;
mod linkage;
mod logic_model;
mod missing;
mod networks;
mod resources;
mod rhythm_review;
mod self_portrait;
mod survey;
