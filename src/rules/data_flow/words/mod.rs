//! What the rules about data say: shapes in sentences, what is lacking, and where it was lost.

mod absent;
mod brief;
mod guards;
mod trace;

pub use absent::{AbsentMember, AbsentPath, absent_members, absent_paths, form_of, needed_members};
pub use brief::Brief;
pub use guards::is_conditional;
pub use trace::{explain, explain_path, explain_value, input_steps};
