import { registerEnumType } from 'type-graphql';

/** Registers an enum whose values are their own names, each with its description. */
export function enumOf<T extends string>(
  name: string,
  description: string,
  values: Readonly<Record<T, string>>,
): Record<T, T> {
  const names = Object.keys(values) as T[];
  const object = Object.fromEntries(names.map((value) => [value, value])) as Record<T, T>;
  const valuesConfig: Partial<Record<string, { description: string }>> = Object.fromEntries(
    names.map((value) => [value, { description: values[value] }]),
  );
  registerEnumType(object, { name, description, valuesConfig });
  return object;
}
