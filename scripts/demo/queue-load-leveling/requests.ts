import type { ApiRequest } from "../signed-api";

/** One request of the story, and what becomes of it. */
export interface PlannedRequest {
  readonly kind: "customers" | "sent again, same key" | "refused by legacy" | "invalid or not allowed";
  /** What is special about it. */
  readonly what: string;
  readonly status: number;
  readonly request: ApiRequest;
}

/** The customer that the legacy system takes only once somebody has mended it. */
export const POISON = "customer-poison";

/** Six seconds' work at five a second. */
const CUSTOMERS = 30;

/** Over the API's default of 240 KiB. */
const TOO_LARGE_BYTES = 300 * 1024;

/** The burst: good customers, one of them sent again, one that the legacy system refuses, and requests that the API does not take. */
export function burst(): PlannedRequest[] {
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => customer(`customer-${index + 1}`));
  return [
    ...customers.map((body) => planned("customers", "a customer", 202, post(body, keyOf(body)))),
    planned("sent again, same key", "the first one once more", 202, post(customers[0]!, keyOf(customers[0]!))),
    planned("refused by legacy", "a customer that legacy refuses", 202, post(customer(POISON))),
    ...INVALID.map(([what, status, request]) => planned("invalid or not allowed", what, status, request)),
  ];
}

const INVALID: readonly (readonly [what: string, status: number, request: ApiRequest])[] = [
  ["malformed JSON", 400, post('{"customerId": ')],
  ["no e-mail address", 400, post({ customerId: "customer-x", name: "X" })],
  ["a deep nest", 400, post(`${"[".repeat(200)}${"]".repeat(200)}`)],
  ["a body too large", 413, post({ ...customer("customer-large"), note: "x".repeat(TOO_LARGE_BYTES) })],
  ["not JSON at all", 415, post("hello", { "content-type": "text/plain" })],
  ["a used key with another body", 422, post(customer("customer-other"), keyOf(customer("customer-1")))],
  ["no signature", 403, { ...post(customer("customer-unsigned")), unsigned: true }],
];

function planned(kind: PlannedRequest["kind"], what: string, status: number, request: ApiRequest): PlannedRequest {
  return { kind, what, status, request };
}

function customer(customerId: string) {
  return { customerId, name: `Customer ${customerId}`, email: `${customerId}@example.com` };
}

function keyOf({ customerId }: { readonly customerId: string }): Record<string, string> {
  return { "idempotency-key": `migration-${customerId}` };
}

function post(body: unknown, headers: Readonly<Record<string, string>> = {}): ApiRequest {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { method: "POST", body: text, headers: { "content-type": "application/json", ...headers } };
}
