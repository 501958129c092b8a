//! Which state machine definitions a text holds, and what is known of each: by itself, in a template, or in a file that
//! a template refers to.

mod cloudformation;
mod intrinsics;
mod role;
mod serverless;
mod standalone;
mod substitution;
mod terraform;

pub use role::Role;
pub(crate) use standalone::fragment;
pub use substitution::{Given, Placeholder, Substitutions, Value, placeholders};

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::source::{EmbeddedText, FileId, LineIndex, SourceFile, Span, Workspace, join};
use crate::syntax::{self, Node, NodeId, Notation, Tree};

/// Whether a state machine is a Standard or an Express workflow (spec/limits.md 9.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkflowType {
    /// Runs up to a year, each step exactly once.
    Standard,
    /// Runs up to five minutes.
    Express,
}

impl WorkflowType {
    /// The type as options and configurations name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Express => "express",
        }
    }

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Standard, Self::Express].into_iter().find(|known| known.name() == name)
    }
}

/// A part of a state machine where a whole one is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fragment {
    /// Nothing at all.
    Empty,
    /// A single state.
    State,
    /// States by name, without `StartAt` and `States`.
    States,
}

/// How sure the caller is that the text holds a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// It holds one, whatever it looks like: its name ends in `.asl.json`.
    Definition,
    /// It was named by the user, and may hold one or a part of one.
    Named,
    /// It may hold one.
    Anything,
}

impl Expectation {
    /// What the name of a file promises.
    pub fn of(path: &str) -> Self {
        const ENDINGS: [&str; 4] = [".asl.json", ".asl.yaml", ".asl.yml", ".asl"];
        match ENDINGS.iter().any(|ending| path.ends_with(ending)) {
            true => Self::Definition,
            false => Self::Anything,
        }
    }
}

/// A text, read as far as its notation and what it hosts go.
#[derive(Debug)]
pub struct Document {
    /// The text.
    pub file: FileId,
    /// The text's own tree.
    pub tree: Tree,
    /// The definitions in the text or named by it, in its order.
    pub definitions: Vec<Definition>,
    /// The text as a part of a Terraform module, which tells of its definitions.
    pub(crate) terraform: Option<hcl_edit::structure::Body>,
    /// What keeps the text from being read at all.
    pub unreadable: Option<String>,
    /// Where and why the reading ended before a state machine that is declared further down.
    pub cut: Option<String>,
}

impl Document {
    /// Whether the text is a part of a Terraform module.
    pub fn is_terraform(&self) -> bool {
        self.terraform.is_some()
    }

    /// Takes the values that keys, with dots between them, lead to for the definitions of the text, beside those that a
    /// template in it declares. Gives the value of each user's key; none where it leads nowhere.
    pub(crate) fn take_parts<U>(&mut self, keyed: Vec<(U, String)>) -> Vec<(U, Option<NodeId>)> {
        let Some(root) = self.tree.documents().next() else { return Vec::new() };
        let mut members: FxHashMap<NodeId, FxHashMap<&str, Node<'_>>> = FxHashMap::default();
        let mut value = |keys: &str| {
            keys.split('.').try_fold(root, |node, key| {
                let members = members.entry(node.id()).or_insert_with(|| {
                    node.members().filter_map(|(key, value)| Some((key.str()?, value))).collect()
                });
                members.get(key).copied()
            })
        };
        let found: Vec<(U, Option<NodeId>)> =
            keyed.into_iter().map(|(user, keys)| (user, value(&keys).map(Node::id))).collect();
        if self.definitions.iter().all(|definition| definition.resource.is_none()) {
            let mut nodes: Vec<NodeId> = found.iter().filter_map(|(_, node)| *node).collect();
            nodes.sort_unstable();
            nodes.dedup();
            let definition = |node| Definition {
                content: Content::Own(node, standalone::fragment(self.tree.node(node))),
                resource: None,
                likelihood: Likelihood::Certain,
            };
            self.definitions = nodes.into_iter().map(definition).collect();
        }
        found
    }
}

/// A definition that a text holds or names.
#[derive(Debug)]
pub struct Definition {
    /// What the definition is, or where.
    pub content: Content,
    /// The resource of a template that it belongs to.
    pub resource: Option<Resource>,
    /// Whether it is one that is ever deployed.
    pub likelihood: Likelihood,
}

/// Whether the conditions of a template may turn out as they do for a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likelihood {
    /// They may.
    Certain,
    /// Several do in a way that may be impossible: what is found in one branch alone is no error.
    Possible,
    /// Some may rule each other out, as those on one variable do: what is found in one branch alone is not told.
    Doubtful,
}

/// Where the definition of a [`Definition`] is.
#[derive(Debug)]
pub enum Content {
    /// A value of the text's own tree; with what it is, if not a whole state machine.
    Own(NodeId, Option<Fragment>),
    /// A value of the text's tree in which the functions of a template have been looked at.
    Tree(Box<Tree>, Vec<TemplateCall>),
    /// A text within the text, or one that a template of Terraform makes of it.
    Text {
        /// The text.
        text: EmbeddedText,
        /// How the text is written.
        notation: Notation,
        /// Whether the template fills in placeholders itself, before anything is substituted.
        is_interpolated: bool,
        /// What it puts in the place of them, by their names, as far as that is known.
        values: FxHashMap<String, Value>,
    },
    /// Another file.
    File(FileReference),
    /// Where it cannot be read: another service holds it, or the text makes it in some other way.
    Elsewhere,
}

/// A function of a template, called within a definition.
#[derive(Clone, Debug)]
pub struct TemplateCall {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// What it gives.
    pub value: Value,
}

/// A file that a template names for a definition.
#[derive(Clone, Debug)]
pub struct FileReference {
    /// The file, below the folder that the template's own name is relative to, with `/` between its parts.
    pub path: String,
    /// The keys that lead to the definition in the file, with dots between them; none where it is all of the file.
    pub key: Option<String>,
    /// Where it is named.
    pub span: Span,
}

/// A state machine as a template declares it.
#[derive(Debug)]
pub struct Resource {
    /// What sort of template it is.
    pub kind: TemplateKind,
    /// Its name: the logical id, the construct's path, the address.
    pub name: String,
    /// Where the name, or the resource, stands.
    pub span: Span,
    /// Standard or Express, where the template tells.
    pub workflow_type: Option<WorkflowType>,
    /// What placeholders of the definition stand for; none where nothing is substituted.
    pub substitutions: Option<Substitutions>,
    /// The properties that say where the definition is.
    pub sources: Vec<Span>,
    /// Whether executions are logged; none where the template does not tell.
    pub has_logging: Option<bool>,
    /// Whether the same template starts it, and no other, with `StartSyncExecution`.
    pub is_started_synchronously: bool,
    /// All of it.
    pub extent: Span,
    /// Names of rules that it wants to be silent, with their places.
    pub ignored: Vec<(String, Span)>,
    /// The name that the state machine gets, where it is written down.
    pub machine_name: Option<(String, Span)>,
    /// The name of the log group of the same template that it logs to, where it is written down.
    pub log_group: Option<(String, Span)>,
    /// The role that it runs under, where the same template writes down all that the role may do.
    pub role: Option<Role>,
}

/// The sorts of templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateKind {
    /// `AWS::Serverless::StateMachine`.
    Sam,
    /// `AWS::StepFunctions::StateMachine`.
    CloudFormation,
    /// The Serverless Framework with the plugin serverless-step-functions.
    Serverless,
    /// Terraform's `aws_sfn_state_machine`.
    Terraform,
}

/// Words of which a template has at least one if it declares a state machine.
pub const TEMPLATE_MARKS: [&str; 4] = [
    "AWS::Serverless::StateMachine",
    "AWS::StepFunctions::StateMachine",
    "stateMachines",
    terraform::RESOURCE,
];

/// Whether a text can hold or name a definition at all, told without reading it.
pub fn may_hold_definition(text: &str) -> bool {
    let has = |word: &&str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    has(&"StartAt") && has(&"States") || TEMPLATE_MARKS.iter().any(has)
}

/// Reads a text and finds its definitions.
pub fn read(id: FileId, file: &SourceFile, expectation: Expectation) -> Document {
    if terraform::is_terraform(file.path()) {
        return read_terraform(id, file);
    }
    let notation = Notation::of(file.path(), file.text());
    let mut tree = syntax::parse(id, file, notation);
    if tree.documents().len() == 0 && expectation == Expectation::Definition {
        tree = syntax::empty_tree(id, file);
    }
    let mut definitions = Vec::new();
    if expectation != Expectation::Definition {
        for root in tree.documents() {
            cloudformation::find(root, file.path(), &mut definitions);
            serverless::find(root, file.path(), &mut definitions);
        }
    }
    if definitions.is_empty() {
        let own = standalone::find(&tree, expectation).into_iter();
        definitions.extend(own.map(|(root, fragment)| Definition {
            content: Content::Own(root, fragment),
            resource: None,
            likelihood: Likelihood::Certain,
        }));
    }
    let cut = match expectation {
        Expectation::Definition => None,
        _ => cut_before_machine(&tree),
    };
    Document { file: id, tree, definitions, terraform: None, unreadable: None, cut }
}

/// The fault at which the reader of YAML has given up, where a state machine is declared behind it.
fn cut_before_machine(tree: &Tree) -> Option<String> {
    let text = tree.text();
    let lost = *tree.lost.first()?;
    let problem = tree.problems.iter().find(|problem| problem.cuts_off() && problem.start >= lost)?;
    let (before, behind) = text.split_at_checked(problem.start as usize)?;
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    // Something fills this in before it is YAML.
    let is_filled =
        [line, behind.lines().next()?].iter().any(|part| part.contains("{{") || part.contains("{%"));
    let is_declared = TEMPLATE_MARKS[..2].iter().any(|mark| behind.contains(mark));
    let at = LineIndex::new(text).line_column(text, problem.start);
    (!is_filled && is_declared)
        .then(|| format!("line {}, column {}: {}", at.line, at.column, problem.message))
}

fn read_terraform(id: FileId, file: &SourceFile) -> Document {
    let (terraform, unreadable) = match hcl_edit::parser::parse_body(file.text()) {
        Ok(body) => (Some(body), None),
        Err(error) => {
            let at = error.location();
            let message = format!("line {}, column {}: {}", at.line(), at.column(), error.message());
            (None, Some(message))
        }
    };
    let tree = syntax::empty_tree(id, file);
    Document { file: id, tree, definitions: Vec::new(), terraform, unreadable, cut: None }
}

/// Finds the definitions of the Terraform files among `documents`: the files of a folder know each other's names.
pub(crate) fn find_in_modules(workspace: &Workspace, documents: &mut FxHashMap<FileId, Document>) {
    let mut folders: BTreeMap<&str, Vec<FileId>> = BTreeMap::new();
    for id in
        workspace.ids().filter(|id| documents.get(id).is_some_and(|document| document.terraform.is_some()))
    {
        let path = workspace.file(id).path();
        folders.entry(path.rsplit_once('/').map_or("", |(folder, _)| folder)).or_default().push(id);
    }
    for files in folders.values() {
        let mut module = terraform::Module::default();
        let parts = || {
            files.iter().filter_map(|id| {
                let body = documents.get(id)?.terraform.as_ref()?;
                Some((*id, terraform::Part::new(*id, workspace.file(*id)), body))
            })
        };
        parts().for_each(|(_, part, body)| module.add(part, body));
        let found: Vec<(FileId, Vec<Definition>)> =
            parts().map(|(id, part, body)| (id, module.find(part, body))).collect();
        for (id, definitions) in found {
            if let Some(document) = documents.get_mut(&id) {
                document.definitions = definitions;
            }
        }
    }
}

/// Takes what Terraform makes of a file for its definitions, where `users`, the state machines that name the file, call
/// `templatefile`. Where that cannot be read, it is not known what they have.
pub(crate) fn render(
    file: &SourceFile,
    id: FileId,
    users: &[(FileId, usize)],
    documents: &mut FxHashMap<FileId, Document>,
) {
    let is_call = |&(user, index): &(FileId, usize)| {
        let resource = documents[&user].definitions[index].resource.as_ref();
        resource.is_some_and(|resource| {
            resource.kind == TemplateKind::Terraform && resource.substitutions.is_some()
        })
    };
    if !users.iter().any(is_call) {
        return;
    }
    let Some(document) = documents.get_mut(&id) else { return };
    let text = EmbeddedText::of_file(file.text());
    let rendered = terraform::rendered(&text, document.tree.notation(), false).into_iter();
    let definition = |(content, likelihood)| Definition { content, resource: None, likelihood };
    document.definitions = rendered.map(definition).collect();
    if matches!(document.definitions[..], [Definition { content: Content::Elsewhere, .. }]) {
        users.iter().for_each(|user| give_up(*user, documents));
    }
}

/// Takes it that the definition of a document that another file should hold cannot be read.
pub(crate) fn give_up((file, index): (FileId, usize), documents: &mut FxHashMap<FileId, Document>) {
    let document = documents.get_mut(&file);
    if let Some(definition) = document.and_then(|document| document.definitions.get_mut(index)) {
        definition.content = Content::Elsewhere;
    }
}

/// The path of a file that `template` names as `reference`, relative to its own folder.
fn relative(template: &str, reference: &str) -> String {
    join(template.rsplit_once('/').map_or("", |(folder, _)| folder), reference)
}
