import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { check } from "../../lib/checks";
import { hasNone } from "../../lib/lists";
import { and, atLeast, choose, implies, isSet, not, orElse } from "../../lib/logic";
import { blockWhen } from "../../lib/resources";
import { t, type ValueMembers } from "../../lib/types";
import type { Account } from "./account";
import { arn } from "./arn-checks";
import type { Statement } from "./iam";
import { layerChecks } from "./layer-checks";

/** What Lambda offers beside code, memory and time: options of every function with the consumer's code. */

/** What every function has of /tmp, free of charge, and all that SnapStart allows. */
const FREE_STORAGE_MB = 512;

/** Runtimes with SnapStart: https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html */
const SNAP_START_RUNTIME = "^(java(1[1-9]|[2-9][0-9])|python3[.](1[2-9]|[2-9][0-9])|dotnet([89]|[1-9][0-9]))$";

export const functionOptions = {
  layers: t.strings({
    description: "ARNs of the layer versions that the code needs, in the order in which Lambda merges them; at most 5.",
    default: [],
    checks: layerChecks,
  }),
  ephemeralStorageMb: t.number({
    description: "Size of /tmp in MB. null is 512 MB, which costs nothing.",
    optional: true,
    checks: [check.between(FREE_STORAGE_MB, 10240, "MB, Lambda's bounds"), check.wholeNumber()],
  }),
  fileSystem: t.object(
    {
      // Patterns and lengths: https://docs.aws.amazon.com/lambda/latest/api/API_FileSystemConfig.html
      accessPointArn: t.string({
        description: "ARN of the EFS access point. Its file system needs a mount target in each subnet of `vpc`.",
        checks: [arn("accessPoint")],
      }),
      localMountPath: t.string({
        description: "Where the code finds the files, such as /mnt/models.",
        checks: [
          check.matching("^/mnt/[a-zA-Z0-9_.-]{1,155}$", "be a path of one name under /mnt/, such as /mnt/models"),
        ],
      }),
      readOnly: t.bool({ description: "Whether the code may only read the files.", default: false }),
    },
    { description: "EFS file system that is mounted for the code; null mounts none. Needs `vpc`.", optional: true },
  ),
  codeSigningConfigArn: t.string({
    description: "ARN of the code signing configuration that a package must satisfy; null accepts any package.",
    optional: true,
    checks: [arn("codeSigningConfig")],
  }),
  snapStart: t.bool({
    description:
      "Whether Lambda starts the function from a snapshot of its initialised code. For java11, python3.12, dotnet8 and newer; not for Node.js, images, file_system, or more than 512 MB of storage.",
    default: false,
  }),
};

export type FunctionOptions = ValueMembers<typeof functionOptions>;

/** What the rules read of a function of the consumer. */
export interface Optioned {
  readonly layers: string[];
  readonly ephemeralStorageMb?: number;
  readonly fileSystem: object;
  readonly vpc: object;
  readonly codeSigningConfigArn?: string;
  readonly snapStart: FunctionOptions["snapStart"];
  readonly imageUri?: string;
  readonly runtime?: string;
}

/** What Lambda refuses of options together. */
export const optionRules = [
  (fn: Optioned) => ({
    holds: implies(isSet(fn.imageUri), () => and(hasNone(fn.layers), not(isSet(fn.codeSigningConfigArn)))),
    must: "have no layers and no code_signing_config_arn together with image_uri: images hold their layers and cannot be signed this way",
  }),
  (fn: Optioned) => ({
    holds: implies(isSet(fn.fileSystem), isSet(fn.vpc)),
    must: "have vpc together with file_system: EFS is reached by its mount targets in a VPC",
  }),
  (fn: Optioned) => ({
    holds: implies(fn.snapStart, () =>
      and(isSet(fn.runtime), () =>
        and(not(isSet(fn.imageUri)), check.matching(SNAP_START_RUNTIME, "")(fn.runtime as string).holds),
      ),
    ),
    must: "have a runtime that knows SnapStart together with snap_start: java11, python3.12, dotnet8 or newer, and no image",
  }),
  (fn: Optioned) => ({
    holds: implies(fn.snapStart, () =>
      and(not(isSet(fn.fileSystem)), atLeast(FREE_STORAGE_MB, orElse(fn.ephemeralStorageMb, FREE_STORAGE_MB))),
    ),
    must: "have no file_system and an ephemeral_storage_mb of at most 512 together with snap_start",
  }),
];

/** What the options of a function do to it and to its role. */
export interface AppliedOptions {
  /** Writes their arguments and blocks into the function resource. */
  apply(lambda: LambdaFunction): void;
  /** What the code may do because of them. */
  statements(account: Account): readonly Statement[];
}

/** Those of our own functions. */
export const NO_OPTIONS: AppliedOptions = { apply: () => {}, statements: () => [] };

/** Those of a function with the consumer's code. */
export function appliedOptions({ fileSystem, ...options }: FunctionOptions): AppliedOptions {
  return {
    apply(lambda) {
      lambda.layers = choose<string[] | undefined>(hasNone(options.layers), undefined, options.layers) as string[];
      lambda.codeSigningConfigArn = options.codeSigningConfigArn as string;
      blockWhen(lambda, "ephemeral_storage", isSet(options.ephemeralStorageMb), () => ({
        size: options.ephemeralStorageMb,
      }));
      blockWhen(lambda, "file_system_config", isSet(fileSystem), () => ({
        arn: fileSystem.accessPointArn,
        local_mount_path: fileSystem.localMountPath,
      }));
      blockWhen(lambda, "snap_start", options.snapStart, () => ({ apply_on: "PublishedVersions" }));
    },
    /**
     * By this access point alone. IAM knows file systems and not access points as resources, so the condition says it:
     * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
     */
    statements(account) {
      // An ARN, says https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticfilesystem.html
      const through = {
        resources: [account.arn("elasticfilesystem", "file-system/*")],
        condition: { ArnEquals: { "elasticfilesystem:AccessPointArn": fileSystem.accessPointArn } },
      };
      const writes = and(isSet(fileSystem), () => not(fileSystem.readOnly));
      return [
        { sid: "MountFiles", actions: ["elasticfilesystem:ClientMount"], ...through, when: isSet(fileSystem) },
        { sid: "WriteFiles", actions: ["elasticfilesystem:ClientWrite"], ...through, when: writes },
      ];
    },
  };
}
