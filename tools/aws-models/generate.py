#!/usr/bin/env python3
"""Writes src/aws/data of botocore's service models; README.md here says how to run it."""

import argparse
import gzip
import json
import pathlib
import sys

import lower
import spelling
import tables

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE / "../../src/aws/data"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("models", type=pathlib.Path, help="the folder `data` of botocore")
    arguments.add_argument("--version", help="the version of botocore")
    arguments.add_argument("--date", help="the day on which it came out, YYYY-MM-DD")
    arguments.add_argument("--only", help="services to print as `service hexadecimal`, comma-separated; nothing is written")
    arguments = arguments.parse_args()
    services = find_services(arguments.models)
    if arguments.only:
        for name in arguments.only.split(","):
            print(name, table(arguments.models, *services[name][1:]).hex())
        return
    if not (arguments.version and arguments.date):
        sys.exit("--version and --date say what the models are")
    index, data = [f"botocore {arguments.version} {arguments.date}\n"], bytearray()
    for name, (prefix, folder, unsupported) in sorted(services.items()):
        encoded = table(arguments.models, folder, unsupported) if folder else b""
        index.append(f"{name} {prefix or '-'} {folder or '-'} {len(encoded)}\n")
        data += encoded
    DATA.mkdir(exist_ok=True)
    (DATA / "services.txt").write_text("".join(index))
    (DATA / "models.bin").write_bytes(data)
    print(f"{len(services)} services, {len(data)} bytes")


def find_services(models):
    """Each service by its segment: the prefix of its errors or None, the folder of its model or None, and the
    operations that are not supported."""
    services, settled = {}, set()
    for line in (HERE / "services.txt").read_text().splitlines():
        words = line.split()
        if not words or line.startswith("#"):
            continue
        prefix, folder, *unsupported = words
        settled.add(folder)
        if prefix != "!":
            services[prefix.lower()] = (
                None if prefix.islower() else prefix,
                None if folder == "-" else folder,
                {word.removeprefix("!") for word in unsupported},
            )
    for path in sorted(models.iterdir()):
        if path.is_dir() and path.name not in settled:
            services.setdefault(spelling.service(read(path)["metadata"]["serviceId"]), (None, path.name, set()))
    return services


def read(folder):
    """The newest model in a folder; each has a folder of its own, named by its date."""
    newest = max(path for path in folder.iterdir() if (path / "service-2.json.gz").is_file())
    return json.loads(gzip.decompress((newest / "service-2.json.gz").read_bytes()))


def table(models, folder, unsupported):
    return tables.encode(*lower.lower(read(models / folder), folder, unsupported))


if __name__ == "__main__":
    main()
