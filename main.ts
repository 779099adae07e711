import { App } from "cdktf";
import { patternModules } from "./stacks";
import { QueueLoadLevelingExample } from "./stacks/examples/queue-load-leveling";

const app = new App();

for (const module of patternModules) module.make(app);
new QueueLoadLevelingExample(app);

app.synth();
