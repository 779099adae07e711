/** What the infrastructure of a topic and `publish()` agree on. Imports nothing, so that both sides can import it. */

/** The environment variable that `publish()` reads when it is not told a topic. */
export interface PublisherEnvironment {
  /** ARN of the topic. */
  readonly TOPIC_ARN: string;
}

/** Name of the variable with the topic's ARN. */
export const TOPIC_ARN_VARIABLE = "TOPIC_ARN" satisfies keyof PublisherEnvironment;

/** All that `publish()` calls on the topic: PublishBatch has no action of its own. */
export const PUBLISH_ACTIONS = ["sns:Publish"] as const;

/** The event's attributes that are message attributes as well (String), so that filter policies can name them. */
export const EVENT_ATTRIBUTES = ["type", "source", "subject"] as const;
