import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PubSubProps } from "../../modules/pub-sub/props";
import type { QueueLoadLevelingProps } from "../../modules/queue-load-leveling/props";
import type { SubscriberProps } from "../../modules/subscriber/props";
import type { WebServiceProps } from "../../modules/web-service/props";
import { temporaryFolder } from "../support/folders";
import { goodJobsInputs, jobsStack } from "../support/jobs";
import { goodPubSubInputs, pubSubStack } from "../support/pub-sub";
import { goodSubscriberInputs, subscriberStack } from "../support/subscriber";
import { type Block, type Document, documentOf, standIn } from "../support/synthesize";
import { goodWebInputs, webStack } from "../support/web-service";

const DOCS = join(__dirname, "../../docs");
const filename = standIn(join(temporaryFolder("code"), "code.zip"));

/** An instance as small as a call of the module can make it. */
const MINIMAL: Readonly<Record<string, () => Document>> = {
  "queue-load-leveling": () => documentOf(jobsStack(goodJobsInputs(filename)["minimal"] as QueueLoadLevelingProps)),
  "web-service": () => documentOf(webStack(goodWebInputs(filename).minimal as WebServiceProps)),
  "pub-sub": () => documentOf(pubSubStack(goodPubSubInputs(filename).minimal as PubSubProps)),
  subscriber: () => documentOf(subscriberStack(goodSubscriberInputs(filename).minimal as SubscriberProps)),
};
const pages = Object.keys(MINIMAL);

type Resources = NonNullable<Document["resource"]>;

/** What costs something by being there. An alarm is paid by its metrics. */
const PRICED: Readonly<Record<string, (resource: Resources) => number>> = {
  "alarm metric": ({ aws_cloudwatch_metric_alarm: alarms = {} }) =>
    Object.values(alarms).reduce((sum, alarm) => sum + metricsOf(alarm), 0),
  "event source mapping": ({ aws_lambda_event_source_mapping: mappings = {} }) => Object.keys(mappings).length,
};

/** Types whose instances cost something while they are idle. Whoever adds one to a minimal instance has to say what it costs. */
const OTHERS_THAT_COST = [
  "aws_cloudwatch_dashboard",
  "aws_kms_key",
  "aws_lambda_provisioned_concurrency_config",
  "aws_lb",
  "aws_nat_gateway",
  "aws_route53_zone",
  "aws_secretsmanager_secret",
  "aws_vpc_endpoint",
];

function metricsOf(alarm: Block): number {
  const queries = alarm["metric_query"] as readonly Block[] | undefined;
  return queries === undefined ? 1 : queries.filter(({ metric }) => metric !== undefined).length;
}

/** The rows of the table under a line of a page, without its head. */
function table(page: string, above: string): string[][] {
  const text = readFileSync(join(DOCS, `${page}.md`), "utf8");
  const [, after] = text.split(above);
  if (after === undefined) throw new Error(`docs/${page}.md has no line "${above}"`);
  const lines = after.split("\n").slice(1);
  const first = lines.findIndex((line) => line.startsWith("|"));
  const end = lines.findIndex((line, index) => index > first && !line.startsWith("|"));
  return lines.slice(first + 2, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.replaceAll("*", "").trim()),
  );
}

const prices = new Map(table("costs", "## Prices").map(([what = "", price]) => [what, Number(price)]));
const IDLE = "What an instance costs that nobody calls";
const BUSY = "What a million";

/** Each row is count × price, the prices are those of the list, and the last row is the sum. */
function check(rows: readonly string[][]): void {
  const costs = rows.slice(0, -1).map(([what = "", count, price, cost]) => {
    expect([what, Number(price)]).toEqual([what, prices.get(what)]);
    expect([what, cost]).toEqual([what, (Number(count) * Number(price)).toFixed(2)]);
    return Number(cost);
  });
  const sum = costs.reduce((left, right) => left + right, 0).toFixed(2);
  expect(rows.at(-1)).toEqual(["sum", "", "", sum]);
}

describe.each(pages)("the cost of %s", (page) => {
  test("names what an idle instance has, as many as there are", () => {
    const { resource = {} } = MINIMAL[page]!();
    const rows = table(page, IDLE);
    const counted = Object.entries(PRICED)
      .map(([what, count]) => [what, String(count(resource))])
      .filter(([, count]) => count !== "0");
    expect(rows.slice(0, -1).map(([what, count]) => [what, count])).toEqual(counted);
    expect(Object.keys(resource).filter((type) => OTHERS_THAT_COST.includes(type))).toEqual([]);
    check(rows);
  });

  test("of a million is the sum of its parts, at the listed prices", () => {
    check(table(page, BUSY));
  });
});
