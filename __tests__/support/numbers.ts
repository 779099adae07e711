import { snakeCase } from "../../lib/names";
import type { AnyType, Members } from "../../lib/types";

type Props = Readonly<Record<string, unknown>>;

/** A number among the inputs, as messages name it, and the inputs with another one in its place. */
export interface NumberInput {
  readonly path: string;
  readonly isGiven: boolean;
  with(value: number): Props;
}

/** The numbers of inputs: those of each object that is given, whether or not they are. */
export function numbersOf(members: Members, props: Props): NumberInput[] {
  return Object.entries(members).flatMap(([key, type]) =>
    within(type, props[key]).map(({ path, isGiven, with: change }) => ({
      path: `${snakeCase(key)}${path}`,
      isGiven,
      with: (value: number) => ({ ...props, [key]: change(value) }),
    })),
  );
}

interface Within {
  readonly path: string;
  readonly isGiven: boolean;
  with(value: number): unknown;
}

function within(type: AnyType, given: unknown): Within[] {
  if (type.kind === "number") return [{ path: "", isGiven: given !== undefined, with: (value) => value }];
  const value = (given ?? type.default) as Props | undefined;
  if (!value) return [];
  const dotted = ({ path, ...number }: NumberInput): Within => ({ ...number, path: `.${path}` });
  if (type.members) return numbersOf(type.members, value).map(dotted);
  const { entry } = type;
  if (!entry) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    within(entry, one).map(({ path, isGiven, with: change }) => ({
      path: `["${key}"]${path}`,
      isGiven,
      with: (number: number) => ({ ...value, [key]: change(number) }),
    })),
  );
}
