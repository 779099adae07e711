import { parseRedriveRequest } from "../../../functions/shared/redrive-request";
import { redriveRequest } from "../../../functions/subscriber/redrive-schemas";

const valid = { reason: "r", requestedBy: "w" };
const parse = (payload: unknown) => parseRedriveRequest(redriveRequest, payload);

test("a minimal request is about both dead-letter queues and moves a thousand at most", () => {
  expect(parse(valid)).toEqual({ ...valid, from: "both", maxMessages: 1_000 });
});

test.each([
  ["an unknown queue", { ...valid, from: "main" }, /from: .*"delivery"\|"processing"\|"both"/],
  ["no ids at all", { ...valid, messageIds: [] }, /messageIds: /],
  ["an empty id", { ...valid, messageIds: ["m1", ""] }, /messageIds\.1: /],
  ["more ids than a log line holds", { ...valid, messageIds: Array(1_001).fill("m") }, /messageIds: .*1000/],
  ["the ids of another pattern", { ...valid, jobIds: ["j"] }, /jobIds/],
])("a redrive request with %s is refused with a clear message", (_name, payload, message) => {
  expect(() => parse(payload)).toThrow(message);
});
