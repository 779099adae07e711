/** Migrates one customer into the legacy system, which knows nothing of queues: it answers slowly, fails now and then and must not be hurried. */
import * as z from "zod/mini";
import { type Job, jobWorker, PermanentError } from "../../runtime";
import { readEnvironment } from "../../shared/environment";

const { LEGACY_URL } = readEnvironment(["LEGACY_URL"]);

/** The legacy system answers within two seconds on its bad days; waiting longer only holds up others. */
const TIMEOUT_MS = 5_000;

/** What a job's payload must be. The API refuses others already; messages sent straight to the queue are checked here. */
const customer = z.object({
  customerId: z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/)),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  email: z.string().check(z.regex(/^[^\s@]+@[^\s@]+$/)),
});
type Customer = z.infer<typeof customer>;

/** What becomes the job's result. */
interface Migrated {
  readonly customerId: string;
  /** False when an earlier attempt had done it already. */
  readonly created: boolean;
}

async function migrate({ payload, attempt }: Job<Customer>): Promise<Migrated> {
  const { customerId } = payload;
  const response = await fetch(new URL("/customers", LEGACY_URL), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(payload),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer = await response.text();
  if (response.ok) return { customerId, created: true };
  // Already there: an earlier attempt arrived, though its answer did not.
  if (response.status === 409) return { customerId, created: false };
  if (response.status === 422) {
    throw new PermanentError("The legacy system refuses the customer", { detail: answer.slice(0, 500) });
  }
  throw new Error(`The legacy system answered ${response.status} at attempt ${attempt}`);
}

export const handler = jobWorker(migrate, { schema: customer });
