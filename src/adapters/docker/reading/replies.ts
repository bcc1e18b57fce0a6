import { z } from 'zod';
import { inspection, listedContainer } from '../reply.ts';

// What plugins are told comes from more of Docker's answers than what Custos itself needs of them.

const text = z.string();
const count = z.number();
const words = <T extends z.ZodType>(value: T) =>
  z
    .record(text, value)
    .nullish()
    .transform((found) => found ?? {});
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((found) => found ?? []);

const healthRun = z.object({ Start: text, ExitCode: count, Output: text.nullish() });
const endpoint = z.object({
  NetworkID: text.nullish(),
  IPAddress: text.nullish(),
  GlobalIPv6Address: text.nullish(),
  Aliases: list(text),
});

/** `GET /containers/{id}/json`, whole. */
export const wholeInspection = inspection.extend({
  State: inspection.shape.State.extend({
    Error: text.nullish(),
    Health: z
      .object({ Status: text.nullish(), FailingStreak: count.nullish(), Log: list(healthRun) })
      .nullish(),
  }),
  Config: inspection.shape.Config.extend({ User: text.nullish() }),
  HostConfig: inspection.shape.HostConfig.extend({
    NanoCpus: count.nullish(),
    CpuQuota: count.nullish(),
    CpuPeriod: count.nullish(),
    LogConfig: z.object({ Type: text.nullish(), Config: words(text) }).nullish(),
    PidMode: text.nullish(),
    NetworkMode: text.nullish(),
    Privileged: z.boolean().nullish(),
    ReadonlyRootfs: z.boolean().nullish(),
    ExtraHosts: list(text),
    Tmpfs: words(text),
  }),
  NetworkSettings: inspection.shape.NetworkSettings.extend({ Networks: words(endpoint.nullish()) }),
  Mounts: list(
    z.object({
      Type: text.nullish(),
      Name: text.nullish(),
      Source: text.nullish(),
      Destination: text,
      RW: z.boolean().nullish(),
      Propagation: text.nullish(),
    }),
  ),
});
export type WholeInspection = z.infer<typeof wholeInspection>;

/** `GET /images/{id}/json`. */
export const imageReply = z.object({ Config: z.object({ User: text.nullish() }).nullish() });

/** One line of `GET /containers/json`, with where it can be reached. */
export const containerLine = listedContainer.extend({
  Ports: list(
    z.object({ IP: text.nullish(), PrivatePort: count, PublicPort: count.nullish(), Type: text.nullish() }),
  ),
  NetworkSettings: z.object({ Networks: words(z.unknown()) }).nullish(),
});
export type ContainerLine = z.infer<typeof containerLine>;

/** `GET /info`. */
export const engineInfo = z.object({
  ServerVersion: text.nullish(),
  OperatingSystem: text.nullish(),
  CgroupVersion: text.nullish(),
  Driver: text.nullish(),
  DockerRootDir: text.nullish(),
  NCPU: count.nullish(),
  MemTotal: count.nullish(),
  LiveRestoreEnabled: z.boolean().nullish(),
  LoggingDriver: text.nullish(),
  Warnings: list(text),
});

/** `GET /networks`. */
export const networkList = list(
  z.object({
    Id: text,
    Name: text,
    Driver: text.nullish(),
    Internal: z.boolean().nullish(),
    IPAM: z.object({ Config: list(z.object({ Subnet: text.nullish() })) }).nullish(),
  }),
);

const volume = z.object({
  Name: text,
  Driver: text.nullish(),
  Mountpoint: text.nullish(),
  /** -1: not measured. */
  UsageData: z.object({ Size: count, RefCount: count }).nullish(),
});

/** `GET /volumes`. */
export const volumeList = z.object({ Volumes: list(volume) });

/** `GET /system/df`. */
export const diskUse = z.object({
  LayersSize: count.nullish(),
  Images: list(z.object({ Size: count, SharedSize: count.nullish(), Containers: count.nullish() })),
  Containers: list(z.object({ SizeRw: count.nullish(), State: text.nullish() })),
  Volumes: list(volume),
  BuildCache: list(z.object({ Size: count, InUse: z.boolean().nullish(), Shared: z.boolean().nullish() })),
});
export type DiskUse = z.infer<typeof diskUse>;

const throttling = z.object({ periods: count.nullish(), throttled_periods: count.nullish() });

/** `GET /containers/{id}/stats`, once. */
export const measured = z.object({
  cpu_stats: z.object({
    cpu_usage: z.object({ total_usage: count.nullish() }),
    system_cpu_usage: count.nullish(),
    online_cpus: count.nullish(),
    throttling_data: throttling.nullish(),
  }),
  memory_stats: z.object({ usage: count.nullish(), stats: words(count) }),
});
export type Measured = z.infer<typeof measured>;

/** `POST /containers/{id}/exec`, and the exec later. */
export const execMade = z.object({ Id: text });
export const execState = z.object({ Running: z.boolean().nullish(), ExitCode: count.nullish() });

/** One line of `GET /events`. */
export const happened = z.object({
  Action: text,
  Actor: z.object({ ID: text, Attributes: words(text) }),
  time: count,
});
