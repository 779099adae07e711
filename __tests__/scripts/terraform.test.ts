import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Deployment } from "../../scripts/demo/deployment";
import { Terraform } from "../../scripts/terraform";
import { temporaryFolder } from "../support/folders";

/** A tool that only says what it is, and cannot get providers. */
function toolThatSays(version: string): Terraform {
  const file = join(temporaryFolder("tool"), "any-name");
  writeFileSync(file, `#!/bin/sh\n[ "$1" = version ] && echo "${version}" && exit 0\necho "no provider" >&2\nexit 1\n`);
  chmodSync(file, 0o755);
  return new Terraform(file);
}

describe.each([
  ["Terraform v1.11.4", "Terraform", "registry.terraform.io"],
  ["OpenTofu v1.12.6", "OpenTofu", "registry.opentofu.org"],
])("a binary that calls itself %s", (version, name, registry) => {
  const terraform = toolThatSays(version);

  test("is that tool, whatever its file is called", () => {
    expect(terraform.tool).toEqual({ name, registry });
  });

  test("is named with the host of its registry where a demo cannot get the provider", async () => {
    const deployment = new Deployment({
      terraform,
      project: join(__dirname, "../.."),
      runFolder: temporaryFolder("demo"),
      example: "queue-load-leveling",
      environment: {},
      signal: new AbortController().signal,
    });
    await expect(deployment.init()).rejects.toThrow(
      new RegExp(`^${name} could not get the AWS provider[.].* ${registry}, [^]*no provider`),
    );
  });
});
