import {
  preflightRoutes,
  preflightShapes,
  requestResources,
  routeResource,
  routeShapes,
  takesPreflights,
} from "../../../modules/parts/route-checks";
import { Evaluation } from "../../support/evaluate";
import { describeTerraform } from "../../support/terraform";

const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const anyOf = (path: string) => METHODS.map((method) => method + path);

interface Row {
  readonly key: string;
  /** What the function's policy names. */
  readonly resource: string;
  /** What the policies of callers name. */
  readonly requests: readonly string[];
  /** What must be open for browsers; undefined where the gateway answers their preflight requests. */
  readonly preflights?: readonly string[];
  readonly shape: string;
}

const ROWS: readonly Row[] = [
  { key: "GET /orders", resource: "GET/orders", requests: ["GET/orders"], shape: "GET /orders" },
  { key: "GET /", resource: "GET/", requests: ["GET/"], shape: "GET /" },
  {
    key: "PUT /a/{id}/b/{other}",
    resource: "PUT/a/*/b/*",
    requests: ["PUT/a/*/b/*"],
    shape: "PUT /a/{}/b/{}",
  },
  {
    key: "OPTIONS /orders/{id}",
    resource: "OPTIONS/orders/*",
    requests: ["OPTIONS/orders/*"],
    preflights: ["OPTIONS /orders/{id}"],
    shape: "OPTIONS /orders/{}",
  },
  {
    key: "ANY /orders",
    resource: "*/orders",
    requests: anyOf("/orders"),
    preflights: ["OPTIONS /orders"],
    shape: "ANY /orders",
  },
  {
    key: "ANY /orders/{id}/{rest+}",
    resource: "*/orders/*/*",
    requests: anyOf("/orders/*/*"),
    preflights: ["OPTIONS /orders/{id}/{rest+}"],
    shape: "ANY /orders/{}/{+}",
  },
  {
    key: "$default",
    resource: "$default",
    requests: ["*/*"],
    preflights: ["OPTIONS /", "OPTIONS /{proxy+}"],
    shape: "$default",
  },
];

const read = (key: string) => [
  routeResource(key),
  requestResources(key),
  takesPreflights(key),
  preflightRoutes(key),
  routeShapes([key]),
];
const expected = ({ key, resource, requests, preflights, shape }: Row) => [
  resource,
  requests,
  preflights !== undefined,
  preflights ?? [key],
  [shape],
];

test.each(ROWS)("$key: functions see it by its key, IAM by the requests", (row) => {
  expect(read(row.key)).toEqual(expected(row));
});

const OPEN = ["ANY /", "ANY /{all+}", "OPTIONS /orders/{id}", "GET /anything", "$default"];
const OPEN_SHAPES = ["OPTIONS /", "OPTIONS /{+}", "OPTIONS /orders/{}", "GET /anything", "$default"];

test("an open route for every method lets preflight requests in", () => {
  expect(preflightShapes(OPEN)).toEqual(OPEN_SHAPES);
});

describeTerraform("route keys that only Terraform knows", (terraform) => {
  test("come to the same", async () => {
    const evaluation = new Evaluation();
    for (const { key } of ROWS) for (const one of read(evaluation.string(key))) evaluation.ask(one);
    evaluation.ask(preflightShapes(evaluation.strings(OPEN)));
    expect(await evaluation.run(terraform)).toEqual([...ROWS.flatMap(expected), OPEN_SHAPES]);
  });
});
