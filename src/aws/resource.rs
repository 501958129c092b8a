//! The `Resource` of a task, taken apart (spec/integrations.md 8.1).

use std::ops::Range;

/// Resources of Step Functions itself that no task can call, though their ARNs look like calls.
const OWN_RESOURCES: [&str; 5] = ["stateMachine", "execution", "express", "mapRun", "stateMachineVersion"];

/// A piece of the text of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// The piece.
    pub text: &'a str,
    /// Where it stands in the text of the resource, in bytes.
    pub range: Range<usize>,
}

impl Part<'_> {
    /// Whether some of it is filled in before AWS sees it.
    pub fn has_placeholder(&self) -> bool {
        has_placeholder(self.text)
    }
}

/// Whether something else will stand in the place of some of a text: `${Function}`, `<FUNCTION_ARN>`, `{{ function }}`,
/// `#{Function.Arn}`.
pub fn has_placeholder(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memchr::memchr3(b'<', b'{', b'%', bytes).is_none() && memchr::memchr(b'_', bytes).is_none() {
        return false;
    }
    bytes.contains(&b'<')
        || bytes.windows(2).any(|pair| matches!(pair, b"${" | b"{{" | b"#{" | b"__" | b"%%"))
}

/// A text that stands in `Resource`, as far as it can be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource<'a> {
    /// The partition; `None` if the text is no ARN.
    pub partition: Option<Part<'a>>,
    /// The region, perhaps empty; `None` if the text is no ARN.
    pub region: Option<Part<'a>>,
    /// The account, perhaps empty; `None` if the text is no ARN.
    pub account: Option<Part<'a>>,
    /// What is called.
    pub target: Target<'a>,
}

/// What a resource calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// A Lambda function by its ARN.
    Lambda {
        /// Its name.
        function: Part<'a>,
        /// The version or alias.
        qualifier: Option<Part<'a>>,
    },
    /// An activity.
    Activity {
        /// Its name.
        name: Part<'a>,
    },
    /// An optimized integration, which need not exist.
    Optimized(Call<'a>),
    /// An action of the SDK, which need not exist.
    Sdk(Call<'a>),
    /// An endpoint over HTTP.
    Http(Call<'a>),
    /// Not known before deployment: a placeholder stands where it says what is called.
    Placeholder,
    /// An ARN of something that a task does not call.
    Other,
    /// No ARN.
    NotArn,
}

/// A service and what it is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call<'a> {
    /// The service.
    pub service: Part<'a>,
    /// The action, without suffix; perhaps empty.
    pub action: Part<'a>,
    /// What stands behind the action, with its point: `.sync:2`.
    pub suffix: Option<Part<'a>>,
}

impl Call<'_> {
    /// How the call is made; `None` if there is no such suffix.
    pub fn pattern(&self) -> Option<Pattern> {
        let suffix = self.suffix.as_ref().map_or("", |suffix| suffix.text);
        Pattern::ALL.into_iter().find(|pattern| pattern.suffix() == suffix)
    }
}

/// How a service is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// The state goes on when the service has answered.
    RequestResponse,
    /// The state goes on when the job that the service runs has ended.
    Sync,
    /// The same, with a result that is JSON rather than a text of it.
    Sync2,
    /// The state goes on when somebody hands the token back.
    WaitForTaskToken,
}

impl Pattern {
    /// All patterns.
    pub const ALL: [Self; 4] = [Self::RequestResponse, Self::Sync, Self::Sync2, Self::WaitForTaskToken];

    /// What stands behind the action: `.sync:2`, or nothing.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::RequestResponse => "",
            Self::Sync => ".sync",
            Self::Sync2 => ".sync:2",
            Self::WaitForTaskToken => ".waitForTaskToken",
        }
    }
}

impl<'a> Resource<'a> {
    /// Takes the text of a `Resource` apart. Any text will do.
    pub fn parse(text: &'a str) -> Self {
        let mut rest = Rest { text, at: 0 };
        let unknown = |target| Self { partition: None, region: None, account: None, target };
        let parts = (|| Some([rest.next()?, rest.next()?, rest.next()?, rest.next()?, rest.next()?]))();
        let Some([arn, partition, service, region, account]) = parts else {
            return unknown(if has_placeholder(text) { Target::Placeholder } else { Target::NotArn });
        };
        if arn.text != "arn" {
            return unknown(if arn.has_placeholder() { Target::Placeholder } else { Target::NotArn });
        }
        let target = match service.text {
            "states" => states(rest),
            "lambda" => lambda(rest),
            _ if service.has_placeholder() => Target::Placeholder,
            _ => Target::Other,
        };
        Self { partition: Some(partition), region: Some(region), account: Some(account), target }
    }
}

fn lambda(mut rest: Rest<'_>) -> Target<'_> {
    let Some(kind) = rest.next() else { return Target::Other };
    match rest.next() {
        Some(function) if kind.text == "function" => Target::Lambda { function, qualifier: rest.remainder() },
        _ if kind.has_placeholder() => Target::Placeholder,
        _ => Target::Other,
    }
}

fn states(mut rest: Rest<'_>) -> Target<'_> {
    let Some(first) = rest.next() else { return Target::Other };
    match first.text {
        "activity" => rest.remainder().map_or(Target::Other, |name| Target::Activity { name }),
        "aws-sdk" => match rest.next() {
            Some(service) => call(service, rest).map_or(Target::Placeholder, Target::Sdk),
            None => Target::Other,
        },
        "http" => call(first, rest).map_or(Target::Placeholder, Target::Http),
        own if OWN_RESOURCES.contains(&own) => Target::Other,
        _ => call(first, rest).map_or(Target::Placeholder, Target::Optimized),
    }
}

/// `None` if a placeholder hides some of it.
fn call<'a>(service: Part<'a>, mut rest: Rest<'a>) -> Option<Call<'a>> {
    let end = rest.text.len();
    let action = rest.remainder().unwrap_or(Part { text: "", range: end..end });
    if has_placeholder(&rest.text[service.range.start..]) {
        return None;
    }
    let Part { text, range } = action;
    let (action, suffix) = text.split_at(text.bytes().position(|byte| byte == b'.').unwrap_or(text.len()));
    let middle = range.start + action.len();
    let suffix = (!suffix.is_empty()).then_some(Part { text: suffix, range: middle..range.end });
    Some(Call { service, action: Part { text: action, range: range.start..middle }, suffix })
}

/// What is left of a text that colons part; colons within `${…}` and the like do not.
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    /// The part up to the next colon or the end; `None` if nothing, not even a colon, was left.
    fn next(&mut self) -> Option<Part<'a>> {
        let start = self.at;
        let rest = self.text.get(start..)?;
        let end = start + colon(rest).unwrap_or(rest.len());
        // Behind the last part there is not even an empty one.
        self.at = end + 1;
        Some(Part { text: self.text.get(start..end)?, range: start..end })
    }

    /// All that is left, colons and all.
    fn remainder(&mut self) -> Option<Part<'a>> {
        let start = self.at;
        let text = self.text.get(start..)?;
        self.at = self.text.len() + 1;
        Some(Part { text, range: start..self.text.len() })
    }
}

/// The first colon that stands in no placeholder.
fn colon(text: &str) -> Option<usize> {
    let first = text.bytes().position(|byte| byte == b':' || byte == b'{')?;
    if text.as_bytes()[first] == b':' {
        return Some(first);
    }
    let mut depth = 0_usize;
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' if matches!(before, b'$' | b'#' | b'{') || depth > 0 => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b':' if depth == 0 => return Some(at),
            _ => {}
        }
        before = byte;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of a resource in a line, each checked to stand where it says.
    fn describe(text: &str) -> String {
        let show = |part: &Part<'_>| {
            assert_eq!(&text[part.range.clone()], part.text, "{text}");
            part.text.to_owned()
        };
        let call = |name: &str, call: &Call<'_>| {
            let suffix = call.suffix.as_ref().map_or(String::new(), show);
            format!("{name} {} {} {suffix:?} {:?}", show(&call.service), show(&call.action), call.pattern())
        };
        let resource = Resource::parse(text);
        let target = match &resource.target {
            Target::Lambda { function, qualifier } => {
                format!("function {} {:?}", show(function), qualifier.as_ref().map(show))
            }
            Target::Activity { name } => format!("activity {}", show(name)),
            Target::Optimized(target) => call("optimized", target),
            Target::Sdk(target) => call("sdk", target),
            Target::Http(target) => call("http", target),
            other => format!("{other:?}"),
        };
        let head = [&resource.partition, &resource.region, &resource.account];
        let head = head.map(|part| part.as_ref().map_or("-".to_owned(), show));
        format!("{text}\n    {} | {target}\n", head.join(" "))
    }

    #[test]
    fn resources_are_taken_apart() {
        let texts = [
            "arn:aws:lambda:us-east-1:123456789012:function:HelloFunction",
            "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:Hello:$LATEST",
            "arn:aws:lambda:us-east-1:123456789012:layer:Tools:1",
            "arn:aws:lambda:us-east-1:123456789012:function",
            "arn:aws:lambda:us-east-1:123456789012:function:${Name}",
            "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:Hello",
            "arn:aws:states:us-east-1:123456789012:activity:Approve",
            "arn:aws:states:us-east-1:123456789012:stateMachine:Main",
            "arn:aws:states:::lambda:invoke",
            "arn:${AWS::Partition}:states:::ecs:runTask.sync",
            "arn:${data.aws_partition.p[\"a:{b}\"].partition}:states:::s3:getObject",
            "arn:<PARTITION>:states:::sqs:sendMessage.waitForTaskToken",
            "arn:aws:states:::states:startExecution.sync:2",
            "arn:aws:states:::states:startExecution.sync:1",
            "arn:aws:states:::sqs:sendMessage.waitForTasktoken",
            "arn:aws:states:us-east-1:123456789012:sqs:sendMessage",
            "arn:aws-cn:states:::aws-sdk:rds:describeDBInstances",
            "arn:aws:states:us-east-1:123456789012:aws-sdk:s3:getObject",
            "arn:aws:states:::aws-sdk:sfn:sendTaskSuccess.waitForTaskToken",
            "arn:aws:states:::aws-sdk:sfn",
            "arn:aws:states:::aws-sdk",
            "arn:aws:states:::http:invoke",
            "arn:aws:states:::lambda",
            "arn:aws:states:::lambda:invoke:extra",
            "arn:aws:states:::${Service}:invoke",
            "arn:aws:states:::lambda:${Action}",
            "arn:aws:${Service}:::x",
            "arn:aws:s3:::bucket",
            "arn:aws:states",
            "${HelloFunction.Arn}",
            "${Arn}:live:b:c:d",
            "${open:a:b:c:d:e:f",
            "arn:aws:lambda:{{ region }}:#{AWS::AccountId}:function:__NAME__",
            "<FUNCTION_ARN>",
            "{{ a:b:c:d:e }}",
            "HelloFunction",
            "one:two:three:four:five:six",
            "",
            "::::::",
            "arn:aws:states:::größe:läuft.é",
        ];
        insta::assert_snapshot!(texts.map(describe).concat());
    }
}
