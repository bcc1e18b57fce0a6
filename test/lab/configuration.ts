import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Texts by their file name. */
export type Files = Readonly<Record<string, string>>;

/** Prometheus looks every second, and lets Alertmanager know of one alert that always fires. */
export const prometheusFiles: Files = {
  'prometheus.yml': `global:
  scrape_interval: 1s
  scrape_timeout: 900ms
  evaluation_interval: 1s
rule_files: [/etc/prometheus/rules.yml]
alerting:
  alertmanagers:
    - static_configs: [{ targets: ['alertmanager:9093'] }]
scrape_configs:
  - { job_name: prometheus, static_configs: [{ targets: ['localhost:9090'] }] }
  - { job_name: alertmanager, static_configs: [{ targets: ['alertmanager:9093'] }] }
  - { job_name: node-exporter, static_configs: [{ targets: ['node-exporter:9100'] }] }
  - { job_name: grafana, static_configs: [{ targets: ['grafana:3000'] }] }
  - { job_name: trading-bot, static_configs: [{ targets: ['trading-bot:8082'] }] }
`,
  'rules.yml': `groups:
  - name: meta
    rules:
      - alert: Watchdog
        expr: vector(1)
        labels: { severity: none }
        annotations: { summary: 'Always fires: that it is missing says that alerting is broken.' }
`,
};

/** Alertmanager keeps what it is told, and tells nobody. */
export const alertmanagerFiles: Files = {
  'alertmanager.yml': `route: { receiver: nobody, group_by: [alertname], group_wait: 200ms, group_interval: 1s }
receivers: [{ name: nobody }]
`,
};

const scriptOf = (name: string): Files => ({
  'server.mjs': readFileSync(new URL(`./containers/${name}.mjs`, import.meta.url), 'utf8'),
});

/** What the containers run that no package has. */
export const grafanaFiles = scriptOf('grafana-stand-in');
export const tradingBotFiles = scriptOf('trading-bot');

/** The files as an archive, readable by everybody: what a container takes before it starts, on any engine. */
export async function archive(files: Files): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'custos-lab-files-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
      await chmod(join(folder, name), 0o644);
    }
    const { stdout } = await run('tar', ['-c', '-f', '-', '-C', folder, ...Object.keys(files)], {
      encoding: 'buffer',
    });
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
