import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createConnection } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { fromEnv } from "@aws-sdk/credential-provider-env";
import { startLocalAws } from "../../../local/aws";
import { eventually, withLocalAws } from "./support";

const root = join(__dirname, "../../..");

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A zombie is no process any more; it waits to be collected.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

/** Processes whose group is led by `leader`. */
const groupOf = (leader: number) =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ")[2] === String(leader);
      } catch {
        return false;
      }
    });

const leaderOf = (runFolder: string) =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === runFolder;
      } catch {
        return false;
      }
    });

test(
  "a shell with a session of another account, as single sign-on leaves one, can use its keys",
  () =>
    withLocalAws([], async ({ aws }) => {
      const before = { ...process.env };
      Object.assign(process.env, { AWS_SESSION_TOKEN: "of another account" }, aws.environment);
      try {
        const sqs = new SQSClient({ endpoint: aws.endpoint, region: aws.region, credentials: await fromEnv()() });
        await expect(sqs.send(new ListQueuesCommand())).resolves.toBeDefined();
      } finally {
        process.env = before;
      }
    }),
  60_000,
);

const onLinux = process.platform === "linux" ? test : test.skip;

test(
  "nothing listens on another address than 127.0.0.1",
  () =>
    withLocalAws([], async ({ aws }) => {
      const port = Number(new URL(aws.endpoint).port);
      const reaches = (host: string) =>
        new Promise<boolean>((resolve) => {
          const socket = createConnection({ host, port }, () => {
            socket.destroy();
            resolve(true);
          });
          socket.on("error", () => resolve(false));
        });
      const others = Object.values(networkInterfaces())
        .flatMap((addresses) => addresses ?? [])
        .filter(({ address, scopeid }) => address !== "127.0.0.1" && !scopeid);
      expect(await reaches("127.0.0.1")).toBe(true);
      for (const { address } of others) expect([address, await reaches(address)]).toEqual([address, false]);
    }),
  60_000,
);

onLinux(
  "the server opens one listening socket only, on 127.0.0.1",
  () =>
    withLocalAws([], async ({ aws }) => {
      const leader = leaderOf(aws.runFolder)!;
      const sockets = new Set(
        readdirSync(`/proc/${leader}/fd`).flatMap((fd) => {
          try {
            return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${leader}/fd/${fd}`))?.[1] ?? [];
          } catch {
            return [];
          }
        }),
      );
      const listening = ["tcp", "tcp6", "udp", "udp6"]
        .flatMap((kind) => readFileSync(`/proc/${leader}/net/${kind}`, "utf8").trim().split("\n").slice(1))
        .map((line) => line.trim().split(/\s+/))
        // 0A: LISTEN; 07: an unconnected UDP socket.
        .filter((fields) => ["0A", "07"].includes(fields[3]!) && sockets.has(fields[9]!));
      const port = Number(new URL(aws.endpoint).port).toString(16).toUpperCase().padStart(4, "0");
      expect(listening.map((fields) => fields[1])).toEqual([`0100007F:${port}`]);
    }),
  60_000,
);

onLinux(
  "a killed parent takes the server, its workers and its folder along",
  async () => {
    // A parent of its own, so that it can be killed: it starts the local AWS and a function that waits.
    const parent = spawn(process.execPath, ["scripts/run.mjs", "__tests__/e2e/local/fixtures/parent.ts"], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: parent.stdout });
    const runFolder = await new Promise<string>((resolve) => lines.once("line", resolve));
    const leader = leaderOf(runFolder)!;
    // The server and one worker.
    const group = await eventually("the worker", () => {
      const pids = groupOf(leader);
      return pids.length >= 2 && pids;
    });
    parent.kill("SIGKILL");
    await eventually("the end of all", () => !group.some(isAlive) && !existsSync(runFolder));
  },
  60_000,
);

test("what is stopped is gone, and may be stopped again", async () => {
  const aws = await startLocalAws();
  await aws.stop();
  await aws.stop();
  expect(existsSync(aws.runFolder)).toBe(false);
  await expect(fetch(aws.endpoint)).rejects.toThrow("fetch failed");
}, 60_000);

test(
  "two run side by side and share nothing",
  () =>
    withLocalAws([], (one) =>
      withLocalAws([], async (other) => {
        await one.queue("mine");
        expect((await one.sqs.send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(1);
        expect((await other.sqs.send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
      }),
    ),
  60_000,
);

test(
  "a reset leaves no resource, record or fault",
  () =>
    withLocalAws([], async (bench) => {
      await bench.queue("mine");
      await bench.function("work", "exports.handler = async () => 1;");
      await bench.invoke("work");
      await bench.aws.faults.failApi({ service: "sqs", code: "ServiceUnavailable" });
      await bench.aws.reset();
      expect([bench.aws.calls(), bench.aws.invocations()]).toEqual([[], []]);
      expect((await bench.sqs.send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
    }),
  60_000,
);

test("a patch that does not exist ends the start with a message", async () => {
  await expect(startLocalAws({ withoutPatches: ["typo"] })).rejects.toThrow("no such patch: typo");
}, 60_000);
