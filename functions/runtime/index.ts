/** What user code imports: `terraform-aws-serverless-patterns/runtime`. */

export { type HttpAnswer, redirect } from "../shared/answer";
export { type Caller, type CallerKind, callerOf } from "../shared/caller";
export { cursorAt, positionOf } from "../shared/cursor";
export { entityTag, type IfMatch, versionsOf } from "../shared/entity-tag";
export { idempotentUuid } from "../shared/idempotency";
export { HttpProblem, type HttpProblemExtra, PROBLEMS, type ProblemKind, type Violation } from "../shared/problem";
export { parseTime } from "../shared/rfc3339";
export type { CloudEvent } from "./cloud-event";
export type {
  Delivery,
  EventBridgeOptions,
  EventHandler,
  EventSubscriber,
  EventSubscriberOptions,
  JsonOptions,
  S3Options,
} from "./event-options";
export { eventSubscriber } from "./event-subscriber";
export type { HttpHandler, HttpLogic, HttpRequest, HttpRequestRules } from "./http";
export { type AuthorizerAnswer, type AuthorizerContext, httpAuthorizer } from "./http-authorizer";
export { httpHandler } from "./http-handler";
export { isWarmUp } from "./http-warm-up";
export type { Job, JobHandler, JobWorkerOptions, PayloadIssue, PayloadSchema } from "./job";
export { PermanentError, type PermanentErrorOptions } from "./job-errors";
export { type JobWorker, jobWorker } from "./job-worker";
export { InvalidEventsError, type PublishOptions, publish } from "./publish";
export type { IdentifiedEvent, NewEvent } from "./publish-event";
export { type FailedEvent, PublishError, type PublishedEvent, PublishResult } from "./publish-result";
