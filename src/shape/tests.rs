use serde_json::{Value, json};

use super::{Absence, Numbers, Others, Presence, Shape, Step, Types};

fn shape(value: Value) -> Shape {
    Shape::of_value(&value)
}

fn name(name: &str) -> Step {
    Step::Name(name.to_owned())
}

#[test]
fn holds_what_it_was_made_of() {
    for value in
        [json!(null), json!(true), json!(1.5), json!("a"), json!([1, "b", []]), json!({"a": {"b": [1]}})]
    {
        assert!(shape(value.clone()).contains(&value), "{value}");
    }
    assert!(!shape(json!({"a": 1})).contains(&json!({"a": 2})));
    assert!(!shape(json!({"a": 1})).contains(&json!({"a": 1, "b": 1})));
    assert!(!shape(json!([1])).contains(&json!([1, 1])));
    // Of several members of one name the last counts.
    let twice = Shape::record([("a", Shape::null()), ("b", Shape::null()), ("a", Shape::text())]);
    assert_eq!(twice.to_string(), "{a: string, b: null}");
}

#[test]
fn joins_to_what_holds_both() {
    let (left, right) = (json!({"a": 1, "b": "x"}), json!({"a": 5, "c": [1]}));
    let both = shape(left.clone()).join(&shape(right.clone()));
    assert!(both.contains(&left) && both.contains(&right));
    assert_eq!(both.to_string(), r#"{a: integer 1 to 5, ?b: "x", ?c: [1]}"#);
    assert_eq!(both.member("b").absence, Absence::Possibly);
    assert_eq!(both.member("a").absence, Absence::Never);
    assert_eq!(both.member("d").absence, Absence::Always);
    assert_eq!(both.join(&Shape::ANY), Shape::ANY);
    let open = Shape::object(super::ObjectShape::any());
    assert_eq!(both.join(&open).member("b").absence, Absence::Unknown);
}

fn listed(service: &str, action: &str, member: &str) -> crate::aws::Values {
    let output = crate::aws::sdk_service(service).and_then(|service| service.action(action)?.output());
    match output.and_then(|output| output.members().get(member)).map(|member| member.shape.kind()) {
        Some(crate::aws::Kind::String { values, .. }) => values,
        found => panic!("{found:?}"),
    }
}

#[test]
fn the_list_of_a_service_is_not_the_end_of_it() {
    let values = listed("sfn", "describeExecution", "Status");
    let status = Shape::listed_text(values.clone());
    assert!(status.contains(&json!("RUNNING")) && status.contains(&json!("new by now")));
    assert!(status.can_be_text("new by now"));
    assert_eq!(status.without_text("RUNNING"), status);
    assert_eq!(status.to_string(), "string");
    // The list is known as long as nothing else comes to it.
    let join = |other: Shape| (status.join(&other).listed(), other.join(&status).listed());
    let known = (Some(values.clone()), Some(values));
    assert_eq!(join(status.clone()), known);
    assert_eq!(join(Shape::of_text("FAILED")), known);
    assert_eq!(join(Shape::null()), known);
    let other = listed("sfn", "describeStateMachine", "Status");
    for other in [Shape::of_text("failed"), Shape::text(), Shape::listed_text(other), Shape::ANY] {
        assert_eq!(join(other.clone()), (None, None), "{other}");
    }
}

#[test]
fn prints_what_people_read() {
    let mut object = super::ObjectShape::any();
    object.set("orderId", Shape::text(), Presence::Always);
    object.set("items", Shape::array_of(Shape::record([("sku", Shape::text())])), Presence::Always);
    object.set("error", Shape::ANY, Presence::Sometimes);
    object.set("gone", Shape::nothing(), Presence::Sometimes);
    let shape = Shape::object(object);
    assert_eq!(shape.to_string(), "{?error: any, gone: absent, items: [{sku: string}…], orderId: string, …}");
    assert_eq!(format!("{shape:.1}"), "{?error: any, gone: absent, items: […], orderId: string, …}");
    assert_eq!(Shape::nothing().to_string(), "nothing");
    assert_eq!(shape.join(&Shape::null()).to_string().split(" | ").last(), Some("null"));
    assert_eq!(Shape::numbers(Numbers::whole_from(0.0)).to_string(), "integer from 0");
}

#[test]
fn looks_up_items() {
    let pair = shape(json!([1, "b"]));
    assert_eq!(pair.index(1).shape, Shape::of_text("b"));
    assert_eq!(pair.index(-1).shape, Shape::of_text("b"));
    assert_eq!(pair.index(2).absence, Absence::Always);
    assert_eq!(pair.index(-3).absence, Absence::Always);
    assert_eq!(Shape::array_of(Shape::text()).index(0).absence, Absence::Unknown);
    assert_eq!(pair.member("a").absence, Absence::Always);
    assert_eq!(pair.join(&shape(json!([]))).index(0).absence, Absence::Possibly);
    assert_eq!(Shape::ANY.member("a").absence, Absence::Unknown);
}

#[test]
fn narrows_by_type_value_and_place() {
    let status = shape(json!({"s": "A"})).join(&shape(json!({"s": "B"}))).join(&shape(json!({})));
    let steps = [name("s")];
    assert_eq!(status.refined(&steps, &|value| value.only_text("A")).to_string(), r#"{s: "A"}"#);
    assert_eq!(status.refined(&steps, &|value| value.without_text("A")).to_string(), r#"{s: "B"}"#);
    assert_eq!(status.without(&steps).member("s").absence, Absence::Always);
    assert!(shape(json!({"s": 1})).without(&steps).is_nothing());
    assert_eq!(Shape::ANY.without(&steps).member("s").absence, Absence::Always);
    assert!(Shape::ANY.without(&steps).contains(&json!("text")));
    assert!(status.refined(&steps, &|value| value.only(Types::NUMBER)).is_nothing());
    let inner = shape(json!({"a": {"b": 1}})).join(&shape(json!({})));
    assert_eq!(inner.without(&[name("a"), name("b")]).to_string(), "{a: absent}");
    let numbers = Shape::numbers(Numbers { min: 0.0, max: 10.0, is_whole: true });
    let above = Numbers { min: 5.0, max: f64::INFINITY, is_whole: false };
    assert_eq!(numbers.without_numbers(above).to_string(), "integer 0 to 4");
    assert_eq!(numbers.only_numbers(above).to_string(), "integer 5 to 10");
}

#[test]
fn puts_values_in_place() {
    let put = |into: Value| shape(into).with(&[name("a"), name("b")], &Shape::of_number(1.0));
    assert_eq!(put(json!({"c": 2})).shape.to_string(), "{a: {b: 1}, c: 2}");
    assert_eq!(put(json!({"a": "text"})).absence, Absence::Always);
    assert_eq!(put(json!([])).absence, Absence::Always);
    let item = shape(json!([1, 2])).with(&[Step::Index(0)], &Shape::text());
    assert!(item.shape.contains(&json!(["x", 2])), "{}", item.shape);
    let anywhere = Shape::ANY.with(&[name("a")], &Shape::null());
    assert_eq!((anywhere.shape.to_string().as_str(), anywhere.absence), ("{a: null, …}", Absence::Unknown));
}

#[test]
fn forgets_what_is_too_large_or_too_deep() {
    let mut twice = shape(json!({"a": 1}));
    let mut deep = Shape::null();
    for _ in 0..200 {
        twice = Shape::tuple(vec![twice.clone(), twice]);
        deep = Shape::tuple(vec![deep]);
    }
    assert!(twice.size() <= super::MAX_SIZE && twice.depth() <= super::MAX_DEPTH);
    assert!(deep.depth() <= super::MAX_DEPTH);
    let names: Vec<String> = (0..500).map(|at| format!("m{at}")).collect();
    let wide = Shape::record(names.iter().map(|name| (&**name, Shape::null())));
    assert!(matches!(&wide.parts().object.as_ref().unwrap().others, Others::Of(_)));
    assert!(wide.size() <= super::MAX_SIZE);
}

#[test]
fn widening_comes_to_an_end() {
    let mut before = shape(json!({"n": 0, "list": [], "inner": null}));
    let mut steps = 0;
    loop {
        let inner = Shape::record([
            ("n", Shape::of_number(f64::from(steps))),
            ("list", Shape::tuple(vec![Shape::null(); steps as usize % 30])),
            ("inner", before.clone()),
        ]);
        let after = before.widen(&inner);
        if after == before {
            break;
        }
        before = after;
        steps += 1;
        assert!(steps < 40, "{before}");
    }
    assert!(
        before.contains(&json!({"n": 7, "list": [null, null], "inner": {"n": 3, "list": [], "inner": null}}))
    );
}

#[test]
fn widening_loses_nothing() {
    for (before, after) in [
        (json!(1), json!(2)),
        (json!(2), json!(1)),
        (json!("a"), json!("b")),
        (json!(null), json!("b")),
        (json!([1]), json!([1, 2, 3])),
        (json!([1, 2, 3]), json!([1])),
        (json!([]), json!(["x", 2])),
        (json!([1]), json!(["x"])),
        (json!({"a": [1]}), json!({"a": [2, 3]})),
        (json!({"a": 1}), json!({"b": 1})),
        (json!([{"a": "x"}]), json!([{"a": "y"}, {}])),
    ] {
        let wide = shape(before.clone()).widen(&shape(after.clone()));
        assert!(wide.contains(&before) && wide.contains(&after), "{before} widened to {after}: {wide}");
    }
}

#[test]
fn long_shapes_are_broken_over_lines() {
    let order = shape(json!({"order": {"id": "1", "lines": [{"sku": "A"}]}, "paid": true}));
    assert_eq!(order.lines(80, 9), [order.to_string()]);
    assert_eq!(
        order.lines(30, 9),
        ["{", "  order: {", "    id: \"1\",", "    lines: [{sku: \"A\"}],", "  },", "  paid: true,", "}"]
    );
    assert_eq!(order.lines(30, 1), ["{order: {…}, paid: true}"]);
    let either = order.join(&shape(json!("text"))).join(&Shape::array_of(Shape::text()));
    assert_eq!(either.lines(30, 9).last().map(String::as_str), Some("} | [string…] | \"text\""));
}
