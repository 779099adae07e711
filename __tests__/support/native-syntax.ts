import type { Block } from "./synthesize";

/** Blocks within blocks; all other members are arguments. */
const BLOCKS = ["validation", "precondition", "lifecycle"];

/**
 * A block in Terraform's native syntax, which means what it means in JSON. Terraform parses an expression in JSON again each time it evaluates it, one in
 * native syntax once: the checks of a hundred calls take half the time.
 */
export function nativeBlock(head: string, body: Block): string {
  const members = Object.entries(body).flatMap(([key, value]) => {
    if (BLOCKS.includes(key)) return [value].flat().map((inner) => nativeBlock(key, inner as Block));
    return value === undefined ? [] : [`${key} = ${native(key, value)}`];
  });
  return [`${head} {`, ...members, "}"].join("\n");
}

function native(key: string, value: unknown): string {
  if (key === "type") return value as string;
  // Of a string in JSON Terraform reads the escapes first, and then the template; so it does here.
  if (key === "condition") return inParentheses(value as string);
  if (key === "error_message") return `<<-EOT\n${value}\nEOT`;
  return JSON.stringify(value);
}

/** The one expression of which a template is made: over several lines it needs parentheses. */
function inParentheses(template: string): string {
  if (!template.startsWith("${") || !template.endsWith("}")) throw new Error(`${template} is not one expression`);
  return `(${template.slice(2, -1)})`;
}
