import { goodJobsInputs, jobsVariables } from "./jobs";
import { goodPubSubInputs, pubSubVariables } from "./pub-sub";
import { goodSubscriberInputs, subscriberVariables } from "./subscriber";
import { goodWebInputs, webVariables } from "./web-service";

type Variables = Readonly<Record<string, unknown>>;

const under = <Props>(sets: Readonly<Record<string, Props>>, variables: (props: Props) => Variables) =>
  Object.entries(sets).map(([set, props]) => [set, variables(props)] as const);

/** Good variables of each module by the names of their sets, which together reach every option. `filename` is a zip file that exists. */
export function goodVariables(filename: string): Readonly<Record<string, Readonly<Record<string, Variables>>>> {
  return {
    "queue-load-leveling": Object.fromEntries(under(goodJobsInputs(filename), jobsVariables)),
    "web-service": Object.fromEntries(under(goodWebInputs(filename), webVariables)),
    "pub-sub": Object.fromEntries(under(goodPubSubInputs(filename), pubSubVariables)),
    subscriber: Object.fromEntries(under(goodSubscriberInputs(filename), subscriberVariables)),
  };
}
