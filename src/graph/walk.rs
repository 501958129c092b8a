use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, Reversed};

use crate::asl::StateId;

type Edges = DiGraph<StateId, u32>;

fn index(state: StateId) -> NodeIndex {
    NodeIndex::new(state.0 as usize)
}

/// Which states a walk along the transitions from `starts` comes to.
pub fn forward(edges: &Edges, starts: impl Iterator<Item = StateId>) -> Vec<bool> {
    let mut seen = vec![false; edges.node_count()];
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
    let reversed = Reversed(edges);
    let mut seen = vec![false; edges.node_count()];
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
    // In most machines every transition leads on in the text, which makes no cycle.
    if edges.raw_edges().iter().all(|edge| edge.source() < edge.target()) {
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
