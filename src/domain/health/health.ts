/** What health can be, best first: the order in which services are listed by status. */
export const healthStatuses = ['HEALTHY', 'UNKNOWN', 'DEGRADED', 'DOWN'] as const;
export type HealthStatus = (typeof healthStatuses)[number];

/** How bad a status is: 0 for HEALTHY up to 3 for DOWN. */
export function badness(status: HealthStatus): number {
  return healthStatuses.indexOf(status);
}

/** The worst of several statuses; UNKNOWN of none. */
export function worst(statuses: readonly HealthStatus[]): HealthStatus {
  return (
    statuses.reduce<HealthStatus | null>(
      (found, status) => (found === null || badness(status) > badness(found) ? status : found),
      null,
    ) ?? 'UNKNOWN'
  );
}
