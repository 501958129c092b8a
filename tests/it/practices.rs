//! What rules about services and errors report and what they leave alone, beyond the examples of their pages.

use serde_json::{Value, json};

use crate::support::{lint_text, settings};

/// The places that a rule reports in a definition.
fn reported(rule: &str, workflow_type: &str, definition: &Value) -> Vec<String> {
    let text = serde_json::to_string_pretty(definition).expect("JSON");
    let findings = lint_text("practices.asl.json", &text, &settings(workflow_type));
    let own = findings.iter().filter(|finding| finding.rule.id == rule);
    own.map(|finding| format!("{} {}", finding.severity.name(), finding.pointer)).collect()
}

/// A machine with one task.
fn task(resource: &str, parameters: Value, others: Value) -> Value {
    let mut task = json!({
        "Type": "Task", "Resource": format!("arn:aws:states:::{resource}"), "Parameters": parameters, "End": true,
    });
    merge(&mut task, others);
    json!({ "StartAt": "A", "States": { "A": task } })
}

fn merge(into: &mut Value, others: Value) {
    let (Some(into), Value::Object(others)) = (into.as_object_mut(), others) else { return };
    into.extend(others);
}

/// A list that is read as `path`.
fn list(resource: &str, parameters: Value, path: &str) -> Value {
    let mut machine = task(resource, parameters, json!({ "Next": "B" }));
    machine["States"]["A"].as_object_mut().expect("a state").remove("End");
    machine["States"]["B"] = json!({ "Type": "Pass", "InputPath": path, "End": true });
    machine
}

#[test]
fn first_pages_are_reported_where_all_is_wanted() {
    let scan =
        |parameters, path| reported("unpaginated-list", "", &list("aws-sdk:dynamodb:scan", parameters, path));
    let found = ["info /States/A/Resource"];
    assert_eq!(scan(json!({ "TableName": "t" }), "$.Items"), found);
    assert_eq!(scan(json!({ "TableName": "t" }), "$['Items'][*].id"), found);
    for (parameters, path) in [
        (json!({ "TableName": "t", "Limit": 5 }), "$.Items"),
        (json!({ "TableName": "t", "ExclusiveStartKey.$": "$.key" }), "$.Items"),
        (json!({ "TableName": "t" }), "$.Items[0]"),
        (json!({ "TableName": "t" }), "$['Items'][0].id"),
        (json!({ "TableName": "t" }), "$.Items.Items[0]"),
        (json!({ "TableName": "t" }), "$.Count"),
        (json!({ "TableName": "t" }), "$"),
        (json!("${Parameters}"), "$.Items"),
    ] {
        assert_eq!(scan(parameters.clone(), path), [""; 0], "{parameters} {path}");
    }
    let instances = |parameters| {
        let machine = list("aws-sdk:ec2:describeInstances", parameters, "$.Reservations");
        reported("unpaginated-list", "", &machine)
    };
    assert_eq!(instances(json!({ "Filters": [] })), found);
    assert_eq!(instances(json!({ "InstanceIds.$": "$.ids" })), [""; 0]);
    let callback = list("aws-sdk:dynamodb:scan.waitForTaskToken", json!({ "TableName": "t" }), "$.Items");
    assert_eq!(reported("unpaginated-list", "", &callback), [""; 0]);
}

#[test]
fn failed_items_count_where_the_answer_is_thrown_away() {
    let delete = |others| {
        let machine = task("aws-sdk:s3:deleteObjects", json!({ "Bucket": "b", "Delete": {} }), others);
        reported("ignored-item-failures", "", &machine)
    };
    let (info, warning) = (["info /States/A/Resource"], ["warning /States/A/Resource"]);
    assert_eq!(delete(json!({})), info);
    assert_eq!(delete(json!({ "ResultPath": "$.deleted" })), info);
    assert_eq!(delete(json!({ "ResultSelector": { "all.$": "$" } })), info);
    assert_eq!(delete(json!({ "ResultPath": null })), warning);
    assert_eq!(delete(json!({ "ResultPath": null, "Assign": { "answer.$": "$" } })), info);
    assert_eq!(delete(json!({ "ResultSelector": { "done.$": "$.Deleted" } })), warning);
    assert_eq!(delete(json!({ "ResultSelector": { "failed.$": "$.Errors" } })), [""; 0]);

    let jsonata = |output: &str| {
        let machine = json!({ "QueryLanguage": "JSONata", "StartAt": "A", "States": { "A": {
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessageBatch",
            "Arguments": { "QueueUrl": "q", "Entries": [] }, "Output": output, "End": true,
        } } });
        reported("ignored-item-failures", "", &machine)
    };
    assert_eq!(jsonata("{% $states.result %}"), info);
    assert_eq!(jsonata("{% $states.result.Successful %}"), warning);
    assert_eq!(jsonata("{% $count($states.result.Failed) %}"), [""; 0]);
    let optimized = task("events:putEvents", json!({ "Entries": [] }), json!({}));
    assert_eq!(reported("ignored-item-failures", "", &optimized), [""; 0]);
}

#[test]
fn secrets_are_kept_by_the_history_of_standard_executions() {
    let secret = task("aws-sdk:secretsmanager:getSecretValue", json!({ "SecretId": "s" }), json!({}));
    assert_eq!(reported("secret-in-state", "", &secret), ["warning /States/A/Resource"]);
    assert_eq!(reported("secret-in-state", "EXPRESS", &secret), [""; 0]);
    let parameter = |parameters| {
        reported("secret-in-state", "", &task("aws-sdk:ssm:getParameter", parameters, json!({})))
    };
    assert_eq!(parameter(json!({ "Name": "p", "WithDecryption": true })), ["info /States/A/Resource"]);
    assert_eq!(parameter(json!({ "Name": "p", "WithDecryption": false })), [""; 0]);
    assert_eq!(parameter(json!({ "Name": "p" })), [""; 0]);
}

#[test]
fn jobs_are_polled_by_loops_that_ask_the_same_service() {
    let machine = |start: &str, ask: &str, is_loop: bool| {
        json!({ "TimeoutSeconds": 600, "StartAt": "A", "States": {
            "A": { "Type": "Task", "Resource": format!("arn:aws:states:::{start}"), "Parameters": {}, "Next": "W" },
            "W": { "Type": "Wait", "Seconds": 9, "Next": "Q" },
            "Q": { "Type": "Task", "Resource": format!("arn:aws:states:::{ask}"), "Parameters": {}, "Next": "C" },
            "C": {
                "Type": "Choice",
                "Choices": [{ "Variable": "$.done", "BooleanEquals": true, "Next": "S" }],
                "Default": if is_loop { "W" } else { "S" },
            },
            "S": { "Type": "Succeed" },
        } })
    };
    let polled = |kind, start, ask, is_loop| reported("polled-job", kind, &machine(start, ask, is_loop));
    let (athena, query) = ("athena:startQueryExecution", "athena:getQueryExecution");
    let found = ["info /States/A/Resource"];
    assert_eq!(polled("", athena, query, true), found);
    assert_eq!(polled("", "aws-sdk:athena:startQueryExecution", query, true), found);
    assert_eq!(polled("", "states:startExecution", "aws-sdk:sfn:describeExecution", true), found);
    assert_eq!(polled("EXPRESS", athena, query, true), [""; 0]);
    assert_eq!(polled("", athena, query, false), [""; 0]);
    assert_eq!(polled("", "athena:startQueryExecution.sync", query, true), [""; 0]);
    assert_eq!(polled("", athena, "aws-sdk:glue:getJobRun", true), [""; 0]);
    assert_eq!(polled("", "aws-sdk:glue:startCrawler", "aws-sdk:glue:getCrawler", true), [""; 0]);
    // The loop may wait for the end of another job, before this one starts.
    let mut after = machine(athena, query, true);
    after["StartAt"] = json!("W");
    after["States"]["C"]["Choices"][0]["Next"] = json!("A");
    after["States"]["A"]["Next"] = json!("S");
    assert_eq!(reported("polled-job", "", &after), [""; 0]);
}

#[test]
fn statements_are_reported_by_where_the_part_comes_from() {
    let athena = |query: &str| {
        let machine = task("athena:startQueryExecution", json!({ "QueryString.$": query }), json!({}));
        reported("statement-from-input", "", &machine)
    };
    let place = "/States/A/Parameters/QueryString.$";
    let (info, warning) = ([format!("info {place}")], [format!("warning {place}")]);
    assert_eq!(athena(r"States.Format('SELECT a FROM b WHERE c = \'{}\'', $.c)"), warning);
    assert_eq!(athena(r"States.Format('SELECT a FROM b WHERE c = {}', $$.Execution.Input.c)"), warning);
    assert_eq!(athena("States.Format('SELECT a FROM {}', $.table)"), info);
    assert_eq!(athena(r"States.Format('SELECT a FROM b WHERE c = \'{}\'', $$.Execution.StartTime)"), [""; 0]);
    assert_eq!(athena("States.Format('SELECT a FROM b LIMIT {}', States.ArrayLength($.c))"), [""; 0]);
    assert_eq!(athena("States.Format('{}', $.query)"), [""; 0]);
    assert_eq!(athena("$.query"), [""; 0]);

    let jsonata = |query: &str, start: &str| {
        let mut machine = json!({ "QueryLanguage": "JSONata", "StartAt": start, "States": { "A": {
            "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:executeStatement",
            "Arguments": { "Statement": query }, "End": true,
        } } });
        if start != "A" {
            machine["States"][start] = json!({ "Type": "Pass", "Next": "A" });
        }
        reported("statement-from-input", "", &machine)
    };
    let place = "/States/A/Arguments/Statement";
    let query = r#"{% "SELECT * FROM t WHERE id = '" & $string($states.input.id) & "'" %}"#;
    assert_eq!(jsonata(query, "A"), [format!("warning {place}")]);
    assert_eq!(jsonata(query, "P"), [format!("info {place}")]);
    assert_eq!(jsonata(r#"{% "SELECT * FROM t WHERE n = " & $number($states.input.n) %}"#, "A"), [""; 0]);
    assert_eq!(jsonata(r#"{% $states.input.a & $states.input.b %}"#, "A"), [""; 0]);
}

#[test]
fn targets_are_reported_that_the_execution_is_given() {
    let function = |name: &str| {
        let machine = task("lambda:invoke", json!({ "FunctionName.$": name, "Payload": {} }), json!({}));
        reported("target-from-input", "", &machine)
    };
    let found = ["info /States/A/Parameters/FunctionName.$"];
    assert_eq!(function("$.function"), found);
    assert_eq!(function("$$.Execution.Input.function"), found);
    assert_eq!(function("$$.StateMachine.Id"), [""; 0]);
    assert_eq!(function("States.Format('job-{}', $.name)"), [""; 0]);
    let mut later = task("lambda:invoke", json!({ "FunctionName.$": "$.f", "Payload": {} }), json!({}));
    later["StartAt"] = json!("P");
    later["States"]["P"] = json!({ "Type": "Pass", "Result": { "f": "pack" }, "Next": "A" });
    assert_eq!(reported("target-from-input", "", &later), [""; 0]);
    let role = json!({ "Credentials": { "RoleArn.$": "$$.Execution.Input.role" } });
    let assumed = task("lambda:invoke", json!({ "FunctionName": "f", "Payload": {} }), role);
    assert_eq!(reported("target-from-input", "", &assumed), ["info /States/A/Credentials/RoleArn.$"]);
}

#[test]
fn optimized_twins_must_do_the_same() {
    let call = |resource: &str, parameters| {
        reported("sdk-call-of-optimized-action", "", &task(resource, parameters, json!({})))
    };
    let sent = || json!({ "QueueUrl": "q", "MessageBody": "m" });
    assert_eq!(call("aws-sdk:sqs:sendMessage", sent()), ["info /States/A/Resource"]);
    assert_eq!(call("sqs:sendMessage", sent()), [""; 0]);
    let mut system = sent();
    system["MessageSystemAttributes"] = json!({});
    assert_eq!(call("aws-sdk:sqs:sendMessage", system), [""; 0]);
}

/// A template with a state machine that waits for a nested execution under the role `R`.
fn template(role: &Value, others: Value) -> String {
    let mut template = json!({ "Resources": {
        "R": { "Type": "AWS::IAM::Role", "Properties": role },
        "M": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
            "RoleArn": { "Fn::GetAtt": ["R", "Arn"] },
            "Definition": { "StartAt": "A", "States": { "A": {
                "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
                "Parameters": { "StateMachineArn": "${X}" }, "End": true,
            } } },
        } },
    } });
    merge(&mut template["Resources"], others);
    template.to_string()
}

#[test]
fn roles_are_judged_only_where_all_they_may_do_is_there() {
    let document =
        |action: Value| json!({ "Statement": [{ "Effect": "Allow", "Action": action, "Resource": "*" }] });
    let own =
        |action: Value| json!({ "Policies": [{ "PolicyName": "p", "PolicyDocument": document(action) }] });
    let attached = |action: Value, role: Value| {
        let properties = json!({ "PolicyName": "p", "Roles": [role], "PolicyDocument": document(action) });
        json!({ "P": { "Type": "AWS::IAM::Policy", "Properties": properties } })
    };
    let lacking = |role: Value, others: Value| {
        let findings = lint_text("template.json", &template(&role, others), &settings(""));
        findings.iter().filter(|finding| finding.rule.id == "sync-without-event-permissions").count()
    };
    let start = || json!("states:StartExecution");
    let this = || json!({ "Ref": "R" });
    assert_eq!(lacking(own(start()), json!({})), 1);
    assert_eq!(lacking(own(json!(["states:*", "events:PutRule", "events:DescribeRule"])), json!({})), 1);
    assert_eq!(lacking(own(json!(["states:*", "events:*"])), json!({})), 0);
    assert_eq!(lacking(own(json!("*")), json!({})), 0);
    assert_eq!(lacking(json!({}), attached(start(), this())), 1);
    assert_eq!(lacking(own(start()), attached(json!(["events:Put*", "events:Describe*"]), this())), 0);
    assert_eq!(lacking(own(start()), attached(json!("events:*"), json!({ "Ref": "Other" }))), 1);
    // What cannot be read may allow it.
    assert_eq!(lacking(own(start()), attached(json!("events:*"), json!("some-role"))), 0);
    assert_eq!(lacking(own(json!([start(), { "Ref": "Action" }])), json!({})), 0);
    assert_eq!(lacking(own(json!(["${Action}"])), json!({})), 0);
    let with = |field: &str, value: Value| {
        let mut role = own(start());
        role[field] = value;
        role
    };
    assert_eq!(
        lacking(with("ManagedPolicyArns", json!(["arn:aws:iam::aws:policy/AdministratorAccess"])), json!({})),
        0
    );
    assert_eq!(lacking(with("ManagedPolicyArns", json!([])), json!({})), 1);
    assert_eq!(lacking(with("Policies", json!({ "Fn::If": ["C", [], []] })), json!({})), 0);
    assert_eq!(
        lacking(own(start()), json!({ "C": { "Type": "AWS::Serverless::Connector", "Properties": {} } })),
        0
    );
    let nested =
        json!({ "Type": "AWS::CloudFormation::Stack", "Properties": { "Parameters": { "Role": this() } } });
    assert_eq!(lacking(own(start()), json!({ "S": nested })), 0);
}

#[test]
fn roles_of_terraform_are_judged_alike() {
    let lacking = |role: &str, others: &str| {
        let machine = r#"
            resource "aws_sfn_state_machine" "m" {
              role_arn   = aws_iam_role.r.arn
              definition = <<-EOF
            { "StartAt": "A", "States": { "A": {
              "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync",
              "Parameters": { "TaskDefinition": "t" }, "End": true } } }
            EOF
            }"#;
        let text = format!("resource \"aws_iam_role\" \"r\" {{\n{role}\n}}\n{others}\n{machine}\n");
        let findings = lint_text("main.tf", &text, &settings(""));
        findings.iter().filter(|finding| finding.rule.id == "sync-without-event-permissions").count()
    };
    let json = |action: &str| {
        format!(
            r#"jsonencode({{ Statement = {{ Effect = "Allow", Action = "{action}", Resource = "*" }} }})"#
        )
    };
    let policy = |role: &str, policy: &str| {
        format!("resource \"aws_iam_role_policy\" \"p\" {{\nrole = {role}\npolicy = {policy}\n}}")
    };
    let document = |actions: &str| {
        format!("data \"aws_iam_policy_document\" \"d\" {{\nstatement {{\nactions = {actions}\n}}\n}}\n")
    };
    let (own, data) = ("aws_iam_role.r.id", "data.aws_iam_policy_document.d.json");
    assert_eq!(lacking("", &policy(own, &json("ecs:*"))), 1);
    assert_eq!(lacking("", &policy(own, &json("events:*"))), 0);
    assert_eq!(lacking("", &policy(own, "var.policy")), 0);
    assert_eq!(lacking("", &policy("var.role", &json("ecs:*"))), 0);
    assert_eq!(lacking("", &format!("{}{}", document(r#"["ecs:RunTask"]"#), policy(own, data))), 1);
    assert_eq!(lacking("", &format!("{}{}", document(r#"["*"]"#), policy(own, data))), 0);
    assert_eq!(lacking("", &format!("{}{}", document("local.actions"), policy(own, data))), 0);
    let heredoc = "<<EOF\n{ \"Statement\": [{ \"Effect\": \"Allow\", \"Action\": [\"ecs:RunTask\"] }] }\nEOF";
    assert_eq!(lacking("", &policy(own, heredoc)), 1);
    assert_eq!(lacking(&format!("inline_policy {{\npolicy = {}\n}}", json("events:Put*")), ""), 1);
    assert_eq!(lacking("managed_policy_arns = [var.arn]", ""), 0);
    assert_eq!(lacking("", "output \"role\" {\nvalue = aws_iam_role.r.name\n}"), 0);
    let attach = |arn: &str| {
        format!(
            "resource \"aws_iam_role_policy_attachment\" \"a\" {{\nrole = {own}\npolicy_arn = {arn}\n}}\n"
        )
    };
    let managed =
        |action: &str| format!("resource \"aws_iam_policy\" \"q\" {{\npolicy = {}\n}}\n", json(action));
    assert_eq!(lacking("", &format!("{}{}", managed("ecs:*"), attach("aws_iam_policy.q.arn"))), 1);
    assert_eq!(lacking("", &format!("{}{}", managed("events:*"), attach("aws_iam_policy.q.arn"))), 0);
    assert_eq!(lacking("", &attach("\"arn:aws:iam::aws:policy/AdministratorAccess\"")), 0);
}

#[test]
fn an_error_name_stands_where_it_stands_in_its_list() {
    let catcher = json!({ "ErrorEquals": [5, "States.Runtime", "States.Timeot", "Sns.InvalidParameterExeption"], "Next": "A" });
    let machine = task("sns:publish", json!({}), json!({ "Catch": [catcher] }));
    let place = |rule| reported(rule, "", &machine);
    assert_eq!(place("uncatchable-error"), ["warning /States/A/Catch/0/ErrorEquals/1"]);
    assert_eq!(place("unknown-states-error"), ["warning /States/A/Catch/0/ErrorEquals/2"]);
    assert_eq!(place("unmatchable-error-name"), ["warning /States/A/Catch/0/ErrorEquals/3"]);
}

#[test]
fn buckets_of_readers_are_looked_at_without_their_resource() {
    let child = json!({ "StartAt": "B", "States": { "B": { "Type": "Succeed" } } });
    let reader = json!({ "Parameters": { "Bucket": "arn:aws:s3:::b" } });
    let map = json!({ "Type": "Map", "ItemReader": reader, "ItemProcessor": child, "End": true });
    let machine = json!({ "StartAt": "A", "States": { "A": map } });
    let found = ["warning /States/A/ItemReader/Parameters/Bucket"];
    assert_eq!(reported("bucket-is-arn", "", &machine), found);
}
