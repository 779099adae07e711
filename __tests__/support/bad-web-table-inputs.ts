import type { BadWebInput } from "./bad-web-inputs";

const INDEX_KEYS =
  'table.indexes must have keys of 3 to 255 letters, digits, underscores, hyphens or dots, which is not true of "by-*".';
const TTL_IS_KEY =
  "table must have a ttl_attribute that is no key of the table or of an index: TTL reads a number attribute of its own, such as expires_at.";

/** What is wrong with a table. */
export const badTableInputs: readonly BadWebInput[] = [
  {
    what: "a TTL attribute that is a key of the table",
    wrong: { table: { hashKey: "id", ttlAttribute: "id" } },
    message: TTL_IS_KEY,
  },
  {
    what: "a TTL attribute that is a key of an index",
    wrong: {
      table: {
        hashKey: "id",
        ttlAttribute: "expires_at",
        attributeTypes: { expires_at: "N" },
        indexes: { by_expiry: { hashKey: "status", rangeKey: "expires_at" } },
      },
    },
    message: TTL_IS_KEY,
  },
  {
    what: "a key without a name",
    wrong: { table: { hashKey: "" } },
    message: "table.hash_key must be the name of an attribute of 1 to 255 bytes.",
  },
  {
    what: "a key of 128 letters that are two bytes each",
    wrong: { table: { hashKey: "id", rangeKey: "é".repeat(128) } },
    message: "table.range_key must be the name of an attribute of 1 to 255 bytes.",
  },
  {
    what: "a projected attribute that is too long",
    wrong: {
      table: {
        hashKey: "id",
        indexes: { "by-status": { hashKey: "status", projection: "INCLUDE", nonKeyAttributes: ["é".repeat(128)] } },
      },
    },
    message: 'table.indexes["by-status"].non_key_attributes must hold names of attributes of 1 to 255 bytes.',
  },
  {
    what: "an unknown type of attribute",
    wrong: { table: { hashKey: "id", attributeTypes: { id: "UUID" } } },
    message: "table must have attribute_types of S, N or B.",
  },
  {
    what: "the type of an attribute that is no key",
    wrong: { table: { hashKey: "id", attributeTypes: { total: "N" } } },
    message: "table must have attribute_types of key attributes only: DynamoDB declares no others.",
  },
  {
    what: "one attribute for both keys",
    wrong: { table: { hashKey: "id", rangeKey: "id" } },
    message: "table must have a range_key other than its hash_key.",
  },
  {
    what: "one attribute for both keys of an index",
    wrong: { table: { hashKey: "id", indexes: { "by-status": { hashKey: "status", rangeKey: "status" } } } },
    message: 'table.indexes["by-status"] must have a range_key other than its hash_key.',
  },
  {
    what: "an index that includes it knows not what",
    wrong: { table: { hashKey: "id", indexes: { "by-status": { hashKey: "status", projection: "INCLUDE" } } } },
    message: 'table.indexes["by-status"] must have non_key_attributes exactly when its projection is "INCLUDE".',
  },
  {
    what: "an index that includes nothing",
    wrong: {
      table: {
        hashKey: "id",
        indexes: { "by-status": { hashKey: "status", projection: "INCLUDE", nonKeyAttributes: [] } },
      },
    },
    message: 'table.indexes["by-status"].non_key_attributes must hold an attribute at least.',
  },
  {
    what: "an index of null",
    wrong: { table: { hashKey: "id", indexes: { "by-status": null as never } } },
    message: 'table.indexes["by-status"] must not be null: leave the entry out, or give an object.',
  },
  {
    what: "a table without its key",
    wrong: { table: { hashKey: null as unknown as string } },
    message: "table.hash_key must be given.",
  },
  {
    what: "an index whose name is a wildcard in policies",
    wrong: { table: { hashKey: "id", indexes: { "by-*": { hashKey: "status" } } } },
    message: INDEX_KEYS,
  },
  {
    what: "an unknown stream",
    wrong: { table: { hashKey: "id", streamViewType: "DIFF" } },
    message: "table.stream_view_type must be one of KEYS_ONLY, NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES.",
  },
];
