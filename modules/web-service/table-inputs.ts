import { check } from "../../lib/checks";
import { eachKey } from "../../lib/findings";
import { isSubset, namesOf, valuesOf } from "../../lib/lists";
import { equals, implies, isSet, not } from "../../lib/logic";
import { t } from "../../lib/types";
import { keyAttributes } from "../parts/table";

// Any text: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const attributeName = check.bytesBetween(1, 255, "the name of an attribute");
const attributeNames = check.eachBytesBetween(1, 255, "names of attributes");

const keysDiffer = (keys: { readonly hashKey: string; readonly rangeKey?: string }) => ({
  holds: implies(isSet(keys.rangeKey), () => not(equals(keys.rangeKey as string, keys.hashKey))),
  must: "have a range_key other than its hash_key",
});

// Names of indexes stand in ARNs of policies: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalSecondaryIndex.html
const indexName = check.matching(
  "^[A-Za-z0-9_.-]{3,255}$",
  "have keys of 3 to 255 letters, digits, underscores, hyphens or dots",
);

const indexMembers = {
  hashKey: t.string({ description: "Attribute of the partition key.", checks: [attributeName] }),
  rangeKey: t.string({ description: "Attribute of the sort key.", optional: true, checks: [attributeName] }),
  projection: t.string({
    description: "Attributes that the index holds: ALL, KEYS_ONLY or INCLUDE (see non_key_attributes).",
    default: "ALL",
    checks: [check.oneOf(["ALL", "INCLUDE", "KEYS_ONLY"])],
  }),
  nonKeyAttributes: t.strings({
    description: "Attributes beside the keys, for the projection INCLUDE.",
    optional: true,
    // `NonKeyAttributeNameList` in DynamoDB's service model.
    checks: [check.notEmpty("an attribute"), attributeNames, check.atMost(20, "attributes, DynamoDB's bound")],
  }),
};

const tableMembers = {
  hashKey: t.string({ description: "Attribute of the partition key.", checks: [attributeName] }),
  rangeKey: t.string({ description: "Attribute of the sort key.", optional: true, checks: [attributeName] }),
  attributeTypes: t.stringMap({
    description: "Types of key attributes that are not strings: N (number) or B (binary).",
    default: {},
  }),
  indexes: t.map(
    t.object(indexMembers, {
      description: "A global secondary index.",
      checks: [
        keysDiffer,
        (index) => ({
          holds: equals(equals(index.projection, "INCLUDE"), isSet(index.nonKeyAttributes)),
          must: 'have non_key_attributes exactly when its projection is "INCLUDE"',
        }),
      ],
    }),
    {
      description: "Global secondary indexes by name.",
      checks: [eachKey(indexName)],
    },
  ),
  ttlAttribute: t.string({
    description: "Attribute with the time (in seconds since 1970) after which DynamoDB deletes an item.",
    optional: true,
    checks: [attributeName],
  }),
  streamViewType: t.string({
    description: "Turns the stream of changes on: KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES.",
    optional: true,
    checks: [check.oneOf(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"])],
  }),
  deletionProtection: t.bool({ description: "Whether the table refuses to be deleted.", default: true }),
  pointInTimeRecovery: t.bool({
    description: "Whether the table can be restored to any second of the last 35 days.",
    default: true,
  }),
};

/** The table of a service. */
export const tableInput = t.object(tableMembers, {
  description: "A DynamoDB table, on demand; null makes none. Functions use it by their table_access.",
  optional: true,
  checks: [
    keysDiffer,
    (table) => ({
      holds: implies(isSet(table.ttlAttribute), () =>
        not(isSubset([table.ttlAttribute as string], keyAttributes(table))),
      ),
      must: "have a ttl_attribute that is no key of the table or of an index: TTL reads a number attribute of its own, such as expires_at",
    }),
    (table) => ({
      holds: isSubset(valuesOf(table.attributeTypes), ["S", "N", "B"]),
      must: "have attribute_types of S, N or B",
    }),
    (table) => ({
      holds: isSubset(namesOf(table.attributeTypes), keyAttributes(table)),
      must: "have attribute_types of key attributes only: DynamoDB declares no others",
    }),
  ],
});
