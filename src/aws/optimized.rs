//! The optimized integrations: which there are, how each can be called and what it takes
//! (spec/integrations.md 8.2 and 8.3).

use super::resource::Pattern;

/// Whether Step Functions takes a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// AWS's pages contradict each other, or do not say of which actions they speak.
    Uncertain,
}

/// The members that an integration takes beside those that it requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// These. Others of the SDK's action may or may not be taken: not all lists in AWS's pages are complete.
    Listed(&'static [&'static str]),
    /// Those of the SDK's action, which also requires what that requires.
    AsSdk,
}

/// What a member takes where no model of the SDK says it (spec/integrations.md 8.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// An object whose values are lists.
    Lists,
    /// An object with this member.
    With(&'static str),
}

/// An action that Step Functions calls in a way of its own, as `arn:aws:states:::<service>:<action>`.
#[derive(Clone, Copy, Debug)]
pub struct Integration {
    /// Its service in a resource, which is not always the name that the SDK has for it.
    pub service: &'static str,
    /// Its action in a resource.
    pub action: &'static str,
    /// Service and action of the SDK that do the work, where there is one. What its members hold may be spelt otherwise
    /// than there: an attribute value of DynamoDB has `BOOL` and `NULL` here, `Bool` and `Nul` in the SDK's.
    pub sdk: Option<(&'static str, &'static str)>,
    /// The members without which it is refused or fails.
    pub required: &'static [&'static str],
    /// Members of which at least one is required.
    pub one_of: &'static [&'static str],
    /// The other members.
    pub accepted: Accepted,
    /// Whether more than one of `one_of` is too much.
    pub is_exclusive: bool,
    /// What single members take, where no model says it; points lead into objects.
    pub values: &'static [(&'static str, Takes)],
    /// Whether it reads or writes the items of a Map, and is not for tasks.
    pub is_for_maps: bool,
    sync: Support,
    sync_2: Support,
    callback: Support,
}

impl Integration {
    /// Whether it can be called in that way.
    pub fn supports(&self, pattern: Pattern) -> Support {
        match pattern {
            Pattern::RequestResponse => Support::Yes,
            Pattern::Sync => self.sync,
            Pattern::Sync2 => self.sync_2,
            Pattern::WaitForTaskToken => self.callback,
        }
    }
}

/// All optimized integrations, those of a service together.
pub fn integrations() -> &'static [Integration] {
    INTEGRATIONS
}

/// The integration of exactly that service and action.
pub fn optimized(service: &str, action: &str) -> Option<&'static Integration> {
    INTEGRATIONS.iter().find(|entry| entry.service == service && entry.action == action)
}

/// An integration that takes what the SDK's action of the same name takes, and calls for an answer only.
const fn same(service: &'static str, action: &'static str) -> Integration {
    Integration {
        service,
        action,
        sdk: Some((service, action)),
        required: &[],
        one_of: &[],
        accepted: Accepted::AsSdk,
        is_exclusive: false,
        values: &[],
        is_for_maps: false,
        sync: Support::No,
        sync_2: Support::No,
        callback: Support::No,
    }
}

impl Integration {
    const fn sync(self) -> Self {
        Self { sync: Support::Yes, ..self }
    }

    const fn sync_2(self) -> Self {
        Self { sync_2: Support::Yes, ..self }
    }

    const fn callback(self) -> Self {
        Self { callback: Support::Yes, ..self }
    }

    const fn perhaps_callback(self) -> Self {
        Self { callback: Support::Uncertain, ..self }
    }

    const fn for_maps(self) -> Self {
        Self { is_for_maps: true, ..self }
    }

    const fn by(self, service: &'static str, action: &'static str) -> Self {
        Self { sdk: Some((service, action)), ..self }
    }

    /// The work is not that of one action of the SDK.
    const fn alone(self) -> Self {
        Self { sdk: None, ..self }
    }

    const fn needs(self, required: &'static [&'static str]) -> Self {
        Self { required, ..self }
    }

    const fn needs_one_of(self, one_of: &'static [&'static str]) -> Self {
        Self { one_of, ..self }
    }

    const fn needs_exactly_one_of(self, one_of: &'static [&'static str]) -> Self {
        Self { one_of, is_exclusive: true, ..self }
    }

    const fn where_each(self, values: &'static [(&'static str, Takes)]) -> Self {
        Self { values, ..self }
    }

    const fn takes(self, others: &'static [&'static str]) -> Self {
        Self { accepted: Accepted::Listed(others), ..self }
    }
}

const METHODS: Takes = Takes::OneOf(&["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]);

const WRITES: &[&str] = &[
    "ConditionExpression",
    "ConditionalOperator",
    "Expected",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "ReturnConsumedCapacity",
    "ReturnItemCollectionMetrics",
    "ReturnValues",
    "ReturnValuesOnConditionCheckFailure",
];

#[rustfmt::skip]
static INTEGRATIONS: &[Integration] = &[
    same("apigateway", "invoke").alone().callback()
        .needs(&["ApiEndpoint", "Method"])
        .takes(&["Headers", "Stage", "Path", "QueryParameters", "RequestBody", "AllowNullValues", "AuthType"])
        .where_each(&[
            ("Method", METHODS),
            ("AuthType", Takes::OneOf(&["NO_AUTH", "IAM_ROLE", "RESOURCE_POLICY"])),
            ("Headers", Takes::Lists),
            ("QueryParameters", Takes::Lists),
        ]),
    same("athena", "startQueryExecution").sync()
        .needs(&["QueryString"])
        .takes(&["ClientRequestToken", "QueryExecutionContext", "ResultConfiguration", "WorkGroup"]),
    same("athena", "stopQueryExecution"),
    same("athena", "getQueryExecution"),
    same("athena", "getQueryResults"),
    same("batch", "submitJob").sync().needs(&["JobName", "JobQueue", "JobDefinition"]),
    same("bedrock", "invokeModel").by("bedrockruntime", "invokeModel").perhaps_callback()
        .needs(&["ModelId"]).needs_exactly_one_of(&["Body", "Input"])
        .takes(&["Body", "Input", "Accept", "ContentType", "Output", "GuardrailIdentifier", "GuardrailVersion", "Trace"]),
    same("bedrock", "createModelCustomizationJob").sync().perhaps_callback(),
    same("bedrockagentcore", "invokeHarness").needs(&["HarnessArn"]),
    same("codebuild", "startBuild").sync().needs(&["ProjectName"]),
    same("codebuild", "stopBuild"),
    same("codebuild", "batchDeleteBuilds"),
    same("codebuild", "batchGetReports"),
    same("codebuild", "startBuildBatch").sync(),
    same("codebuild", "stopBuildBatch"),
    same("codebuild", "retryBuildBatch").sync(),
    same("codebuild", "deleteBuildBatch"),
    same("dynamodb", "getItem")
        .needs(&["TableName", "Key"])
        .takes(&["AttributesToGet", "ConsistentRead", "ExpressionAttributeNames", "ProjectionExpression", "ReturnConsumedCapacity"]),
    same("dynamodb", "putItem").needs(&["TableName", "Item"]).takes(WRITES),
    same("dynamodb", "updateItem")
        .needs(&["TableName", "Key"])
        .takes(&[
            "AttributeUpdates", "UpdateExpression", "ConditionExpression", "ConditionalOperator", "Expected",
            "ExpressionAttributeNames", "ExpressionAttributeValues", "ReturnConsumedCapacity",
            "ReturnItemCollectionMetrics", "ReturnValues", "ReturnValuesOnConditionCheckFailure",
        ]),
    same("dynamodb", "deleteItem").needs(&["TableName", "Key"]).takes(WRITES),
    same("ecs", "runTask").sync().callback()
        .needs(&["TaskDefinition"])
        .takes(&[
            "Cluster", "Group", "LaunchType", "CapacityProviderStrategy", "NetworkConfiguration", "Overrides",
            "PlacementConstraints", "PlacementStrategy", "PlatformVersion", "PropagateTags", "EnableExecuteCommand",
        ]),
    same("eks", "createCluster").sync().perhaps_callback(),
    same("eks", "deleteCluster").sync().perhaps_callback(),
    same("eks", "createFargateProfile").sync().perhaps_callback(),
    same("eks", "deleteFargateProfile").sync().perhaps_callback(),
    same("eks", "createNodegroup").sync().perhaps_callback(),
    same("eks", "deleteNodegroup").sync().perhaps_callback(),
    same("eks", "call").alone().perhaps_callback()
        .needs(&["ClusterName", "CertificateAuthority", "Endpoint", "Method", "Path"])
        .takes(&["QueryParameters", "RequestBody"])
        .where_each(&[("QueryParameters", Takes::Lists)]),
    same("eks", "runJob").alone().sync().perhaps_callback()
        .needs(&["ClusterName", "CertificateAuthority", "Endpoint", "Job"])
        .takes(&["Namespace", "LogOptions"]),
    // Its input is that of the SDK's action without `Steps`.
    same("elasticmapreduce", "createCluster").by("emr", "runJobFlow").sync().needs(&["Instances"]),
    same("elasticmapreduce", "setClusterTerminationProtection").by("emr", "setTerminationProtection")
        .needs(&["ClusterId", "TerminationProtected"]).takes(&[]),
    same("elasticmapreduce", "terminateCluster").by("emr", "terminateJobFlows").sync()
        .needs(&["ClusterId"]).takes(&[]),
    same("elasticmapreduce", "addStep").by("emr", "addJobFlowSteps").sync()
        .needs(&["ClusterId", "Step"]).takes(&["ExecutionRoleArn"]),
    same("elasticmapreduce", "cancelStep").by("emr", "cancelSteps")
        .needs(&["ClusterId", "StepId"]).takes(&[]),
    same("elasticmapreduce", "modifyInstanceFleetByName").by("emr", "modifyInstanceFleet")
        .needs(&["ClusterId", "InstanceFleetName", "InstanceFleet"]).takes(&[]),
    same("elasticmapreduce", "modifyInstanceGroupByName").by("emr", "modifyInstanceGroups")
        .needs(&["ClusterId", "InstanceGroupName", "InstanceGroup"]).takes(&[]),
    same("emr-containers", "createVirtualCluster").by("emrcontainers", "createVirtualCluster"),
    same("emr-containers", "deleteVirtualCluster").by("emrcontainers", "deleteVirtualCluster").sync(),
    same("emr-containers", "startJobRun").by("emrcontainers", "startJobRun").sync(),
    same("emr-serverless", "createApplication").by("emrserverless", "createApplication").sync(),
    same("emr-serverless", "startApplication").by("emrserverless", "startApplication").sync(),
    same("emr-serverless", "stopApplication").by("emrserverless", "stopApplication").sync(),
    same("emr-serverless", "deleteApplication").by("emrserverless", "deleteApplication").sync(),
    same("emr-serverless", "startJobRun").by("emrserverless", "startJobRun").sync(),
    same("emr-serverless", "cancelJobRun").by("emrserverless", "cancelJobRun").sync(),
    same("events", "putEvents").by("eventbridge", "putEvents").callback().needs(&["Entries"]),
    same("glue", "startJobRun").sync()
        .needs(&["JobName"])
        .takes(&[
            "JobRunId", "Arguments", "AllocatedCapacity", "Timeout", "MaxCapacity", "SecurityConfiguration",
            "NotificationProperty", "WorkerType", "NumberOfWorkers", "ExecutionClass", "JobRunQueuingEnabled",
        ]),
    same("databrew", "startJobRun").sync(),
    // One of `InvocationConfig.ConnectionArn` and `Authentication.ConnectionArn` is required.
    same("http", "invoke").alone()
        .needs(&["ApiEndpoint", "Method"]).needs_one_of(&["InvocationConfig", "Authentication"])
        .takes(&["InvocationConfig", "Authentication", "Headers", "QueryParameters", "RequestBody", "Transform"])
        .where_each(&[
            ("Method", METHODS),
            ("InvocationConfig", Takes::With("ConnectionArn")),
            ("Authentication", Takes::With("ConnectionArn")),
            ("Transform.RequestBodyEncoding", Takes::OneOf(&["NONE", "URL_ENCODED"])),
            ("Transform.RequestEncodingOptions.ArrayFormat", Takes::OneOf(&["INDICES", "REPEAT", "COMMAS", "BRACKETS"])),
        ]),
    same("lambda", "invoke").callback()
        .needs(&["FunctionName"])
        .takes(&["Payload", "Qualifier", "InvocationType", "ClientContext", "LogType"]),
    same("mediaconvert", "createJob").sync(),
    same("s3", "getObject").for_maps(),
    same("s3", "listObjectsV2").for_maps(),
    same("s3", "putObject").for_maps(),
    same("sagemaker", "createEndpoint"),
    same("sagemaker", "createEndpointConfig"),
    same("sagemaker", "createHyperParameterTuningJob").sync(),
    same("sagemaker", "createLabelingJob").sync(),
    same("sagemaker", "createModel"),
    same("sagemaker", "createProcessingJob").sync(),
    same("sagemaker", "createTrainingJob").sync(),
    same("sagemaker", "createTransformJob").sync(),
    same("sagemaker", "updateEndpoint"),
    same("sns", "publish").callback()
        .needs(&["Message"]).needs_exactly_one_of(&["TopicArn", "TargetArn", "PhoneNumber"])
        .takes(&[
            "TopicArn", "TargetArn", "PhoneNumber", "MessageAttributes", "MessageStructure", "Subject",
            "MessageDeduplicationId", "MessageGroupId",
        ]),
    same("sqs", "sendMessage").callback()
        .needs(&["QueueUrl", "MessageBody"])
        .takes(&["DelaySeconds", "MessageAttributes", "MessageDeduplicationId", "MessageGroupId"]),
    same("states", "startExecution").by("sfn", "startExecution").sync().sync_2().callback()
        .needs(&["StateMachineArn"]).takes(&["Input", "Name"]),
];

#[cfg(test)]
mod tests {
    use super::super::sdk_service;
    use super::*;

    /// Members that the optimized integrations have and the SDK has not, or has under another name.
    const OWN: &[&str] = &[
        "bedrock:invokeModel Input",
        "bedrock:invokeModel Output",
        "elasticmapreduce:setClusterTerminationProtection ClusterId",
        "elasticmapreduce:terminateCluster ClusterId",
        "elasticmapreduce:addStep ClusterId",
        "elasticmapreduce:addStep Step",
        "elasticmapreduce:cancelStep StepId",
        "elasticmapreduce:modifyInstanceFleetByName InstanceFleetName",
        "elasticmapreduce:modifyInstanceGroupByName InstanceGroupName",
        "elasticmapreduce:modifyInstanceGroupByName InstanceGroup",
    ];

    #[test]
    fn what_does_the_work_exists_and_takes_the_members() {
        let mut own = Vec::new();
        for integration in integrations() {
            let Some((service, action)) = integration.sdk else { continue };
            let name = format!("{}:{}", integration.service, integration.action);
            let action = sdk_service(service).and_then(|service| service.action(action));
            let input = action.unwrap_or_else(|| panic!("{name}: no such action")).input().expect("an input");
            let listed = match integration.accepted {
                Accepted::Listed(others) => others,
                Accepted::AsSdk => &[],
            };
            let members = integration.required.iter().chain(integration.one_of).chain(listed);
            own.extend(
                members
                    .filter(|member| input.members().get(member).is_none())
                    .map(|member| format!("{name} {member}")),
            );
        }
        own.dedup();
        own.sort_unstable();
        own.dedup();
        let mut expected = OWN.to_vec();
        expected.sort_unstable();
        assert_eq!(own, expected);
    }

    #[test]
    fn patterns_are_as_documented() {
        let supports =
            |service, action, pattern| optimized(service, action).map(|entry| entry.supports(pattern));
        assert_eq!(supports("lambda", "invoke", Pattern::Sync), Some(Support::No));
        assert_eq!(supports("lambda", "invoke", Pattern::WaitForTaskToken), Some(Support::Yes));
        assert_eq!(supports("ecs", "runTask", Pattern::Sync), Some(Support::Yes));
        assert_eq!(supports("ecs", "runTask", Pattern::Sync2), Some(Support::No));
        assert_eq!(supports("eks", "runJob", Pattern::WaitForTaskToken), Some(Support::Uncertain));
        assert_eq!(supports("states", "startExecution", Pattern::Sync2), Some(Support::Yes));
        assert!(optimized("lambda", "Invoke").is_none());
        let with_sync_2 =
            integrations().iter().filter(|entry| entry.supports(Pattern::Sync2) == Support::Yes);
        assert_eq!(with_sync_2.count(), 1);
    }
}
