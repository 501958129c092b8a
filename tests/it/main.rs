//! All integration tests in one binary: the dependencies are linked once.

mod support;

mod answers;
mod corpus;
mod mistakes;
mod pages;
mod properties;
mod recovery;
