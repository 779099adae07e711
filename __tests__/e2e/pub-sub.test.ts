import { describeTerraform } from "../support/terraform";
import { awsRulesTests } from "./support/aws-rules";
import { OF_CONSUMERS } from "./support/consumers";
import { deployerTests, revisionTest } from "./support/deployer";
import { permissionTests } from "./support/permissions";
import { accounts } from "./support/pub-sub/accounts";
import { burst } from "./support/pub-sub/burst";
import { callers } from "./support/pub-sub/callers";
import { delivery } from "./support/pub-sub/delivery";
import { instances } from "./support/pub-sub/instances";
import { order } from "./support/pub-sub/order";
import { MODULES, Suite } from "./support/pub-sub/suite";
import { twice } from "./support/pub-sub/twice";

/** An apply takes two minutes, of which the provider's waits are most; a real account may take longer. */
const TERRAFORM_WITHIN_MS = 900_000;

const INSTANCES =
  /e2e-\w+-(orders-[a-z]+|sequence-ledger|full-(buffered|direct|shelf)|(blue|red)-inbox|first|second|north|east)/g;

/** What pauses a subscriber may switch the mapping of that one. */
const MAPPING = /(:event-source-mapping:)[\w-]+$/;

/** A policy is the same in every instance, on queues of either kind. */
const anyInstance = (text: string): string =>
  text
    .replaceAll(INSTANCES, "NAME")
    .replace(/\.fifo$/, "")
    .replace(MAPPING, "$1UUID");

describeTerraform("pub-sub and subscriber, deployed", (terraform) => {
  let suite: Suite;
  beforeAll(async () => {
    suite = await Suite.start(terraform);
  }, TERRAFORM_WITHIN_MS);
  afterAll(() => suite?.stop(), TERRAFORM_WITHIN_MS);
  const deployed = () => suite;

  describe("a burst", () => burst(deployed));
  describe("events that come again", () => twice(deployed));
  describe("a FIFO topic", () => order(deployed));
  describe("what cannot be delivered", () => delivery(deployed));
  describe("instances", () => instances(deployed));
  describe("callers with the modules' policies", () => callers(deployed));
  describe("the sum, for each subscriber", () => accounts(deployed));

  describe("after all that", () => {
    permissionTests(deployed, {
      kindOf: anyInstance,
      exempt: [
        [/ kms:/, "the local AWS encrypts nothing"],
        [/ ec2:/, "its functions have no network interfaces"],
        [OF_CONSUMERS, "a consumer gave it to the role"],
        [/-delivery-status logs:/, "it writes no delivery status"],
      ],
    });
    revisionTest(deployed, ["full", "full_fifo", "outside_first"], TERRAFORM_WITHIN_MS);
    test(
      "Terraform finds nothing to change",
      async () => {
        const { code, stdout } = await suite.replan();
        expect({ code, stdout: code === 0 ? "" : stdout }).toEqual({ code: 0, stdout: "" });
      },
      TERRAFORM_WITHIN_MS,
    );
    test("Terraform removes all of it", () => suite.destroy(), TERRAFORM_WITHIN_MS);
    deployerTests(deployed, MODULES);
    awsRulesTests(deployed);
  });
});
