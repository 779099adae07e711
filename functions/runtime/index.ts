/** What user code imports: `terraform-aws-serverless-patterns/runtime`. */
export type { Job, JobHandler, JobWorkerOptions, PayloadIssue, PayloadSchema } from "./job";
export { PermanentError, type PermanentErrorOptions } from "./job-errors";
export { type JobWorker, jobWorker } from "./job-worker";
