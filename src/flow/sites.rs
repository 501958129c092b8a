use std::borrow::Cow;
use std::ops::Range;

use super::PathSite;
use crate::asl::{
    Entry, Field, Holds, Language, Machine, ObjectId, ObjectKind, Place, PlaceStep, QueryLanguage,
};
use crate::expr::{intrinsic, jsonata, jsonpath};
use crate::source::Span;
use crate::syntax::{Kind, Node};

/// A string that a field reads as an expression, or could.
#[derive(Debug)]
pub struct Site<'t> {
    /// The object whose field holds it.
    pub object: ObjectId,
    /// That field.
    pub field: Field,
    /// The value.
    pub node: Node<'t>,
    /// What it is.
    pub kind: SiteKind<'t>,
    step: u32,
}

/// What stands at a [`Site`].
#[derive(Debug)]
pub enum SiteKind<'t> {
    /// A field that takes a path.
    Path(Result<jsonpath::Path, jsonpath::PathError>),
    /// `ErrorPath`, `CausePath`: an intrinsic function.
    Intrinsic(Result<intrinsic::Call, intrinsic::IntrinsicError>),
    /// The value of a key that ends in `.$`.
    Template {
        /// The key.
        key: Node<'t>,
        /// The value.
        value: TemplateValue,
    },
    /// A string between `{%` and `%}` in a JSONata state.
    Jsonata(Result<jsonata::Expression, jsonata::ParseError>),
    /// A string of a payload that is not evaluated.
    Literal {
        /// Its key, if it is no item of an array.
        key: Option<Node<'t>>,
        /// The state's language.
        language: QueryLanguage,
    },
}

/// The value of a key that ends in `.$` (spec/paths.md 3.5).
#[derive(Debug)]
pub enum TemplateValue {
    /// No string.
    NotText,
    /// A string that is neither a path nor an intrinsic function.
    Neither,
    /// A string that a placeholder makes part of.
    Unknown,
    /// A path.
    Path(Result<jsonpath::Path, jsonpath::PathError>),
    /// An intrinsic function.
    Intrinsic(Result<intrinsic::Call, intrinsic::IntrinsicError>),
}

impl<'t> Site<'t> {
    /// The path that stands here, if one does.
    pub fn path(&self) -> Option<&jsonpath::Path> {
        match &self.kind {
            SiteKind::Path(Ok(path)) | SiteKind::Template { value: TemplateValue::Path(Ok(path)), .. } => {
                Some(path)
            }
            _ => None,
        }
    }

    /// The intrinsic function that stands here, if one does.
    pub fn call(&self) -> Option<&intrinsic::Call> {
        match &self.kind {
            SiteKind::Intrinsic(Ok(call)) => Some(call),
            SiteKind::Template { value: TemplateValue::Intrinsic(Ok(call)), .. } => Some(call),
            _ => None,
        }
    }

    /// The JSONata expression that stands here, if one does.
    pub fn expression(&self) -> Option<&jsonata::Expression> {
        match &self.kind {
            SiteKind::Jsonata(Ok(expression)) => Some(expression),
            _ => None,
        }
    }

    /// The text of a JSONata expression, without its delimiters; placeholders look like variables of no name.
    pub fn jsonata_text(&self) -> Cow<'t, str> {
        expression_text(self.node).unwrap_or_default()
    }

    /// How far into the string the expression begins: behind `{%` for JSONata.
    pub fn offset(&self) -> usize {
        if matches!(self.kind, SiteKind::Jsonata(_)) { DELIMITER.len() } else { 0 }
    }

    /// The place in the text of a stretch (in bytes) of the expression.
    pub fn span(&self, range: &Range<u32>) -> Span {
        let offset = self.offset();
        self.node.span_within(range.start as usize + offset, range.end as usize + offset)
    }

    /// Whether it is the value of its field, and not a part of it.
    pub fn is_whole_field(&self) -> bool {
        self.step == FIELD
    }

    /// All paths that are read here, those inside intrinsic functions, filters and path functions included.
    pub fn push_paths<'s>(&'s self, paths: &mut Vec<PathSite<'s, 't>>) {
        let mut own = self.path();
        let mut open: Vec<&jsonpath::Path> = Vec::new();
        if let Some(call) = self.call() {
            let mut calls = vec![call];
            while let Some(call) = calls.pop() {
                for argument in &call.arguments {
                    match &argument.kind {
                        intrinsic::ArgumentKind::Path(path) => open.push(path),
                        intrinsic::ArgumentKind::Call(call) => calls.push(call),
                        _ => {}
                    }
                }
            }
        }
        while let Some(path) = own.take().or_else(|| open.pop()) {
            paths.push(PathSite { site: self, path });
            for segment in &path.segments {
                match &segment.kind {
                    jsonpath::SegmentKind::Filter(filter) => paths_of_filter(filter, &mut open),
                    jsonpath::SegmentKind::Call(call) => {
                        open.extend(call.arguments.iter().filter_map(|argument| match argument {
                            jsonpath::Argument::Path(path) => Some(path),
                            jsonpath::Argument::Json(_) => None,
                        }));
                    }
                    _ => {}
                }
            }
        }
    }
}

fn paths_of_filter<'p>(filter: &'p jsonpath::FilterExpr, paths: &mut Vec<&'p jsonpath::Path>) {
    let mut open = vec![filter];
    while let Some(filter) = open.pop() {
        match filter {
            jsonpath::FilterExpr::Or(parts) | jsonpath::FilterExpr::And(parts) => open.extend(parts),
            jsonpath::FilterExpr::Not(part) => open.push(part),
            jsonpath::FilterExpr::Exists { path, .. } => paths.push(path),
            jsonpath::FilterExpr::Compare { left, right, .. } => {
                for side in [left, right] {
                    if let jsonpath::Operand::Path(path) = side {
                        paths.push(path);
                    }
                }
            }
        }
    }
}

/// Every [`Site`] of a machine, in the order of its objects and fields.
#[derive(Debug)]
pub struct Sites<'t> {
    sites: Vec<Site<'t>>,
    /// The way from a field to a value in it: each step with the one before it.
    steps: Vec<(u32, Step<'t>)>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'t> {
    Key(Node<'t>),
    Index(u32),
}

/// A value of a payload that is still to be read, the last step to it, and its key if it is no item of an array.
type Open<'t> = (Node<'t>, u32, Option<Node<'t>>);

/// The step of the field itself.
const FIELD: u32 = u32::MAX;
const DELIMITER: &str = "{%";
const END_DELIMITER: &str = "%}";

impl<'t> Sites<'t> {
    /// Finds and parses the expressions of `machine`.
    pub fn new(machine: &Machine<'t>) -> Self {
        // About half of the fields hold an expression or a text that could be one.
        let sites = Vec::with_capacity(machine.entries().len() / 2);
        let mut sites = Self { sites, steps: Vec::with_capacity(machine.entries().len() / 2) };
        let mut open = Vec::new();
        for entry in machine.entries() {
            let Language::Known(language) = machine.object(entry.object).language else { continue };
            if entry.spec.language.is_none_or(|only| only == language) {
                sites.read_field(machine, entry, language, &mut open);
            }
        }
        sites
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Site<'t>> {
        self.sites.iter()
    }

    /// The place of a site.
    pub fn place(&self, site: &Site<'t>) -> Place {
        let mut steps = Vec::new();
        let mut next = site.step;
        while next != FIELD {
            let (before, step) = self.steps[next as usize];
            steps.push(match step {
                Step::Key(key) => PlaceStep::Key(key.str().unwrap_or_default().to_owned()),
                Step::Index(index) => PlaceStep::Index(index),
            });
            next = before;
        }
        steps.push(PlaceStep::Field(site.field));
        steps.reverse();
        Place { object: site.object, steps }
    }

    /// The key that a site, or an array that it is an item of, stands under in its field; none for the field itself.
    pub fn key(&self, site: &Site<'t>) -> Option<&'t str> {
        match self.steps.get(site.step as usize)? {
            (_, Step::Key(key)) => key.str(),
            &(before, Step::Index(_)) => match self.steps.get(before as usize)? {
                (_, Step::Key(key)) => key.str(),
                (_, Step::Index(_)) => None,
            },
        }
    }

    fn read_field(
        &mut self,
        machine: &Machine<'t>,
        entry: &Entry,
        language: QueryLanguage,
        open: &mut Vec<Open<'t>>,
    ) {
        let (spec, value) = (entry.spec, machine.field_ref(entry).value);
        let is_template = match spec.holds {
            Holds::PayloadTemplate | Holds::JsonataPayload | Holds::Variables => true,
            Holds::Object(ObjectKind::Credentials) => true,
            _ => spec.takes_jsonata && language == QueryLanguage::JSONata,
        };
        match (spec.holds, value.str()) {
            (Holds::Path | Holds::ReferencePath, Some(text))
                if text.starts_with('$') && !value.has_placeholder() =>
            {
                self.push(entry, FIELD, value, SiteKind::Path(jsonpath::parse(text)));
            }
            (Holds::ErrorText, Some(text)) if !value.has_placeholder() => {
                let is_call = text.starts_with("States.");
                if is_call {
                    self.push(entry, FIELD, value, SiteKind::Intrinsic(intrinsic::parse(text)));
                } else if text.starts_with('$') {
                    self.push(entry, FIELD, value, SiteKind::Path(jsonpath::parse(text)));
                }
            }
            _ if is_template => {
                open.push((value, FIELD, None));
                self.read_template(entry, language, open);
            }
            _ => {}
        }
    }

    fn push(&mut self, entry: &Entry, step: u32, node: Node<'t>, kind: SiteKind<'t>) {
        self.sites.push(Site { object: entry.object, field: entry.field, node, kind, step });
    }

    fn step(&mut self, before: u32, step: Step<'t>) -> u32 {
        self.steps.push((before, step));
        self.steps.len() as u32 - 1
    }

    /// Looks at every string of a payload, however deep (spec/paths.md 3.5, spec/jsonata.md 5.3).
    fn read_template(&mut self, entry: &Entry, language: QueryLanguage, open: &mut Vec<Open<'t>>) {
        while let Some((node, step, key)) = open.pop() {
            match node.kind() {
                Kind::Object => {
                    // Pushed last to first, so that they are popped in the order of the text.
                    for (key, value) in node.members().rev() {
                        let step = self.step(step, Step::Key(key));
                        open.push((value, step, Some(key)));
                    }
                }
                Kind::Array => {
                    for index in (0..node.items().len()).rev() {
                        let Some(item) = node.item(index) else { continue };
                        let step = self.step(step, Step::Index(index as u32));
                        open.push((item, step, None));
                    }
                }
                Kind::String => {
                    let kind = match language {
                        QueryLanguage::JSONPath => template_string(key, node),
                        QueryLanguage::JSONata => jsonata_string(key, node),
                    };
                    self.push(entry, step, node, kind);
                }
                _ => {}
            }
            let is_dynamic = key.filter(|key| language == QueryLanguage::JSONPath && is_dynamic_key(*key));
            if let Some(key) = is_dynamic.filter(|_| node.kind() != Kind::String && !node.is_unknown()) {
                self.push(entry, step, node, SiteKind::Template { key, value: TemplateValue::NotText });
            }
        }
    }
}

fn is_dynamic_key(key: Node<'_>) -> bool {
    key.bytes().ends_with(b".$")
}

fn template_string<'t>(key: Option<Node<'t>>, node: Node<'t>) -> SiteKind<'t> {
    let Some(key) = key.filter(|key| is_dynamic_key(*key)) else {
        return SiteKind::Literal { key, language: QueryLanguage::JSONPath };
    };
    let text = node.str().unwrap_or_default();
    let value = match text {
        _ if node.has_placeholder() => TemplateValue::Unknown,
        text if text.starts_with('$') => TemplateValue::Path(jsonpath::parse(text)),
        text if text.starts_with("States.") => TemplateValue::Intrinsic(intrinsic::parse(text)),
        _ => TemplateValue::Neither,
    };
    SiteKind::Template { key, value }
}

fn jsonata_string<'t>(key: Option<Node<'t>>, node: Node<'t>) -> SiteKind<'t> {
    match expression_text(node) {
        Some(text) => SiteKind::Jsonata(jsonata::parse(&text)),
        None => SiteKind::Literal { key, language: QueryLanguage::JSONata },
    }
}

/// The expression of a JSONata string: what stands between the delimiters, which are its very first and last
/// characters (spec/jsonata.md 5.1).
fn expression_text(node: Node<'_>) -> Option<Cow<'_, str>> {
    // Most strings are no expressions.
    if !node.bytes().starts_with(DELIMITER.as_bytes()) {
        return None;
    }
    let inner = node.str()?.strip_prefix(DELIMITER)?.strip_suffix(END_DELIMITER)?;
    Some(match node.has_placeholder() {
        true => Cow::Owned(mask_placeholders(inner)),
        false => Cow::Borrowed(inner),
    })
}

/// The text with each `${Name}` made a variable of underlines, of the same length: its value is not known.
fn mask_placeholders(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, placeholder) = rest.split_at(at);
        masked.push_str(before);
        let name = &placeholder[2..];
        let length = name
            .find(|letter: char| !letter.is_ascii_alphanumeric() && !"_:.-".contains(letter))
            .unwrap_or(name.len());
        let is_placeholder = length > 0 && name[length..].starts_with('}');
        if is_placeholder {
            masked.push('$');
            masked.extend(std::iter::repeat_n('_', length + 2));
        } else {
            masked.push_str("${");
        }
        rest = &name[if is_placeholder { length + 1 } else { 0 }..];
    }
    masked.push_str(rest);
    masked
}

#[cfg(test)]
mod tests {
    use super::mask_placeholders;

    #[test]
    fn masks_placeholders_to_the_letter() {
        assert_eq!(mask_placeholders("a = ${B} + 1"), "a = $___ + 1");
        assert_eq!(mask_placeholders("${A}${AWS::Region}"), "$___$_____________");
        assert_eq!(mask_placeholders("x${ a: 1 }"), "x${ a: 1 }");
        assert_eq!(mask_placeholders("${"), "${");
    }
}
