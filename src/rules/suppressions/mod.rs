//! How findings are silenced.

pub mod unused_suppression;

use super::{Context, Reporter};
