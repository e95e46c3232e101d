//! What the region knows: the resource directory.

mod finding;
mod resources;
