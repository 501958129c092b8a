//! The syntax tree of a JSONata expression: an arena of nodes with byte spans.
//!
//! Children always have smaller ids than their parent. A bottom-up pass is therefore a plain loop over
//! [`Expression::nodes`], and neither walking nor dropping a tree recurses.

use std::ops::Range;

use smallvec::SmallVec;
use smol_str::SmolStr;

/// A byte range of the expression text.
pub type Span = Range<u32>;

/// The index of a node in [`Expression::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A parsed expression.
#[derive(Debug, Clone)]
pub struct Expression {
    /// All nodes, children before parents.
    pub nodes: Vec<Node>,
    /// The node of the whole expression.
    pub root: NodeId,
}

impl Expression {
    /// The node with this id.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The kind of the node with this id.
    pub fn kind(&self, id: NodeId) -> &NodeKind {
        &self.node(id).kind
    }

    /// The span of the node with this id, in bytes of the expression text.
    pub fn span(&self, id: NodeId) -> Span {
        self.node(id).span()
    }

    /// The node behind brackets that change nothing: a block of one expression, a path of one plain step.
    pub fn peel(&self, mut id: NodeId) -> NodeId {
        loop {
            match self.kind(id) {
                NodeKind::Block(expressions) if expressions.len() == 1 => id = expressions[0],
                NodeKind::Path(path) if path.is_plain_single() => id = path.steps[0].expression,
                _ => return id,
            }
        }
    }

    /// The name of the variable a call names directly: `f` for `$f(…)`.
    pub fn called_variable(&self, callee: NodeId) -> Option<&str> {
        match self.kind(callee) {
            NodeKind::Variable(name) => Some(name),
            _ => None,
        }
    }
}

/// A node of the tree.
#[derive(Debug, Clone)]
pub struct Node {
    /// What the node is.
    pub kind: NodeKind,
    /// First byte of the node in the expression text.
    pub start: u32,
    /// One past the last byte of the node.
    pub end: u32,
}

impl Node {
    /// The node's byte range.
    pub fn span(&self) -> Span {
        self.start..self.end
    }
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, with the sign of a `-` directly before it.
    Number(f64),
    /// A string literal, unescaped.
    String(SmolStr),
    /// A regular expression `/pattern/flags`.
    Regex(Box<Regex>),
    /// A field name: a bare word, a name in backticks, or a string used as a later step of a path.
    Name(SmolStr),
    /// `$name`, without the dollar sign: empty for `$`, `$` for `$$`.
    Variable(SmolStr),
    /// `*`.
    Wildcard,
    /// `**`.
    Descendant,
    /// `%`.
    Parent,
    /// A path. A bare name is a path of one step, and so is any expression with predicates of its own.
    Path(Box<Path>),
    /// The `^(…)` step of a path.
    Sort(Vec<SortTerm>),
    /// `-x`.
    Negate(NodeId),
    /// A binary operator.
    Binary(BinaryOperator, NodeId, NodeId),
    /// `[…]`; a range `a..b` is an item with [`BinaryOperator::Range`].
    Array(Vec<NodeId>),
    /// `{key: value, …}`.
    Object(Vec<(NodeId, NodeId)>),
    /// `(a; b; c)`.
    Block(Vec<NodeId>),
    /// `$variable := value`.
    Bind {
        /// The variable's node.
        variable: NodeId,
        /// The value bound.
        value: NodeId,
    },
    /// `function($a, $b)<signature>{ body }`.
    Lambda(Box<Lambda>),
    /// `callee(arguments)`.
    Call {
        /// What is called, nearly always a variable.
        callee: NodeId,
        /// The arguments.
        arguments: Vec<NodeId>,
    },
    /// A call with at least one `?`: a function of the missing arguments.
    PartialCall {
        /// What is called.
        callee: NodeId,
        /// The arguments, some of them [`NodeKind::Placeholder`].
        arguments: Vec<NodeId>,
    },
    /// A `?` argument.
    Placeholder,
    /// `condition ? then : otherwise`.
    Conditional {
        /// The condition.
        condition: NodeId,
        /// The value if the condition holds.
        then: NodeId,
        /// The value otherwise; undefined when absent.
        otherwise: Option<NodeId>,
    },
    /// `|pattern|update,delete|`.
    Transform {
        /// Which objects are changed.
        pattern: NodeId,
        /// The object merged into each of them.
        update: NodeId,
        /// The names of the fields removed.
        delete: Option<NodeId>,
    },
}

/// A regular expression literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regex {
    /// The text between the slashes.
    pub pattern: Box<str>,
    /// The letters behind the second slash (`i`, `m`).
    pub flags: Box<str>,
}

/// A location path.
#[derive(Debug, Clone, Default)]
pub struct Path {
    /// The steps, at least one.
    pub steps: SmallVec<[Step; 4]>,
    /// The grouping `{…}` applied to what the whole path selects.
    pub group: Option<Box<Group>>,
    /// Whether `[]` asks for an array even when one item is selected.
    pub keep_array: bool,
}

impl Path {
    /// Whether the path is a single step without predicates, binds, grouping or `[]`.
    pub fn is_plain_single(&self) -> bool {
        self.steps.len() == 1 && self.group.is_none() && !self.keep_array && self.steps[0].is_plain()
    }
}

/// One step of a path.
#[derive(Debug, Clone)]
pub struct Step {
    /// What the step evaluates for each context item.
    pub expression: NodeId,
    /// Predicates and positional binds, in source order.
    pub stages: Vec<Stage>,
    /// The variable of `@$v`.
    pub focus: Option<NodeId>,
    /// The variable of `#$v` written before any predicate.
    pub index: Option<NodeId>,
    /// A grouping `{…}` that belongs to this step alone.
    pub group: Option<Box<Group>>,
}

impl Step {
    /// A step without predicates or binds.
    pub fn new(expression: NodeId) -> Step {
        Step { expression, stages: Vec::new(), focus: None, index: None, group: None }
    }

    /// Whether the step has no predicates, binds or grouping.
    pub fn is_plain(&self) -> bool {
        self.stages.is_empty() && self.focus.is_none() && self.index.is_none() && self.group.is_none()
    }
}

/// A predicate, or a positional bind behind a predicate.
#[derive(Debug, Clone, Copy)]
pub enum Stage {
    /// `[expression]`.
    Filter(NodeId),
    /// `#$v`.
    Index(NodeId),
}

/// A grouping expression `{key: value, …}`.
#[derive(Debug, Clone)]
pub struct Group {
    /// Key and value of each pair.
    pub pairs: Vec<(NodeId, NodeId)>,
    /// The span of the braces.
    pub span: Span,
}

/// One term of an order-by step.
#[derive(Debug, Clone, Copy)]
pub struct SortTerm {
    /// Whether the term is marked `>`.
    pub descending: bool,
    /// The value sorted by.
    pub expression: NodeId,
}

/// A lambda.
#[derive(Debug, Clone)]
pub struct Lambda {
    /// The nodes of the parameters, all variables.
    pub parameters: Vec<NodeId>,
    /// The text of the signature, `<s-:n>`, if there is one.
    pub signature: Option<Box<str>>,
    /// The body.
    pub body: NodeId,
}

/// The binary operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
    /// `&`
    Concatenate,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `and`
    And,
    /// `or`
    Or,
    /// `..`
    Range,
    /// `~>`
    Chain,
}

impl BinaryOperator {
    /// Whether the operator computes a number from two numbers.
    pub fn is_arithmetic(self) -> bool {
        use BinaryOperator::*;
        matches!(self, Add | Subtract | Multiply | Divide | Modulo)
    }

    /// Whether the operator orders two numbers or two strings.
    pub fn is_ordering(self) -> bool {
        use BinaryOperator::*;
        matches!(self, Less | LessOrEqual | Greater | GreaterOrEqual)
    }

    /// The operator as written.
    pub fn text(self) -> &'static str {
        use BinaryOperator::*;
        match self {
            Add => "+",
            Subtract => "-",
            Multiply => "*",
            Divide => "/",
            Modulo => "%",
            Concatenate => "&",
            Equal => "=",
            NotEqual => "!=",
            Less => "<",
            LessOrEqual => "<=",
            Greater => ">",
            GreaterOrEqual => ">=",
            In => "in",
            And => "and",
            Or => "or",
            Range => "..",
            Chain => "~>",
        }
    }
}
