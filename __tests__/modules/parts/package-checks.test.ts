import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { imageChecks, packageChecks } from "../../../modules/parts/package-checks";
import { temporaryFolder } from "../../support/folders";
import { standIn } from "../../support/synthesize";
import { describeTexts } from "../../support/verdicts";

const folder = temporaryFolder("packages");
const place = (name: string) => join(folder, name);

function written(name: string, content: string | Uint8Array): string {
  writeFileSync(place(name), content);
  return place(name);
}

/** A file that begins as zip files do, and has as many bytes. */
function sized(name: string, bytes: number): string {
  const file = openSync(written(name, "PK\u0003\u0004"), "r+");
  ftruncateSync(file, bytes);
  closeSync(file);
  return place(name);
}

mkdirSync(place("folder.zip"));
const MB = 1024 * 1024;
const REGISTRY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const DIGEST = `sha256:${"0a".repeat(32)}`;

describeTexts({
  packages: {
    checks: packageChecks,
    good: [standIn(place("code.zip")), sized("largest.zip", 50 * MB - 2)],
    bad: [
      place("no-such.zip"),
      place("folder.zip"),
      join(standIn(place("file.zip")), "within.zip"),
      place("x".repeat(300)),
      written("empty.zip", ""),
      written("nothing-in-it.zip", zipSync({})),
      written("script.zip", "export const handler = () => {};"),
      written("gzip.zip", Buffer.from([0x1f, 0x8b, 8, 0])),
      sized("too-large.zip", 50 * MB),
    ],
  },
  images: {
    checks: imageChecks,
    good: [
      `${REGISTRY}/worker:1`,
      `${REGISTRY}/team/worker-arm64@${DIGEST}`,
      `${REGISTRY}/worker:v1.2@${DIGEST}`,
      "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/worker:1",
    ],
    bad: [
      "worker:latest",
      `${REGISTRY}/worker`,
      `${REGISTRY}/worker:`,
      `${REGISTRY}/Worker:1`,
      `${REGISTRY}/worker@sha256:1`,
      `${REGISTRY}/worker: 1`,
      "docker.io/library/node:22",
    ],
  },
});
