//! What the errors of integrations are called (spec/errors.md 7.3 to 7.5).

use std::borrow::Cow;

use super::optimized;
use super::resource::{Pattern, Target};
use super::sdk::{Action, Service, sdk_service};
use crate::suggest;

/// What every error of an SDK integration ends with (spec/errors.md 7.4).
const END: &str = "Exception";

/// What services answer though their models do not list it, and what the client itself raises.
const COMMON: [&str; 6] = [
    "AccessDeniedException",
    "SdkClientException",
    "ServiceUnavailableException",
    "ThrottlingException",
    "UnrecognizedClientException",
    "ValidationException",
];

/// What optimized integrations call the errors of a service.
struct Optimized {
    service: &'static str,
    /// The service of the SDK that does the work.
    sdk: &'static str,
    prefix: &'static str,
    /// For errors without a name of their own; empty where that is not known.
    generic: &'static str,
    /// Names that the SDK does not list.
    names: &'static [&'static str],
    /// Names that the API has without `Exception` at the end, and that may be raised so, as `ExecutionLimitExceeded` is;
    /// none where it has many.
    bare: Option<&'static [&'static str]>,
}

/// Those whose names are known (spec/errors.md 7.3 and 7.5). Of others it is not certain what stands before the point.
#[rustfmt::skip]
const OPTIMIZED: [Optimized; 10] = [
    Optimized { service: "lambda", sdk: "lambda", prefix: "Lambda", generic: "AWSLambdaException", names: &["ClientExecutionTimeoutException", "Unknown"], bare: Some(&[]) },
    Optimized { service: "dynamodb", sdk: "dynamodb", prefix: "DynamoDB", generic: "AmazonDynamoDBException", names: &[], bare: Some(&["InternalServerError", "RequestLimitExceeded"]) },
    Optimized { service: "sns", sdk: "sns", prefix: "SNS", generic: "", names: &[], bare: None },
    Optimized { service: "sqs", sdk: "sqs", prefix: "SQS", generic: "AmazonSQSException", names: &[], bare: None },
    Optimized { service: "states", sdk: "sfn", prefix: "StepFunctions", generic: "", names: &["ExecutionLimitExceeded", "ExecutionAlreadyExistsException"], bare: None },
    Optimized { service: "events", sdk: "eventbridge", prefix: "EventBridge", generic: "", names: &["FailedEntry"], bare: Some(&[]) },
    Optimized { service: "ecs", sdk: "ecs", prefix: "ECS", generic: "AmazonECSException", names: &[], bare: Some(&[]) },
    Optimized { service: "apigateway", sdk: "apigateway", prefix: "ApiGateway", generic: "", names: &[], bare: Some(&[]) },
    Optimized { service: "bedrock", sdk: "bedrockruntime", prefix: "Bedrock", generic: "", names: &[], bare: Some(&[]) },
    Optimized { service: "bedrockagentcore", sdk: "bedrockagentcore", prefix: "BedrockAgentCore", generic: "", names: &[], bare: Some(&[]) },
];

/// What the errors of a call are named: `<prefix>.<name>`.
#[derive(Debug)]
pub struct ErrorNames {
    prefix: &'static str,
    is_sdk: bool,
    is_open: bool,
    service: Option<&'static Service>,
    action: Option<Action>,
    own: &'static [&'static str],
    bare: Option<&'static [&'static str]>,
    /// For errors without a name of their own.
    generic: Cow<'static, str>,
}

/// What a prefix is to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// That of its errors.
    Right,
    /// Another name of the same service.
    Meant,
    /// That of another service.
    Foreign,
    /// Nobody's, as far as is known.
    Unknown,
}

/// What a name without prefix is to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// One that it is known to raise.
    Known,
    /// One that its service raises elsewhere, or any service.
    Plausible,
    /// Another spelling of one that is known to be raised by this call.
    Meant(String),
    /// Probably another spelling of that one.
    Near(String),
    /// Perhaps one that the models do not list.
    Unknown,
}

impl ErrorNames {
    /// The names of the errors of what a task calls; none where they are not known, or free.
    pub fn of(target: &Target<'_>) -> Option<Self> {
        match target {
            Target::Lambda { .. } => Self::of_optimized("lambda", "invoke"),
            Target::Optimized(call) if !has_free_errors(target) => {
                Self::of_optimized(call.service.text, call.action.text)
            }
            Target::Sdk(call) if call.pattern() == Some(Pattern::RequestResponse) => {
                let service = sdk_service(call.service.text)?;
                let prefix = service.exception_prefix()?;
                Some(Self {
                    prefix,
                    is_sdk: true,
                    is_open: false,
                    service: Some(service),
                    action: service.action(call.action.text),
                    own: &[],
                    bare: Some(&[]),
                    generic: Cow::Owned(format!("{prefix}{END}")),
                })
            }
            _ => None,
        }
    }

    fn of_optimized(service: &str, action: &str) -> Option<Self> {
        let entry = OPTIMIZED.iter().find(|entry| entry.service == service)?;
        let sdk = optimized(service, action).and_then(|found| found.sdk);
        let action = sdk.and_then(|(service, action)| sdk_service(service)?.action(action));
        Some(Self {
            prefix: entry.prefix,
            is_sdk: false,
            // A function raises errors of its own.
            is_open: service == "lambda",
            service: sdk_service(entry.sdk),
            action,
            own: entry.names,
            bare: entry.bare,
            generic: Cow::Borrowed(entry.generic),
        })
    }

    /// What stands before the point: `DynamoDB`.
    pub fn prefix(&self) -> &'static str {
        self.prefix
    }

    /// Whether names without this prefix are raised too.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether every name is known to begin with the prefix (spec/errors.md 7.4).
    pub fn is_sdk(&self) -> bool {
        self.is_sdk
    }

    /// What a text before the point is.
    pub fn judge_prefix(&self, text: &str) -> Prefix {
        if text == self.prefix || self.prefix == "ECS" && text == "AmazonECS" {
            return Prefix::Right;
        }
        let is = |name: &str| text.eq_ignore_ascii_case(name);
        let without_maker = ["Amazon", "AWS"].iter().find_map(|maker| text.strip_prefix(maker));
        let names_service = |service: &Service| {
            let boto = service.boto_name().unwrap_or_default().bytes().filter(|&byte| byte != b'-');
            is(service.name()) || boto.eq(text.bytes().map(|byte| byte.to_ascii_lowercase()))
        };
        let of_optimized = |entry: &&Optimized| is(entry.prefix) || is(entry.service);
        let own = self.service.map(Service::name);
        if is(self.prefix)
            || without_maker.is_some_and(|rest| rest.eq_ignore_ascii_case(self.prefix))
            || self.service.is_some_and(names_service)
            || OPTIMIZED.iter().filter(|entry| Some(entry.sdk) == own).any(|entry| of_optimized(&entry))
        {
            Prefix::Meant
        } else if OPTIMIZED.iter().any(|entry| of_optimized(&entry))
            || sdk_service(&text.to_ascii_lowercase()).is_some()
        {
            Prefix::Foreign
        } else {
            Prefix::Unknown
        }
    }

    /// What a text behind the point is. What is measured for it is taken off `budget`, which begins as
    /// [`suggest::BUDGET`].
    pub fn judge_name(&self, text: &str, budget: &mut usize) -> Name {
        let is_known = |name: &str| name == text || !self.is_sdk && is_unfolded(text, name);
        if text == self.generic || self.own.contains(&text) || self.listed().any(is_known) {
            return Name::Known;
        }
        if COMMON.contains(&text) || self.elsewhere().any(is_known) {
            return Name::Plausible;
        }
        if !text.ends_with(END) && self.bare.is_none_or(|names| names.contains(&text)) {
            return Name::Unknown;
        }
        if let Some(name) = self.listed().find(|name| is_same(text, name)) {
            return Name::Meant(name.to_owned());
        }
        if self.is_generic(text) {
            return Name::Near(self.generic.to_string());
        }
        if let Some(name) = self.others().chain(self.elsewhere()).find(|name| is_same(text, name)) {
            return Name::Near(name.to_owned());
        }
        if let Some(name) = suggest::slip_within(budget, text, 2, self.listed().chain(self.others())) {
            return Name::Near(name.to_owned());
        }
        let is_word = text.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if self.is_sdk && is_word && !text.ends_with(END) {
            return Name::Near(format!("{}{END}", text.strip_suffix("Fault").unwrap_or(text)));
        }
        Name::Unknown
    }

    /// The names that the action declares.
    fn listed(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.action.into_iter().flat_map(Action::errors)
    }

    /// The names that any action of the service declares.
    fn elsewhere(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.service.into_iter().flat_map(|service| service.errors()).copied()
    }

    /// The names that are known, but not from the models of the SDK.
    fn others(&self) -> impl Iterator<Item = &'static str> + use<> {
        let generic = match self.generic {
            Cow::Borrowed(name) => Some(name).filter(|name| !name.is_empty()),
            Cow::Owned(_) => None,
        };
        self.own.iter().copied().chain(generic).chain(COMMON)
    }

    /// Whether the other kind of integration calls errors so that have no name of their own: `AmazonS3Exception` where it
    /// is `S3Exception`.
    fn is_generic(&self, text: &str) -> bool {
        let bare = |text: &str| {
            let text = text.strip_suffix(END)?;
            let rest = ["Amazon", "AWS"].iter().find_map(|maker| text.strip_prefix(maker));
            Some(rest.unwrap_or(text).to_ascii_lowercase())
        };
        !self.generic.is_empty() && bare(text).is_some_and(|name| Some(name) == bare(&self.generic))
    }
}

/// Whether somebody else chooses what the errors of a task are called: the worker of an activity, whoever answers a
/// callback, another execution.
pub fn has_free_errors(target: &Target<'_>) -> bool {
    match target {
        Target::Activity { .. } => true,
        Target::Optimized(call) | Target::Sdk(call) => {
            let pattern = call.pattern();
            let is_nested = call.service.text == "states" && pattern != Some(Pattern::RequestResponse);
            pattern == Some(Pattern::WaitForTaskToken) || is_nested
        }
        _ => false,
    }
}

/// Whether two names differ in case and ending only: `NoSuchKey` and `NoSuchKeyException`.
fn is_same(text: &str, name: &str) -> bool {
    let bare = |text: &'_ str| {
        text.len()
            - ["Exception", "Fault"].iter().find(|&&end| text.ends_with(end)).map_or(0, |end| end.len())
    };
    let (text, name) = (&text[..bare(text)], &name[..bare(name)]);
    text.eq_ignore_ascii_case(name)
}

/// Whether `text` is a name of the SDK as the service itself has it, with more capitals: `EC2ThrottledException` where the
/// SDK has `Ec2ThrottledException`.
fn is_unfolded(text: &str, name: &str) -> bool {
    let keeps = |(own, listed): (u8, u8)| {
        own == listed || own.is_ascii_uppercase() && listed == own.to_ascii_lowercase()
    };
    text.len() == name.len() && text.bytes().zip(name.bytes()).all(keeps)
}

#[cfg(test)]
mod tests {
    use super::super::Resource;
    use super::*;

    fn names(call: &str) -> Option<ErrorNames> {
        ErrorNames::of(&Resource::parse(&format!("arn:aws:states:::{call}")).target)
    }

    #[track_caller]
    fn judge(call: &str, name: &str) -> (Prefix, Name) {
        let names = names(call).expect("known names");
        let (prefix, rest) = name.split_once('.').expect("a point");
        (names.judge_prefix(prefix), names.judge_name(rest, &mut suggest::BUDGET.clone()))
    }

    fn meant(name: &str) -> Name {
        Name::Meant(name.to_owned())
    }

    fn near(name: &str) -> Name {
        Name::Near(name.to_owned())
    }

    #[test]
    fn each_kind_of_integration_has_its_prefix() {
        for (call, prefix) in [
            ("dynamodb:putItem", Some("DynamoDB")),
            ("aws-sdk:dynamodb:putItem", Some("DynamoDb")),
            ("states:startExecution", Some("StepFunctions")),
            ("aws-sdk:sfn:startExecution", Some("Sfn")),
            ("ecs:runTask.sync", Some("ECS")),
            ("lambda:invoke", Some("Lambda")),
            ("lambda:invoke.waitForTaskToken", None),
            ("aws-sdk:sqs:sendMessage.waitForTaskToken", None),
            ("states:startExecution.sync:2", None),
            ("codebuild:startBuild.sync", None),
            ("http:invoke", None),
            ("aws-sdk:nothing:atAll", None),
        ] {
            assert_eq!(names(call).map(|names| names.prefix()), prefix, "{call}");
        }
    }

    #[test]
    fn prefixes_are_told_apart() {
        let cases = [
            ("dynamodb:putItem", "DynamoDB", Prefix::Right),
            ("dynamodb:putItem", "DynamoDb", Prefix::Meant),
            ("dynamodb:putItem", "AmazonDynamoDB", Prefix::Meant),
            ("states:startExecution", "Sfn", Prefix::Meant),
            ("aws-sdk:sfn:startExecution", "StepFunctions", Prefix::Meant),
            ("aws-sdk:eventbridge:putEvents", "Events", Prefix::Meant),
            ("aws-sdk:cloudwatchlogs:putLogEvents", "Logs", Prefix::Meant),
            ("bedrock:invokeModel", "BedrockRuntime", Prefix::Meant),
            ("ecs:runTask", "AmazonECS", Prefix::Right),
            ("ecs:runTask", "Lambda", Prefix::Foreign),
            ("aws-sdk:s3:getObject", "DynamoDB", Prefix::Foreign),
            ("aws-sdk:s3:getObject", "Orders", Prefix::Unknown),
        ];
        for (call, prefix, expected) in cases {
            assert_eq!(names(call).expect(call).judge_prefix(prefix), expected, "{call} {prefix}");
        }
    }

    #[test]
    fn names_of_sdk_integrations_are_those_of_the_sdk_for_java() {
        let call = "aws-sdk:rds:deleteDBCluster";
        assert_eq!(judge(call, "Rds.InvalidDbClusterStateException").1, Name::Known);
        assert_eq!(judge(call, "Rds.RdsException").1, Name::Known);
        assert_eq!(judge(call, "Rds.DbProxyNotFoundException").1, Name::Plausible);
        assert_eq!(judge(call, "Rds.ThrottlingException").1, Name::Plausible);
        assert_eq!(judge(call, "Rds.InvalidDBClusterStateFault").1, meant("InvalidDbClusterStateException"));
        assert_eq!(
            judge(call, "Rds.InvalidDbClusterStatException").1,
            near("InvalidDbClusterStateException")
        );
        assert_eq!(judge(call, "Rds.DBProxyNotFoundFault").1, near("DbProxyNotFoundException"));
        assert_eq!(judge(call, "Rds.AmazonRDSException").1, near("RdsException"));
        assert_eq!(judge(call, "Rds.InternalFailure").1, near("InternalFailureException"));
        assert_eq!(judge(call, "Rds.SomethingElseException").1, Name::Unknown);
        assert_eq!(judge(call, "Rds.404").1, Name::Unknown);
    }

    #[test]
    fn names_of_optimized_integrations_keep_their_capitals() {
        assert_eq!(judge("lambda:invoke", "Lambda.EC2ThrottledException").1, Name::Known);
        assert_eq!(judge("lambda:invoke", "Lambda.AWSLambdaException").1, Name::Known);
        assert_eq!(judge("lambda:invoke", "Lambda.AwsLambdaException").1, near("AWSLambdaException"));
        assert_eq!(judge("lambda:invoke", "Lambda.TooManyRequests").1, meant("TooManyRequestsException"));
        assert_eq!(
            judge("lambda:invoke", "Lambda.TooManyRequestException").1,
            near("TooManyRequestsException")
        );
        assert_eq!(judge("lambda:invoke", "Lambda.MyOwn").1, Name::Unknown);
        assert_eq!(
            judge("dynamodb:putItem", "DynamoDB.DynamoDbException").1,
            near("AmazonDynamoDBException")
        );
        assert_eq!(judge("states:startExecution", "StepFunctions.ExecutionLimitExceeded").1, Name::Known);
        assert_eq!(judge("states:startExecution", "StepFunctions.InvalidName").1, Name::Unknown);
        assert_eq!(judge("dynamodb:putItem", "DynamoDB.RequestLimitExceeded").1, Name::Unknown);
        assert_eq!(
            judge("dynamodb:putItem", "DynamoDB.ConditionalCheckFailed").1,
            meant("ConditionalCheckFailedException")
        );
        assert_eq!(judge("apigateway:invoke", "ApiGateway.403").1, Name::Unknown);
    }
}
