//! All integration tests in one binary: the dependencies are linked once.

mod support;

mod answers;
mod cli;
mod corpus;
mod docs;
mod embedding;
mod fixes;
mod fixing;
mod fixtures;
mod formats;
mod mistakes;
mod newcomers;
mod pages;
mod projects;
mod properties;
mod recovery;
mod schema;
mod templates;
