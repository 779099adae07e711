import { availableParallelism, loadavg } from "node:os";
import { table } from "../../scripts/demo/table";

/** Prints a table, first row the heads, and below it what a reader must know to judge the numbers: above all whether the machine was busy. */
export function report(rows: readonly (readonly (string | number)[])[]): void {
  const date = new Date().toISOString().slice(0, 10);
  const [load = 0] = loadavg();
  console.log(table(rows));
  console.log(
    `${date}, Node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(1)} in the last minute`,
  );
}
