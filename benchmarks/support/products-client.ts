import { randomUUID } from "node:crypto";
import { basename } from "node:path/posix";
import type { SignedApi } from "../../scripts/demo/signed-api";
import { load } from "./load";

/** Kinds of requests that are measured. */
export type Kind = "nothing" | "create" | "list" | "read";

const PRODUCT = { name: "Mug", category: "mugs", price: { amount: 1_250, currency: "EUR" } };

/** How many there are of each product. */
const LEVEL = 7;

/** Product id → how many there are. */
type SetLevels = (levels: Readonly<Record<string, number>>) => Promise<unknown>;

/** Sends one request of a kind at a time, each of which must go well. */
export class ProductsClient {
  /** Products that stay; there is something to list and to read. */
  private readonly kept: string[] = [];
  private readonly created: string[] = [];
  private reads = 0;

  constructor(private readonly api: SignedApi) {}

  /** Creates products that stay, and tells the stock service of them. */
  public async keep(count: number, clients: number, setLevels: SetLevels): Promise<void> {
    await load(count, clients, () => this.send("create"));
    this.kept.push(...this.created.splice(0));
    await setLevels(Object.fromEntries(this.kept.map((path) => [basename(path), LEVEL])));
  }

  /** @throws Error when the API does not answer as it should */
  public async send(kind: Kind): Promise<void> {
    if (kind === "nothing") await this.expect(204, this.api.call("/nothing"));
    else if (kind === "list") await this.expect(200, this.api.call("/products"));
    else if (kind === "read") await this.read();
    else {
      const { headers } = await this.expect(201, this.api.post("/products", { sku: randomUUID(), ...PRODUCT }));
      this.created.push(headers.get("location") ?? "");
    }
  }

  /** Deletes what was created and is not to stay: the emulator lists a long table more slowly, AWS does not. */
  public async tidy(clients: number): Promise<void> {
    const paths = this.created.splice(0);
    await load(paths.length, clients, (index) => this.expect(204, this.api.call(paths[index]!, { method: "DELETE" })));
  }

  private async read(): Promise<void> {
    const response = await this.expect(200, this.api.call(this.kept[this.reads++ % this.kept.length]!));
    const { stock } = (await response.json()) as { stock: number | null };
    // Where the stock service is not reached, the API says null, and sooner.
    if (stock !== LEVEL) throw new Error(`The API says that there are ${stock} of a product, not ${LEVEL}.`);
  }

  private async expect(status: number, sent: Promise<Response>): Promise<Response> {
    const response = await sent;
    if (response.status !== status) throw new Error(`The API answered ${response.status}: ${await response.text()}`);
    return response;
  }
}
