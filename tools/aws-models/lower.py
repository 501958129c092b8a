"""A model of botocore brought down to what a Task needs: shapes without names, in numbers, each kept once."""

import spelling

# Members that the SDK for Java calls otherwise than the model (its `customization.config`), by folder and shape.
RENAMED = {
    "dynamodb": {"AttributeValue": {"NULL": "NUL"}},
    "dynamodbstreams": {"AttributeValue": {"NULL": "NUL"}},
}

# Members that the SDK for Java adds, by folder and shape, with the member whose shape they share. They stand for
# members of the model, so that none of those is required any more.
ADDED = {
    "s3": {
        shape: {
            "DestinationBucket": "Bucket",
            "DestinationKey": "Key",
            "SourceBucket": "Bucket",
            "SourceKey": "Key",
            "SourceVersionId": "Key",
        }
        for shape in ("CopyObjectRequest", "UploadPartCopyRequest")
    },
}

# Patterns that every text matches.
ALL = {".*", "^.*$", r"[\s\S]*", r"^[\s\S]*$", r"[\w\W]*", r"(.|\n)*"}

SIMPLE = ("boolean", "timestamp")


def lower(model, folder, unsupported):
    """The shapes and actions of a model: shapes as tuples that begin with their kind and refer to each other by index."""
    numbers, shapes = {}, []

    def number(name):
        if name not in numbers:
            numbers[name] = len(shapes)
            shapes.append(name)
        return numbers[name]

    actions = []
    for name, operation in sorted(model["operations"].items(), key=lambda item: spelling.action(item[0])):
        ends = [number(operation[end]["shape"]) if end in operation else None for end in ("input", "output")]
        errors = sorted({spelling.error(error["shape"]) for error in operation.get("errors", [])})
        # What is streamed as events cannot be the input or output of a state.
        supported = name not in unsupported and not any(streams(model, operation.get(end)) for end in ("input", "output"))
        actions.append((spelling.action(name), supported, *ends, errors))
    lowered = []
    for name in shapes:  # grows while it is walked
        lowered.append(lower_shape(model["shapes"][name], name, folder, number))
    lowered, places = merge(lowered)
    place = lambda end: None if end is None else places[end]
    return lowered, [(name, ok, place(given), place(got), errors) for name, ok, given, got, errors in actions]


def streams(model, end):
    members = model["shapes"][end["shape"]].get("members", {}) if end else {}
    return any(model["shapes"][member["shape"]].get("eventstream") for member in members.values())


def lower_shape(shape, name, folder, number):
    kind, bounds = shape["type"], (shape.get("min"), shape.get("max"))
    if kind == "structure":
        if shape.get("document"):
            return ("document",)
        renamed = RENAMED.get(folder, {}).get(name, {})
        added = ADDED.get(folder, {}).get(name, {})
        required = set() if added else set(shape.get("required", ()))
        members = []
        for member, target in shape["members"].items():
            # The SDK fills in a token that makes a call idempotent.
            needed = member in required and not target.get("idempotencyToken")
            members.append((spelling.member(renamed.get(member, member)), number(target["shape"]), needed))
        members += [(member, number(shape["members"][like]["shape"]), False) for member, like in added.items()]
        return ("union" if shape.get("union") else "structure", tuple(sorted(members)))
    if kind == "list":
        return ("list", number(shape["member"]["shape"]), *bounds)
    if kind == "map":
        return ("map", number(shape["key"]["shape"]), number(shape["value"]["shape"]), *bounds)
    if kind == "string":
        pattern = shape.get("pattern")
        return ("string", tuple(shape.get("enum", ())), None if pattern in ALL else pattern, *bounds)
    if kind in SIMPLE:
        return (kind,)
    return (kind, *bounds)


def merge(shapes):
    """The shapes with equal ones made one, and where each went. Numbers stay in the order of first use."""
    places = list(range(len(shapes)))
    while True:
        first, moved = {}, []
        for at, shape in enumerate(shapes):
            moved.append(first.setdefault(shape, at))
        if all(to == at for at, to in enumerate(moved)):
            return shapes, places
        kept = sorted(set(moved))
        order = {old: new for new, old in enumerate(kept)}
        moved = [order[to] for to in moved]
        shapes = [move(shapes[old], moved) for old in kept]
        places = [moved[place] for place in places]


def move(shape, moved):
    kind = shape[0]
    if kind in ("structure", "union"):
        return (kind, tuple((name, moved[of], needed) for name, of, needed in shape[1]))
    if kind == "list":
        return (kind, moved[shape[1]], *shape[2:])
    if kind == "map":
        return (kind, moved[shape[1]], moved[shape[2]], *shape[3:])
    return shape
