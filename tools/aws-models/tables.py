"""The bytes of a service's table, as `src/aws/tables.rs` reads them. Numbers are LEB128, signed ones in zigzag."""

from collections import Counter

KINDS = [
    "structure", "union", "list", "map", "string", "integer", "long", "float", "double", "boolean", "timestamp",
    "blob", "document",
]  # fmt: skip


def encode(shapes, actions):
    """Strings (their number, their lengths, their bytes), shapes and actions, each counted."""
    names = Strings()
    body = bytearray()
    # The strings are numbered by how often they stand there, so all has to be written twice.
    for _ in range(2):
        body = bytearray()
        write(body, len(shapes))
        for shape in shapes:
            write_shape(body, shape, names)
        write(body, len(actions))
        for action in actions:
            write_action(body, action, names)
        names.settle()
    return names.encode() + bytes(body)


class Strings:
    """Strings by number: the more often one is used, the lower."""

    def __init__(self):
        self.uses, self.numbers = Counter(), {}

    def number(self, text):
        self.uses[text] += 1
        return self.numbers.get(text, 0)

    def settle(self):
        self.numbers = {text: at for at, text in enumerate(sorted(self.uses, key=lambda text: (-self.uses[text], text)))}

    def encode(self):
        out = bytearray()
        texts = [text.encode() for text in self.numbers]
        write(out, len(texts))
        for text in texts:
            write(out, len(text))
        return bytes(out) + b"".join(texts)


def write(out, number):
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def zigzag(number):
    return number * 2 if number >= 0 else -number * 2 - 1


def write_shape(out, shape, names):
    kind = shape[0]
    code = KINDS.index(kind)
    if kind in ("structure", "union"):
        out.append(code)
        write(out, len(shape[1]))
        for name, _, _ in shape[1]:
            write(out, names.number(name))
        for _, of, needed in shape[1]:
            write(out, of << 1 | needed)
        return
    if len(shape) == 1:
        out.append(code)
        return
    low, high = shape[-2:]
    values, pattern = shape[1:3] if kind == "string" else ((), None)
    flags = (low is not None, high is not None, bool(values), pattern is not None)
    out.append(code | sum(flag << 4 + at for at, flag in enumerate(flags)))
    if kind in ("list", "map"):
        for of in shape[1:-2]:
            write(out, of)
    for bound in (low, high):
        if bound is not None:
            write_bound(out, kind, bound, names)
    if values:
        write(out, len(values))
        for value in values:
            write(out, names.number(value))
    if pattern is not None:
        write(out, names.number(pattern))


def write_bound(out, kind, bound, names):
    if kind in ("integer", "long"):
        write(out, zigzag(min(max(int(bound), -(2**63)), 2**63 - 1)))
    elif kind in ("float", "double"):
        write(out, names.number(repr(float(bound))))
    else:
        write(out, min(int(bound), 2**63 - 1))


def write_action(out, action, names):
    name, supported, given, got, errors = action
    write(out, names.number(name))
    out.append(supported)
    for end in (given, got):
        write(out, 0 if end is None else end + 1)
    write(out, len(errors))
    for error in errors:
        write(out, names.number(error))
