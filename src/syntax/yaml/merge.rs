//! Merge keys: `<<: *defaults`, `<<: [*first, *second]`.

use rustc_hash::FxHashSet;

use super::super::{Kind, Member, NodeId, SyntaxProblem, SyntaxProblemKind, TreeBuilder};

/// The members of a mapping with what its merge keys bring in, at the place of each. `merges` has the values of
/// the merge keys and the number of own members before each. The mapping's own keys win over merged ones, the first
/// merged mapping over the next.
pub(super) fn merged(builder: &mut TreeBuilder, own: &[Member], merges: &[(usize, NodeId)]) -> Vec<Member> {
    let mut members = Vec::with_capacity(own.len() + 4 * merges.len());
    let mut unfit = Vec::new();
    let mut names: FxHashSet<&str> = own.iter().filter_map(|member| builder.node(member.key).str()).collect();
    let mut copied = 0;
    for &(before, value) in merges {
        members.extend_from_slice(&own[copied..before]);
        copied = before;
        let value = builder.node(value);
        let mut add = |source: crate::syntax::Node<'_>| match source.kind() {
            Kind::Object => {
                for (key, value) in source.members() {
                    if let Some(name) = builder.node(key.id()).str()
                        && names.insert(name)
                    {
                        members.push(Member { key: key.id(), value: value.id() });
                    }
                }
            }
            Kind::Unknown | Kind::Missing => {}
            _ => unfit.push((source.span().start, source.span().end)),
        };
        if value.kind() == Kind::Array {
            value.items().for_each(add);
        } else {
            add(value);
        }
    }
    members.extend_from_slice(&own[copied..]);
    for (start, end) in unfit {
        let message = "A merge key `<<` takes a mapping or a list of mappings.";
        let problem = SyntaxProblem::new(SyntaxProblemKind::YamlSyntax, start, end, message, "not a mapping");
        builder.problem(problem.help("Put `<<` in quotes if it is meant as an ordinary key."));
    }
    members
}
