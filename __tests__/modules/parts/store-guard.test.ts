import { DataResource, Token } from "cdktf";
import { raw } from "../../../lib/expression";
import { StoreGuard } from "../../../modules/parts/store-guard";
import { linesOf } from "../../support/bad-inputs";
import { temporaryFolder } from "../../support/folders";
import { documentOf, moduleStack } from "../../support/synthesize";
import { describeTerraform, writeJson } from "../../support/terraform";

interface Given {
  /** A literal, or else the variable `kind`. */
  readonly kind?: string;
  readonly guarded?: boolean;
  /** Whether what is made after the store cannot be made. */
  readonly fails?: boolean;
}

/** A store that a change of `kind` replaces, something that is made after it, and the guard. */
function configuration({ kind = Token.asString(raw("var.kind")), guarded = true, fails = false }: Given): object {
  const { resource } = documentOf(
    moduleStack((stack) => {
      const store = new DataResource(stack, "store");
      store.addOverride("triggers_replace", kind);
      const late = new DataResource(stack, "late", { dependsOn: [store] });
      late.addOverride("provisioner", [{ "local-exec": { command: fails ? "false" : "true" } }]);
      if (guarded)
        new StoreGuard(stack, "guard", [
          { about: "queue.kind", value: () => kind, destroys: "the store and all in it" },
        ]);
    }),
  );
  return { variable: { kind: { default: "standard" } }, resource };
}

const REFUSAL =
  'queue.kind must stay "standard": another value destroys the store and all in it. Set it back; or empty them first, and then apply with -replace and the full address of this guard (terraform state list shows it).';

describeTerraform("a guard of a store", (terraform) => {
  const folder = temporaryFolder("guard");

  /** What a command changes, and what it is refused for. */
  async function run(command: readonly string[], given: Given = {}): Promise<{ changes: string[]; refused: string[] }> {
    writeJson(folder, "main.tf.json", configuration(given));
    const { stdout } = await terraform.run(folder, [...command, "-json"]);
    const lines = linesOf(stdout) as readonly { readonly type: string; readonly change?: Change }[];
    return {
      changes: lines.flatMap(({ type, change }) =>
        type === "planned_change" && change ? [`${change.action} ${change.resource.addr}`] : [],
      ),
      refused: linesOf(stdout).flatMap(({ diagnostic }) =>
        diagnostic?.severity === "error" ? [diagnostic.detail.split("\n\n").at(-1) as string] : [],
      ),
    };
  }
  interface Change {
    readonly action: string;
    readonly resource: { readonly addr: string };
  }
  const apply = (given: Given = {}, ...args: string[]) => run(["apply", "-auto-approve", ...args], given);
  const plan = (given: Given = {}, ...args: string[]) => run(["plan", ...args], given);

  afterEach(() => terraform.run(folder, ["destroy", "-auto-approve"]));

  test("refuses at plan what would replace the store, with the input, what is lost and the way on, for variables and literals", async () => {
    await apply();
    expect((await plan()).changes).toEqual([]);
    expect((await plan({}, "-var=kind=fifo")).refused).toEqual([REFUSAL]);
    expect((await plan({ kind: "standard" })).refused).toEqual([]);
    expect((await plan({ kind: "fifo" })).refused).toEqual([REFUSAL]);
  });

  test("goes on when it is replaced, and guards the new value then", async () => {
    await apply();
    const { changes, refused } = await apply({}, "-var=kind=fifo", "-replace=terraform_data.guard_queue_kind");
    expect(refused).toEqual([]);
    expect(changes.sort()).toEqual(["replace terraform_data.guard_queue_kind", "replace terraform_data.store"]);
    expect((await plan({}, "-var=kind=fifo")).changes).toEqual([]);
    expect((await plan()).refused).toEqual([REFUSAL.replace("standard", "fifo")]);
  });

  test("lets a destroy pass, whatever the input is by now", async () => {
    await apply();
    expect((await run(["destroy", "-auto-approve", "-var=kind=fifo"])).refused).toEqual([]);
    expect(await terraform.must(folder, ["show", "-no-color"])).toContain("The state file is empty");
  });

  test("is not there after a first apply that failed, so that the input can be corrected", async () => {
    expect((await apply({ fails: true }, "-var=kind=fifo")).refused).not.toEqual([]);
    expect((await apply()).refused).toEqual([]);
    expect((await plan({}, "-var=kind=fifo")).refused).toEqual([REFUSAL]);
  });

  test("changes nothing where it is new, and guards what the input is then", async () => {
    await apply({ guarded: false });
    expect(await apply()).toEqual({ changes: ["create terraform_data.guard_queue_kind"], refused: [] });
    expect((await plan({}, "-var=kind=fifo")).refused).toEqual([REFUSAL]);
  });
});
