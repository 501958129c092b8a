//! A secret that is fetched into the state, where the history of the execution keeps it.

use super::{Context, Reporter};
use crate::aws::Pattern;
use crate::document::WorkflowType;
use crate::finding::Severity;
use crate::rules::service_call::{ServiceCall, calls};
use crate::syntax::Kind;

/// Service and action of the SDK, and the member of the answer that is a secret.
const SECRETS: [(&str, &str, &str); 14] = [
    ("codeartifact", "getAuthorizationToken", "AuthorizationToken"),
    ("cognitoidentity", "getCredentialsForIdentity", "Credentials"),
    ("cognitoidentityprovider", "adminInitiateAuth", "AuthenticationResult"),
    ("cognitoidentityprovider", "initiateAuth", "AuthenticationResult"),
    ("ecr", "getAuthorizationToken", "AuthorizationData"),
    ("iam", "createAccessKey", "AccessKey"),
    ("kms", "decrypt", "Plaintext"),
    ("kms", "generateDataKey", "Plaintext"),
    ("lightsail", "getRelationalDatabaseMasterUserPassword", "MasterUserPassword"),
    ("redshift", "getClusterCredentials", "DbPassword"),
    ("redshiftserverless", "getCredentials", "DbPassword"),
    ("secretsmanager", "batchGetSecretValue", "SecretValues"),
    ("secretsmanager", "getRandomPassword", "RandomPassword"),
    ("secretsmanager", "getSecretValue", "SecretString"),
];

/// Parameters of Systems Manager are secrets only where they were made `SecureString`s.
const PARAMETERS: [&str; 4] = ["getParameter", "getParameters", "getParametersByPath", "getParameterHistory"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    // An Express workflow keeps no history, and what it logs is not in the definition.
    if cx.workflow_type == Some(WorkflowType::Express) {
        return;
    }
    for call in calls(cx).filter(|call| call.pattern == Some(Pattern::RequestResponse)) {
        let secret = SECRETS.iter().find(|(service, action, _)| (*service, *action) == call.sdk);
        let (member, is_sure) = match secret {
            Some((_, _, member)) => (*member, true),
            None if decrypts_parameter(call) => ("Value", false),
            None => continue,
        };
        let finding = out.report(
            &call.resource_place(),
            call.resource.span(),
            format!("State `{}` fetches a secret with `{}`", call.state.name, call.name),
        );
        finding.label(format!("the execution's history keeps the `{member}` of its result"));
        finding.help(
            "Fetch it where it is used: in the function, the container or the connection that needs it",
        );
        if !is_sure {
            finding.at_most(Severity::Info);
        }
    }
}

fn decrypts_parameter(call: &ServiceCall<'_>) -> bool {
    let decrypts = || call.object().and_then(|sent| sent.get("WithDecryption")).map(|value| value.kind());
    call.sdk.0 == "ssm" && PARAMETERS.contains(&call.sdk.1) && decrypts() == Some(Kind::Bool(true))
}

#[cfg(test)]
mod tests {
    use super::{PARAMETERS, SECRETS};
    use crate::aws;

    #[test]
    fn the_answers_have_the_members() {
        for (service, action, member) in SECRETS {
            let found = aws::sdk_service(service).and_then(|service| service.action(action));
            let answer = found.and_then(aws::Action::output);
            assert!(
                answer.is_some_and(|answer| answer.members().get(member).is_some()),
                "{service}:{action}"
            );
        }
        let ssm = aws::sdk_service("ssm").expect("a service");
        assert!(PARAMETERS.iter().all(|name| ssm.action(name).is_some()));
    }
}
