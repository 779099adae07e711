/** `timeoutSeconds` → `timeout_seconds`: TypeScript's names to Terraform's. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `timeout_seconds` → `timeoutSeconds`: Terraform's names to TypeScript's. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `dead_letters` → `dead-letters`: an id as part of a name in AWS. */
export function dashed(id: string): string {
  return id.replaceAll("_", "-");
}

/** `deadLetter` → `dead_letter`, `route-GET /orders/{id}` → `route_get_orders_id`: a construct's id as part of an address. */
export function addressPart(id: string): string {
  const words = id.replace(/([A-Z])([A-Z]+)(?![a-z])/g, (_, first: string, rest: string) => first + rest.toLowerCase());
  return snakeCase(words)
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
}
