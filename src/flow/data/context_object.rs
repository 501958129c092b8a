use crate::shape::{Numbers, ObjectShape, Others, Presence, Shape};

/// The context object (spec/paths.md 3.6) of an execution with that input.
pub(super) fn context_object(input: &Shape) -> Shape {
    let mut execution = ObjectShape::any();
    for name in ["Id", "Name", "RoleArn", "StartTime"] {
        execution.set(name, Shape::text(), Presence::Always);
    }
    execution.set("Input", input.clone(), Presence::Always);
    execution.set("RedriveCount", Shape::numbers(Numbers::whole_from(0.0)), Presence::Always);
    let mut machine = ObjectShape::any();
    machine.set("Id", Shape::text(), Presence::Always);
    machine.set("Name", Shape::text(), Presence::Always);
    let mut state = ObjectShape::any();
    state.set("EnteredTime", Shape::text(), Presence::Always);
    state.set("Name", Shape::text(), Presence::Always);
    let mut all = ObjectShape { members: Vec::new(), others: Others::Of(Shape::ANY) };
    all.set("Execution", Shape::object(execution), Presence::Always);
    all.set("State", Shape::object(state), Presence::Always);
    all.set("StateMachine", Shape::object(machine), Presence::Always);
    Shape::object(all)
}

/// The context object for the fields of a Map that are evaluated for each item.
pub(super) fn with_item(context: &Shape, item: &Shape) -> Shape {
    let mut entry = ObjectShape::any();
    entry.set("Index", Shape::numbers(Numbers::whole_from(0.0)), Presence::Always);
    entry.set("Value", item.clone(), Presence::Always);
    let mut map = ObjectShape::any();
    map.set("Item", Shape::object(entry), Presence::Always);
    let Some(mut object) = context.parts().object.clone() else { return Shape::ANY };
    object.set("Map", Shape::object(map), Presence::Always);
    Shape::object(object)
}
