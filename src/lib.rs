//! `minutebook` keeps a public body's meeting reports and publishes them.
//!
//! A build is a function from a source tree to a `Site`: every output path, and for each
//! what can be turned into bytes. The modules stand in the order of that line, and a
//! module may name only modules above it. See `ARCHITECTURE.md`.

// The core asks for nothing; an edge says that it is one. See `clippy.toml`.
#![warn(clippy::disallowed_macros, clippy::disallowed_methods, clippy::disallowed_types)]

pub mod span;
pub mod sorted;
pub mod diag;
pub mod image;
pub mod source;
pub mod yaml;
pub mod lang;
pub mod config;
pub mod markdown;
pub mod parse;
pub mod theme;
pub mod model;
pub mod plan;
pub mod reader;
pub mod view;
pub mod search;
pub mod render;
pub mod build;
pub mod edit;
pub mod status;
pub mod assist;
pub mod schema;
#[cfg(feature = "import")]
pub mod import;
pub mod publish;
#[cfg(feature = "serve")]
pub mod serve;
pub mod cli;
