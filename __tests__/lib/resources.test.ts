import type { Bool } from "../../lib/expression";
import { raw, tf } from "../../lib/expression";
import { choose, NULL } from "../../lib/logic";
import type { ModuleStack } from "../../lib/module-stack";
import { addressOf, blockWhen, when } from "../../lib/resources";
import type { Terraform } from "../../scripts/terraform";
import { temporaryFolder } from "../support/folders";
import { Thing } from "../support/resources";
import { addressesOf, documentOf, moduleStack } from "../support/synthesize";
import { describeTerraform, writeJson } from "../support/terraform";

/** A conditional resource, another that exists with it, and one that always exists and reads from the first. */
function body(stack: ModuleStack, condition: Bool): void {
  const first = when(condition, (meta) => new Thing(stack, "first", { ...meta, input: "x" }));
  when(condition, (meta) => new Thing(stack, "second", { ...meta, input: first.its((thing) => thing.output) }));
  const third = new Thing(stack, "third", {
    input: { seen: first.get((thing) => thing.output) },
    dependsOn: first.dependency,
  });
  stack.outputs({
    seen: { value: tf`[${first.get((thing) => thing.output)}]`, description: "" },
    third: { value: addressOf(third), description: "" },
  });
}

/** Makes what the stack says, and tells what exists then and what the outputs are. */
async function made(terraform: Terraform, condition: Bool, variables: object): Promise<unknown> {
  const folder = temporaryFolder("made");
  const { resource, output } = documentOf(moduleStack((stack) => body(stack, condition)));
  writeJson(folder, "main.tf.json", { resource, output, variable: { on: { type: "bool", default: null } } });
  writeJson(folder, "terraform.tfvars.json", variables);
  await terraform.must(folder, ["apply", "-auto-approve", "-no-color"]);
  const { values } = JSON.parse(await terraform.must(folder, ["show", "-json"])) as State;
  return {
    resources: values.root_module.resources.map(({ address, values: { input } }) => [
      address.replace("[0]", ""),
      input,
    ]),
    outputs: Object.fromEntries(Object.entries(values.outputs).map(([name, { value }]) => [name, value])),
  };
}

interface State {
  readonly values: {
    readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
    readonly root_module: {
      readonly resources: readonly { readonly address: string; readonly values: { readonly input: unknown } }[];
    };
  };
}

describeTerraform("a resource under a condition", (terraform) => {
  test.each([true, false])("exists alike for a literal and a variable that is %s", async (on) => {
    const ofLiteral = await made(terraform, on, {});
    expect(await made(terraform, raw("var.on"), { on })).toEqual(ofLiteral);
    expect(ofLiteral).toMatchObject(
      on
        ? {
            resources: [
              ["terraform_data.first", "x"],
              ["terraform_data.second", "x"],
              ["terraform_data.third", { seen: "x" }],
            ],
            outputs: { seen: ["x"] },
          }
        : { resources: [["terraform_data.third", { seen: null }]], outputs: { seen: [null] } },
    );
  });
});

test("a literal condition makes a plain resource, or none", () => {
  expect(documentOf(moduleStack((stack) => body(stack, true))).resource).toMatchObject({
    terraform_data: { first: { input: "x" }, second: { input: "${terraform_data.first.output}" } },
  });
  expect(addressesOf(documentOf(moduleStack((stack) => body(stack, false))))).toEqual(["terraform_data.third"]);
});

test("a variable makes it with count, and its attributes are read with an index or a splat", () => {
  expect(documentOf(moduleStack((stack) => body(stack, raw("var.on")))).resource).toEqual({
    terraform_data: {
      first: { count: "${var.on ? 1 : 0}", input: "x" },
      second: { count: "${var.on ? 1 : 0}", input: "${terraform_data.first[0].output}" },
      third: { depends_on: ["terraform_data.first"], input: { seen: "${one(terraform_data.first[*].output)}" } },
    },
  });
});

test("what does not exist has no attribute for its fellows, and null for all others", () => {
  const none = when(false, (): Thing => {
    throw new Error("made");
  });
  const stack = moduleStack((scope) => new Thing(scope, "fellow", { input: none.its((thing) => thing.output) }));
  expect(() => documentOf(stack)).toThrow(
    /^test\/fellow: .*an attribute of a resource that does not exist is used; make both under one condition/,
  );
  expect(
    choose(
      false,
      none.its((thing) => thing.output),
      "other",
    ),
  ).toBe("other");
  expect(none.get((thing) => thing.output)).toBe(NULL);
  expect(none.dependency).toEqual([]);
});

test("a condition that the resource drops is refused with its path", () => {
  expect(() => moduleStack((stack) => when(raw("var.on"), () => new Thing(stack, "first")))).toThrow(
    "test/first: is made under a condition that it drops; spread when()'s meta into its config",
  );
});

test("an attribute that is read past its Maybe is refused with both paths", () => {
  const stack = moduleStack((scope) => {
    let leaked: Thing | undefined;
    when(raw("var.on"), (meta) => {
      leaked = new Thing(scope, "first", meta);
      return leaked;
    });
    new Thing(scope, "second", { input: leaked?.output });
  });
  expect(() => documentOf(stack)).toThrow(
    "test/second (resource.terraform_data.second.input): terraform_data.first.output is read",
  );
});

describe("a block under a condition", () => {
  const blockOf = (condition: Bool) =>
    documentOf(
      moduleStack((stack) =>
        blockWhen(new Thing(stack, "thing"), "some_block", condition, () => ({ some_argument: raw("var.x") })),
      ),
    ).resource;

  test("is there for true", () => {
    expect(blockOf(true)).toMatchObject({ terraform_data: { thing: { some_block: [{ some_argument: "${var.x}" }] } } });
  });

  test("is not there for false", () => {
    expect(blockOf(false)).toEqual({ terraform_data: { thing: {} } });
  });

  test("is dynamic for a variable", () => {
    expect(blockOf(raw("var.on"))).toEqual({
      terraform_data: {
        thing: {
          dynamic: { some_block: [{ for_each: "${var.on ? [1] : []}", content: { some_argument: "${var.x}" } }] },
        },
      },
    });
  });
});
