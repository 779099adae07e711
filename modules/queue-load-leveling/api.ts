import { Token } from "cdktf";
import { Construct } from "constructs";
import type { AcceptEnvironment, StatusEnvironment } from "../../functions/queue-load-leveling/contract";
import { tf } from "../../lib/expression";
import { and, asText, choose, isSet, orElse } from "../../lib/logic";
import { OWN_MEMORY_MB, ownCode } from "../parts/code";
import { PatternFunction, type PatternFunctionProps } from "../parts/function";
import { HttpApi } from "../parts/http-api";
import { ApiDomain } from "../parts/http-api-domain";
import { HttpRoute, httpIntegration } from "../parts/http-route";
import { type JobsPattern, PATTERN } from "./pattern";
import { ROWS_OF_JOBS, retentionSeconds } from "./table";

/** The functions answer 503 by themselves before this: their SDK clients give up earlier. */
const TIMEOUT_SECONDS = 15;

/** The routes of the API. */
export const CREATE_JOBS = "POST /jobs";
export const READ_JOBS = "GET /jobs/{id}";

/** The HTTP API of the jobs: `POST /jobs` accepts, `GET /jobs/{id}` tells the status. */
export class JobsApi extends Construct {
  public readonly http: HttpApi;
  public readonly domain: ApiDomain;
  /** Ids of the routes; null where there are none. */
  public readonly routeIds: readonly string[];

  constructor(scope: Construct, id: string, pattern: JobsPattern) {
    super(scope, id);
    const { input, account, queues } = pattern;
    const exists = isSet(input.api);
    const { api } = input;
    const { domain, existingApi } = api;
    // Functions do not learn of the request under which base path it came.
    const basePath = choose(
      isSet(existingApi),
      orElse(existingApi.basePath, ""),
      choose(isSet(domain), orElse(domain.basePath, ""), ""),
    );
    const ownFunction = (
      role: "accept" | "status",
      props: Pick<PatternFunctionProps, "description" | "environment" | "statements">,
    ) =>
      new PatternFunction(this, `${role}@function`, {
        common: input,
        account,
        role,
        code: ownCode(this, input, { pattern: PATTERN, name: role }),
        memoryMb: OWN_MEMORY_MB,
        timeoutSeconds: TIMEOUT_SECONDS,
        exists,
        ...props,
      });

    const acceptEnvironment: AcceptEnvironment = {
      JOBS_TABLE_NAME: pattern.table.tableName,
      JOBS_QUEUE_URL: queues.jobs.url,
      JOBS_RETENTION_SECONDS: retentionSeconds(input),
      JOBS_RETRY_AFTER_SECONDS: asText(api.retryAfterSeconds),
      JOBS_BASE_PATH: basePath,
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
          resources: [pattern.table.arn],
          condition: ROWS_OF_JOBS,
        },
      ],
    });
    const statusEnvironment: StatusEnvironment = {
      JOBS_TABLE_NAME: pattern.table.tableName,
      JOBS_RETRY_AFTER_SECONDS: asText(api.retryAfterSeconds),
      JOBS_BASE_PATH: basePath,
      JOBS_MAX_RECEIVE_COUNT: asText(input.queue.maxReceiveCount),
    };
    const status = ownFunction("status", {
      description: `Tells the status of jobs of ${input.name}.`,
      environment: { ...statusEnvironment },
      statements: [
        { sid: "ReadJobs", actions: ["dynamodb:GetItem"], resources: [pattern.table.arn], condition: ROWS_OF_JOBS },
      ],
    });

    this.http = new HttpApi(this, "@api", {
      common: input,
      account,
      input: api,
      cors: {
        allowOrigins: api.cors.allowOrigins,
        allowHeaders: api.cors.allowHeaders,
        allowMethods: ["GET", "POST"],
        exposeHeaders: ["location", "retry-after"],
      },
      exists,
      description: `Accepts jobs for ${input.name} and tells their status.`,
    });
    this.domain = new ApiDomain(this, "domain", {
      common: input,
      api: this.http,
      domain,
      exists: and(exists, () => isSet(domain)),
    });
    const route = (target: PatternFunction, routeKey: string) => {
      const { lambda } = target;
      const invokeArn = lambda.its((made) => made.invokeArn);
      const integration = httpIntegration(target, "@integration", { api: this.http, exists, invokeArn });
      const made = new HttpRoute(target, "@route", {
        api: this.http,
        exists,
        routeKey,
        integrationId: integration.its((made) => made.id),
        functionName: lambda.its((made) => made.functionName),
        statementId: "AllowHttpApi",
        authorization: api.authorization,
      });
      return made.routeId;
    };
    this.routeIds = [route(accept, CREATE_JOBS), route(status, READ_JOBS)];
  }
}
