import { z } from 'zod';

// What is read of Docker's answers, as engines really give them: `null` for an empty list, fields that some
// versions leave out. Whatever else they say passes unseen.

const text = z.string();
const dictionary = <T extends z.ZodType>(value: T) =>
  z
    .record(text, value)
    .nullish()
    .transform((found) => found ?? {});
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((found) => found ?? []);

const bindings = dictionary(
  z.array(z.object({ HostIp: text.nullish(), HostPort: text.nullish() })).nullish(),
);

/** One line of `GET /containers/json`. */
export const listedContainer = z.object({
  Id: text,
  Names: list(text),
  Image: text,
  State: text,
  Status: text,
  Created: z.number(),
  Labels: dictionary(text),
});
export type ListedContainer = z.infer<typeof listedContainer>;
export const listing = z.array(listedContainer);

/** `GET /containers/{id}/json`. */
export const inspection = z.object({
  Id: text,
  Name: text,
  Created: text,
  /** Id of the image: the image as it was named is in `Config`. */
  Image: text,
  Path: text.nullish(),
  Args: list(text),
  RestartCount: z.number().nullish(),
  State: z.object({
    Status: text,
    OOMKilled: z.boolean().nullish(),
    ExitCode: z.number().nullish(),
    StartedAt: text.nullish(),
    FinishedAt: text.nullish(),
    Health: z.object({ Status: text.nullish() }).nullish(),
  }),
  Config: z.object({
    Image: text,
    Labels: dictionary(text),
    ExposedPorts: dictionary(z.unknown()),
    Env: list(text),
    Tty: z.boolean().nullish(),
  }),
  HostConfig: z.object({
    RestartPolicy: z.object({ Name: text.nullish() }).nullish(),
    /** In bytes; 0: no limit. */
    Memory: z.number().nullish(),
    PortBindings: bindings,
  }),
  NetworkSettings: z.object({
    Ports: bindings,
    Networks: dictionary(
      z.object({ IPAddress: text.nullish(), GlobalIPv6Address: text.nullish() }).nullish(),
    ),
  }),
  Mounts: list(
    z.object({
      Type: text.nullish(),
      Name: text.nullish(),
      Source: text.nullish(),
      Destination: text,
      RW: z.boolean().nullish(),
    }),
  ),
});
export type Inspection = z.infer<typeof inspection>;

/** `GET /images/json`. */
export const images = z.array(z.object({ Id: text, RepoDigests: list(text) }));
export type ListedImage = z.infer<typeof images>[number];

/** `GET /version`. */
export const versionReply = z.object({ Version: text, ApiVersion: text });

/** `GET /info`. */
export const infoReply = z.object({ OperatingSystem: text });

/** `GET /containers/{id}/stats`, once. */
export const statsReply = z.object({
  cpu_stats: z.object({
    cpu_usage: z.object({ total_usage: z.number().nullish() }),
    system_cpu_usage: z.number().nullish(),
    online_cpus: z.number().nullish(),
  }),
  memory_stats: z.object({ usage: z.number().nullish(), stats: dictionary(z.number()) }),
});
export type Stats = z.infer<typeof statsReply>;

/** One line of `GET /events`. */
export const eventLine = z.object({
  Type: text.nullish(),
  Action: text,
  Actor: z.object({ ID: text, Attributes: dictionary(text) }),
  time: z.number(),
});
export type EventLine = z.infer<typeof eventLine>;
