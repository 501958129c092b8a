use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, Reversed};

use crate::asl::StateId;

type Edges = DiGraph<StateId, u32>;

fn index(state: StateId) -> NodeIndex {
    NodeIndex::new(state.0 as usize)
}

/// Whether every transition leads on in the text, as in most machines: then there is no cycle, and one look at each
/// transition, in the order of the states that they leave, tells what a walk tells.
fn lead_on(edges: &Edges) -> bool {
    edges.raw_edges().iter().all(|edge| edge.source() < edge.target())
}

/// Which states a walk along the transitions from `starts` comes to.
pub fn forward(edges: &Edges, starts: impl Iterator<Item = StateId>) -> Vec<bool> {
    let mut seen = vec![false; edges.node_count()];
    if lead_on(edges) {
        starts.for_each(|start| seen[start.0 as usize] = true);
        for edge in edges.raw_edges() {
            seen[edge.target().index()] |= seen[edge.source().index()];
        }
        return seen;
    }
    let mut walk = Dfs::empty(edges);
    for start in starts {
        walk.move_to(index(start));
        while let Some(node) = walk.next(edges) {
            seen[node.index()] = true;
        }
    }
    seen
}

/// Which states a walk against the transitions from `ends` comes to.
pub fn backward(edges: &Edges, ends: impl Iterator<Item = StateId>) -> Vec<bool> {
    let mut seen = vec![false; edges.node_count()];
    if lead_on(edges) {
        ends.for_each(|end| seen[end.0 as usize] = true);
        for edge in edges.raw_edges().iter().rev() {
            seen[edge.source().index()] |= seen[edge.target().index()];
        }
        return seen;
    }
    let reversed = Reversed(edges);
    let mut walk = Dfs::empty(reversed);
    for end in ends {
        walk.move_to(index(end));
        while let Some(node) = walk.next(reversed) {
            seen[node.index()] = true;
        }
    }
    seen
}

/// The strongly connected components that hold a cycle, in the order of the text.
pub fn cycles(edges: &Edges) -> Vec<Vec<StateId>> {
    if lead_on(edges) {
        return Vec::new();
    }
    let is_cycle = |nodes: &Vec<NodeIndex>| nodes.len() > 1 || edges.contains_edge(nodes[0], nodes[0]);
    let components = kosaraju_scc(edges).into_iter().filter(is_cycle);
    let mut cycles: Vec<Vec<StateId>> = components
        .map(|nodes| {
            let mut states: Vec<StateId> = nodes.into_iter().map(|node| edges[node]).collect();
            states.sort_unstable();
            states
        })
        .collect();
    cycles.sort_unstable();
    cycles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(states: u32, transitions: &[(u32, u32)]) -> Edges {
        let mut edges = Edges::new();
        for state in 0..states {
            edges.add_node(StateId(state));
        }
        for &(from, to) in transitions {
            edges.add_edge(index(StateId(from)), index(StateId(to)), 0);
        }
        edges
    }

    fn seen(states: &[bool]) -> Vec<usize> {
        (0..states.len()).filter(|&state| states[state]).collect()
    }

    #[test]
    fn one_look_at_each_transition_tells_what_a_walk_tells() {
        let on = [(0, 2), (0, 3), (1, 2), (3, 4), (4, 6)];
        // The last one leads back, and closes no cycle.
        let back = [(0, 2), (0, 3), (1, 2), (3, 4), (4, 6), (5, 1)];
        for transitions in [&on[..], &back[..]] {
            let edges = edges(7, transitions);
            assert_eq!(lead_on(&edges), transitions.len() == on.len());
            assert_eq!(seen(&forward(&edges, [StateId(0)].into_iter())), [0, 2, 3, 4, 6]);
            let to_two = if transitions.len() == on.len() { vec![0, 1, 2] } else { vec![0, 1, 2, 5] };
            assert_eq!(seen(&backward(&edges, [StateId(2)].into_iter())), to_two);
            assert!(cycles(&edges).is_empty());
        }
    }

    #[test]
    fn a_state_that_leads_to_itself_leads_not_on() {
        let edges = edges(3, &[(0, 1), (1, 1), (1, 2)]);
        assert!(!lead_on(&edges));
        assert_eq!(cycles(&edges), [[StateId(1)]]);
    }
}
