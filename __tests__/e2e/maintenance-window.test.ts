import { join } from "node:path";
import { GetEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { AWS_PROVIDER } from "../../lib/module-stack";
import { localProviderSettings } from "../../local/provider";
import { targetAws } from "../../local/target";
import { temporaryFolder } from "../support/folders";
import { describeTerraform, writeJson } from "../support/terraform";
import { refusedByAws } from "./support/aws-rules";
import { eventually } from "./support/eventually";

const PROJECT = join(__dirname, "../..");
/** Two depths of queues at 25 s each and a schedule of one minute; a busy machine may take many. */
const WITHIN_MS = 600_000;

describeTerraform("a maintenance window", (terraform) => {
  test(
    "stops the worker, and Terraform neither notices nor wakes it",
    async () => {
      const target = await targetAws();
      const folder = temporaryFolder("window");
      const environment = target.environment;
      const run = (...args: string[]) => terraform.must(folder, [...args, "-no-color"], { environment });
      writeJson(folder, "main.tf.json", {
        terraform: { required_providers: { aws: AWS_PROVIDER } },
        provider: { aws: target.endpoint === undefined ? {} : localProviderSettings },
        module: {
          jobs: {
            source: join(PROJECT, "terraform/queue-load-leveling"),
            name: `window-${process.pid}`,
            api: null,
            worker: {
              filename: join(PROJECT, "examples/queue-load-leveling/worker.zip"),
              environment: { LEGACY_URL: "http://127.0.0.1:9" },
            },
            table: { deletion_protection: false },
            maintenance_window: { stop_schedule: "rate(1 minute)", start_schedule: "cron(0 6 1 1 ? 2099)" },
          },
        },
        output: { mapping: { value: "${module.jobs.worker_mapping_id}" } },
      });
      const { region, endpoint, embedded } = target;
      const lambda = new LambdaClient({ region, endpoint, credentials: embedded?.credentials });
      try {
        await run("init");
        await run("apply", "-auto-approve", "-parallelism=30");
        const { mapping } = JSON.parse(await run("output", "-json")) as { mapping: { value: string } };
        const get = new GetEventSourceMappingCommand({ UUID: mapping.value });
        const isStopped = async () => (await lambda.send(get)).State === "Disabled";
        await eventually("the schedule to stop the worker", isStopped, { withinMs: 120_000, everyMs: 2_000 });
        // Exit code 2, which fails here, would say that there is something to change.
        await run("plan", "-detailed-exitcode");
        expect(await refusedByAws(embedded)).toEqual([]);
      } finally {
        // What is in an embedded AWS goes with it.
        if (target.embedded === undefined) await run("destroy", "-auto-approve", "-parallelism=30");
        await target.stop();
      }
    },
    WITHIN_MS,
  );
});
