/** `timeoutSeconds` → `timeout_seconds`: TypeScript's names to Terraform's. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `timeout_seconds` → `timeoutSeconds`: Terraform's names to TypeScript's. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
