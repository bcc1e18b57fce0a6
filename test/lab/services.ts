import type Docker from 'dockerode';

import {
  alertmanagerFiles,
  type Files,
  grafanaFiles,
  prometheusFiles,
  tradingBotFiles,
} from './configuration.ts';
import { alertmanager, grafana, healthProbe, nodeExporter, prometheus, tradingBot } from './recipes.ts';

/** What the stack of the lab consists of. */
export const labServices = ['prometheus', 'alertmanager', 'node-exporter', 'grafana', 'trading-bot'] as const;

/** A service of the lab, by the name that compose would have. */
export type LabService = (typeof labServices)[number];

interface Spec {
  readonly image: string;
  readonly command: readonly string[];
  /** Where it answers inside its container, and in the guide outside too. */
  readonly port: number;
  /** Where the guide has it on the host. */
  readonly hostPort: number;
  /** What it answers with 200 once it is ready. */
  readonly ready: string;
  readonly files: Files;
  readonly folder: string;
  /** The name of its volume, and where it is mounted; null: it keeps nothing. */
  readonly volume: { readonly name: string; readonly data: string } | null;
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
    hostPort: 9090,
    ready: '/-/ready',
    files: prometheusFiles,
    folder: '/etc/prometheus',
    volume: { name: 'prometheus_data', data: '/prometheus' },
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
    hostPort: 9093,
    ready: '/-/ready',
    files: alertmanagerFiles,
    folder: '/etc/alertmanager',
    volume: { name: 'alertmanager_data', data: '/alertmanager' },
    healthcheck: null,
  },
  'node-exporter': {
    image: nodeExporter.image,
    command: [],
    port: 9100,
    hostPort: 9100,
    ready: '/metrics',
    files: {},
    folder: '/',
    volume: null,
    healthcheck: null,
  },
  grafana: {
    image: grafana.image,
    command: ['/srv/server.mjs'],
    port: 3000,
    hostPort: 3001,
    ready: '/api/health',
    files: grafanaFiles,
    folder: '/srv',
    volume: { name: 'grafana_data', data: '/var/lib/grafana' },
    healthcheck: null,
  },
  'trading-bot': {
    image: tradingBot.image,
    command: ['/srv/server.mjs'],
    port: 8082,
    hostPort: 8082,
    ready: '/metrics',
    files: tradingBotFiles,
    folder: '/srv',
    volume: null,
    healthcheck: null,
  },
};

export const networkName = (project: string): string => `${project}_monitoring`;
/** Null for a service that keeps nothing. */
export const volumeName = (project: string, service: LabService): string | null => {
  const { volume } = specs[service];
  return volume && `${project}_${volume.name}`;
};
const containerName = (project: string, service: LabService): string => `${project}-${service}-1`;

/** On everything of the lab, whatever else it is labelled with: how it is found again to be removed. */
export const labLabel = 'custos.lab.project';

/** The labels that compose puts on whatever belongs to a project. */
export const projectLabels = (project: string, more: Readonly<Record<string, string>> = {}) => ({
  'com.docker.compose.project': project,
  'com.docker.compose.version': '2.17.3',
  [labLabel]: project,
  ...more,
});

/** A container as compose would create it, but for its configuration, which is put into it, not mounted. */
export function containerOptions(
  project: string,
  service: LabService,
  { hostIp, hostPort }: { readonly hostIp: string; readonly hostPort: number },
): Docker.ContainerCreateOptions {
  const { image, command, port, volume, healthcheck } = specs[service];
  const binds = volume ? [`${volumeName(project, service) ?? ''}:${volume.data}`] : [];
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
      Binds: binds,
      NetworkMode: network,
      PortBindings: { [`${port}/tcp`]: [{ HostIp: hostIp, HostPort: String(hostPort) }] },
      RestartPolicy: { Name: 'unless-stopped' },
    },
    NetworkingConfig: {
      EndpointsConfig: { [network]: { Aliases: [service, containerName(project, service)] } },
    },
  };
}
