import { parseTime } from "../shared/rfc3339";

/**
 * An event in the CloudEvents 1.0 format (https://github.com/cloudevents/spec), structured JSON. Source and id together name it: two events
 * with the same source and id are one event, delivered twice. Extension attributes are kept, though not typed.
 */
export interface CloudEvent<Data = unknown> {
  readonly specversion: "1.0";
  readonly id: string;
  /** URI reference of where it happened, such as `/shops/12`. */
  readonly source: string;
  /** What happened, and the version of the data's shape, such as `com.example.order.placed.v1`. */
  readonly type: string;
  /** Whom or what it is about, within the source. */
  readonly subject?: string;
  /** When it happened, RFC 3339. `parseTime()` reads every such time; `new Date()` does not. */
  readonly time: string;
  /** URI of the data's schema. */
  readonly dataschema?: string;
  readonly datacontenttype: string;
  readonly data: Data;
}

/** An event that was read, or all that is wrong with it. */
export type CloudEventRead =
  | { readonly valid: true; readonly event: CloudEvent }
  | { readonly valid: false; readonly faults: readonly string[] };

interface Rule {
  readonly name: keyof CloudEvent;
  readonly required: boolean;
  readonly test: (text: string) => boolean;
  readonly be: string;
}

/** Text without the characters that CloudEvents forbids (spec 1.0.2, 3.1): control characters, lone surrogates, noncharacters. */
export const isText = (text: string) => /^[^\p{Cc}\p{Cs}\uFFFE\uFFFF]+$/u.test(text);
const isUriReference = (text: string) => isText(text) && !/\s/.test(text);
const isTime = (text: string) => parseTime(text) !== undefined;

const TEXT = { test: isText, be: "be a text of at least one character, without control characters" };

const RULES: readonly Rule[] = [
  { name: "specversion", required: true, test: (text) => text === "1.0", be: 'be "1.0"' },
  { name: "id", required: true, ...TEXT },
  { name: "source", required: true, test: isUriReference, be: "be a URI reference" },
  { name: "type", required: true, ...TEXT },
  { name: "subject", required: false, ...TEXT },
  { name: "time", required: false, test: isTime, be: "be a time such as 2026-01-31T12:00:00Z" },
  { name: "dataschema", required: false, test: (text) => isUriReference(text) && URL.canParse(text), be: "be a URI" },
  { name: "datacontenttype", required: false, ...TEXT },
];

/** What is wrong with an event's attributes; nothing is said of the data. */
export function attributeFaults(event: Readonly<Record<string, unknown>>): string[] {
  return RULES.filter(({ name, required, test }) => {
    const value = event[name];
    return value === undefined ? required : typeof value !== "string" || !test(value);
  }).map(({ name, be }) => `${name} must ${be}`);
}

/**
 * Reads a CloudEvent. One that does not say its time gets the time it was sent, as the specification allows; one that does not say its
 * content type is JSON.
 */
export function readCloudEvent(value: unknown, sentAt: () => string): CloudEventRead {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { valid: false, faults: ["it must be a JSON object"] };
  }
  const attributes = Object.fromEntries(Object.entries(value).filter(([, attribute]) => attribute !== null));
  const faults = attributeFaults(attributes);
  if ("data_base64" in attributes) faults.push("data must be JSON, not binary (data_base64)");
  if (faults.length > 0) return { valid: false, faults };
  const { time = sentAt(), datacontenttype = "application/json" } = attributes;
  const { data } = value as { readonly data?: unknown };
  return { valid: true, event: { ...attributes, time, datacontenttype, data } as unknown as CloudEvent };
}
