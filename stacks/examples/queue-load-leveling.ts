import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { FloorAwsProvider } from "../../lib/aws-provider";
import { QueueLoadLeveling } from "../../modules/queue-load-leveling";

/** The story of examples/queue-load-leveling as a CDKTF stack: customers move one by one into a slow legacy system. */
export class QueueLoadLevelingExample extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "queue-load-leveling-example");
    new FloorAwsProvider(this, "aws");
    const legacyUrl = new TerraformVariable(this, "legacy_url", {
      type: "string",
      description: "URL of the legacy system that takes the customers, such as https://legacy.example.com.",
    });

    const migration = new QueueLoadLeveling(this, "migration", {
      name: "migration",
      worker: {
        filename: "examples/queue-load-leveling/worker.zip",
        timeoutSeconds: 10,
        batchSize: 5,
        maxPerSecond: 5,
        environment: { LEGACY_URL: legacyUrl.stringValue },
      },
      queue: { retryDelaySeconds: 1 },
      api: { retryAfterSeconds: 1, requestSchema: JSON.stringify(CUSTOMER) },
      table: { deletionProtection: false },
      tags: { Example: "queue-load-leveling" },
    });

    new TerraformOutput(this, "api_endpoint", {
      description: "URL of the jobs API.",
      value: migration.outputs.apiEndpoint,
    });
  }
}

const CUSTOMER = {
  type: "object",
  required: ["customerId", "name", "email"],
  properties: {
    customerId: { type: "string", pattern: "^[A-Za-z0-9-]{1,64}$" },
    name: { type: "string", minLength: 1, maxLength: 200 },
    email: { type: "string", pattern: "^[^\\s@]+@[^\\s@]+$" },
  },
};
