import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { Entries, listOf } from "../../lib/entries";
import type { Bool } from "../../lib/expression";
import { concat, distinct, lookup } from "../../lib/lists";
import { awaiting, choose, isSet } from "../../lib/logic";
import { blockForEach, blockForItems, blockWhen, type Maybe, when } from "../../lib/resources";
import type { Account } from "./account";
import type { Common } from "./inputs";

/** A global secondary index. */
export interface TableIndex {
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly projection: string;
  readonly nonKeyAttributes?: string[];
}

export interface PatternTableProps {
  readonly common: Common;
  readonly account: Account;
  readonly tableName: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  /** Types (S, N, B) of key attributes that are not strings. */
  readonly attributeTypes?: Readonly<Record<string, string>>;
  /** Global secondary indexes by name; default none. */
  readonly indexes?: Entries<TableIndex>;
  readonly ttlAttribute?: string;
  /** What stream records hold; there is no stream without it. */
  readonly streamViewType?: string;
  readonly pointInTimeRecovery: Bool;
  readonly deletionProtection: Bool;
  /** Whether the table exists; default true. */
  readonly exists?: Bool;
}

/** A table on demand, encrypted, that can be restored and does not go by accident. */
export class PatternTable extends Construct {
  public readonly table: Maybe<DynamodbTable>;
  public readonly tableName: string;
  /** Composed from the name, for policies that need not wait for the table. */
  public readonly arn: string;
  /** ARNs of the indexes, composed from their names. */
  public readonly indexArns: string[];

  constructor(scope: Construct, id: string, props: PatternTableProps) {
    super(scope, id);
    const {
      common,
      account,
      indexes = NO_INDEXES,
      attributeTypes = {},
      ttlAttribute,
      streamViewType,
      exists = true,
    } = props;
    this.tableName = props.tableName;
    this.arn = account.arn("dynamodb", `table/${props.tableName}`);
    this.indexArns = listOf(indexes, (_, key) => `${this.arn}/index/${key}`);
    this.table = when(exists, (meta) => {
      const table = new DynamodbTable(this, "@table", {
        ...meta,
        name: props.tableName,
        billingMode: "PAY_PER_REQUEST",
        hashKey: props.hashKey,
        rangeKey: props.rangeKey,
        streamEnabled: choose<Bool | undefined>(isSet(streamViewType), true, undefined),
        streamViewType,
        pointInTimeRecovery: { enabled: props.pointInTimeRecovery },
        deletionProtectionEnabled: props.deletionProtection,
        tags: common.tags,
      });
      blockForItems(table, "attribute", keyAttributes(props), (name) => ({
        name,
        type: lookup(attributeTypes, name, "S"),
      }));
      blockForEach(table, "global_secondary_index", indexes, (name, index) => ({
        name,
        hash_key: index.hashKey,
        range_key: index.rangeKey,
        projection_type: index.projection,
        non_key_attributes: index.nonKeyAttributes,
      }));
      blockWhen(table, "ttl", isSet(ttlAttribute), () => ({ attribute_name: ttlAttribute, enabled: true }));
      // Without a key the table is encrypted with one that DynamoDB owns.
      blockWhen(table, "server_side_encryption", isSet(common.kmsKeyArn), () => ({
        enabled: true,
        kms_key_arn: common.kmsKeyArn,
      }));
      return table;
    });
  }

  /** The ARN for policies of others: known at plan, and what uses it waits for the table. */
  public get awaitedArn(): string {
    return awaiting(
      this.arn,
      this.table.its((table) => table.arn),
    );
  }
}

const NO_INDEXES = Entries.literal<TableIndex>(new Map(), {});

/** DynamoDB wants the attributes of all keys declared, and no others. */
export function keyAttributes(table: Pick<PatternTableProps, "hashKey" | "rangeKey" | "indexes">): string[] {
  const { hashKey, rangeKey, indexes = NO_INDEXES } = table;
  const ofIndexes = concat(
    listOf(indexes, (index) => index.hashKey),
    distinct(listOf(indexes, (index) => index.rangeKey)),
  );
  return distinct(concat(distinct([hashKey, rangeKey]), ofIndexes));
}
