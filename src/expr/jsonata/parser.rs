//! The grammar: an operator-precedence parser that yields the tree as written.
//!
//! Paths are still binary operators in this tree; [`super::resolve`] turns it into the public tree and makes the
//! checks the language makes once the whole text has been read. Left-associative chains are built in a loop;
//! only true nesting recurses, and no deeper than [`MAX_DEPTH`].

use smol_str::SmolStr;

use super::ast::{BinaryOperator, Regex};
use super::error::{ParseError, json_string};
use super::lexer::{Lexer, Symbol, Token, Value};
use super::signature;

/// How many expressions may be nested in each other. Step Functions gives up at run time at a depth of about 100
/// (spec/jsonata.md 5.6); at this limit an unoptimised build stays within the 2 MiB stack of a thread.
pub const MAX_DEPTH: usize = 200;

/// A node of the tree as written.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) kind: RawKind,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Marked with `[]`.
    pub(super) keep_array: bool,
}

/// The index of a [`Raw`] node.
pub(super) type RawId = u32;

#[derive(Debug)]
pub(super) enum RawKind {
    /// The end of the text where an operand is missing.
    End,
    Null,
    Boolean(bool),
    Number(f64),
    String(SmolStr),
    Regex(Box<Regex>),
    Name(SmolStr),
    Variable(SmolStr),
    Wildcard,
    Descendant,
    Parent,
    Placeholder,
    Negate(RawId),
    Array(Vec<RawId>),
    Object(Vec<(RawId, RawId)>),
    Block(Vec<RawId>),
    Transform {
        pattern: RawId,
        update: RawId,
        delete: Option<RawId>,
    },
    Lambda {
        parameters: Vec<RawId>,
        signature: Option<Box<str>>,
        body: RawId,
    },
    Binary(BinaryOperator, RawId, RawId),
    Dot(RawId, RawId),
    /// `base` is what the first of several predicates in a row applies to.
    Filter {
        left: RawId,
        predicate: RawId,
        base: RawId,
    },
    Group {
        left: RawId,
        pairs: Vec<(RawId, RawId)>,
        open: u32,
    },
    Sort {
        left: RawId,
        terms: Vec<(bool, RawId)>,
        caret: u32,
    },
    Focus {
        left: RawId,
        variable: RawId,
    },
    Index {
        left: RawId,
        variable: RawId,
    },
    Call {
        callee: RawId,
        arguments: Vec<RawId>,
        partial: bool,
    },
    Conditional {
        condition: RawId,
        then: RawId,
        otherwise: Option<RawId>,
    },
    Bind {
        variable: RawId,
        value: RawId,
    },
}

/// The tree as written.
pub(super) struct RawTree {
    pub(super) nodes: Vec<Raw>,
    pub(super) root: RawId,
}

/// Parses the whole text.
pub(super) fn parse(text: &str) -> Result<RawTree, ParseError> {
    let mut lexer = Lexer::new(text);
    let token = known(lexer.next(false)?)?;
    // Few expressions have more nodes than that.
    let nodes = Vec::with_capacity(text.len() / 8 + 4);
    let mut parser = Parser { lexer, token, last_end: 0, nodes, depth: 0 };
    let root = parser.expression(0)?;
    if parser.token.symbol != Symbol::End {
        let message = format!("Syntax error: {}", parser.token.quoted());
        return Err(ParseError::new("S0201", message, parser.token.span()));
    }
    Ok(RawTree { nodes: parser.nodes, root })
}

/// How strongly an operator binds the operand on its left; 0 for what is no infix operator.
fn binding_power(symbol: Symbol) -> u8 {
    match symbol {
        Symbol::LeftBracket | Symbol::LeftParenthesis | Symbol::At | Symbol::Hash => 80,
        Symbol::Dot => 75,
        Symbol::LeftBrace => 70,
        Symbol::Star | Symbol::Slash | Symbol::Percent => 60,
        Symbol::Plus | Symbol::Minus | Symbol::Ampersand => 50,
        Symbol::Equal
        | Symbol::NotEqual
        | Symbol::Less
        | Symbol::LessOrEqual
        | Symbol::Greater
        | Symbol::GreaterOrEqual
        | Symbol::Caret
        | Symbol::Chain
        | Symbol::In => 40,
        Symbol::And => 30,
        Symbol::Or => 25,
        Symbol::Question => 20,
        Symbol::Assign => 10,
        _ => 0,
    }
}

/// The operators whose result depends on nothing but their two operands.
fn plain_operator(symbol: Symbol) -> Option<BinaryOperator> {
    Some(match symbol {
        Symbol::Star => BinaryOperator::Multiply,
        Symbol::Slash => BinaryOperator::Divide,
        Symbol::Percent => BinaryOperator::Modulo,
        Symbol::Plus => BinaryOperator::Add,
        Symbol::Minus => BinaryOperator::Subtract,
        Symbol::Ampersand => BinaryOperator::Concatenate,
        Symbol::Equal => BinaryOperator::Equal,
        Symbol::NotEqual => BinaryOperator::NotEqual,
        Symbol::Less => BinaryOperator::Less,
        Symbol::LessOrEqual => BinaryOperator::LessOrEqual,
        Symbol::Greater => BinaryOperator::Greater,
        Symbol::GreaterOrEqual => BinaryOperator::GreaterOrEqual,
        Symbol::Chain => BinaryOperator::Chain,
        Symbol::In => BinaryOperator::In,
        Symbol::And => BinaryOperator::And,
        Symbol::Or => BinaryOperator::Or,
        _ => return None,
    })
}

/// Refuses the characters that are an operator only together with another one.
fn known(token: Token) -> Result<Token, ParseError> {
    if matches!(token.symbol, Symbol::Exclamation | Symbol::Tilde) {
        let message = format!("Unknown operator: {}", token.quoted());
        return Err(ParseError::new("S0204", message, token.span()));
    }
    Ok(token)
}

struct Parser<'t> {
    lexer: Lexer<'t>,
    /// The token not yet consumed.
    token: Token,
    /// The end of the token consumed last.
    last_end: u32,
    nodes: Vec<Raw>,
    depth: usize,
}

impl Parser<'_> {
    /// Consumes the current token. `after_term` tells the lexer how to read a `/` that follows.
    fn advance(&mut self, after_term: bool) -> Result<Token, ParseError> {
        let next = known(self.lexer.next(after_term)?)?;
        self.last_end = self.token.end;
        Ok(std::mem::replace(&mut self.token, next))
    }

    /// Consumes the current token, which must be `symbol`.
    fn expect(&mut self, symbol: Symbol, after_term: bool) -> Result<Token, ParseError> {
        if self.token.symbol == symbol {
            return self.advance(after_term);
        }
        let expected = json_string(symbol.text());
        Err(match self.token.symbol {
            Symbol::End => ParseError::new(
                "S0203",
                format!("Expected {expected} before end of expression"),
                self.token.span(),
            ),
            _ => {
                let message = format!("Expected {expected}, got {}", self.token.quoted());
                ParseError::new("S0202", message, self.token.span())
            }
        })
    }

    /// Adds a node that ends with the token consumed last.
    fn add(&mut self, kind: RawKind, start: u32) -> RawId {
        self.nodes.push(Raw { kind, start, end: self.last_end.max(start), keep_array: false });
        (self.nodes.len() - 1) as RawId
    }

    fn node(&self, id: RawId) -> &Raw {
        &self.nodes[id as usize]
    }

    fn expression(&mut self, power: u8) -> Result<RawId, ParseError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("The expression is nested more than {MAX_DEPTH} levels deep");
            return Err(ParseError::new("D0000", message, self.token.span()));
        }
        let token = self.advance(true)?;
        let mut left = self.operand(token)?;
        while power < binding_power(self.token.symbol) {
            let token = self.advance(false)?;
            left = self.infix(left, token)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// The operand that begins with `token`, which is consumed already.
    fn operand(&mut self, token: Token) -> Result<RawId, ParseError> {
        let start = token.start;
        let kind = match (token.symbol, token.value) {
            (Symbol::Name, Value::Text(name)) => RawKind::Name(name),
            (Symbol::Variable, Value::Text(name)) => RawKind::Variable(name),
            (Symbol::Literal, Value::Text(text)) => RawKind::String(text),
            (_, Value::Number(number)) => RawKind::Number(number),
            (_, Value::Boolean(value)) => RawKind::Boolean(value),
            (_, Value::Null) => RawKind::Null,
            (_, Value::Regex(regex)) => RawKind::Regex(regex),
            (symbol @ (Symbol::And | Symbol::Or | Symbol::In), _) => RawKind::Name(symbol.text().into()),
            (Symbol::Star, _) => RawKind::Wildcard,
            (Symbol::DoubleStar, _) => RawKind::Descendant,
            (Symbol::Percent, _) => RawKind::Parent,
            (Symbol::End, _) => RawKind::End,
            (Symbol::Minus, _) => RawKind::Negate(self.expression(70)?),
            (Symbol::LeftParenthesis, _) => self.block()?,
            (Symbol::LeftBracket, _) => self.array()?,
            (Symbol::LeftBrace, _) => RawKind::Object(self.pairs()?),
            (Symbol::Bar, _) => self.transform()?,
            (symbol, _) => {
                let message =
                    format!("The symbol {} cannot be used as a unary operator", json_string(symbol.text()));
                return Err(ParseError::new("S0211", message, start..token.end));
            }
        };
        Ok(self.add(kind, start))
    }

    fn block(&mut self) -> Result<RawKind, ParseError> {
        let mut expressions = Vec::new();
        while self.token.symbol != Symbol::RightParenthesis {
            expressions.push(self.expression(0)?);
            if self.token.symbol != Symbol::Semicolon {
                break;
            }
            self.advance(false)?;
        }
        self.expect(Symbol::RightParenthesis, true)?;
        Ok(RawKind::Block(expressions))
    }

    fn array(&mut self) -> Result<RawKind, ParseError> {
        let mut items = Vec::new();
        if self.token.symbol != Symbol::RightBracket {
            loop {
                let mut item = self.expression(0)?;
                if self.token.symbol == Symbol::Range {
                    self.advance(false)?;
                    let to = self.expression(0)?;
                    let start = self.node(item).start;
                    item = self.add(RawKind::Binary(BinaryOperator::Range, item, to), start);
                }
                items.push(item);
                if self.token.symbol != Symbol::Comma {
                    break;
                }
                self.advance(false)?;
            }
        }
        self.expect(Symbol::RightBracket, true)?;
        Ok(RawKind::Array(items))
    }

    /// The pairs of an object or a grouping, up to and with the closing brace.
    fn pairs(&mut self) -> Result<Vec<(RawId, RawId)>, ParseError> {
        let mut pairs = Vec::new();
        if self.token.symbol != Symbol::RightBrace {
            loop {
                let key = self.expression(0)?;
                self.expect(Symbol::Colon, false)?;
                pairs.push((key, self.expression(0)?));
                if self.token.symbol != Symbol::Comma {
                    break;
                }
                self.advance(false)?;
            }
        }
        self.expect(Symbol::RightBrace, true)?;
        Ok(pairs)
    }

    fn transform(&mut self) -> Result<RawKind, ParseError> {
        let pattern = self.expression(0)?;
        self.expect(Symbol::Bar, false)?;
        let update = self.expression(0)?;
        let mut delete = None;
        if self.token.symbol == Symbol::Comma {
            self.advance(false)?;
            delete = Some(self.expression(0)?);
        }
        self.expect(Symbol::Bar, false)?;
        Ok(RawKind::Transform { pattern, update, delete })
    }

    /// The expression that `operator`, which is consumed already, makes of `left`.
    fn infix(&mut self, left: RawId, operator: Token) -> Result<RawId, ParseError> {
        let start = self.node(left).start;
        let power = binding_power(operator.symbol);
        let kind = match operator.symbol {
            Symbol::Dot => RawKind::Dot(left, self.expression(power)?),
            Symbol::LeftBracket => match self.predicate(left)? {
                Some(kind) => kind,
                None => return Ok(left),
            },
            Symbol::LeftParenthesis => self.call(left)?,
            Symbol::LeftBrace => RawKind::Group { left, pairs: self.pairs()?, open: operator.start },
            Symbol::Caret => RawKind::Sort { left, terms: self.sort_terms()?, caret: operator.start },
            Symbol::At => RawKind::Focus { left, variable: self.bound_variable(power, operator.symbol)? },
            Symbol::Hash => RawKind::Index { left, variable: self.bound_variable(power, operator.symbol)? },
            Symbol::Question => {
                let then = self.expression(0)?;
                let mut otherwise = None;
                if self.token.symbol == Symbol::Colon {
                    self.advance(false)?;
                    otherwise = Some(self.expression(0)?);
                }
                RawKind::Conditional { condition: left, then, otherwise }
            }
            Symbol::Assign => {
                if !matches!(self.node(left).kind, RawKind::Variable(_)) {
                    let message = "The left side of := must be a variable name (start with $)";
                    return Err(ParseError::new("S0212", message, start..self.node(left).end));
                }
                RawKind::Bind { variable: left, value: self.expression(power - 1)? }
            }
            symbol => match plain_operator(symbol) {
                Some(binary) => RawKind::Binary(binary, left, self.expression(power)?),
                None => {
                    let message = format!("Syntax error: {}", operator.quoted());
                    return Err(ParseError::new("S0201", message, operator.span()));
                }
            },
        };
        Ok(self.add(kind, start))
    }

    /// The predicate behind `[`; `None` for `[]`, which marks what it applies to.
    fn predicate(&mut self, left: RawId) -> Result<Option<RawKind>, ParseError> {
        let base = match self.node(left).kind {
            RawKind::Filter { base, .. } => base,
            _ => left,
        };
        if self.token.symbol == Symbol::RightBracket {
            self.advance(false)?;
            self.nodes[base as usize].keep_array = true;
            self.nodes[left as usize].end = self.last_end;
            return Ok(None);
        }
        let predicate = self.expression(0)?;
        self.expect(Symbol::RightBracket, true)?;
        Ok(Some(RawKind::Filter { left, predicate, base }))
    }

    fn sort_terms(&mut self) -> Result<Vec<(bool, RawId)>, ParseError> {
        self.expect(Symbol::LeftParenthesis, false)?;
        let mut terms = Vec::new();
        loop {
            let direction = self.token.symbol;
            if matches!(direction, Symbol::Less | Symbol::Greater) {
                self.advance(false)?;
            }
            terms.push((direction == Symbol::Greater, self.expression(0)?));
            if self.token.symbol != Symbol::Comma {
                break;
            }
            self.advance(false)?;
        }
        self.expect(Symbol::RightParenthesis, false)?;
        Ok(terms)
    }

    /// The variable behind `@` or `#`.
    fn bound_variable(&mut self, power: u8, operator: Symbol) -> Result<RawId, ParseError> {
        let id = self.expression(power)?;
        let node = self.node(id);
        if matches!(node.kind, RawKind::Variable(_)) {
            return Ok(id);
        }
        let message = format!(
            "The right side of {} must be a variable name (start with $)",
            json_string(operator.text())
        );
        Err(ParseError::new("S0214", message, node.start..node.end))
    }

    /// The call or lambda whose `(` is consumed already.
    fn call(&mut self, callee: RawId) -> Result<RawKind, ParseError> {
        let mut arguments = Vec::new();
        let mut partial = false;
        if self.token.symbol != Symbol::RightParenthesis {
            loop {
                if self.token.symbol == Symbol::Question {
                    let token = self.advance(false)?;
                    partial = true;
                    arguments.push(self.add(RawKind::Placeholder, token.start));
                } else {
                    arguments.push(self.expression(0)?);
                }
                if self.token.symbol != Symbol::Comma {
                    break;
                }
                self.advance(false)?;
            }
        }
        self.expect(Symbol::RightParenthesis, true)?;
        match &self.node(callee).kind {
            RawKind::Name(name) if matches!(&**name, "function" | "λ") => self.lambda(arguments),
            _ => Ok(RawKind::Call { callee, arguments, partial }),
        }
    }

    /// The rest of a lambda behind its parameters.
    fn lambda(&mut self, parameters: Vec<RawId>) -> Result<RawKind, ParseError> {
        for (index, parameter) in parameters.iter().enumerate() {
            let node = self.node(*parameter);
            if !matches!(node.kind, RawKind::Variable(_)) {
                let message = format!(
                    "Parameter {} of function definition must be a variable name (start with $)",
                    index + 1
                );
                return Err(ParseError::new("S0208", message, node.start..node.end));
            }
        }
        let signature = if self.token.symbol == Symbol::Less { Some(self.signature()?) } else { None };
        self.expect(Symbol::LeftBrace, false)?;
        let body = self.expression(0)?;
        self.expect(Symbol::RightBrace, false)?;
        Ok(RawKind::Lambda { parameters, signature, body })
    }

    /// A signature is read as tokens up to the bracket that closes it.
    fn signature(&mut self) -> Result<Box<str>, ParseError> {
        let start = self.token.start;
        let mut text = String::from("<");
        let mut depth = 1usize;
        while depth > 0 && !matches!(self.token.symbol, Symbol::LeftBrace | Symbol::End) {
            self.advance(false)?;
            match self.token.symbol {
                Symbol::Greater => depth -= 1,
                Symbol::Less => depth += 1,
                _ => {}
            }
            text.push_str(&self.token.signature_text());
        }
        self.expect(Symbol::Greater, false)?;
        match signature::parse(&text) {
            Ok(_) => Ok(text.into()),
            Err(error) => Err(ParseError::new(error.code, error.message, start..self.last_end)),
        }
    }
}
