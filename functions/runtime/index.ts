/** What user code imports: `terraform-aws-serverless-patterns/runtime`. */

export { cursorAt, positionOf } from "../shared/cursor";
export { entityTag, type IfMatch, versionsOf } from "../shared/entity-tag";
export { HttpProblem, type HttpProblemExtra, PROBLEMS, type ProblemKind, type Violation } from "../shared/problem";
export type { CloudEvent } from "./cloud-event";
export {
  type Delivery,
  type EventHandler,
  type EventSubscriber,
  type EventSubscriberOptions,
  eventSubscriber,
} from "./event-subscriber";
export type { HttpAnswer, HttpHandler, HttpLogic, HttpRequest, HttpRequestRules } from "./http";
export { type AuthorizerAnswer, type AuthorizerContext, httpAuthorizer } from "./http-authorizer";
export { httpHandler } from "./http-handler";
export { isWarmUp } from "./http-warm-up";
export type { Job, JobHandler, JobWorkerOptions, PayloadIssue, PayloadSchema } from "./job";
export { PermanentError, type PermanentErrorOptions } from "./job-errors";
export { type JobWorker, jobWorker } from "./job-worker";
export { InvalidEventsError, type PublishOptions, publish } from "./publish";
export type { IdentifiedEvent, NewEvent } from "./publish-event";
export { type FailedEvent, PublishError, type PublishedEvent, PublishResult } from "./publish-result";
