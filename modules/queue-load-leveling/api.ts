import { Token } from "cdktf";
import { Construct } from "constructs";
import type { AcceptEnvironment, StatusEnvironment } from "../../functions/queue-load-leveling/contract";
import { tf } from "../../lib/expression";
import { asText, choose, isSet, orElse } from "../../lib/logic";
import { ownCode } from "../parts/code";
import { PatternFunction, type PatternFunctionProps } from "../parts/function";
import { HttpApi } from "../parts/http-api";
import { type JobsPattern, OWN_MEMORY_MB, PATTERN, tableArn, tableName } from "./pattern";
import { retentionSeconds } from "./table";

/** The functions answer 503 by themselves before this: their SDK clients give up earlier. */
const TIMEOUT_SECONDS = 15;

/** The HTTP API of the jobs: `POST /jobs` accepts, `GET /jobs/{id}` tells the status. */
export class JobsApi extends Construct {
  public readonly http: HttpApi;

  constructor(scope: Construct, id: string, pattern: JobsPattern) {
    super(scope, id);
    const { input, account, queues } = pattern;
    const exists = isSet(input.api);
    const { api } = input;
    const ownFunction = (
      role: "accept" | "status",
      props: Pick<PatternFunctionProps, "description" | "environment" | "statements">,
    ) =>
      new PatternFunction(this, `${role}@function`, {
        common: input,
        account,
        role,
        code: ownCode(this, { pattern: PATTERN, name: role }),
        memoryMb: OWN_MEMORY_MB,
        timeoutSeconds: TIMEOUT_SECONDS,
        exists,
        ...props,
      });

    const acceptEnvironment: AcceptEnvironment = {
      JOBS_TABLE_NAME: tableName(input),
      JOBS_QUEUE_URL: queues.jobs.url,
      JOBS_RETENTION_SECONDS: retentionSeconds(input),
      JOBS_RETRY_AFTER_SECONDS: asText(api.retryAfterSeconds),
      JOBS_MAX_BODY_BYTES: asText(api.maxBodyBytes),
      JOBS_REQUEST_SCHEMA_GZIP: choose(
        isSet(api.requestSchema),
        Token.asString(tf`base64gzip(${api.requestSchema})`),
        "",
      ),
      JOBS_GROUP_POINTER: orElse(input.queue.messageGroupPointer, ""),
      JOBS_FIFO: asText(input.queue.fifo),
    };
    const accept = ownFunction("accept", {
      description: `Accepts jobs for ${input.name}.`,
      environment: { ...acceptEnvironment },
      statements: [
        { sid: "QueueJobs", actions: ["sqs:SendMessage"], resources: [queues.jobs.arn] },
        {
          sid: "StoreJobs",
          actions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
          resources: [tableArn(pattern)],
        },
      ],
    });
    const statusEnvironment: StatusEnvironment = {
      JOBS_TABLE_NAME: tableName(input),
      JOBS_RETRY_AFTER_SECONDS: asText(api.retryAfterSeconds),
      JOBS_MAX_RECEIVE_COUNT: asText(input.queue.maxReceiveCount),
    };
    const status = ownFunction("status", {
      description: `Tells the status of jobs of ${input.name}.`,
      environment: { ...statusEnvironment },
      statements: [{ sid: "ReadJobs", actions: ["dynamodb:GetItem"], resources: [tableArn(pattern)] }],
    });

    this.http = new HttpApi(this, "@api", {
      common: input,
      input: api,
      exists,
      description: `Accepts jobs for ${input.name} and tells their status.`,
    });
    this.http.route("accept", "POST", "/jobs", accept);
    this.http.route("status", "GET", "/jobs/{id}", status);
  }
}
