import { updateInput } from "../../../functions/shared/update";

test("every part of a change is in the expression, every name and value behind a placeholder", () => {
  const input = updateInput("jobs", "1", {
    set: { state: "running", skipped: undefined },
    setIfAbsent: { created_at: "now" },
    add: { attempts: 1 },
    remove: ["error"],
    condition: { expression: "#state = :accepted OR #lease_until < :now", values: { accepted: "accepted", now: 5 } },
  });
  expect(input).toMatchObject({
    TableName: "jobs",
    Key: { id: { S: "1" } },
    UpdateExpression:
      "SET #state = :new_state, #created_at = if_not_exists(#created_at, :new_created_at) REMOVE #error ADD #attempts :new_attempts",
    ConditionExpression: "#state = :accepted OR #lease_until < :now",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    ExpressionAttributeNames: {
      "#state": "state",
      "#created_at": "created_at",
      "#error": "error",
      "#attempts": "attempts",
      "#lease_until": "lease_until",
    },
    ExpressionAttributeValues: {
      ":new_state": { S: "running" },
      ":new_created_at": { S: "now" },
      ":new_attempts": { N: "1" },
      ":accepted": { S: "accepted" },
      ":now": { N: "5" },
    },
  });
});

test("a change without values has none: DynamoDB refuses an empty map", () => {
  expect(updateInput("jobs", "1", { remove: ["a"] })).toMatchObject({
    UpdateExpression: "REMOVE #a",
    ExpressionAttributeValues: undefined,
    ConditionExpression: undefined,
  });
});
