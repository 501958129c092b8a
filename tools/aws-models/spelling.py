"""How Step Functions spells the names of AWS's services: as the AWS SDK for Java 2 does, which it calls."""

import re

# Names that Java, or every class of the SDK, has for itself; the SDK appends `Value` to a member called so.
KEYWORDS = set(
    "abstract assert boolean break byte case catch char class const continue default do double else enum extends "
    "false final finally float for goto if implements import instanceof int interface long native new null package "
    "private protected public return short static strictfp super switch synchronized this throw throws transient "
    "true try void volatile while".split()
)
METHODS = set(
    "equals finalize getClass hashCode notify notifyAll toString wait builder sdkFields toBuilder "
    "overrideConfiguration sdkHttpResponse".split()
)


def action(operation):
    """`DescribeDBInstances` is called as `describeDBInstances`."""
    return operation[:1].lower() + operation[1:]


def service(service_id):
    """The segment of a Resource that names a service, by its id: `Cost Explorer` is `costexplorer`."""
    return re.sub("[^a-z0-9]", "", service_id.lower())


def member(name):
    """`DBInstanceIdentifier` is `DbInstanceIdentifier`, `equals` is `EqualsValue`: a run of capitals that begins a
    name is folded, those within it stay."""
    folded = fold_first_word(name)
    if folded.lower() in KEYWORDS or folded in METHODS:
        folded = fold_first_word(folded + "Value")
    return folded[:1].upper() + folded[1:]


def fold_first_word(name):
    """`DBInstance` as `dbInstance`: the capitals at the start, but for one that begins the next word."""
    end = 1
    while end < len(name) and name[end].isupper() and not name[end + 1 : end + 2].islower():
        end += 1
    return name[:end].lower() + name[end:]


def error(name):
    """`DBInstanceNotFoundFault` is caught as `DbInstanceNotFoundException`, `NoSuchKey` as `NoSuchKeyException`."""
    for ending in ("Fault", "Exception"):
        if name.endswith(ending):
            name = name[: -len(ending)]
            break
    return "".join(word[:1].upper() + word[1:].lower() for word in words(name)) + "Exception"


def words(name):
    """The words of a name, with acronyms and numbers as the SDK parts them: `S3VpcEndpoint` is S3, Vpc, Endpoint."""
    name = re.sub("[^A-Za-z0-9]+", " ", name)
    name = re.sub("([^a-z]{2,})v([0-9]+)", r"\1 v\2 ", name)
    name = re.sub("([^A-Z]{2,})V([0-9]+)", r"\1 V\2 ", name)
    name = re.sub("(?<=[a-z])(?=[A-Z][a-zA-Z0-9])", " ", name)
    name = re.sub("([A-Z]+)([A-Z][a-z])", r"\1 \2", name)
    name = re.sub("([0-9])([a-zA-Z])", r"\1 \2", name)
    return name.split()
