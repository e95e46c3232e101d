//! What the region knows: the resource directory.

mod resources;
