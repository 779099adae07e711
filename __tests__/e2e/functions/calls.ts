import type { LocalAws } from "../../../local/aws";

/** How often each action was called on a table and a queue of one name: what the tables of costs in docs/ count. */
export function callsOn(aws: LocalAws, name: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { action, resource } of aws.calls()) {
    const counted = /^dynamodb:(Put|Update|Get|Delete)Item$|^sqs:SendMessage$/.test(action);
    if (counted && (resource.endsWith(`table/${name}`) || resource.endsWith(`:${name}`)))
      counts[action] = (counts[action] ?? 0) + 1;
  }
  return counts;
}
