import { patternModule } from "../lib/pattern-module";
import { WebService } from "../modules/web-service";
import { webServiceInputs } from "../modules/web-service/inputs";

/** The Terraform module web-service. */
export const webServiceModule = patternModule({
  name: "web-service",
  construct: WebService,
  summary: [
    "A public API or an internal service: your functions behind the routes of an HTTP API, each route with its own authorizer, scopes and throttle,",
    "or behind an alias that other services invoke; with a DynamoDB table of which each function may do exactly what it says.",
    "Access logs, alarms, throttling and a signed-request authorizer are there unless you say otherwise.",
    "More in [docs/web-service.md](../../docs/web-service.md).",
  ].join("\n"),
  usage: [
    '  name = "orders"',
    "",
    "  functions = {",
    '    orders = { filename = "orders.zip", table_access = "read_write" }',
    "  }",
    "  routes = {",
    '    "POST /orders"     = { function = "orders" }',
    '    "GET /orders/{id}" = { function = "orders" }',
    "  }",
    '  table = { hash_key = "id" }',
  ].join("\n"),
  inputs: webServiceInputs,
  documents: {},
});
