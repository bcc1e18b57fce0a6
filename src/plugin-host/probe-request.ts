import type { Asking } from '../application/ports/plugins.ts';
import type { Json } from '../domain/health/check.ts';
import type { Service } from '../domain/service/service.ts';
import type { Manifest } from './manifest.ts';
import type { ProbeRequest } from './protocol.ts';

interface Ground {
  /** What the plugin is told about every service, unless the service's own settings say otherwise. */
  readonly settings: Readonly<Record<string, Json>>;
  readonly permissions: Manifest['permissions'];
}

/** What a worker is told to probe a service. */
export function probeRequest(service: Service, how: Asking, { settings, permissions }: Ground): ProbeRequest {
  const { name, kind, url, labels } = service;
  const watched = { name, kind, url, labels, authorized: how.authorization !== null };
  return { service: watched, settings: { ...settings, ...service.settings }, permissions, ...how };
}
