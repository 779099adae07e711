import { embeddedTest } from "../fault-test";
import type { Suite } from "./suite";

/** The API under other names than its own: links must lead back to the job. */
export function names(suite: () => Suite): void {
  const followed = async (name: "ordered" | "single", path: string) => {
    const jobs = suite().instance(name);
    const { status, headers, body } = await jobs.post({ customerId: `names-${name}`, group: "names" });
    expect([status, headers.get("location"), body.links.self]).toEqual([
      202,
      `${path}/jobs/${body.id}`,
      `${path}/jobs/${body.id}`,
    ]);
    const { origin } = new URL(jobs.outputs.api_endpoint);
    const read = await suite().api(origin).ask<{ id: string; links: object }>(headers.get("location")!);
    expect([read.status, read.body?.id, read.body?.links]).toEqual([200, body.id, body.links]);
    await jobs.ended([body.id]);
  };

  embeddedTest("links lead to the job under the base path of a domain that others make", async () => {
    expect(suite().instance("ordered").outputs.api_endpoint).toBe("https://jobs.example.com/ordered/v1");
    await followed("ordered", "/ordered/v1");
  });

  test("links lead to the job under the stage of an API that others own", () => followed("single", "/prod"));
}
