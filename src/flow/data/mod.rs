//! What the data can be.

pub mod jsonata;
