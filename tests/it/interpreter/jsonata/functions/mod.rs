//! The built-in functions. Arguments fit the signature when they come here.

mod arrays;
mod dates;
mod numbers;
mod objects;
mod patterns;
pub mod strings;

use super::value::Val;
use super::{Evaluated, Evaluator};
use crate::interpreter::{Trouble, unsupported};

/// Functions of one kind; `None` for a name that is not among them.
type Family = fn(&mut Evaluator<'_>, &str, &[Val]) -> Option<Evaluated>;

/// Calls the function of that name.
pub fn call(evaluator: &mut Evaluator<'_>, name: &str, arguments: &[Val]) -> Evaluated {
    let families: [Family; 6] =
        [strings::call, patterns::call, numbers::call, arrays::call, objects::call, dates::call];
    let found = families.iter().find_map(|family| family(evaluator, name, arguments));
    found.unwrap_or_else(|| unsupported(format!("`${name}`")))
}

/// The argument at a place, undefined where there is none.
fn argument(arguments: &[Val], place: usize) -> &Val {
    arguments.get(place).unwrap_or(&Val::Undefined)
}

/// A number that JSON can hold.
fn number(value: f64) -> Evaluated {
    if value.is_finite() { Ok(Val::Number(value)) } else { unsupported("a number without end") }
}

/// A failure of the expression, in words.
fn fails<T>(why: &str) -> Result<T, Trouble> {
    Err(Trouble::Fails(why.to_owned()))
}
