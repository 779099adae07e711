/** A table in plain text: first row the heads, words to the left, numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const [heads = []] = rows;
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? "").length)));
  const hasWords = heads.map((_, column) => rows.slice(1).some((row) => /\p{L}/u.test(String(row[column] ?? ""))));
  const line = (row: readonly (string | number)[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return hasWords[column] ? String(cell).padEnd(width) : String(cell).padStart(width);
      })
      .join("   ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("───");
  return [line(heads), rule, ...rows.slice(1).map(line)].join("\n");
}
