import fc from "fast-check";
import { readCloudEvent } from "../../../functions/runtime/cloud-event";

const sentAt = () => "2026-01-31T12:00:00.000Z";
const minimal = { specversion: "1.0", id: "1", source: "/shop", type: "com.example.order.placed.v1" };
const full = {
  ...minimal,
  subject: "order-1",
  time: "2026-01-01T00:00:00+02:00",
  dataschema: "https://example.com/order.json",
  datacontenttype: "application/json",
  data: { n: 1 },
};

test.each<[string, object, object]>([
  ["all attributes are kept as they are", full, full],
  ["extension attributes too", { ...full, traceparent: "00-a-b-01" }, { ...full, traceparent: "00-a-b-01" }],
  [
    "what may be left out has the specification's meaning",
    minimal,
    { ...minimal, time: sentAt(), datacontenttype: "application/json", data: undefined },
  ],
  ["an attribute that is null is absent", { ...full, subject: null }, (({ subject: _subject, ...rest }) => rest)(full)],
  ["data may be null", { ...full, data: null }, { ...full, data: null }],
])("%s", (_name, value, event) => {
  expect(readCloudEvent(value, sentAt)).toEqual({ valid: true, event });
});

test.each<[string, unknown, readonly string[]]>([
  ["no object", [full], ["it must be a JSON object"]],
  ["null", null, ["it must be a JSON object"]],
  ["no attributes", {}, ["specversion", "id", "source", "type"]],
  ["another version", { ...full, specversion: "0.3" }, ["specversion"]],
  ["an empty id", { ...full, id: "" }, ["id"]],
  ["an id that is a number", { ...full, id: 7 }, ["id"]],
  ["a source with a space", { ...full, source: "my shop" }, ["source"]],
  ["a control character", { ...full, subject: "a\nb" }, ["subject"]],
  ["no time", { ...full, time: "yesterday" }, ["time"]],
  ["a time that no calendar has", { ...full, time: "2026-13-01T00:00:00Z" }, ["time"]],
  ["February 30th", { ...full, time: "2026-02-30T00:00:00Z" }, ["time"]],
  ["an hour that no day has", { ...full, time: "2026-01-01T24:00:00Z" }, ["time"]],
  ["a schema that is no URI", { ...full, dataschema: "order.json" }, ["dataschema"]],
  ["binary data", { ...minimal, data_base64: "AA==" }, ["data"]],
])("%s is no CloudEvent of ours, and all faults are named", (_name, value, faults) => {
  const read = readCloudEvent(value, sentAt);
  expect(read.valid ? [] : read.faults.map((fault) => fault.split(" ")[0])).toEqual(
    faults.map((fault) => fault.split(" ")[0]),
  );
});

test("any JSON is read or refused, and what was read can be read again as it is", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ ...minimalArbitrary(), data: fc.jsonValue() })), (value) => {
      const read = readCloudEvent(value, sentAt);
      if (read.valid) expect(readCloudEvent(read.event, () => "never")).toEqual(read);
      else expect(read.faults.length).toBeGreaterThan(0);
    }),
  );
});

const minimalArbitrary = () => ({
  specversion: fc.constant("1.0"),
  id: fc.string(),
  source: fc.webPath(),
  type: fc.string(),
});
