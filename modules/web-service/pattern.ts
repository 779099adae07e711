import type { Account } from "../parts/account";
import type { PatternTable } from "../parts/table";
import type { WebServiceInput } from "./inputs";

/** What the parts of the pattern share. */
export interface WebPattern {
  readonly input: WebServiceInput;
  readonly account: Account;
  readonly table: PatternTable;
}
