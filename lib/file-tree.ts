import { type Bool, type Expression, tf } from "./expression";

/** The pattern of the files within exactly so many folders, or, as an exclude, within at least so many. */
export function filesWithin(folders: number): string {
  return `${"*/".repeat(folders)}*`;
}

/**
 * The folders that hold at most so many files at each of the depths, links followed. Terraform looks at one depth after the other and not beyond
 * one that holds more: a comprehension over an empty list evaluates nothing, where a conditional evaluates both its sides.
 */
export function narrowFolders(folders: Expression, limit: number, depths: readonly number[]): Expression {
  return depths.reduce(
    (left, depth) => tf`[for folder in ${left} : folder if length(fileset(folder, ${filesWithin(depth)})) <= ${limit}]`,
    folders,
  );
}

/** Those of the folders in which there is a file at one of the depths, links followed. */
export function foldersWithFiles(folders: Expression, depths: readonly number[]): Expression {
  return tf`[for folder in ${folders} : folder if ${hasFiles(depths)}]`;
}

/** Those of the folders in which there is none. */
export function foldersWithoutFiles(folders: Expression, depths: readonly number[]): Expression {
  return tf`[for folder in ${folders} : folder if !${hasFiles(depths)}]`;
}

const hasFiles = (depths: readonly number[]): Expression =>
  tf`anytrue([for pattern in ${depths.map(filesWithin)} : length(fileset(folder, pattern)) > 0])`;

/** Whether both lists have as many members. */
export function sameLength(left: Expression, right: Expression): Bool {
  return tf`length(${left}) == length(${right})`;
}
