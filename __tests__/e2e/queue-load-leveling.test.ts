import { describeTerraform } from "../support/terraform";
import { awsRulesTests } from "./support/aws-rules";
import { OF_CONSUMERS } from "./support/consumers";
import { deployerTests, revisionTest } from "./support/deployer";
import { pendingTest } from "./support/pending";
import { permissionTests } from "./support/permissions";
import { burst } from "./support/queue-load-leveling/burst";
import { callers } from "./support/queue-load-leveling/callers";
import { failures } from "./support/queue-load-leveling/failures";
import { http } from "./support/queue-load-leveling/http";
import { idempotency } from "./support/queue-load-leveling/idempotency";
import { names } from "./support/queue-load-leveling/names";
import { order } from "./support/queue-load-leveling/order";
import { pace } from "./support/queue-load-leveling/pace";
import { redrive } from "./support/queue-load-leveling/redrive";
import { MODULES, Suite } from "./support/queue-load-leveling/suite";

/** An apply takes a minute and a half, most of it the provider's waits. A busy machine or a real account may take many. */
const TERRAFORM_WITHIN_MS = 900_000;

/** What pauses an instance may switch the mapping of that one. */
const MAPPING = /(:event-source-mapping:)[\w-]+$/;

/** A policy is the same in every instance, on queues of either kind. */
const anyInstance = (text: string): string =>
  text
    .replaceAll(/e2e-\w+-(jobs|paced|ordered|single|broken)/g, "NAME")
    .replace(/\.fifo$/, "")
    .replace(MAPPING, "$1UUID");

describeTerraform("queue-load-leveling, deployed", (terraform) => {
  let suite: Suite;
  beforeAll(async () => {
    suite = await Suite.start(terraform);
  }, TERRAFORM_WITHIN_MS);
  afterAll(() => suite?.stop(), TERRAFORM_WITHIN_MS);
  const deployed = () => suite;

  describe("the HTTP API", () => http(deployed));
  describe("the HTTP API under other names", () => names(deployed));
  describe("a burst", () => burst(deployed));
  describe("requests that come again", () => idempotency(deployed));
  describe("what goes wrong", () => failures(deployed));
  describe("the rate", () => pace(deployed));
  describe("a FIFO queue", () => order(deployed));
  describe("the way back", () => redrive(deployed));
  describe("callers with the module's policies", () => callers(deployed));

  describe("after all that", () => {
    permissionTests(deployed, { kindOf: anyInstance, exempt: [[OF_CONSUMERS, "a consumer gave it to the role"]] });
    revisionTest(deployed, ["jobs"], TERRAFORM_WITHIN_MS);
    test(
      "Terraform finds nothing to change",
      async () => {
        const { code, stdout } = await suite.replan();
        expect({ code, stdout: code === 0 ? "" : stdout }).toEqual({ code: 0, stdout: "" });
      },
      TERRAFORM_WITHIN_MS,
    );
    pendingTest(deployed, TERRAFORM_WITHIN_MS);
    test("Terraform removes all of it", () => suite.destroy(), TERRAFORM_WITHIN_MS);
    deployerTests(deployed, MODULES);
    awsRulesTests(deployed);
  });
});
