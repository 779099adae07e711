import { join } from "node:path";
import { App } from "cdktf";
import { pubSubInputs } from "../../modules/pub-sub/inputs";
import { queueLoadLevelingInputs } from "../../modules/queue-load-leveling/inputs";
import { subscriberInputs } from "../../modules/subscriber/inputs";
import { webServiceInputs } from "../../modules/web-service/inputs";
import { pubSubModule } from "../../stacks/pub-sub";
import { queueLoadLevelingModule } from "../../stacks/queue-load-leveling";
import { subscriberModule } from "../../stacks/subscriber";
import { webServiceModule } from "../../stacks/web-service";
import { linesOf, refusal } from "../support/bad-inputs";
import { temporaryFolder } from "../support/folders";
import { goodJobsInputs, jobsStack, jobsVariables } from "../support/jobs";
import { numbersOf } from "../support/numbers";
import { goodPubSubInputs, pubSubStack, pubSubVariables } from "../support/pub-sub";
import { goodSubscriberInputs, subscriberStack, subscriberVariables } from "../support/subscriber";
import { documentOf, standIn } from "../support/synthesize";
import { describeTerraform, writeJson } from "../support/terraform";
import { goodWebInputs, webStack, webVariables } from "../support/web-service";

type Props = Readonly<Record<string, unknown>>;

const filename = standIn(join(temporaryFolder("code"), "code.zip"));
const everyOption = "every option";

const PATTERNS = {
  "queue-load-leveling": {
    inputs: queueLoadLevelingInputs,
    good: goodJobsInputs(filename)[everyOption],
    stack: jobsStack,
    variables: jobsVariables,
    module: queueLoadLevelingModule,
  },
  "web-service": {
    inputs: webServiceInputs,
    good: goodWebInputs(filename)[everyOption],
    stack: webStack,
    variables: webVariables,
    module: webServiceModule,
  },
  subscriber: {
    inputs: subscriberInputs,
    good: goodSubscriberInputs(filename)[everyOption],
    stack: subscriberStack,
    variables: subscriberVariables,
    module: subscriberModule,
  },
  "pub-sub": {
    inputs: pubSubInputs,
    good: goodPubSubInputs(filename)[everyOption],
    stack: pubSubStack,
    variables: pubSubVariables,
    module: pubSubModule,
  },
} as const;

/** Below every bound, and a fraction besides. */
const BELOW = -0.5;
/** With zero, which rules over several inputs multiply and divide, and what is above every bound. */
const WRONG = [BELOW, -1, 0, 1e9 + 0.5];

describe.each(Object.keys(PATTERNS) as (keyof typeof PATTERNS)[])("a number of %s that is out of bounds", (name) => {
  const { inputs, good, stack, variables, module } = PATTERNS[name];
  const numbers = numbersOf(inputs.members, good as Props);
  const refused = numbers.flatMap((number) =>
    WRONG.flatMap((value) => {
      const props = number.with(value) as never;
      const [, ...messages] = refusalOf(() => stack(props));
      // Another message means that the number itself is good.
      return messages.some((message) => message.startsWith(`${number.path} must be `))
        ? [{ what: `${number.path} = ${value}`, path: number.path, props, messages }]
        : [];
    }),
  );

  test("is there for each number", () => {
    expect([...new Set(refused.map(({ path }) => path))]).toEqual(numbers.map(({ path }) => path));
  });

  test.each(refused.map((one) => [one.what, one] as const))("%s: is told once", (_, { messages }) => {
    expect(messages).toHaveLength(1);
  });

  describeTerraform("the same in Terraform", (terraform) => {
    test("for all of them at once", async () => {
      const folder = temporaryFolder("numbers");
      const { variable } = documentOf(module.make(new App({ outdir: temporaryFolder("cdktf") })));
      writeJson(folder, "main.tf.json", { variable });
      const given = numbers.filter(({ isGiven }) => isGiven).map(({ path }) => path);
      const numberOf = (props: Props, path: string) =>
        numbersOf(inputs.members, props).find((one) => one.path === path);
      const below = given.reduce((props, path) => numberOf(props, path)?.with(BELOW) ?? props, good as Props);
      writeJson(folder, "terraform.tfvars.json", variables(below as never));
      const { stdout } = await terraform.run(folder, ["plan", "-json"]);
      // Of the entries of a map one message tells, a sentence of each.
      const told = linesOf(stdout).flatMap(
        ({ diagnostic }) => diagnostic?.detail.split("\n\n")[0]?.split(/(?<=[.]) (?=\w+\[)/) ?? [],
      );
      const expected = given.map((path) => refused.find((one) => one.path === path)?.messages[0]);
      expect(told.sort()).toEqual(expected.sort());
    });
  });
});

function refusalOf(make: () => unknown): string[] {
  try {
    return refusal(make);
  } catch {
    return [];
  }
}
