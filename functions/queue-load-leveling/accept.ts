import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { CLIENT_OPTIONS, SQS_CLIENT_OPTIONS } from "../shared/aws";
import { readEnvironment } from "../shared/environment";
import { answering } from "../shared/problem";
import { type AcceptParts, acceptJob } from "./accept-job";
import { jobQueue, jobStore } from "./accept-store";
import { ACCEPT_ENVIRONMENT } from "./contract";
import { payloadValidator } from "./request-schema";

const environment = readEnvironment(ACCEPT_ENVIRONMENT);
const parts: AcceptParts = {
  store: jobStore(new DynamoDBClient(CLIENT_OPTIONS), environment.JOBS_TABLE_NAME),
  queue: jobQueue(new SQSClient(SQS_CLIENT_OPTIONS), environment.JOBS_QUEUE_URL, environment.JOBS_FIFO === "true"),
  validate: payloadValidator(environment.JOBS_REQUEST_SCHEMA_GZIP),
  maxBodyBytes: Number(environment.JOBS_MAX_BODY_BYTES),
  retentionSeconds: Number(environment.JOBS_RETENTION_SECONDS),
  retryAfterSeconds: Number(environment.JOBS_RETRY_AFTER_SECONDS),
  basePath: environment.JOBS_BASE_PATH,
  groupPointer: environment.JOBS_GROUP_POINTER,
};

/** `POST /jobs`. */
export const handler = (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> =>
  answering(event, () => acceptJob(event, parts));
