/** An object whose fields are there with a value. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], null | undefined> };

/** Leaves out what is null or undefined: of an input, null means its default. */
export function given<T extends object>(input: T): Given<T> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value != null)) as Given<T>;
}
