import * as fc from "fast-check";
import { addressPart, camelCase, snakeCase } from "../../lib/names";

test.each([
  ["timeoutSeconds", "timeout_seconds"],
  ["kmsKeyArn", "kms_key_arn"],
  ["name", "name"],
  ["s3", "s3"],
  ["ipv6Cidr", "ipv6_cidr"],
  ["kms_key_arn", "kms_key_arn"],
])("%s is %s in Terraform", (typeScript, terraform) => {
  expect(snakeCase(typeScript)).toBe(terraform);
});

test.each([
  ["timeout_seconds", "timeoutSeconds"],
  ["s3", "s3"],
  ["ipv_6", "ipv6"],
])("%s is %s in TypeScript", (terraform, typeScript) => {
  expect(camelCase(terraform)).toBe(typeScript);
});

test.each([
  ["deadLetter", "dead_letter"],
  ["Orders", "orders"],
  ["api-DLQ", "api_dlq"],
  ["HTTPServer", "http_server"],
  ["route-GET /orders/{id}", "route_get_orders_id"],
  ["route-$default", "route_default"],
  ["{}", ""],
])("the id %s is %s in addresses", (id, part) => {
  expect(addressPart(id)).toBe(part);
});

test("every TypeScript name comes back from Terraform", () => {
  const names = fc.stringMatching(/^[a-z][a-zA-Z0-9]*$/);
  fc.assert(fc.property(names, (name) => camelCase(snakeCase(name)) === name && !/[A-Z]/.test(snakeCase(name))));
});
