import { Token } from "cdktf";
import { check } from "../../lib/checks";
import { isUnknown, tf } from "../../lib/expression";
import { areDistinct } from "../../lib/lists";
import type { Check } from "../../lib/types";
import { arns } from "./arn-checks";

/** Lambda's bound for layers of a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_LAYERS = 5;

/** ARNs of layer versions without the versions. */
function layersOf(versions: readonly string[]): string[] {
  return isUnknown(versions)
    ? Token.asList(tf`[for version in ${versions} : replace(version, "/:[0-9]+$/", "")]`)
    : versions.map((version) => version.replace(/:[0-9]+$/, ""));
}

/** "Two different versions of the same layer are not allowed", for one version twice as well: https://github.com/DataDog/serverless-plugin-datadog/issues/195 */
const onceEach = (versions: readonly string[]): Check => ({
  holds: areDistinct(layersOf(versions)),
  must: "hold one version of each layer, as Lambda takes no two of a layer",
});

/** What layers must be, each check with a message of its own. */
export const layerChecks = [arns("layerVersion"), check.atMost(MAX_LAYERS, "layers (Lambda's limit)"), onceEach];
