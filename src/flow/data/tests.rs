//! What comes to states where no run shows it: where the data must be of many kinds at one place, where it goes round
//! often, or where it is not on record what AWS does.

use std::sync::Arc;

use serde_json::{Value, json};

use super::DataFlow;
use crate::asl;
use crate::flow::Sites;
use crate::graph::Graph;
use crate::shape::Shape;
use crate::source::{SourceFile, Workspace};
use crate::syntax::{Notation, parse_text};

/// What the input of a state can be, and the variable `$v` there, when an execution begins with any of the inputs.
fn at(state: &str, definition: &Value, inputs: &[Value]) -> (Shape, Option<Shape>) {
    let text: Arc<str> = definition.to_string().into();
    let mut workspace = Workspace::default();
    let file = workspace.add(SourceFile::new("machine.asl.json", &*text));
    let tree = parse_text(file, Notation::Json, &text);
    let machine = asl::lower(tree.documents().next().unwrap(), None);
    let (graph, sites) = (Graph::new(&machine), Sites::new(&machine));
    let any = inputs.iter().fold(Shape::nothing(), |all, input| all.join(&Shape::of_value(input)));
    let flow = DataFlow::new(&machine, &graph, &sites, any);
    let state = machine.states().iter().find(|known| known.name == state).unwrap();
    let entry = flow.entry(state.id).cloned();
    entry.map_or((Shape::nothing(), None), |entry| (entry.input, entry.variables.get("v").cloned()))
}

/// Comparisons with a value that is not one for sure tell nothing of the data.
#[test]
fn rules_compare_with_what_may_be_several_values() {
    for (comparator, inputs) in [
        // The other value is a number or something else, with which no number is compared.
        ("NumericEqualsPath", [(json!([5, 5]), true), (json!([5, "x"]), false), (json!([6, 5]), false)]),
        ("NumericEqualsPath", [(json!([1, 1]), true), (json!([5, 5]), true), (json!([5, 1]), false)]),
        ("NumericLessThanPath", [(json!([1, 5]), true), (json!([3, 5]), true), (json!([3, 2]), false)]),
        (
            "StringEqualsPath",
            [(json!(["a", "a"]), true), (json!(["b", "b"]), true), (json!(["a", "b"]), false)],
        ),
        (
            "BooleanEqualsPath",
            [(json!([true, true]), true), (json!([false, false]), true), (json!([true, false]), false)],
        ),
    ] {
        let inputs = inputs.map(|(pair, matches)| (json!({ "one": pair[0], "other": pair[1] }), matches));
        let rule = json!({ "Variable": "$.one", comparator: "$.other", "Next": "Yes" });
        let definition = json!({ "StartAt": "Choose", "States": {
            "Choose": { "Type": "Choice", "Choices": [rule], "Default": "No" },
            "Yes": { "Type": "Succeed" },
            "No": { "Type": "Succeed" },
        } });
        for (input, matches) in &inputs {
            let state = if *matches { "Yes" } else { "No" };
            let (shape, _) = at(state, &definition, &inputs.clone().map(|(input, _)| input));
            assert!(shape.contains(input), "{comparator}: {input} does not come to {state}, but {shape}");
        }
    }
}

/// However many rules there are, what none of them takes goes on.
#[test]
fn many_rules_leave_the_rest_over() {
    let rules =
        (0..60).map(|at| json!({ "Variable": "$.kind", "StringEquals": at.to_string(), "Next": "Yes" }));
    let definition = json!({ "StartAt": "Choose", "States": {
        "Choose": { "Type": "Choice", "Choices": rules.collect::<Vec<_>>(), "Default": "No" },
        "Yes": { "Type": "Succeed" },
        "No": { "Type": "Succeed" },
    } });
    let inputs = ["0", "23", "59", "60"].map(|kind| json!({ "kind": kind }));
    for (input, state) in inputs.iter().zip(["Yes", "Yes", "Yes", "No"]) {
        let (shape, _) = at(state, &definition, &inputs);
        assert!(shape.contains(input), "{input} does not come to {state}, but {shape}");
    }
}

/// What iterations over the members of an object get is not on record.
#[test]
fn a_map_over_members_gives_anything() {
    let definition = json!({ "QueryLanguage": "JSONata", "StartAt": "Each", "States": {
        "Each": { "Type": "Map", "End": true, "ItemProcessor": { "StartAt": "One", "States": {
            "One": { "Type": "Succeed" },
        } } },
    } });
    let (shape, _) = at("One", &definition, &[json!([1, 2]), json!({ "a": "text" })]);
    assert!(shape.is_any(), "{shape}");
}

/// Items that fail within what a Distributed Map tolerates are in its result as something else.
#[test]
fn a_distributed_map_gives_more_than_its_iterations() {
    let processor = json!({
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "StartAt": "One", "States": { "One": { "Type": "Pass", "Result": 1, "End": true } },
    });
    let definition = json!({ "StartAt": "Each", "States": {
        "Each": { "Type": "Map", "ItemProcessor": processor, "Next": "Done" },
        "Done": { "Type": "Succeed" },
    } });
    let (shape, _) = at("Done", &definition, &[json!([1, 2])]);
    assert!(shape.contains(&json!([null, 1, 1, 1])), "{shape}");
}

/// Whether a Map that runs inline refuses batches, goes without, or makes them, is not on record.
#[test]
fn batches_give_fewer_results_than_items() {
    let definition = json!({ "StartAt": "Each", "States": {
        "Each": { "Type": "Map", "ItemBatcher": { "MaxItemsPerBatch": 2 }, "Next": "Done", "ItemProcessor": {
            "StartAt": "One", "States": { "One": { "Type": "Pass", "Result": 1, "End": true } },
        } },
        "Done": { "Type": "Succeed" },
    } });
    let (shape, _) = at("Done", &definition, &[json!([1, 2])]);
    assert!(shape.contains(&json!([1])) && shape.contains(&json!([1, 1])), "{shape}");
}

/// Whether Assign sees the result before or behind ResultSelector is not on record.
#[test]
fn assign_reads_either_result() {
    let branch =
        json!({ "StartAt": "One", "States": { "One": { "Type": "Pass", "Result": 1, "End": true } } });
    let definition = json!({ "StartAt": "All", "States": {
        "All": {
            "Type": "Parallel", "Branches": [branch], "ResultSelector": { "first.$": "$[0]" },
            "Assign": { "v.$": "$" }, "Next": "Done",
        },
        "Done": { "Type": "Succeed" },
    } });
    let (_, variable) = at("Done", &definition, &[json!({})]);
    let variable = variable.unwrap();
    assert!(variable.contains(&json!([1])) && variable.contains(&json!({ "first": 1 })), "{variable}");
}

/// However often data goes round, and however late something comes to a place in it.
#[test]
fn loops_hold_all_that_goes_round_in_them() {
    let growing = json!({ "in.$": "$", "stop": false });
    let mut shifted = json!({ "n19": "late", "stop": false });
    for at in 0..19 {
        shifted[format!("n{at}.$")] = json!(format!("$.n{}", at + 1));
    }
    let mut first = json!({ "stop": false });
    for at in 0..20 {
        first[format!("n{at}")] = json!(null);
    }
    for (parameters, first) in [(growing, json!({ "stop": false })), (shifted, first)] {
        let definition = json!({ "StartAt": "Work", "States": {
            "Work": { "Type": "Pass", "Parameters": parameters, "Next": "Again" },
            "Again": { "Type": "Choice", "Default": "Work", "Choices": [
                { "Variable": "$.stop", "BooleanEquals": true, "Next": "Done" },
            ] },
            "Done": { "Type": "Succeed" },
        } });
        let (shape, _) = at("Work", &definition, std::slice::from_ref(&first));
        let mut data = first;
        for round in 0..40 {
            assert!(shape.contains(&data), "after {round} rounds: {shape} without {data}");
            data = worked(&definition["States"]["Work"]["Parameters"], &data);
        }
    }
}

/// What such Parameters make of an input.
fn worked(parameters: &Value, input: &Value) -> Value {
    let members = parameters.as_object().unwrap().iter().map(|(name, value)| {
        match (name.strip_suffix(".$"), value.as_str().and_then(|path| path.strip_prefix("$."))) {
            (Some(name), Some(member)) => (name.to_owned(), input[member].clone()),
            (Some(name), None) => (name.to_owned(), input.clone()),
            (None, _) => (name.clone(), value.clone()),
        }
    });
    members.collect::<serde_json::Map<_, _>>().into()
}

/// An error without a cause has null for it, and a result is put into objects that are made for it.
#[test]
fn catchers_put_errors_into_objects_that_they_make() {
    let catcher =
        json!([{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.failed.error", "Next": "Caught" }]);
    let task =
        json!({ "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Catch": catcher, "End": true });
    let definition =
        json!({ "StartAt": "Work", "States": { "Work": task, "Caught": { "Type": "Succeed" } } });
    let (shape, _) = at("Caught", &definition, &[json!({ "id": 1 })]);
    for cause in [json!("lost"), json!(null)] {
        let input = json!({ "id": 1, "failed": { "error": { "Error": "Lost", "Cause": cause } } });
        assert!(shape.contains(&input), "{input} does not come, but {shape}");
    }
}
