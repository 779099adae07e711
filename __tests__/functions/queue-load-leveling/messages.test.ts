import {
  identityOf,
  pinnedAttributes,
  requestHash,
  sendableAttributes,
} from "../../../functions/queue-load-leveling/messages";

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

const strings = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, { DataType: "String", StringValue: "x" }]));

test("a copy keeps its attributes and says which job it is", () => {
  expect(pinnedAttributes(strings(9), "j")).toEqual({
    ...strings(9),
    job_id: { DataType: "String", StringValue: "j" },
  });
});

test("ten attributes leave no room for the job's id", () => {
  expect(() => pinnedAttributes(strings(10), "j")).toThrow(/10 attributes/);
  const withId = { ...strings(9), job_id: { DataType: "String", StringValue: "old" } };
  expect(pinnedAttributes(withId, "j")["job_id"]).toMatchObject({ StringValue: "j" });
});

test("binary attributes come through as bytes", () => {
  const sendable = sendableAttributes({
    b: { dataType: "Binary.png", binaryValue: "AAH/" },
    n: { dataType: "Number", stringValue: "7" },
  });
  expect(sendable["b"]).toMatchObject({ DataType: "Binary.png", BinaryValue: Buffer.from([0, 1, 255]) });
  expect(sendable["n"]).toMatchObject({ DataType: "Number", StringValue: "7" });
});

test("the hash is the SHA-256 of the UTF-8 bytes, as docs/job-table.md promises other languages", () => {
  expect(requestHash('{"a":"ä"}')).toBe("46e7684c4b1944115e7f227c9f2d1275a3edf7806a40d523d1c77e0df97b3432");
});
