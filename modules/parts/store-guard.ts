import { DataResource } from "cdktf";
import { Construct } from "constructs";
import { type Bool, tf } from "../../lib/expression";
import { addressPart } from "../../lib/names";
import { addressesIn, when } from "../../lib/resources";

/** An input whose change replaces a store of data. */
export interface GuardedInput {
  /** Name of the input, as Terraform has it. */
  readonly about: string;
  /** Its value as text, or what of it decides. Asked only where there is such a store. */
  readonly value: () => string;
  /** What another value destroys, as in "the queues, with the jobs that wait in them". */
  readonly destroys: string;
  /** Whether there is such a store; default true. */
  readonly exists?: Bool;
}

/**
 * Refuses at plan what would replace a store of data: AWS changes neither the kind of a queue or topic nor the keys of a table, so the provider
 * destroys them with what is in them, and a plan says it in one line of hundreds. The first value of each input is kept in a
 * `terraform_data`, against which a postcondition holds the input. To go on deliberately, that is replaced (`-replace`); a destroy asks nothing.
 *
 * It is made after all else in its pattern, so that a first apply that failed leaves no guard, and the input can be corrected; where it is new, it keeps
 * what the input is then.
 */
export class StoreGuard extends Construct {
  constructor(scope: Construct, id: string, inputs: readonly GuardedInput[]) {
    const all = addressesIn(scope);
    super(scope, id);
    for (const { about, destroys, exists = true, ...input } of inputs) {
      when(exists, (meta) => {
        const value = input.value();
        const guard = new DataResource(this, addressPart(about), {
          ...meta,
          lifecycle: {
            ignoreChanges: ["input"],
            postcondition: [
              {
                condition: tf`self.output == ${value}`,
                errorMessage: `${about} must stay "${tf`self.output`}": another value destroys ${destroys}. Set it back; or empty them first, and then apply with -replace and the full address of this guard (terraform state list shows it).`,
              },
            ],
          },
        });
        // The bindings know maps only.
        guard.addOverride("input", value);
        guard.dependsOn = all;
        return guard;
      });
    }
  }
}
