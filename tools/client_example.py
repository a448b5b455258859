"""Asks Tidewheel for pictures from Python and saves them: all that another language needs to know.

    pip install confluent-kafka fastavro
    python tools/client_example.py --bootstrap localhost:9092 --model fashion-flow --class 7 --count 3

Every record is in Avro single-object encoding: the bytes C3 01, eight bytes that name the writer's schema (its CRC-64-AVRO
fingerprint, little-endian), and the plain Avro datum.
"""

import argparse
import hashlib
import io
import json
import pathlib
import sys
import time
import urllib.parse
import urllib.request
import uuid

import fastavro
from confluent_kafka import Consumer, Producer, TopicPartition
from fastavro.schema import fingerprint, to_parsing_canonical_form

SCHEMAS = pathlib.Path(__file__).parent.parent / "schemas"
MARKER = b"\xc3\x01"
ENDINGS = {"COMPLETED", "FAILED", "CANCELLED", "EXPIRED", "REFUSED"}
TOPICS = {"tidewheel.results": "ImageResult", "tidewheel.events": "RequestEvent", "tidewheel.steps": "StepMetrics"}


def read_schema(path):
    """A schema, and the eight bytes that name it in a record."""
    schema = json.loads(path.read_text())
    # fastavro gives the fingerprint as the hexadecimal digits of its little-endian bytes.
    name = bytes.fromhex(fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO"))
    return fastavro.parse_schema(schema), name


class Codec:
    """Encodes with today's schema of a record, and decodes what today's or any released one wrote."""

    def __init__(self, record):
        self.schema, self.name = read_schema(SCHEMAS / f"{record}.avsc")
        released = (read_schema(path) for path in SCHEMAS.glob(f"released/*/{record}.avsc"))
        self.writers = {name: schema for schema, name in released} | {self.name: self.schema}

    def encode(self, value):
        datum = io.BytesIO()
        fastavro.schemaless_writer(datum, self.schema, value)
        return MARKER + self.name + datum.getvalue()

    def decode(self, record):
        writer = self.writers.get(record[2:10])
        if record[:2] != MARKER or writer is None:
            raise ValueError(f"starts with {record[:10].hex()}: not a record that these schemas know")
        return fastavro.schemaless_reader(io.BytesIO(record[10:]), writer, self.schema)


def tail(bootstrap, topics):
    """A consumer of everything that is written to the topics from now on. It needs no group, but the library wants a name."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": f"python-{uuid.uuid4()}", "enable.auto.commit": False})
    partitions = []
    for topic in topics:
        for number in consumer.list_topics(topic, timeout=15).topics[topic].partitions:
            _, end = consumer.get_watermark_offsets(TopicPartition(topic, number), timeout=15)
            partitions.append(TopicPartition(topic, number, end))
    consumer.assign(partitions)
    return consumer


def bytes_of(image):
    """A picture travels inside its result, or the result says where it lies."""
    if isinstance(image, bytes):
        return image
    return pathlib.Path(urllib.request.url2pathname(urllib.parse.urlparse(image["uri"]).path)).read_bytes()


def save(result, folder):
    picture = bytes_of(result["image"])
    if hashlib.sha256(picture).hexdigest() != result["sha256"]:
        raise ValueError(f"picture {result['index']} of {result['requestId']} is damaged")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{result['requestId']}-{result['index']}.{result['mediaType'].split('/')[1]}"
    target.write_bytes(picture)
    millis = {part: round(nanos / 1e6) for part, nanos in result["timing"].items()}
    print(f"{target}: seed {result['seed']}, {result['evaluations']} evaluations by {result['solver']}, ms {millis}")


def follow(consumer, request_id, folder, seconds):
    """Reads until the request has ended and its pictures are there; gives the event that ended it.

    A redelivered request may be answered twice. The first picture of an index counts, and so does the first ending.
    """
    codecs = {topic: Codec(record) for topic, record in TOPICS.items()}
    seen, ending, ticks = set(), None, 0
    deadline = time.monotonic() + seconds
    while ending is None or len(seen) < ending["images"]:
        if time.monotonic() > deadline:
            sys.exit(f"no end of {request_id} after {seconds} s; is a worker running?")
        message = consumer.poll(0.5)
        if message is None or message.error() or message.value() is None:
            continue
        record = codecs[message.topic()].decode(message.value())
        if message.topic() == "tidewheel.steps":
            ticks += any(image["requestId"] == request_id for image in record["images"])
        elif record["requestId"] != request_id:
            continue
        elif message.topic() == "tidewheel.events":
            print(f"{record['kind']} by {record['worker']}, {record['images']} pictures")
            if ending is None and record["kind"] in ENDINGS:
                ending = record
        elif record["index"] not in seen:
            seen.add(record["index"])
            save(record, folder)
    print(f"its pictures took part in {ticks} ticks")
    return ending


def parse_arguments():
    parser = argparse.ArgumentParser(description="Ask Tidewheel for pictures.")
    parser.add_argument("--bootstrap", default="localhost:9092")
    parser.add_argument("--model", default="fashion-flow")
    parser.add_argument("--prompt")
    parser.add_argument("--negative-prompt")
    parser.add_argument("--class", dest="label", type=int)
    parser.add_argument("--init-image", type=pathlib.Path)
    parser.add_argument("--strength", type=float)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--solver")
    parser.add_argument("--guidance", type=float)
    steps = parser.add_mutually_exclusive_group()
    steps.add_argument("--steps", type=int)
    steps.add_argument("--tolerance", type=float)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("out/python"))
    parser.add_argument("--timeout", type=float, default=120)
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    # What a request leaves out, the model's own defaults fill in.
    request = {
        "id": str(uuid.uuid4()),
        "model": arguments.model,
        "prompt": arguments.prompt,
        "negativePrompt": arguments.negative_prompt,
        "classLabel": arguments.label,
        "initImage": arguments.init_image and arguments.init_image.read_bytes(),
        "strength": arguments.strength,
        "count": arguments.count,
        "seed": arguments.seed,
        "solver": arguments.solver,
        "guidance": arguments.guidance,
    }
    if arguments.steps is not None:
        request["steps"] = ("dev.tidewheel.avro.FixedSteps", {"count": arguments.steps})
    if arguments.tolerance is not None:
        request["steps"] = ("dev.tidewheel.avro.AdaptiveSteps", {"tolerance": arguments.tolerance})

    consumer = tail(arguments.bootstrap, TOPICS)
    producer = Producer({"bootstrap.servers": arguments.bootstrap, "acks": "all"})
    # Headers of a request come back with everything that answers it.
    producer.produce(
        "tidewheel.requests",
        key=request["id"],
        value=Codec("GenerationRequest").encode(request),
        headers={"sent-by": "client_example.py"},
    )
    producer.flush(15)
    ending = follow(consumer, request["id"], arguments.out, arguments.timeout)
    consumer.close()
    for problem in ending["problems"]:
        print("  " + ": ".join(part for part in (problem["field"], problem["message"]) if part))
    sys.exit(0 if ending["kind"] == "COMPLETED" else 1)


if __name__ == "__main__":
    main()
