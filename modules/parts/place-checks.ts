import type { Entries } from "../../lib/entries";
import { type Bool, raw, tf } from "../../lib/expression";
import { type CrossCheck, eachEntry } from "../../lib/findings";
import { hasNone } from "../../lib/lists";
import { implies, isSet, or } from "../../lib/logic";
import type { Check } from "../../lib/types";
import type { AlarmInput, Common, FunctionInput } from "./inputs";

/** Where the provider works. Only Terraform knows, so these rules are preconditions for literals, too. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** What an input names and the module uses stands in the same partition and region; what has no region, in the same partition. */
export type PlaceRules = (place: Place) => readonly CrossCheck[];

const IS_PLACED = "be in the provider's partition and region";
const ARE_PLACED = "hold ARNs of the provider's partition and region";

// What is no ARN at all has a message of its own.
const isPlaced = (arn: unknown, { partition, region }: Place): Bool =>
  tf`try(split(":", ${arn})[1] == ${partition} && contains([${region}, ""], split(":", ${arn})[3]), true)`;

const isInPartition = (arn: unknown, { partition }: Place): Bool =>
  tf`try(split(":", ${arn})[1] == ${partition}, true)`;

const every = (arns: readonly string[], holds: (arn: unknown) => Bool): Bool =>
  or(hasNone(arns), () => tf`alltrue([for arn in ${arns} : ${holds(raw("arn"))}])`);

/** An input that names one thing. */
export const arnIsPlaced = (arn: string | undefined, place: Place): Check => ({
  holds: implies(isSet(arn), () => isPlaced(arn, place)),
  must: IS_PLACED,
});

/** An input that names one thing of the same account, since the module changes it or its service takes no other. */
export const arnIsOwn = (arn: string | undefined, place: Place): Check => ({
  holds: implies(
    isSet(arn),
    () => tf`try(${isPlaced(arn, place)} && split(":", ${arn})[4] == ${place.accountId}, true)`,
  ),
  must: "be in the provider's partition, region and account",
});

/** An input that names several. */
export const arnsArePlaced = (arns: readonly string[], place: Place): Check => ({
  holds: every(arns, (arn) => isPlaced(arn, place)),
  must: ARE_PLACED,
});

/** An input of names that may be of any region. */
export const arnsAreInPartition = (arns: readonly string[], place: Place): Check => ({
  holds: every(arns, (arn) => isInPartition(arn, place)),
  must: "hold ARNs of the provider's partition",
});

/** Lambda takes images of its own region: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html */
const imageIsPlaced = (imageUri: string | undefined, { region }: Place): Check => ({
  holds: implies(isSet(imageUri), () => tf`try(split(".", ${imageUri})[3] == ${region}, true)`),
  must: "be in a registry of the provider's region, as Lambda wants it",
});

/** Policies are those of AWS, or of the account: roles take no others. */
const boundaryIsPlaced = (arn: string | undefined, place: Place): Check => ({
  holds: implies(
    isSet(arn),
    () => tf`try(${isInPartition(arn, place)} && contains([${place.accountId}, "aws"], split(":", ${arn})[4]), true)`,
  ),
  must: "be a policy of AWS or of the provider's account",
});

type CommonArns = Pick<Common, "kmsKeyArn" | "logs" | "permissionsBoundaryArn"> & {
  readonly alarms: Pick<AlarmInput, "actionArns">;
};

/** The inputs that every pattern has. */
export const commonIsPlaced = (input: CommonArns, place: Place): CrossCheck[] => [
  { about: "kms_key_arn", ...arnIsPlaced(input.kmsKeyArn, place) },
  { about: "logs.kms_key_arn", ...arnIsPlaced(input.logs.kmsKeyArn, place) },
  { about: "permissions_boundary_arn", ...boundaryIsPlaced(input.permissionsBoundaryArn, place) },
  { about: "alarms.action_arns", ...arnsArePlaced(input.alarms.actionArns, place) },
];

type FunctionArns = Pick<FunctionInput, "codeSigningConfigArn" | "fileSystem" | "imageUri" | "layers">;
interface MemberRule {
  readonly member: string;
  check(fn: FunctionArns, place: Place): Check;
}

const FUNCTION_RULES: readonly MemberRule[] = [
  { member: "image_uri", check: ({ imageUri }, place) => imageIsPlaced(imageUri, place) },
  { member: "layers", check: ({ layers }, place) => arnsArePlaced(layers, place) },
  { member: "code_signing_config_arn", check: (fn, place) => arnIsPlaced(fn.codeSigningConfigArn, place) },
  {
    member: "file_system.access_point_arn",
    check: ({ fileSystem }, place) => ({
      holds: implies(isSet(fileSystem), () => arnIsPlaced(fileSystem.accessPointArn, place).holds),
      must: IS_PLACED,
    }),
  },
];

/** A function of the consumer, which may be absent; `about` is its input. */
export function functionIsPlaced(about: string, fn: FunctionArns, place: Place): CrossCheck[] {
  const isThere = isSet(fn);
  if (isThere === false) return [];
  return FUNCTION_RULES.map(({ member, check }) => {
    const { holds, must } = check(fn, place);
    return { about: `${about}.${member}`, holds: implies(isThere, holds), must };
  });
}

/** The functions of a map. */
export const functionsArePlaced = (map: string, functions: Entries<FunctionArns>, place: Place): CrossCheck[] =>
  FUNCTION_RULES.flatMap(({ member, check }) => eachEntry(map, functions, (fn) => ({ member, ...check(fn, place) })));
