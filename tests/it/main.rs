//! All integration tests in one binary: the dependencies are linked once.

mod support;

mod answers;
mod aws;
mod baseline;
mod cli;
mod config;
mod contracts;
mod corpus;
mod data_flow;
mod diagrams;
mod docs;
mod editors;
mod embedding;
mod fixes;
mod fixing;
mod fixtures;
mod flow;
mod formats;
mod generator;
mod hosted;
mod interpreter;
mod mistakes;
mod newcomers;
mod pages;
mod practices;
mod projects;
mod properties;
mod recovery;
mod schema;
mod service_calls;
mod soundness;
mod suppressions;
mod templates;
