import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lastRelease } from "../../scripts/last-release";
import { describeRelease } from "../support/release";
import { describeTerraform } from "../support/terraform";
import { awsRulesTests } from "./support/aws-rules";
import { PROJECT } from "./support/suite";
import { changesOf, functionsIn, losesData } from "./support/upgrade/changes";
import { events } from "./support/upgrade/events";
import { jobs } from "./support/upgrade/jobs";
import { REFUSED } from "./support/upgrade/refused";
import { Suite } from "./support/upgrade/suite";
import { web } from "./support/upgrade/web";

/** An apply takes a minute, of which the provider's waits are most; a real account or a busy machine may take longer. */
const TERRAFORM_WITHIN_MS = 900_000;

const release = lastRelease(PROJECT);

describeRelease(`an upgrade from release ${release.version}`, () =>
  describeTerraform("of all modules, deployed", (terraform) => {
    let suite: Suite;
    beforeAll(async () => {
      suite = await Suite.start(terraform);
    }, TERRAFORM_WITHIN_MS);
    afterAll(() => suite?.stop(), TERRAFORM_WITHIN_MS);
    const deployed = () => suite;
    const patterns = [jobs(deployed), events(deployed), web(deployed)];

    describe("before it", () => {
      for (const pattern of patterns) pattern.before();
    });

    describe("of the modules", () => {
      test(
        "ends at plan, before anything changes, for inputs that are refused now",
        async () => {
          await suite.takeModules();
          expect(await suite.refusals("release")).toEqual(REFUSED.map((rule) => expect.stringMatching(rule)));
        },
        TERRAFORM_WITHIN_MS,
      );

      test(
        `with the inputs that docs/upgrading.md tells, changes what .ci/last-release.json says, and nothing that holds data goes`,
        async () => {
          const planned = await suite.plan("modules");
          expect(planned.filter(losesData).map(({ address }) => address)).toEqual([]);
          const upgrade = changesOf(planned, release.upgrade);
          keep({ ...release, upgrade });
          expect(upgrade).toEqual(release.upgrade);
          expect(Object.values({ ...upgrade.replaced, ...upgrade.deleted }).filter((why) => why === "")).toEqual([]);
        },
        TERRAFORM_WITHIN_MS,
      );

      test(
        "is applied, and everything has the name, the ARN and the URL that it had",
        async () => {
          const before = suite.identities();
          await suite.apply();
          expect(suite.identities()).toMatchObject(before);
        },
        TERRAFORM_WITHIN_MS,
      );
    });

    describe("after it, with the functions' old code", () => {
      for (const pattern of patterns) pattern.after();
    });

    describe("of the code", () => {
      test(
        "changes functions with new code, and nothing else",
        async () => {
          const planned = await suite.plan("code");
          const { updated, ...others } = changesOf(planned);
          expect(others).toEqual({ created: [], replaced: {}, deleted: {} });
          expect(Object.keys(updated)).toEqual(functionsIn(planned));
          await suite.apply();
        },
        TERRAFORM_WITHIN_MS,
      );
    });

    describe("after it, with new code", () => {
      for (const pattern of patterns) pattern.withNewCode();
    });

    awsRulesTests(deployed);
  }),
);

/** What the upgrade does, to be looked at and taken over where it is what it should be: see docs/contributing.md. */
function keep(seen: object): void {
  const folder = join(PROJECT, ".cache");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "last-release.json"), `${JSON.stringify(seen, undefined, 2)}\n`);
}
