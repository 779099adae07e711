import { Construct } from "constructs";
import { isSet } from "../../lib/logic";
import { type OutputValues, outputValues } from "../../lib/outputs";
import { Account } from "../parts/account";
import type { PatternFunction } from "../parts/function";
import { MaintenanceWindow } from "../parts/maintenance-window";
import { StoreGuard } from "../parts/store-guard";
import type { PatternTable } from "../parts/table";
import { jobAlarms } from "./alarms";
import { JobsApi } from "./api";
import { queueLoadLevelingInputs } from "./inputs";
import { jobOutputs } from "./outputs";
import type { JobsPattern } from "./pattern";
import { jobPause } from "./pause";
import { jobPlaces } from "./places";
import type { QueueLoadLevelingProps } from "./props";
import { JobQueues } from "./queues";
import { JobRecorder } from "./recorder";
import { jobRedrive } from "./redrive";
import { storesOfJobs } from "./stores";
import { jobTable } from "./table";
import { JobWorker } from "./worker";

/**
 * Queue-based load leveling: an API accepts jobs fast, a queue holds them, a worker does them at the pace of the slowest part. Every
 * accepted job ends as succeeded, ends as failed with its message in the dead-letter queue, or still waits.
 */
export class QueueLoadLeveling extends Construct {
  public readonly queues: JobQueues;
  public readonly table: PatternTable;
  public readonly worker: JobWorker;
  public readonly redrive: PatternFunction;
  public readonly pause: PatternFunction;
  public readonly api: JobsApi;
  /** The outputs with their descriptions, as the Terraform module has them. */
  public readonly describedOutputs: ReturnType<typeof jobOutputs>;

  /** @throws Error that lists every wrong input, with this construct's path */
  constructor(scope: Construct, id: string, props: QueueLoadLevelingProps) {
    super(scope, id);
    const { input, carrier: account } = queueLoadLevelingInputs.read(
      this,
      props,
      (read) => new Account(this, jobPlaces(read)),
    );

    this.queues = new JobQueues(this, "@queues", input, account);
    this.table = jobTable(this, input, account);
    const pattern: JobsPattern = { input, account, queues: this.queues, table: this.table };

    this.worker = new JobWorker(this, "worker", pattern);
    new JobRecorder(this, "recorder", pattern);
    this.redrive = jobRedrive(this, "redrive", pattern);
    this.pause = jobPause(this, "pause", pattern, this.worker);
    this.api = new JobsApi(this, "api", pattern);
    new MaintenanceWindow(this, "maintenance", {
      common: input,
      account,
      exists: isSet(input.maintenanceWindow),
      window: input.maintenanceWindow,
      pause: this.pause,
    });
    const alarms = jobAlarms(this, pattern, this.worker, this.api);
    new StoreGuard(this, "guard", storesOfJobs(input));

    this.describedOutputs = jobOutputs({
      ...pattern,
      worker: this.worker,
      redrive: this.redrive,
      pause: this.pause,
      api: this.api,
      alarms,
    });
  }

  /** Names, ARNs, URLs and ready policies for callers. */
  public get outputs(): OutputValues<ReturnType<typeof jobOutputs>> {
    return outputValues(this.describedOutputs);
  }
}
