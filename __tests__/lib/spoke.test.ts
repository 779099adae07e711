import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Construct } from "constructs";
import { inputs, type PropsOf } from "../../lib/inputs";
import { choose, isSet, orElse } from "../../lib/logic";
import type { ModuleStack } from "../../lib/module-stack";
import { output } from "../../lib/outputs";
import { forEachSpoke, type Spoke } from "../../lib/spoke";
import { t } from "../../lib/types";
import type { Terraform } from "../../scripts/terraform";
import { temporaryFolder } from "../support/folders";
import { Thing } from "../support/resources";
import { sameAddress } from "../support/same-plan";
import { documentOf, moduleStack } from "../support/synthesize";
import { describeTerraform, writeJson } from "../support/terraform";

const listener = {
  volume: t.number({ description: "How loud.", default: 5 }),
  languages: t.strings({ description: "What it understands.", default: ["en"] }),
  nickname: t.string({ description: "What friends say.", optional: true }),
  place: t.object(
    { city: t.string({ description: "City." }), rowNumber: t.number({ description: "Row.", default: 1 }) },
    { description: "Where it sits.", optional: true },
  ),
};
const listenerInputs = inputs({
  name: t.string({ description: "Name." }),
  stationName: t.string({ description: "What it listens to." }),
  ...listener,
});
const stationInputs = inputs({
  name: t.string({ description: "Name." }),
  listeners: t.map(t.object(listener, { description: "A listener." }), { description: "The listeners." }),
});
type StationProps = PropsOf<typeof stationInputs>;

class Listener extends Construct {
  public readonly describedOutputs;

  constructor(scope: Construct, id: string, props: PropsOf<typeof listenerInputs>) {
    super(scope, id);
    const { input, carrier: ears } = listenerInputs.read(this, props, (read) => {
      const { name, stationName, volume, languages, nickname, place } = read;
      const city = choose(isSet(place), place.city, "nowhere");
      const row = choose(isSet(place), place.rowNumber, 0);
      const known = orElse<string>(nickname, "nobody");
      const heard = { name, stationName, volume, languages, nickname: known, city, row };
      return new Thing(this, "ears", { input: heard });
    });
    this.describedOutputs = {
      heardBy: output("Its name.", input.name),
      allHeard: output("What it heard.", ears.output),
    };
  }
}

const listenerSpoke: Spoke<typeof listenerInputs.members, Listener["describedOutputs"]> = {
  module: "listener",
  inputs: listenerInputs,
  make: (scope, id, props) => new Listener(scope, id, props),
};

/** A hub: its listeners hear a resource of its own. */
function station(stack: ModuleStack, props: StationProps): void {
  const made = (read: { readonly name: string }) => new Thing(stack, "sender", { input: read.name });
  const { input, carrier: sender } = stationInputs.read(stack, props, made);
  const listeners = forEachSpoke(stack, "listener", input.listeners, listenerSpoke, (key) => ({
    name: `${input.name}-${key}`,
    stationName: sender.output,
  }));
  stack.outputs({
    names: output("Names.", listeners.output("heardBy")),
    heard: output("What was heard.", listeners.output("allHeard")),
  });
}

const PROPS: StationProps = {
  name: "radio",
  listeners: {
    wall: { volume: 11, languages: ["de", "fr"], nickname: '"${x}"', place: { city: "Jena", rowNumber: 3 } },
    "leader-board": { place: { city: "Bern" } },
    quiet: {},
  },
};
const VARIABLES = {
  name: "radio",
  listeners: {
    wall: { volume: 11, languages: ["de", "fr"], nickname: '"${x}"', place: { city: "Jena", row_number: 3 } },
    "leader-board": { place: { city: "Bern" } },
    quiet: {},
  },
};

interface StateModule {
  readonly resources?: readonly { readonly address: string; readonly values: { readonly input: unknown } }[];
  readonly child_modules?: readonly StateModule[];
}

const resourcesIn = (state: StateModule): [string, unknown][] => [
  ...(state.resources ?? []).map(({ address, values }): [string, unknown] => [sameAddress(address), values.input]),
  ...(state.child_modules ?? []).flatMap(resourcesIn),
];

/** Writes a module that needs no provider. */
function write(folder: string, fill: (stack: ModuleStack) => void): string {
  const { terraform: _, ...document } = documentOf(moduleStack(fill));
  mkdirSync(folder);
  writeJson(folder, "main.tf.json", document);
  return folder;
}

/** What the hub makes, by address, and its outputs. */
async function made(terraform: Terraform, fill: (stack: ModuleStack) => void, values: object) {
  const folder = temporaryFolder("spokes");
  const hub = write(join(folder, "station"), fill);
  write(join(folder, "listener"), (stack) => {
    stack.outputs(new Listener(stack, "Default", listenerInputs.variables(stack)).describedOutputs);
  });
  writeJson(hub, "terraform.tfvars.json", values);
  await terraform.must(hub, ["get", "-no-color"]);
  await terraform.must(hub, ["apply", "-auto-approve", "-no-color"]);
  const { values: state } = JSON.parse(await terraform.must(hub, ["show", "-json"])) as {
    values: { root_module: StateModule; outputs: Record<string, { value: unknown }> };
  };
  return {
    resources: Object.fromEntries(resourcesIn(state.root_module)),
    outputs: Object.fromEntries(Object.entries(state.outputs).map(([name, { value }]) => [name, value])),
  };
}

describeTerraform("the spokes of a hub", (terraform) => {
  test("are the same for literals, as constructs, and for variables, as calls of the spoke's module", async () => {
    const ofVariables = await made(terraform, (stack) => station(stack, stationInputs.variables(stack)), VARIABLES);
    expect(ofVariables.outputs["names"]).toEqual({
      wall: "radio-wall",
      "leader-board": "radio-leader-board",
      quiet: "radio-quiet",
    });
    expect(ofVariables.resources).toEqual({
      "terraform_data.sender": "radio",
      "terraform_data.ears_listener_wall": {
        ...{ name: "radio-wall", stationName: "radio", volume: 11, languages: ["de", "fr"], nickname: '"${x}"' },
        ...{ city: "Jena", row: 3 },
      },
      "terraform_data.board_ears_leader_listener": {
        ...{ name: "radio-leader-board", stationName: "radio", volume: 5, languages: ["en"], nickname: "nobody" },
        ...{ city: "Bern", row: 1 },
      },
      "terraform_data.ears_listener_quiet": {
        ...{ name: "radio-quiet", stationName: "radio", volume: 5, languages: ["en"], nickname: "nobody" },
        ...{ city: "nowhere", row: 0 },
      },
    });
    expect(await made(terraform, (stack) => station(stack, PROPS), {})).toEqual(ofVariables);
  });

  test("may be none", async () => {
    const none = { name: "radio", listeners: {} };
    const ofVariables = await made(terraform, (stack) => station(stack, stationInputs.variables(stack)), none);
    expect(ofVariables).toEqual({ resources: { "terraform_data.sender": "radio" }, outputs: { names: {}, heard: {} } });
    expect(await made(terraform, (stack) => station(stack, none), {})).toEqual(ofVariables);
  });
});
