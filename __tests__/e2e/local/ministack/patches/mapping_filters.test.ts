import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { describePatch, eventually, NOTE, type Workbench } from "../../support";

/** Pattern for the body, body, whether the message goes through. */
const CASES: readonly (readonly [pattern: unknown, body: unknown, passes: boolean])[] = [
  [{ kind: ["a"] }, { kind: "a" }, true],
  [{ kind: ["a"] }, { kind: "b" }, false],
  [{ kind: ["a", "b"] }, { kind: "b" }, true],
  [{ kind: ["a"], size: [1] }, { kind: "a", size: 2 }, false],
  [{ $or: [{ kind: ["a"] }, { size: [1] }] }, { kind: "b", size: 1 }, true],
  [{ $or: [{ kind: ["a"] }, { size: [1] }] }, { kind: "b", size: 2 }, false],
  [{ kind: [{ wildcard: "a*z" }] }, { kind: "abcz" }, true],
  [{ kind: [{ wildcard: "a*z" }] }, { kind: "abc?" }, false],
  [{ kind: [{ "equals-ignore-case": "ABC" }] }, { kind: "abc" }, true],
  [{ kind: [{ "anything-but": ["a", "b"] }] }, { kind: "c" }, true],
  [{ kind: [{ "anything-but": ["a", "b"] }] }, { kind: "b" }, false],
  [{ kind: [{ "anything-but": { prefix: "a" } }] }, { kind: "b" }, true],
  [{ kind: [{ "anything-but": { prefix: "a" } }] }, { kind: "ab" }, false],
  [{ kind: [{ prefix: "a" }] }, { kind: "ab" }, true],
  [{ kind: [{ prefix: { "equals-ignore-case": "A" } }] }, { kind: "ab" }, true],
  [{ kind: [{ suffix: "b" }] }, { kind: "ab" }, true],
  [{ size: [{ numeric: [">", 1, "<=", 5] }] }, { size: 5 }, true],
  [{ size: [{ numeric: [">", 1, "<=", 5] }] }, { size: 1 }, false],
  [{ size: [{ numeric: ["=", 5] }] }, { size: "5" }, false],
  [{ kind: [{ exists: true }] }, { kind: null }, true],
  [{ kind: [{ exists: false }] }, { size: 1 }, true],
  [{ kind: [{ exists: false }] }, { kind: "a" }, false],
  [{ tags: ["x"] }, { tags: ["y", "x"] }, true],
  [{ tags: ["x"] }, { tags: ["y"] }, false],
  [{ items: { kind: ["a"] } }, { items: [{ kind: "b" }, { kind: "a" }] }, true],
  [{ kind: [null] }, { kind: null }, true],
  [{ kind: [1] }, { kind: true }, false],
  [{ kind: ["a"] }, "no object", false],
];

/** One queue and one mapping for each case, one function for all; each queue gets its message and one that all filters pass. */
async function observe(bench: Workbench): Promise<string[]> {
  await bench.function(
    "filtered",
    `${NOTE} exports.handler = async ({ Records }) => Records.forEach((r) => note("seen", r.body));`,
  );
  const urls = await Promise.all(
    CASES.map(async ([pattern, body], index) => {
      const { url, arn } = await bench.queue(`filtered-${index}`);
      const Filters = [{ Pattern: JSON.stringify({ body: pattern }) }];
      await bench.mapping(arn, "filtered", { FilterCriteria: { Filters } });
      const text = typeof body === "string" ? body : JSON.stringify({ ...(body as object), index });
      await bench.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: text }));
      return url;
    }),
  );
  await eventually("every queue is empty", async () => {
    const depths = await Promise.all(urls.map((url) => bench.depth(url)));
    return depths.every(({ visible, inFlight }) => visible + inFlight === 0);
  });
  return bench.notes<string>("seen").sort();
}

describePatch(
  "mapping_filters",
  "messages that no filter lets through are dropped, all others arrive",
  observe,
  CASES.flatMap(([, body, passes], index) => (passes ? [JSON.stringify({ ...(body as object), index })] : [])).sort(),
);
