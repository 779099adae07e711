import { join } from "node:path";
import { WebService } from "../../modules/web-service";
import type { WebServiceProps } from "../../modules/web-service/props";
import { refusal } from "../support/bad-inputs";
import { badWebInputs, withWrong } from "../support/bad-web-inputs";
import { temporaryFolder } from "../support/folders";
import { moduleStack, standIn } from "../support/synthesize";
import { goodWebInputs } from "../support/web-service";

const filename = standIn(join(temporaryFolder("code"), "orders.zip"));
const { minimal } = goodWebInputs(filename);
const made = (props: unknown) => () => new WebService(moduleStack(), "shop", props as WebServiceProps);

test.each(badWebInputs(filename).map((input) => [input.what, input] as const))(
  "%s: refused, with path and cure, in plain text",
  (_, input) => {
    const said = refusal(made(withWrong(minimal, input)));
    expect(said).toEqual(["test/shop: an input is wrong:", input.message]);
    expect(said.join()).not.toMatch(/TfToken|each\.|e\+289/);
  },
);

test("wrong inputs are refused together, each entry by its key", () => {
  const functions = { orders: { filename, timeoutSeconds: 901 }, stock: { filename, tableAccess: "read" } };
  const routes = { "GET /orders": { function: "order" }, "GET /stock": { function: "stok", scopes: ["a"] } };
  expect(refusal(made({ ...minimal, functions, routes }))).toEqual([
    "test/shop: inputs are wrong:",
    'functions["orders"].timeout_seconds must be 1 to 900 seconds, Lambda\'s bounds.',
    'routes["GET /stock"] must have scopes only with authorization = "JWT": a signed request has none.',
    'routes["GET /orders"].function must name one of functions (orders, stock); "order" is none.',
    'routes["GET /stock"].function must name one of functions (orders, stock); "stok" is none.',
    'functions["stock"].table_access must be "none" where table is null: give a table, such as { hash_key = "id" }.',
  ]);
});

test("inputs of a wrong shape are refused together", () => {
  const functions = { orders: { filename: 7, timeout: 3 } };
  expect(refusal(made({ functions, route: {}, routes: { "GET /orders": {} } }))).toEqual([
    "test/shop: inputs are wrong:",
    expect.stringMatching(/^route is no input; the inputs here are name, functions, routes, /),
    "name must be given.",
    expect.stringMatching(/^functions\["orders"\]\.timeout is no input; the inputs here are filename, /),
    'functions["orders"].filename must be a string.',
    'routes["GET /orders"].function must be given.',
  ]);
});
