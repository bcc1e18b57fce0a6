import type Docker from 'dockerode';

import { alertmanagerFiles, type Files, prometheusFiles } from './configuration.ts';
import { alertmanager, healthProbe, prometheus } from './recipes.ts';

/** What the stack of the lab consists of. */
export const labServices = ['prometheus', 'alertmanager'] as const;

/** A service of the lab, by the name that compose would have. */
export type LabService = (typeof labServices)[number];

interface Spec {
  readonly image: string;
  readonly command: readonly string[];
  /** Where it answers inside its container, and in the guide outside too. */
  readonly port: number;
  readonly files: Files;
  readonly folder: string;
  readonly volume: string;
  /** Where the volume is mounted. */
  readonly data: string;
  readonly healthcheck: Docker.HealthConfig | null;
}

const second = 1_000_000_000;

export const specs: Readonly<Record<LabService, Spec>> = {
  prometheus: {
    image: prometheus.image,
    command: [
      '--config.file=/etc/prometheus/prometheus.yml',
      '--storage.tsdb.path=/prometheus',
      '--web.enable-lifecycle',
      // Its default, a minute, is how long Alertmanager would go without the Watchdog after a start.
      '--rules.alert.resend-delay=1s',
    ],
    port: 9090,
    files: prometheusFiles,
    folder: '/etc/prometheus',
    volume: 'prometheus_data',
    data: '/prometheus',
    // The public image has none of its own.
    healthcheck: {
      Test: ['CMD-SHELL', healthProbe],
      Interval: second,
      Timeout: 3 * second,
      StartPeriod: 10 * second,
      Retries: 3,
    },
  },
  alertmanager: {
    image: alertmanager.image,
    command: [
      '--config.file=/etc/alertmanager/alertmanager.yml',
      '--storage.path=/alertmanager',
      '--cluster.listen-address=',
    ],
    port: 9093,
    files: alertmanagerFiles,
    folder: '/etc/alertmanager',
    volume: 'alertmanager_data',
    data: '/alertmanager',
    healthcheck: null,
  },
};

export const networkName = (project: string): string => `${project}_monitoring`;
export const volumeName = (project: string, service: LabService): string =>
  `${project}_${specs[service].volume}`;
export const containerName = (project: string, service: LabService): string => `${project}-${service}-1`;

/** The labels that compose puts on whatever belongs to a project. */
export const projectLabels = (project: string, more: Readonly<Record<string, string>> = {}) => ({
  'com.docker.compose.project': project,
  'com.docker.compose.version': '2.17.3',
  ...more,
});

/** A container as compose would create it, but for its configuration, which is put into it, not mounted. */
export function containerOptions(
  project: string,
  service: LabService,
  hostPort: number,
): Docker.ContainerCreateOptions {
  const { image, command, port, data, healthcheck } = specs[service];
  const network = networkName(project);
  return {
    name: containerName(project, service),
    Image: image,
    Cmd: [...command],
    Labels: projectLabels(project, {
      'com.docker.compose.service': service,
      'com.docker.compose.container-number': '1',
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.config-hash': 'lab',
      'com.docker.compose.project.config_files': 'docker-compose.yml',
    }),
    ExposedPorts: { [`${port}/tcp`]: {} },
    ...(healthcheck && { Healthcheck: healthcheck }),
    HostConfig: {
      Binds: [`${volumeName(project, service)}:${data}`],
      NetworkMode: network,
      PortBindings: { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(hostPort) }] },
      RestartPolicy: { Name: 'unless-stopped' },
    },
    NetworkingConfig: {
      EndpointsConfig: { [network]: { Aliases: [service, containerName(project, service)] } },
    },
  };
}
