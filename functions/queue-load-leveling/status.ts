import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { CLIENT_OPTIONS, within } from "../shared/aws";
import { readEnvironment } from "../shared/environment";
import { fromItem } from "../shared/items";
import { answer, answering, HttpProblem, PROBLEMS } from "../shared/problem";
import { type JobRow, STATUS_ENVIRONMENT } from "./contract";
import { jobPath } from "./job-path";
import { viewJob } from "./job-view";
import { jobId } from "./schemas";

/** One read takes milliseconds; after this long the client had better ask again. */
const READ_SECONDS = 5;

const environment = readEnvironment(STATUS_ENVIRONMENT);
const dynamo = new DynamoDBClient(CLIENT_OPTIONS);
const retryAfterSeconds = Number(environment.JOBS_RETRY_AFTER_SECONDS);
const maxReceiveCount = Number(environment.JOBS_MAX_RECEIVE_COUNT);

async function readRow(id: string): Promise<JobRow | undefined> {
  // Consistent: a client that follows Location at once must find its job.
  const get = new GetItemCommand({
    TableName: environment.JOBS_TABLE_NAME,
    Key: { id: { S: id } },
    ConsistentRead: true,
  });
  try {
    const { Item } = await dynamo.send(get, within(READ_SECONDS));
    return Item === undefined ? undefined : (fromItem(Item) as unknown as JobRow);
  } catch (cause) {
    throw new HttpProblem(PROBLEMS.unavailable, "The job cannot be read now. Ask again later.", {
      retryAfterSeconds,
      cause,
    });
  }
}

async function jobStatus(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const id = jobId.safeParse(event.pathParameters?.["id"]);
  const row = id.success ? await readRow(id.data) : undefined;
  const job =
    row &&
    viewJob(row, {
      path: jobPath(event.requestContext, environment.JOBS_BASE_PATH, row.id),
      maxReceiveCount,
      now: Date.now(),
    });
  if (job === undefined) throw new HttpProblem(PROBLEMS.notFound, "There is no such job, or it has expired.");
  const waits = job.state === "accepted" || job.state === "running";
  return answer(200, job, waits ? { "retry-after": String(retryAfterSeconds) } : {});
}

/** `GET /jobs/{id}`. */
export const handler = (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> =>
  answering(event, () => jobStatus(event));
