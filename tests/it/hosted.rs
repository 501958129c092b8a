//! What templates make of the definitions in them: conditions and loops of Terraform, parts of files, loops over
//! resources, and what is said where a definition is not read.

use aslint::source::SourceFile;
use aslint::{Settings, Workspace, lint};

/// What is found in some files: the line, the rule, and `!` for an error.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let mut workspace = Workspace::default();
    for (name, text) in files {
        workspace.add(SourceFile::new(*name, *text));
    }
    let findings = lint(&workspace, &Settings::default());
    let told = |finding: &aslint::finding::Finding| {
        let file = workspace.file(finding.primary.span.file);
        let line = file.text()[..finding.primary.span.start as usize].matches('\n').count() + 1;
        let sign = if finding.severity == aslint::finding::Severity::Error { "!" } else { "" };
        format!("{}:{line} {}{sign}", file.path(), finding.rule.id)
    };
    findings.iter().map(told).collect()
}

const CALL: &str = r#"resource "aws_sfn_state_machine" "orders" {
  name       = "orders"
  role_arn   = aws_iam_role.orders.arn
  definition = templatefile("${path.module}/orders.tftpl", { prod = var.prod, kinds = ["a"], host = var.host })
}
"#;

/// What is found in the template of a `templatefile` with `prod`, `kinds` and `host`, each with its line in it.
fn in_template(text: &str) -> Vec<String> {
    found(&[("main.tf", CALL), ("orders.tftpl", text)])
}

/// What is found in the definition of a heredoc.
fn in_heredoc(text: &str) -> Vec<String> {
    let head = "resource \"aws_sfn_state_machine\" \"orders\" {\n  name = \"orders\"\n  definition = <<EOF\n";
    found(&[("main.tf", &format!("{head}{text}\nEOF\n}}\n"))])
}

const NONE: [&str; 0] = [];

#[test]
fn names_that_a_loop_gives_values_are_known_within_it() {
    let text = r#"{ "StartAt": "Kind", "States": {
  "Kind": { "Type": "Choice", "Choices": [
    %{ for kind in kinds ~}
    { "Variable": "$.kind", "StringEquals": "${kind}", "Next": "Done" },
    %{ endfor ~}
    %{ for place, owner in kinds ~}
    { "Variable": "$.place", "StringEquals": "${place} ${owner.name}", "Next": "Done" },
    %{ endfor ~}
    { "Variable": "$.kind", "StringEquals": "${host}", "Next": "Done" }
  ], "Default": "Done" },
  "Done": { "Type": "Pass", "Result": "BEHIND", "End": true }
} }"#;
    assert_eq!(in_template(text), NONE);
    assert_eq!(in_template(&text.replace("BEHIND", "${kind}")), ["orders.tftpl:11 undefined-substitution!"]);
}

#[test]
fn what_terraform_escapes_is_no_placeholder() {
    let text = r#"{ "StartAt": "A", "States": {
  "A": { "Type": "Pass", "Result": "echo $${HOME} %%{ if x }", "Next": "B" },
  "B": { "Type": "Pass", "Result": "$${host}", "End": true } } }"#;
    assert_eq!(in_template(text), NONE);
    assert_eq!(in_heredoc(text), NONE);
    let quoted = r#"resource "aws_sfn_state_machine" "orders" {
  definition = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Result\": \"$${HOME}\", \"End\": true}}}"
}
"#;
    assert_eq!(found(&[("main.tf", quoted)]), NONE);
    let single = text.replace("$${HOME}", "${HOME}");
    assert_eq!(in_template(&single), ["orders.tftpl:2 undefined-substitution!"]);
}

#[test]
fn each_branch_of_a_condition_is_a_definition_of_its_own() {
    let text = r#"{ "StartAt": "A", "States": { "A": {
  %{ if prod }
  "Type": "Wait", "Seconds": 3600, "Next": "B"
  %{ else }
  "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
  "Parameters": { "QueueUrl": "${host}%{ if prod }/prod%{ else }/test%{ endif }", "MessageBody": "m" }, ELSE
  %{ endif }
}, "B": { "Type": "Succeed" } } }"#;
    let sound = text.replace("ELSE", r#""Next": "B""#);
    assert_eq!(in_template(&sound), NONE);
    assert_eq!(in_heredoc(&sound), NONE);
    assert_eq!(
        in_template(&text.replace("ELSE", r#""Next": "C""#)),
        ["orders.tftpl:6 unknown-target!", "orders.tftpl:8 unreachable-state!"]
    );
    assert_eq!(in_template(&sound.replace("3600", "-1")), ["orders.tftpl:3 out-of-range!"]);
    // In one branch a key stands once.
    let twice = sound.replace(r#""Seconds": 3600"#, r#""Seconds": 3600, "Seconds": 60"#);
    assert_eq!(in_template(&twice), ["orders.tftpl:3 duplicate-key"]);
}

#[test]
fn of_several_conditions_only_what_does_not_depend_on_them_is_told() {
    let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass",
  %{ if host == "a" }"Next": "B"%{ endif }
  %{ if host == "b" }"End": true%{ endif }
}, "B": { "Type": "Succeed", "FAULT": 1 } } }"#;
    assert_eq!(in_template(text), ["orders.tftpl:4 unknown-field!"]);
    let negated = r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass",
  %{ if prod }"Next": "B"%{ endif }
  %{ if !prod }"Next": "C"%{ endif }
}, "B": { "Type": "Succeed" } } }"#;
    let told = in_template(negated);
    assert_eq!(told, ["orders.tftpl:3 unknown-target!", "orders.tftpl:4 unreachable-state!"]);
}

#[test]
fn an_interpolation_between_items_may_be_a_comma() {
    let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Parallel", "Branches": [
  %{~ for index, kind in var.kinds ~}
  ${index > 0 ? "," : ""}{ "StartAt": "B${index}", "States": { "B${index}": { "Type": "Wait", "Seconds": ${index + 1}, "End": true } } }
  %{~ endfor ~}
  ${var.more}
  { "StartAt": "C", "States": { "C": { "Type": "Pass", "FAULT": 1, "End": true } } }
  %{~ for index, kind in var.kinds ~}
  , { "StartAt": "D${index}", "States": { "D${index}": { "Type": "Succeed" } } }%{ if kind == "a" },%{ endif }
  %{~ endfor ~}
], "End": true } } }"#;
    assert_eq!(in_heredoc(text), ["main.tf:9 unknown-field!"]);
    assert_eq!(
        in_template(&text.replace("var.kinds", "kinds").replace("var.more", "host")),
        ["orders.tftpl:6 unknown-field!"]
    );
    // An item is no comma, and a placeholder is a value.
    assert_eq!(
        in_heredoc(
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Result": [1 2, ${x},], "End": true } } }"#
        ),
        ["main.tf:4 json-syntax!", "main.tf:4 trailing-comma"]
    );
}

#[test]
fn a_template_that_cannot_be_read_is_told_once() {
    let text = r#"{ "StartAt": "A", %{ for x in kinds }"States": { %{ endfor } }"#;
    assert_eq!(in_heredoc(text), ["main.tf:3 definition-elsewhere"]);
    assert_eq!(in_template(text), ["main.tf:4 definition-elsewhere"]);
}

#[test]
fn retriers_that_terraform_makes_are_retriers() {
    let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
  "Parameters": { "FunctionName": "f", "Payload.$": "$" }, RETRY "End": true } } }"#;
    let told = ["orders.tftpl:1 lambda-without-retrier"];
    for retry in [
        r#""Retry": ${jsonencode(host)},"#,
        r#""Retry": [${host}],"#,
        r#""Retry": [{ "ErrorEquals": ${jsonencode(host)} }],"#,
    ] {
        assert_eq!(in_template(&text.replace("RETRY", retry)), NONE, "{retry}");
    }
    assert_eq!(in_template(&text.replace("RETRY", "")), told);
    assert_eq!(in_template(&text.replace("RETRY", r#""Retry": [{ "ErrorEquals": ["E"] }],"#)), told);
}

#[test]
fn a_part_of_a_file_is_a_definition() {
    let configuration = "service: orders
stepFunctions:
  stateMachines:
    ship: { definition: '${file(./flows.yml):flows.ship}' }
    bill:
      type: EXPRESS
      loggingConfig: { level: ERROR }
      definition: ${file(flows.yml):flows.bill, ''}
    gone:
      definition: ${self:custom.gone}
    made:
      definition: ${file(flows.js)}
    lost:
      definition: ${file(flows.yml):flows.lost}
";
    let flows = "flows:
  ship:
    StartAt: Wait
    States:
      Wait: { Type: Wait, Seconds: 400, End: true }
  bill:
    StartAt: Wait
    States:
      Wait: { Type: Wait, Seconds: 400, End: true }
  # Nobody names this one.
  other:
    StartAt: Gone
";
    assert_eq!(
        found(&[
            ("serverless.yml", configuration),
            ("flows.yml", flows),
            ("flows.js", "module.exports = {}")
        ]),
        [
            "serverless.yml:10 definition-elsewhere",
            "serverless.yml:12 definition-elsewhere",
            "serverless.yml:14 definition-elsewhere",
            "flows.yml:9 express-wait-too-long!"
        ]
    );
}

#[test]
fn resources_of_the_serverless_framework_are_a_template() {
    let machine = "    Flow:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        RoleArn: !GetAtt Role.Arn
        DefinitionString: |
          { \"StartAt\": \"A\", \"States\": { \"A\": { \"Type\": \"Pass\", \"Result\": \"${self:service} ${opt:stage}\", \"FAULT\": 1, \"End\": true } } }
";
    let whole = format!("service: orders\nresources:\n  Resources:\n{machine}");
    assert_eq!(found(&[("serverless.yml", &whole)]), ["serverless.yml:9 unknown-field!"]);
    let pieces = format!(
        "service: orders\nresources:\n  - ${{file(more.yml)}}\n  - Resources:\n{}",
        machine.replace("    ", "      ")
    );
    assert_eq!(found(&[("serverless.yml", &pieces)]), ["serverless.yml:10 unknown-field!"]);
}

#[test]
fn state_machines_that_a_loop_makes_are_read() {
    let template = "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Resources:
  Fn::ForEach::Flows:
    - Kind
    - [Ship, Bill]
    - \"${Kind}Flow\":
        Type: AWS::Serverless::StateMachine
        Properties:
          DefinitionSubstitutions: { Name: !Ref Kind }
          Definition:
            StartAt: A
            States:
              A: { Type: Pass, Result: \"${Name}${Kind}\", FAULT: 1, End: true }
";
    assert_eq!(found(&[("template.yaml", template)]), ["template.yaml:13 unknown-field!"]);
}

#[test]
fn variables_of_a_shell_are_no_placeholders() {
    let with = |command: &str, substitutions: &str| {
        let template = format!(
            "Resources:
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
{substitutions}      DefinitionString: |
        {{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Pass\", \"Result\": {command}, \"End\": true}}}}}}
"
        );
        found(&[("template.yaml", &template)])
    };
    let given = "      DefinitionSubstitutions: { HomePath: x }\n";
    assert_eq!(with(r#"["cd ${HOME}", "echo \"${PATH}\" | sh"]"#, ""), NONE);
    assert_eq!(
        with(r#""${FnArn}""#, "      DefinitionSubstitutions: { FunctionArn: x }\n"),
        ["template.yaml:6 unused-substitution", "template.yaml:8 undefined-substitution"]
    );
    for (command, substitutions) in [
        // The whole of a value, or a part of a name.
        (r#""${TableName}""#, ""),
        (r#""table-${Stage}""#, ""),
        ("${Seconds}", ""),
        // What only templates have.
        (r#""run on ${Stage}""#, ""),
        (r#""in ${AWS::Region} of us""#, ""),
        (r#""run ${Ship.Arn} now""#, ""),
        // What only Step Functions reads.
        (r#""{% 'a' & '${Stage}' %}""#, ""),
    ] {
        assert_eq!(with(command, substitutions), ["template.yaml:7 undefined-substitution"], "{command}");
    }
    assert_eq!(
        with(r#""cd ${HOMEPATHS} now""#, given),
        ["template.yaml:6 unused-substitution", "template.yaml:8 undefined-substitution"]
    );
}

#[test]
fn what_a_text_is_put_together_of_is_followed_to_its_resource() {
    let with = |definition: &str| {
        let template = format!(
            "Resources:
  Role: {{ Type: AWS::IAM::Role }}
  Ship: {{ Type: AWS::Lambda::Function }}
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      {definition}
"
        );
        found(&[("template.yaml", &template)])
    };
    let text = |resource: &str| {
        format!(
            r#"{{"StartAt": "A", "States": {{"A": {{"Type": "Task", "Resource": "{resource}", "End": true}}}}}}"#
        )
    };
    let (error, warning) =
        ("template.yaml:8 wrong-resource-attribute!", "template.yaml:8 wrong-resource-attribute");
    for (resource, told) in [
        ("${Ship}", vec![error]),
        ("${Role.Arn}", vec![warning]),
        ("${Ship.Arn}", vec![]),
        ("${Given}", vec![error]),
        ("${Unknown}", vec![]),
    ] {
        let values = "{ Given: !Ref Ship, Ignored: 1 }";
        let sub = format!("DefinitionString: !Sub [ '{}', {values} ]", text(resource));
        assert_eq!(with(&sub), told, "{sub}");
        let joined = format!("DefinitionString: !Join ['', [ !Sub [ '{}', {values} ], ' ']]", text(resource));
        assert_eq!(with(&joined), told, "{joined}");
        let value = format!(
            "Definition: {{ StartAt: A, States: {{ A: {{ Type: Task, Resource: !Sub [ '{resource}', {values} ], End: true }} }} }}"
        );
        assert_eq!(with(&value), told, "{value}");
    }
    let (before, behind) = (text("X"), text("X"));
    let (before, behind) = (before.split_once('X').unwrap().0, behind.split_once('X').unwrap().1);
    for (call, told) in
        [("!Ref Ship", vec![error]), ("!GetAtt Role.Arn", vec![warning]), ("!GetAtt Ship.Arn", vec![])]
    {
        let joined = format!("DefinitionString: !Join ['', [ '{before}', {call}, '{behind}' ]]");
        assert_eq!(with(&joined), told, "{joined}");
    }
}

/// What is found in a template whose definition has these lines behind `Definition:`.
fn found_in_template(definition: &str) -> Vec<String> {
    let head = "Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
";
    found(&[("template.yaml", &format!("{head}{definition}"))])
}

#[test]
fn a_fault_of_yaml_is_told_in_a_template_and_not_held_against_the_definition() {
    let template = |fault: &str| {
        found_in_template(&format!(
            "        StartAt: Order
        States:
          Order:
            Type: Pass
            {fault}
            End: true
"
        ))
    };
    assert_eq!(template("Comment: all is well"), NONE);
    assert_eq!(template("Comment: \"not\" all"), ["template.yaml:10 yaml-syntax!"]);
    assert_eq!(template("Comment: {% 1 %}"), ["template.yaml:10 yaml-syntax!"]);
}

#[test]
fn a_partition_that_is_filled_in_hides_nothing_of_what_a_service_answers() {
    let template = |resource: &str| {
        found_in_template(&format!(
            "        QueryLanguage: JSONata
        StartAt: Order
        States:
          Order:
            Type: Task
            Resource: !Sub {resource}
            TimeoutSeconds: 10
            Arguments: {{ TableName: orders, Key: {{ id: {{ S: A-1 }} }} }}
            Output: '{{% $states.result.Payload %}}'
            End: true
"
        ))
    };
    let told = ["template.yaml:14 unknown-result-member"];
    assert_eq!(template("arn:aws:states:::dynamodb:getItem"), told);
    assert_eq!(template("arn:${AWS::Partition}:states:::dynamodb:getItem"), told);
    assert_eq!(template("arn:${AWS::Partition}:states:::dynamodb:${Action}"), NONE);
    assert_eq!(template("arn:${AWS::Partition}:states:::${Service}:getItem"), NONE);
}
