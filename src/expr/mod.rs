//! The expression languages: JSONPath, intrinsic functions, JSONata, and the context object that all of them read.
//! Everything has spans; nothing in here knows what a state is.

pub mod context;
pub mod intrinsic;
pub mod jsonata;
pub mod jsonpath;
