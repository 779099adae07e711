import { App } from "cdktf";
import { withoutTokenTraces } from "./lib/token-traces";
import { patternModules } from "./stacks";
import { CoffeeShopExample } from "./stacks/examples/coffee-shop";
import { ProductsApiExample } from "./stacks/examples/products-api";
import { QueueLoadLevelingExample } from "./stacks/examples/queue-load-leveling";

withoutTokenTraces();
const app = new App();

for (const module of patternModules) module.make(app);
new CoffeeShopExample(app);
new QueueLoadLevelingExample(app);
new ProductsApiExample(app);

app.synth();
