//! What the region knows: the resource directory.

mod finding;
mod linkage;
mod missing;
mod resources;
mod self_portrait;
mod survey;
