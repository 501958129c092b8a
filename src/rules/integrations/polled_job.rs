//! A job whose end a loop asks for, where the integration waits for it.

use rustc_hash::FxHashMap;

use super::{Context, Reporter};
use crate::asl::{Field, StateId, StateType};
use crate::aws::{self, Pattern, Support};
use crate::document::WorkflowType;
use crate::rules::service_call::calls;

/// Services of the SDK, what starts a job there for which an optimized integration can wait (spec/integrations.md 8.2),
/// and what asks how the job is getting on.
const JOBS: [(&str, &str, &str); 31] = [
    ("athena", "startQueryExecution", "getQueryExecution"),
    ("batch", "submitJob", "describeJobs"),
    ("bedrock", "createModelCustomizationJob", "getModelCustomizationJob"),
    ("codebuild", "retryBuildBatch", "batchGetBuildBatches"),
    ("codebuild", "startBuild", "batchGetBuilds"),
    ("codebuild", "startBuildBatch", "batchGetBuildBatches"),
    ("databrew", "startJobRun", "describeJobRun"),
    ("ecs", "runTask", "describeTasks"),
    ("eks", "createCluster", "describeCluster"),
    ("eks", "createFargateProfile", "describeFargateProfile"),
    ("eks", "createNodegroup", "describeNodegroup"),
    ("eks", "deleteCluster", "describeCluster"),
    ("eks", "deleteFargateProfile", "describeFargateProfile"),
    ("eks", "deleteNodegroup", "describeNodegroup"),
    ("emr", "addJobFlowSteps", "describeStep"),
    ("emr", "runJobFlow", "describeCluster"),
    ("emr", "terminateJobFlows", "describeCluster"),
    ("emrcontainers", "deleteVirtualCluster", "describeVirtualCluster"),
    ("emrcontainers", "startJobRun", "describeJobRun"),
    ("emrserverless", "startApplication", "getApplication"),
    ("emrserverless", "startJobRun", "getJobRun"),
    ("emrserverless", "stopApplication", "getApplication"),
    ("glue", "startJobRun", "getJobRun"),
    ("glue", "startJobRun", "getJobRuns"),
    ("mediaconvert", "createJob", "getJob"),
    ("sagemaker", "createHyperParameterTuningJob", "describeHyperParameterTuningJob"),
    ("sagemaker", "createLabelingJob", "describeLabelingJob"),
    ("sagemaker", "createProcessingJob", "describeProcessingJob"),
    ("sagemaker", "createTrainingJob", "describeTrainingJob"),
    ("sagemaker", "createTransformJob", "describeTransformJob"),
    ("sfn", "startExecution", "describeExecution"),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    // Express workflows cannot wait for jobs (spec/integrations.md 8.6).
    if cx.workflow_type == Some(WorkflowType::Express) {
        return;
    }
    let polls = polls(cx);
    if polls.is_empty() {
        return;
    }
    for call in calls(cx).filter(|call| call.pattern == Some(Pattern::RequestResponse)) {
        // Whether the service can be watched from another account's role is not known.
        if cx.machine.has(call.state.object, Field::Credentials) {
            continue;
        }
        let of_call = |(service, start, _): &&(&str, &str, &str)| (*service, *start) == call.sdk;
        let wait = JOBS.iter().filter(of_call).find_map(|(service, _, ask)| {
            polls.get(&(*service, *ask))?.behind.get(&call.state.id).map(|&wait| cx.machine.state(wait))
        });
        let (Some(wait), Some(waiting)) = (wait, waiting(call.sdk)) else { continue };
        out.report(
            &call.resource_place(),
            call.resource.span(),
            format!(
                "A loop asks whether the job that state `{}` starts has ended, where `{waiting}` would wait for it",
                call.state.name
            ),
        )
        .label("goes on before the job has ended")
        .related(wait.key.span(), "waits here, and asks again")
        .help(format!("Call `{waiting}`, and take the loop away: each time round is billed"));
    }
}

/// The loops that wait and ask one thing.
#[derive(Default)]
struct Poll {
    /// The states from which a way leads into such a loop, each with the state that waits there.
    behind: FxHashMap<StateId, StateId>,
}

impl Poll {
    fn add(&mut self, cx: &Context<'_>, wait: StateId) {
        let mut open = vec![wait];
        while let Some(state) = open.pop() {
            if self.behind.insert(state, wait).is_none() {
                let before = cx.graph.entering(state).filter_map(|transition| transition.from);
                open.extend(before.filter(|before| !self.behind.contains_key(before)));
            }
        }
    }
}

/// The loops that wait, by service and action that they ask.
fn polls<'t>(cx: &Context<'t>) -> FxHashMap<(&'t str, &'t str), Poll> {
    let mut polls: FxHashMap<(&str, &str), Poll> = FxHashMap::default();
    let is_wait = |state: &&StateId| cx.machine.state(**state).state_type == Some(StateType::Wait);
    let loops: Vec<(&Vec<StateId>, StateId)> =
        cx.graph.cycles().iter().filter_map(|cycle| Some((cycle, *cycle.iter().find(is_wait)?))).collect();
    if loops.is_empty() {
        return polls;
    }
    let asked: FxHashMap<StateId, (&str, &str)> = calls(cx)
        .filter(|call| JOBS.iter().any(|(service, _, ask)| (*service, *ask) == call.sdk))
        .map(|call| (call.state.id, call.sdk))
        .collect();
    for (cycle, wait) in loops {
        for sdk in cycle.iter().filter_map(|state| asked.get(state)) {
            polls.entry(*sdk).or_default().add(cx, wait);
        }
    }
    polls
}

/// The resource that waits for the job that this action of the SDK starts.
fn waiting(sdk: (&str, &str)) -> Option<String> {
    let entry = aws::integrations().iter().find(|entry| entry.sdk == Some(sdk))?;
    let patterns = [Pattern::Sync2, Pattern::Sync];
    let pattern = patterns.into_iter().find(|&pattern| entry.supports(pattern) == Support::Yes)?;
    Some(format!("{}:{}{}", entry.service, entry.action, pattern.suffix()))
}

#[cfg(test)]
mod tests {
    use super::{JOBS, waiting};
    use crate::aws;

    #[test]
    fn every_job_can_be_waited_for_and_asked_for() {
        for (service, start, ask) in JOBS {
            assert!(waiting((service, start)).is_some(), "{service}:{start}");
            let ask_for = aws::sdk_service(service).and_then(|service| service.action(ask));
            assert!(ask_for.is_some(), "{service}:{ask}");
        }
    }
}
