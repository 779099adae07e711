/** Runs an action for each item, some at a time. Results are in the order of the items. */
export async function forEachAtATime<Item, Result>(
  items: readonly Item[],
  atATime: number,
  action: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await action(items[index]!);
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, worker));
  return results;
}
