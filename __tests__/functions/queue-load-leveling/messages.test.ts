import { attributesOfCopy, identityOf, requestHash } from "../../../functions/queue-load-leveling/messages";
import { MAX_MESSAGE_BYTES } from "../../../functions/shared/sqs-attributes";

test.each([
  [undefined, "m-1", false],
  ["job-1", "job-1", false],
  ["rate#worker", "m-1", true],
  ["redrive#1", "m-1", true],
  ["", "m-1", true],
  ["x".repeat(129), "m-1", true],
])("the attribute %j names the job %j", (attribute, jobId, faulty) => {
  const identity = identityOf(attribute, "m-1");
  expect(identity.jobId).toBe(jobId);
  expect(identity.fault !== undefined).toBe(faulty);
});

const string = (StringValue: string) => ({ DataType: "String", StringValue });
const strings = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, string("x")]));
const reason = { error_type: string("urn:x"), error_title: string("why") };

test("a copy keeps its attributes and says which job it is", () => {
  const attributes = { ...strings(9), job_id: string("old") };
  expect(attributesOfCopy({ body: "", attributes }, "j")).toEqual({ ...strings(9), job_id: string("j") });
});

test("why it failed is said as far as there is room, and is left behind when the job goes home", () => {
  const copy = attributesOfCopy({ body: "", attributes: strings(8) }, "j", reason);
  expect(copy).toEqual({ ...strings(8), job_id: string("j"), error_type: string("urn:x") });
  expect(attributesOfCopy({ body: "", attributes: copy }, "j")).toEqual({ ...strings(8), job_id: string("j") });
});

test.each([
  ["ten attributes without the job's id lose one", "", strings(10), { job_id: string("j"), ...strings(9) }],
  [
    "a body that leaves room for the job's id alone goes with that",
    "x".repeat(MAX_MESSAGE_BYTES - 14),
    {},
    { job_id: string("j") },
  ],
  ["one that leaves no room goes without", "x".repeat(MAX_MESSAGE_BYTES), {}, {}],
])("a message is never lost for its attributes: %s", (_name, body, attributes, expected) => {
  expect(attributesOfCopy({ body, attributes }, "j", reason)).toEqual(expected);
});

test("the hash is the SHA-256 of the UTF-8 bytes, as docs/job-table.md promises other languages", () => {
  expect(requestHash('{"a":"ä"}')).toBe("46e7684c4b1944115e7f227c9f2d1275a3edf7806a40d523d1c77e0df97b3432");
});
