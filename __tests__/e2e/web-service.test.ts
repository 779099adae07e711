import { describeTerraform } from "../support/terraform";
import { awsRulesTests } from "./support/aws-rules";
import { OF_CONSUMERS } from "./support/consumers";
import { deployerTests, revisionTest } from "./support/deployer";
import { pendingTest } from "./support/pending";
import { permissionTests } from "./support/permissions";
import { callers } from "./support/web-service/callers";
import { functions } from "./support/web-service/functions";
import { gateway } from "./support/web-service/gateway";
import { http } from "./support/web-service/http";
import { races } from "./support/web-service/races";
import { MODULES, Suite } from "./support/web-service/suite";

/** An apply takes a minute, most of it the provider's waits for a zone. A busy machine or a real account may take many. */
const TERRAFORM_WITHIN_MS = 900_000;
/** Fifty requests at once are fifty processes on the local AWS. */
const SCENARIO_WITHIN_MS = 600_000;

jest.setTimeout(SCENARIO_WITHIN_MS);

/** Grants that no scenario uses. */
const EXEMPT = [
  [/ kms:/, "The services of the local AWS encrypt nothing."],
  [/ ec2:/, "Its functions have no network interfaces."],
  [/^\S+-full-(imaged|optioned|snapped) /, "Nobody calls the functions that are there for Terraform's requests."],
  [
    / dynamodb:Query \S+:table\/[^/]+$/,
    "table_actions names actions of the table and its indexes; these functions query indexes.",
  ],
  [OF_CONSUMERS, "a consumer gave it to the role"],
] as const;

describeTerraform("web-service, deployed", (terraform) => {
  let suite: Suite;
  beforeAll(async () => {
    suite = await Suite.start(terraform);
  }, TERRAFORM_WITHIN_MS);
  afterAll(() => suite?.stop(), TERRAFORM_WITHIN_MS);
  const deployed = () => suite;

  describe("the products API", () => http(deployed));
  describe("many at once", () => races(deployed));
  describe("the gateway", () => gateway(deployed));
  describe("callers with the module's policies", () => callers(deployed));
  describe("functions", () => functions(deployed));

  describe("after all that", () => {
    permissionTests(deployed, {
      exempt: EXEMPT,
      kindOf: (text) => text.replaceAll(/(e2e-\w+)-(red|blue)/g, "$1-COLOUR"),
    });
    revisionTest(deployed, ["full"], TERRAFORM_WITHIN_MS);
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
