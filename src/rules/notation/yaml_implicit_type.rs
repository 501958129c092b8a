//! A plain YAML scalar that YAML 1.1 reads as something other than the text it shows.

use rustc_hash::FxHashMap;

use super::{Context, Reporter, of_kind, report};
use crate::asl::Types;
use crate::syntax::{Node, SyntaxProblem, SyntaxProblemKind};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let problems: FxHashMap<u32, &SyntaxProblem> =
        of_kind(cx, SyntaxProblemKind::ImplicitType).map(|problem| (problem.start, problem)).collect();
    if problems.is_empty() {
        return;
    }
    let mut starts: Vec<u32> = Vec::new();
    let mut booleans: Vec<u32> = Vec::new();
    let mut add = |node: Node<'_>| starts.push(node.range().start as u32);
    for entry in cx.machine.entries() {
        let field = cx.machine.field_ref(entry);
        let spec = entry.spec;
        // In a payload a boolean or a date may be just what is meant.
        if spec.types != Types::ANY && !spec.types.contains(Types::OBJECT) {
            add(field.value);
            field.value.items().for_each(&mut add);
            if spec.types == Types::BOOLEAN {
                booleans.push(field.value.range().start as u32);
            }
        }
    }
    cx.machine.states().iter().for_each(|state| add(state.key));
    let octal = |problem: &&&SyntaxProblem| {
        let text = &cx.tree.text()[problem.start as usize..problem.end as usize];
        text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    starts.extend(problems.values().filter(octal).map(|problem| problem.start));
    starts.sort_unstable();
    starts.dedup();
    for problem in starts.iter().filter_map(|start| problems.get(start)) {
        let text = &cx.tree.text()[problem.start as usize..problem.end as usize];
        let finding = report(cx, out, problem);
        // Quotes would make it a string, where a boolean is meant.
        if booleans.contains(&problem.start) {
            let is_true = ["yes", "on", "y"].iter().any(|word| text.eq_ignore_ascii_case(word));
            let value = if is_true { "true" } else { "false" };
            let span = finding.primary.span;
            finding.fix = None;
            finding.help(format!("Write `{value}`")).safe_fix(span, value);
        }
    }
}
