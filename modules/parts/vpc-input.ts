import { check } from "../../lib/checks";
import { t } from "../../lib/types";

/** Ids of what a VPC has: numbers and patterns are those of Lambda's service model. */
const ids = (one: string, example: string, pattern: string, most: number) => [
  check.notEmpty(`a ${one}`),
  check.eachMatching(`^${pattern}$`, `hold ids of ${one}s, such as ${example}`),
  check.atMost(most, `${one}s, Lambda's bound`),
];

/** Where a function's network interfaces are. */
export const vpcInput = t.object(
  {
    subnetIds: t.strings({
      description: "Subnets, in two availability zones or more.",
      checks: ids("subnet", "subnet-0a1b2c3d", "subnet-[0-9a-z]+", 16),
    }),
    securityGroupIds: t.strings({
      description: "Security groups.",
      checks: ids("security group", "sg-0a1b2c3d", "sg-[0-9a-zA-Z]+", 5),
    }),
  },
  { description: "VPC to run in, for code that calls private addresses.", optional: true },
);
