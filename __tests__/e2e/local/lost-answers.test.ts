import { randomUUID } from "node:crypto";
import { type LocalAws, startLocalAws } from "../../../local/aws";
import { Workbench } from "./workbench";

let aws: LocalAws;
let bench: Workbench;
beforeAll(async () => {
  aws = await startLocalAws();
  bench = new Workbench(aws);
}, 60_000);
beforeEach(() => aws.reset());
afterAll(() => aws.stop());

/** One try of a call that makes a user: a second one finds the user there. */
async function makeUser(invocation: string, attempt: number, user = "ada") {
  const answer = await bench.signed("iam", "POST", "/", {
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "amz-sdk-invocation-id": invocation,
      "amz-sdk-request": `attempt=${attempt}; max=3`,
    },
    body: `Action=CreateUser&Version=2010-05-08&UserName=${user}`,
  });
  return { status: answer.status, text: await answer.text() };
}

const actions = () => aws.calls().map(({ action }) => action);

test("a further try of a call that was served gets its answer, and does nothing again", async () => {
  const invocation = randomUUID();
  const first = await makeUser(invocation, 1);
  expect(first.status).toBe(200);
  expect(await makeUser(invocation, 2)).toEqual(first);
  expect(await makeUser(invocation, 3)).toEqual(first);
  expect(actions()).toEqual(["iam:CreateUser"]);
  expect(aws.lostAnswers()).toEqual(
    [2, 3].map((attempt) =>
      expect.objectContaining({ caller: aws.credentials.accessKeyId, request: "POST /", attempt }),
    ),
  );
});

test("another call of the same kind finds what is there", async () => {
  expect((await makeUser(randomUUID(), 1)).status).toBe(200);
  expect((await makeUser(randomUUID(), 1)).status).toBe(409);
  expect((await makeUser(randomUUID(), 2)).status).toBe(409);
  expect(aws.lostAnswers()).toEqual([]);
});

test.each([
  ["cut off", "ConnectionReset"],
  ["throttled", "Throttling"],
])("a call that a fault %s is served at the next try", async (_how, code) => {
  const invocation = randomUUID();
  await aws.faults.failApi({ service: "iam", action: "CreateUser", code, count: 1 });
  const first = await makeUser(invocation, 1).catch(() => ({ status: 0 }));
  expect(first.status).not.toBe(200);
  expect((await makeUser(invocation, 2)).status).toBe(200);
  expect(aws.lostAnswers()).toEqual([]);
});
