import { strToU8, zipSync } from "fflate";
import { describePatch, eventually, NOTE } from "../../support";

/** A runtime of our own: it answers each event with its length in letters, and notes where it gets them. */
const BOOTSTRAP = `#!/usr/bin/env node
${NOTE}
const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2018-06-01/runtime/invocation/";
note("api", api);
(async () => {
  for (;;) {
    const next = await fetch(api + "next");
    const id = next.headers.get("lambda-runtime-aws-request-id");
    await fetch(api + id + "/response", { method: "POST", body: String((await next.text()).length) });
  }
})();
`;

describePatch(
  "runtime_api",
  "events of a function of an OS-only runtime go to who knows the secret path only",
  async (bench) => {
    const bootstrap = zipSync({ bootstrap: [strToU8(BOOTSTRAP), { os: 3, attrs: 0o755 << 16 }] });
    await bench.function("own", "", { Runtime: "provided.al2023", Handler: "any", Code: { ZipFile: bootstrap } });
    const { answer } = await bench.invoke("own");
    const api = await eventually("the address", () => bench.notes<string>("api")[0]);
    const { host, pathname } = new URL(api);
    const strangers = await fetch(`http://${host}/2018-06-01/runtime/invocation/next`, {
      signal: AbortSignal.timeout(3_000),
    }).then(
      ({ status }) => status,
      () => "waits for events",
    );
    return [answer, strangers, pathname.startsWith("/2018-06-01")];
  },
  [2, 403, false] as unknown[],
);
