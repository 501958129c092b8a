//! What goes wrong in an expression.

use std::ops::Range;

use crate::aws::Values;
use crate::expr::jsonata::BinaryOperator;
use crate::shape::Shape;

/// Something that goes wrong in an expression.
pub type Problem = crate::flow::data::Problem<ProblemKind>;

/// What goes wrong. But for `Absent` and `UnlistedText`, the evaluation ends with an error.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// A member is read that is not there. The span is that of the step.
    Absent {
        /// The name of the member.
        name: String,
        /// What it is looked for in.
        parent: Shape,
        /// From the start of the path to the end of the step.
        path: Range<u32>,
        /// What becomes of the result.
        effect: Effect,
    },
    /// A text is compared with one that the service that gives it does not list.
    UnlistedText {
        /// The text.
        text: String,
        /// Those that the service lists.
        values: Values,
    },
    /// An operand has no type that the operator takes (T2001, T2002, T2003, T2004, T2010, D1002).
    Operand {
        /// The operator; none for the minus sign.
        operator: Option<BinaryOperator>,
        /// The operand.
        shape: Shape,
    },
    /// Two values have no order (T2009).
    Comparison {
        /// The operator.
        operator: BinaryOperator,
        /// The left side.
        left: Shape,
        /// The right side.
        right: Shape,
    },
    /// An argument has no type that the function takes (T0410, T0412).
    Argument {
        /// The name of the function, without the dollar sign.
        function: &'static str,
        /// Which argument, from 1.
        position: usize,
        /// The argument.
        shape: Shape,
    },
    /// An argument has the right type and a value that the function refuses (D3030, D3060).
    Value {
        /// The name of the function, without the dollar sign.
        function: &'static str,
        /// The argument.
        shape: Shape,
    },
    /// What is called is no function (T1006, T2006).
    NotAFunction {
        /// What it is.
        shape: Shape,
    },
}

/// What becomes of a result for a member that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is undefined.
    Undefined,
    /// It is what it would be without the member, which is joined to a text, put into an array or object, or counted.
    Ignored,
    /// That is not known: the member is just not in the list of a service's answer, and may be there.
    Unlisted,
}

impl ProblemKind {
    /// Whether it is nothing to one who asks whether there is a value.
    pub fn is_asked_for(&self) -> bool {
        matches!(self, Self::Absent { effect: Effect::Ignored | Effect::Unlisted, .. })
    }
}
