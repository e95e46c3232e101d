//! What the region knows: the resource directory.

mod finding;
mod missing;
mod networks;
mod resources;
mod self_portrait;
mod survey;
