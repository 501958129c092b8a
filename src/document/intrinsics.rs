//! The intrinsic functions of CloudFormation, in their short form (`!Sub`) and their long one (`Fn::Sub`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Given, Placeholder, Substitutions, Value, placeholders};
use crate::source::{EmbeddedText, EmbeddedTextBuilder, Spelling};
use crate::syntax::{Kind, Member, Node, NodeId, SyntaxProblem, SyntaxProblemKind, Tree, TreeBuilder};

/// A call of an intrinsic function.
pub(super) enum Intrinsic<'t> {
    /// `Ref`, with the name of a parameter or resource.
    Ref(&'t str),
    /// `Fn::GetAtt`: resource and attribute.
    GetAtt(&'t str, &'t str),
    /// `Fn::Sub`: the text, and the values of its own.
    Sub(Node<'t>, Option<Node<'t>>),
    /// `Fn::Join`: what stands between the pieces, and the pieces.
    Join(&'t str, Node<'t>),
    /// `Fn::If`: the condition, the values if it holds and if not.
    If(&'t str, Node<'t>, Node<'t>),
    /// `Fn::ToJsonString` of a value.
    ToJsonString(Node<'t>),
    /// Another one, or one that is not written as it should be.
    Other,
}

impl<'t> Intrinsic<'t> {
    /// The call that `node` is, if it is one.
    pub(super) fn of(node: Node<'t>) -> Option<Self> {
        if let Some((tag, argument)) = node.tag() {
            return Some(Self::read(tag.trim_start_matches('!'), argument));
        }
        let mut members = node.members();
        let (key, argument) = members.next()?;
        let name = key.str()?;
        let is_only = members.next().is_none();
        match name.strip_prefix("Fn::") {
            Some(function) if is_only => Some(Self::read(function, argument)),
            Some(_) => Some(Self::Other),
            None => (name == "Ref" && is_only).then(|| Self::read(name, argument)),
        }
    }

    fn read(function: &str, argument: Node<'t>) -> Self {
        let mut items = argument.items();
        let known = match function {
            "Ref" => argument.str().map(Self::Ref),
            "GetAtt" => match argument.str() {
                Some(text) => text.split_once('.').map(|(resource, name)| Self::GetAtt(resource, name)),
                None => match (items.next().and_then(Node::str), items.next().and_then(Node::str)) {
                    (Some(resource), Some(name)) => Some(Self::GetAtt(resource, name)),
                    _ => None,
                },
            },
            "Sub" if argument.kind() == Kind::String => Some(Self::Sub(argument, None)),
            "Sub" => {
                items.next().filter(|text| text.str().is_some()).map(|text| Self::Sub(text, items.next()))
            }
            "Join" => match (items.next().and_then(Node::str), items.next()) {
                (Some(between), Some(pieces)) => Some(Self::Join(between, pieces)),
                _ => None,
            },
            "If" => match (items.next(), items.next(), items.next()) {
                (Some(condition), Some(then), Some(otherwise)) => {
                    Some(Self::If(condition.str().unwrap_or_default(), then, otherwise))
                }
                _ => None,
            },
            "ToJsonString" => Some(Self::ToJsonString(argument)),
            _ => None,
        };
        known.unwrap_or(Self::Other)
    }
}

/// Which value of each `Fn::If` is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Branch {
    Then,
    Otherwise,
}

/// The names of the conditions that a value depends on.
pub(super) type Conditions<'t> = FxHashSet<&'t str>;

/// The value that `node` has where conditions turn out like `branch`; none for `AWS::NoValue`.
pub(super) fn choose<'t>(
    mut node: Node<'t>,
    branch: Branch,
    conditions: &mut Conditions<'t>,
) -> Option<Node<'t>> {
    loop {
        match Intrinsic::of(node) {
            Some(Intrinsic::If(condition, then, otherwise)) => {
                conditions.insert(condition);
                node = if branch == Branch::Then { then } else { otherwise };
            }
            Some(Intrinsic::Ref("AWS::NoValue")) => return None,
            _ => return Some(node),
        }
    }
}

/// The tree of a value of a template, with texts for `Fn::Sub`, a value for each `Fn::If`, and values of unknown type
/// for the other functions.
pub(super) fn resolve<'t>(
    root: Node<'t>,
    branch: Branch,
    conditions: &mut Conditions<'t>,
) -> (Tree, Vec<Call<'t>>) {
    let tree = root.tree();
    let builder = TreeBuilder::for_part_of(tree);
    let mut copier = Copier {
        builder,
        copies: FxHashMap::default(),
        branch,
        conditions: Conditions::default(),
        calls: Vec::new(),
    };
    let copy = copier.copy(root);
    let id = copy.unwrap_or_else(|| {
        let range = root.range();
        copier.builder.simple(Kind::Missing, range.start as u32, range.end as u32)
    });
    conditions.extend(copier.conditions);
    copier.builder.document(id);
    let range = root.range();
    let is_inside = |start: u32| range.contains(&(start as usize));
    // The reader of YAML gives up behind what it has understood: the value may end before the fault in it.
    let lost = || tree.lost.iter().copied().filter(|&at| is_inside(at) || at as usize == range.end);
    let cut = lost().next();
    let is_cut_by = |problem: &SyntaxProblem| {
        problem.kind == SyntaxProblemKind::YamlSyntax && cut.is_some_and(|at| at <= problem.start)
    };
    let own = tree.problems.iter().filter(|problem| is_inside(problem.start));
    let cutting = tree.problems.iter().find(|problem| is_cut_by(problem) && !is_inside(problem.start));
    for problem in own.chain(cutting) {
        copier.builder.problem(problem.clone());
    }
    lost().for_each(|at| copier.builder.lost(at));
    (copier.builder.finish(), copier.calls)
}

/// A call in a value that [`resolve`] has looked at, and what it is.
pub(super) type Call<'t> = (Node<'t>, Intrinsic<'t>);

struct Copier<'t> {
    builder: TreeBuilder,
    /// Aliases of YAML share their nodes, and so do the copies.
    copies: FxHashMap<NodeId, Option<NodeId>>,
    branch: Branch,
    conditions: Conditions<'t>,
    calls: Vec<Call<'t>>,
}

impl<'t> Copier<'t> {
    /// The copy of a node; none for what is left out. Recurses as deep as the parsers let a text nest.
    fn copy(&mut self, node: Node<'t>) -> Option<NodeId> {
        if let Some(&copy) = self.copies.get(&node.id()) {
            return copy;
        }
        let copy = self.make(node);
        self.copies.insert(node.id(), copy);
        copy
    }

    fn make(&mut self, node: Node<'t>) -> Option<NodeId> {
        let chosen = choose(node, self.branch, &mut self.conditions)?;
        if chosen.id() != node.id() {
            return self.copy(chosen);
        }
        let range = node.range();
        let (start, end) = (range.start as u32, range.end as u32);
        Some(match Intrinsic::of(node) {
            Some(call) => {
                let copy = match call {
                    Intrinsic::Sub(text, _) => self.builder.copy_of(text),
                    _ => self.builder.simple(Kind::Unknown, start, end),
                };
                self.calls.push((node, call));
                copy
            }
            None => match node.kind() {
                Kind::Object => {
                    let mut members = Vec::with_capacity(node.members().len());
                    for (key, value) in node.members() {
                        if let Some(value) = self.copy(value) {
                            members.push(Member { key: self.builder.copy_of(key), value });
                        }
                    }
                    self.builder.object(start, end, &members)
                }
                Kind::Array => {
                    let items: Vec<NodeId> = node.items().filter_map(|item| self.copy(item)).collect();
                    self.builder.array(start, end, &items)
                }
                _ => self.builder.copy_of(node),
            },
        })
    }
}

/// What a placeholder of a text stands for, with its name.
pub(super) type Named<'t> = (String, Intrinsic<'t>);

/// The text that `node` becomes, as far as it is written down, and the calls in it, which are placeholders there. None
/// where it is no text.
pub(super) fn text<'t>(node: Node<'t>) -> Option<(EmbeddedText, Vec<Named<'t>>)> {
    let mut writer = Writer { builder: EmbeddedTextBuilder::new(Spelling::Verbatim), named: Vec::new() };
    let spelling = writer.append(node, 0)?;
    Some((writer.builder.finish().spelled(spelling), writer.named))
}

/// How many calls may stand in each other.
const MAX_DEPTH: usize = 32;

struct Writer<'t> {
    builder: EmbeddedTextBuilder,
    named: Vec<Named<'t>>,
}

impl<'t> Writer<'t> {
    /// Adds the text of `node`, and tells how its host spells it.
    fn append(&mut self, node: Node<'t>, depth: usize) -> Option<Spelling> {
        if let Some(text) = node.embedded_text() {
            self.builder.part(&text, 0..text.text().len());
            return Some(text.spelling());
        }
        let span = node.span();
        let host = span.start..span.end;
        match Intrinsic::of(node)? {
            Intrinsic::Sub(text, values) => {
                self.named.extend(names(text, values));
                let text = text.embedded_text()?;
                let text = values.map_or_else(|| text.clone(), |values| literals(values).apply(&text));
                match depth {
                    0 => self.builder.part(&text, 0..text.text().len()),
                    _ => self.append_filled(&text),
                }
                Some(text.spelling())
            }
            Intrinsic::Join(between, pieces) if depth < MAX_DEPTH && pieces.kind() == Kind::Array => {
                let mut spelling = None;
                for (index, piece) in pieces.items().enumerate() {
                    if index > 0 {
                        let start = piece.span().start;
                        self.builder.made(between, start..start);
                    }
                    spelling = self.append(piece, depth + 1).or(spelling);
                    if piece.is_unknown() && Intrinsic::of(piece).is_none() {
                        self.builder.made("${Unknown}", piece.span().start..piece.span().end);
                    }
                }
                spelling
            }
            call @ (Intrinsic::Ref(_) | Intrinsic::GetAtt(..)) if depth > 0 => {
                let name = match call {
                    Intrinsic::GetAtt(resource, name) => format!("{}.{}", plain(resource), plain(name)),
                    Intrinsic::Ref(name) => plain(name),
                    _ => return None,
                };
                self.builder.made(&format!("${{{name}}}"), host);
                self.named.push((name, call));
                None
            }
            _ if depth > 0 => {
                self.builder.made("${Unknown}", host);
                None
            }
            _ => None,
        }
    }

    /// Adds a text whose placeholders are filled in before it is put together with others.
    fn append_filled(&mut self, text: &EmbeddedText) {
        let mut done = 0;
        for Placeholder { range, .. } in placeholders(text.text()) {
            self.builder.part(text, done..range.start);
            let host = text.host_range(range.start as u32..range.end as u32);
            self.builder.made(&text.text()[range.clone()], host);
            done = range.end;
        }
        self.builder.part(text, done..text.text().len());
    }
}

/// What the placeholders of a `Fn::Sub` stand for.
pub(super) fn names<'t>(text: Node<'t>, values: Option<Node<'t>>) -> Vec<Named<'t>> {
    let own: FxHashMap<&str, Node<'t>> = values
        .into_iter()
        .flat_map(Node::members)
        .filter_map(|(key, value)| Some((key.str()?, value)))
        .collect();
    let call = |Placeholder { name, .. }: Placeholder<'t>| {
        let call = match (own.get(name), name.split_once('.')) {
            (Some(value), _) => Intrinsic::of(*value).unwrap_or(Intrinsic::Other),
            (None, Some((resource, attribute))) => Intrinsic::GetAtt(resource, attribute),
            (None, None) => Intrinsic::Ref(name),
        };
        (name.to_owned(), call)
    };
    placeholders(text.str().unwrap_or_default()).map(call).collect()
}

/// The values of a `Fn::Sub` that are written down.
fn literals(values: Node<'_>) -> Substitutions {
    let literal = |(key, value): (Node<'_>, Node<'_>)| {
        let text = value.str().or(value.number_text()).filter(|_| !value.has_placeholder())?;
        let (name, span) = (key.str()?.to_owned(), key.span());
        Some(Given { name, span, value: Value::Literal(text.to_owned()) })
    };
    Substitutions { given: values.members().filter_map(literal).collect(), is_open: false }
}

/// A name that can stand in a placeholder.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .map(|letter| if letter.is_alphanumeric() || "_.:-".contains(letter) { letter } else { '_' })
        .collect()
}
