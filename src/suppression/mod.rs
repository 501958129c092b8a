//! Findings that somebody decided not to see: what is written in the texts, and what it silences.

mod comments;
mod directive;

pub use directive::MARK;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::asl::{Field, FieldRef, Machine, ObjectId};
use crate::document::{Content, Document};
use crate::finding::{Finding, Rule};
use crate::rules::{self, edit};
use crate::source::{FileId, SourceFile, Span};
use crate::syntax::{Node, Tree};

/// A rule, family or group that is to be silent somewhere.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The name, as written.
    pub name: String,
    /// Where it is written.
    pub span: Span,
    /// The rules that are meant; none where there is no such name.
    pub rules: Vec<&'static Rule>,
    /// Where they are silent: about whatever begins there.
    pub region: Span,
    /// What goes when the suppression does; none where that is not certain.
    pub removal: Option<Span>,
    /// Whether all that it could silence is known, so that one that silences nothing is of no use.
    pub is_decidable: bool,
}

/// The suppressions in the comments of a file, which was read as `document`.
pub fn in_comments(file: &SourceFile, document: &Document) -> Vec<Suppression> {
    let id = document.file;
    let directives = comments::directives(file.text(), document.is_terraform());
    if directives.is_empty() {
        return Vec::new();
    }
    let strings = strings(document);
    let is_in_string = |at: usize| {
        let behind = strings.partition_point(|string| string.start <= at as u32);
        strings[..behind].last().is_some_and(|string| at < string.end as usize)
    };
    let span = |range: &Range<usize>| Span::new(id, range.start as u32, range.end as u32);
    let mut found = Vec::new();
    for comment in directives {
        let name = |range: &Range<usize>| (file.text()[range.clone()].to_owned(), span(range));
        let names = &comment.directive.names;
        let removal = match &comment.removal {
            Some(all) => removal(file.text(), names, all).into_iter().map(Some).collect(),
            None => vec![None; names.len()],
        };
        // Within a string, that may be a comment of a definition or of anything else.
        let is_decidable = !is_in_string(comment.directive.range.start);
        found.extend(names.iter().zip(removal).map(|(range, removal)| {
            let (name, place) = name(range);
            let removal = removal.as_ref().map(span);
            let suppression = Suppression::new(name, place, span(&comment.region), removal);
            Suppression { is_decidable, ..suppression }
        }));
    }
    found
}

/// Where the strings of a document stand, in their order.
fn strings(document: &Document) -> Vec<Span> {
    let templates = document.definitions.iter().filter_map(|definition| match &definition.content {
        Content::Tree(tree, _) => Some(&**tree),
        _ => None,
    });
    let nodes = std::iter::once(&document.tree).chain(templates).flat_map(Tree::strings);
    let mut spans: Vec<Span> = nodes.map(Node::span).filter(|span| span.file == document.file).collect();
    spans.sort_unstable();
    spans
}

/// The suppressions in the `Comment` fields of a definition: of the machine, a state, a retrier, a catcher, a rule.
pub fn in_definition(machine: &Machine<'_>) -> Vec<Suppression> {
    if !machine.present().contains(Field::Comment) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (id, _) in machine.objects() {
        let Some(FieldRef { key, value: comment, .. }) = machine.field(id, Field::Comment) else { continue };
        let Some(text) = comment.str() else { continue };
        let Some(directive) = directive::parse(text) else { continue };
        let names = &directive.names;
        let start = text[..directive.range.start].trim_end().len();
        let removal = removal(text, names, &(start..directive.range.end));
        let region = region(machine, id);
        for (range, removal) in names.iter().zip(removal) {
            let host = comment.span_within(removal.start, removal.end);
            let is_all = removal == (0..text.trim_end().len());
            let is_quoted = comment.source().starts_with(['"', '\'']);
            // What is put together of pieces is not cut apart, and without quotes nothing would be null.
            let is_plain = host.len() as usize == removal.len() && (is_quoted || !is_all);
            let member = || edit::member_removal(machine.node(id), key);
            let is_own = is_all && machine.tree().embedding().is_none();
            let cut = is_own.then(member).flatten().or(is_plain.then_some(host));
            let place = comment.span_within(range.start, range.end);
            let name = text[range.clone()].to_owned();
            found.push(Suppression::new(name, place, region, cut));
        }
    }
    found
}

/// For each of `names` in `text`, what goes with it: the comma too, or all where there is no other name.
fn removal(text: &str, names: &[Range<usize>], all: &Range<usize>) -> Vec<Range<usize>> {
    let of_name = |index: usize| match (index, names.get(index + 1)) {
        (0, None) => all.clone(),
        (0, Some(next)) => names[0].start..next.start,
        _ => names[index - 1].end..names[index].end,
    };
    debug_assert!(names.iter().all(|name| text.is_char_boundary(name.start)));
    (0..names.len()).map(of_name).collect()
}

/// An object with the name before it.
fn region(machine: &Machine<'_>, id: ObjectId) -> Span {
    let value = machine.node(id).span();
    Span { start: value.start.min(machine.head_span(id).start), ..value }
}

impl Suppression {
    /// That `name` be silent about what begins in `region`.
    pub fn new(name: String, span: Span, region: Span, removal: Option<Span>) -> Self {
        let rules = rules::named(&name);
        Self { name, span, rules, region, removal, is_decidable: true }
    }
}

/// Takes the findings away that `suppressions` silence, and says of each suppression whether it silenced any.
pub fn apply(suppressions: &[Suppression], findings: &mut Vec<Finding>) -> Vec<bool> {
    if suppressions.is_empty() {
        return Vec::new();
    }
    let mut places: FxHashMap<&str, Vec<(FileId, u32)>> = FxHashMap::default();
    for finding in findings.iter() {
        let span = finding.primary.span;
        places.entry(finding.rule.id).or_default().push((span.file, span.start));
    }
    places.values_mut().for_each(|places| places.sort_unstable());
    let mut regions: FxHashMap<&str, Vec<Span>> = FxHashMap::default();
    let mut is_used = Vec::with_capacity(suppressions.len());
    for suppression in suppressions {
        let region = suppression.region;
        let mut silences = false;
        for rule in &suppression.rules {
            let Some(places) = places.get(rule.id) else { continue };
            let first = places.partition_point(|&place| place < (region.file, region.start));
            if places.get(first).is_some_and(|&(file, start)| file == region.file && start < region.end) {
                silences = true;
                regions.entry(rule.id).or_default().push(region);
            }
        }
        is_used.push(silences);
    }
    for regions in regions.values_mut() {
        regions.sort_unstable();
        // Of regions within each other the outer one tells all.
        let mut end = None;
        regions.retain(|region| {
            let is_outer = end.is_none_or(|end| (region.file, region.end) > end);
            if is_outer {
                end = Some((region.file, region.end));
            }
            is_outer
        });
    }
    findings.retain(|finding| {
        let span = finding.primary.span;
        let Some(regions) = regions.get(finding.rule.id) else { return true };
        let behind = regions.partition_point(|region| (region.file, region.start) <= (span.file, span.start));
        !regions[..behind].last().is_some_and(|region| region.file == span.file && span.start < region.end)
    });
    is_used
}
