import { awaiting, choose, isSet } from "../../lib/logic";
import { output } from "../../lib/outputs";
import type { Alarms } from "../parts/alarms";
import type { PatternFunction } from "../parts/function";
import { keyStatement, policyJson } from "../parts/iam";
import { CREATE_JOBS, type JobsApi, READ_JOBS } from "./api";
import type { JobsPattern } from "./pattern";
import { ROWS_OF_JOBS } from "./table";
import type { JobWorker } from "./worker";

export interface OutputSources extends JobsPattern {
  readonly worker: JobWorker;
  readonly redrive: PatternFunction;
  readonly pause: PatternFunction;
  readonly api: JobsApi;
  readonly alarms: Alarms;
}

/** What others need of the pattern: names, ARNs and URLs, and ready policies for each kind of caller. */
export function jobOutputs(sources: OutputSources) {
  const { input, queues, table, worker, redrive, pause, api, alarms } = sources;
  const hasApi = isSet(input.api);
  const invokeJobs = api.http.invokeStatement("CreateJobs", CREATE_JOBS);
  const readJobs = api.http.invokeStatement("ReadJobs", READ_JOBS);
  return {
    apiEndpoint: output(
      "URL of the jobs API, to which /jobs is added; null without an API, and with existing_api unless its endpoint is given.",
      choose<string | undefined>(
        hasApi,
        awaiting(api.http.endpoint, [...api.routeIds, api.domain.mappingId]),
        undefined,
      ),
    ),
    domainTargetName: output(
      "Name that DNS records of the domain have to point to, where the module makes none; null without a domain, or with an existing one.",
      api.domain.targetName,
    ),
    domainTargetZoneId: output(
      "Hosted zone of domain_target_name, for an alias record; null where that is null.",
      api.domain.targetZoneId,
    ),
    queueName: output("Name of the queue of jobs.", queues.jobs.deployedName),
    queueArn: output("ARN of the queue of jobs.", queues.jobs.deployedArn),
    queueUrl: output("URL of the queue of jobs, for producers that send to it directly.", queues.jobs.deployedUrl),
    deadLetterQueues: output("Dead-letter queues, each with name, arn and url.", {
      jobs: queues.deadLetter.deployedNames,
    }),
    tableName: output(
      "Name of the table of jobs.",
      table.table.its((made) => made.name),
    ),
    tableArn: output(
      "ARN of the table of jobs.",
      table.table.its((made) => made.arn),
    ),
    workerFunctionName: output("Name of the worker's function.", worker.function.deployedName),
    workerFunctionArn: output("ARN of the worker's function.", worker.function.deployedArn),
    workerRoleName: output("Name of the worker's role, to attach further policies to.", worker.function.roleName),
    workerMappingId: output("UUID of the event source mapping that feeds the worker.", worker.mapping.uuid),
    redriveFunctionName: output("Name of the function that moves dead letters back.", redrive.deployedName),
    pauseFunctionName: output("Name of the function that pauses and resumes the worker.", pause.deployedName),
    alarmArns: output("ARNs of the alarms.", alarms.arns),
    sendPolicyJson: output(
      "IAM policy for producers that send straight to the queue.",
      policyJson([
        { sid: "SendJobs", actions: ["sqs:SendMessage"], resources: [queues.jobs.awaitedArn] },
        keyStatement(["kms:GenerateDataKey", "kms:Decrypt"], input.kmsKeyArn),
      ]),
    ),
    invokePolicyJson: output(
      "IAM policy for clients of the API: create jobs and read their status; null without an API.",
      choose<string | undefined>(hasApi, awaiting(policyJson([invokeJobs, readJobs]), api.routeIds), undefined),
    ),
    readPolicyJson: output(
      "IAM policy for readers of jobs: their status by the API, or their rows where there is none.",
      choose(
        hasApi,
        awaiting(policyJson([readJobs]), api.routeIds),
        policyJson([
          { sid: "ReadJobs", actions: ["dynamodb:GetItem"], resources: [table.awaitedArn], condition: ROWS_OF_JOBS },
          keyStatement(["kms:Decrypt"], input.kmsKeyArn),
        ]),
      ),
    ),
    operatePolicyJson: output(
      "IAM policy for operators: redrive dead letters, see how many there are, pause and resume the worker.",
      policyJson([
        redrive.invokeStatement("Redrive"),
        {
          sid: "CountMessages",
          actions: ["sqs:GetQueueAttributes"],
          resources: [queues.jobs.awaitedArn, queues.deadLetter.awaitedArn],
        },
        {
          sid: "SeeMapping",
          actions: ["lambda:GetEventSourceMapping"],
          resources: [worker.mapping.arn],
        },
        pause.invokeStatement("Pause"),
      ]),
    ),
  };
}
