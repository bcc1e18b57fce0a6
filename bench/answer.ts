/** What a process of the benchmark can be asked. */
export type Methods = Readonly<Record<string, (argument: never) => unknown>>;

interface Call {
  readonly id: number;
  readonly method: string;
  readonly argument: never;
}

/** Answers the calls of the process that started this one; ends with it, after `stop`. */
export function answer(methods: Methods, stop: () => Promise<void> | void = () => undefined): void {
  process.on('message', ({ id, method, argument }: Call) => {
    void reply(methods, { id, method, argument });
  });
  process.on('disconnect', () => void Promise.resolve(stop()).finally(() => process.exit(0)));
}

async function reply(methods: Methods, { id, method, argument }: Call): Promise<void> {
  try {
    const value = await methods[method]?.(argument);
    process.send?.({ id, value });
  } catch (error) {
    process.send?.({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

/** A time that all processes of this machine share, in milliseconds. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** How much processor time this process has used, in microseconds. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
