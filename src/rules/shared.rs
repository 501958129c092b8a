use std::cell::OnceCell;

use super::Context;
use super::errors::ErrorName;
use super::resources::TaskResource;
use super::service_call::ServiceCall;
use crate::flow::{
    ContextRead, DataFlow, JsonataSite, PathSite, Sites, Variables, context_reads, jsonata_sites, path_sites,
};

/// What several rules look at, each made when the first of them asks for it.
#[derive(Default)]
pub struct Shared<'a> {
    sites: OnceCell<Sites<'a>>,
    expressions: OnceCell<Vec<JsonataSite<'a, 'a>>>,
    paths: OnceCell<Vec<PathSite<'a, 'a>>>,
    context_reads: OnceCell<Vec<ContextRead<'a, 'a>>>,
    variables: OnceCell<Variables<'a, 'a>>,
    data: OnceCell<DataFlow<'a, 'a>>,
    pub(super) error_names: OnceCell<Vec<ErrorName<'a>>>,
    pub(super) tasks: OnceCell<Vec<TaskResource<'a>>>,
    pub(super) calls: OnceCell<Vec<ServiceCall<'a>>>,
}

impl<'a> Context<'a> {
    /// The expressions of the definition.
    pub fn sites(&self) -> &'a Sites<'a> {
        self.shared.sites.get_or_init(|| Sites::new(self.machine))
    }

    /// Those of its expressions that are JSONata.
    pub fn expressions(&self) -> &'a [JsonataSite<'a, 'a>] {
        self.shared.expressions.get_or_init(|| jsonata_sites(self.sites()))
    }

    /// The paths it reads.
    pub fn paths(&self) -> &'a [PathSite<'a, 'a>] {
        self.shared.paths.get_or_init(|| path_sites(self.sites()))
    }

    /// What it reads of the context object.
    pub fn context_reads(&self) -> &'a [ContextRead<'a, 'a>] {
        self.shared.context_reads.get_or_init(|| context_reads(self.paths(), self.expressions()))
    }

    /// Its variables.
    pub fn variables(&self) -> &'a Variables<'a, 'a> {
        let (machine, graph) = (self.machine, self.graph);
        let find = || Variables::new(machine, graph, self.sites(), self.paths(), self.expressions());
        self.shared.variables.get_or_init(find)
    }

    /// What its data can be.
    pub fn data(&self) -> &'a DataFlow<'a, 'a> {
        let follow = || DataFlow::under(self.machine, self.graph, self.sites(), self.contract.clone());
        self.shared.data.get_or_init(follow)
    }
}
