import { describe, expect, it } from 'vitest';

import {
  nodeExporterRoutes as routes,
  prometheusRoutes,
  strangers,
} from '../../test/support/plugin-answers.ts';
import { probed } from '../../test/support/plugin-probe.ts';
import { closedUrl, serve } from '../../test/support/plugin-server.ts';
import plugin from './plugin.ts';

const well = { metrics: 'PASS', collectors: 'PASS', clock: 'PASS', textfile: 'PASS' };
const text = routes['/metrics']!.text;
const saying = (changed: string) => serve({ '/metrics': { text: changed } });

describe('A node_exporter', () => {
  it('that is well passes, and says its version', async () => {
    expect(await probed(plugin, await serve(routes))).toMatchObject({ version: '1.5.0', ended: well });
  });

  it.each<[string, string, Partial<Record<keyof typeof well, string>>, RegExp]>([
    [
      'sees nothing of its host',
      text.replaceAll(/^node_cpu.*\n/gmu, ''),
      { metrics: 'FAIL' },
      /only 10 series of its host/u,
    ],
    [
      'has a needed collector that fails',
      text.replace('collector="meminfo"} 1', 'collector="meminfo"} 0'),
      { collectors: 'WARN' },
      /does not collect meminfo/u,
    ],
    [
      'lacks a needed collector',
      text.replace(/^.*collector="cpu".*\n/mu, ''),
      { collectors: 'WARN' },
      /does not collect cpu/u,
    ],
    ['is on a host whose clock is off', text.replace('0.0001', '-0.5'), { clock: 'WARN' }, /-0.5 s off/u],
    ['cannot read a file', text.replace('error 0', 'error 1'), { textfile: 'WARN' }, /files of metrics/u],
  ])('that %s says so', async (_, changed, ended, sentence) => {
    const found = await probed(plugin, await saying(changed));
    expect(found.ended).toEqual({ ...well, ...ended });
    expect(Object.values(found.summaries).join(' ')).toMatch(sentence);
  });

  it('may have a collector that fails and that nobody needs', async () => {
    const { ended, summaries } = await probed(
      plugin,
      await saying(text.replace('collector="rapl"} 1', 'collector="rapl"} 0')),
    );
    expect(ended).toEqual(well);
    expect(summaries['collectors']).toContain('rapl');
  });

  it.each([
    ['Prometheus', prometheusRoutes],
    ['nginx', strangers.nginx],
    ['Grafana', strangers.grafana],
  ])('is not what %s is', async (name, others) => {
    const { ended, summaries } = await probed(plugin, await serve(others));
    expect(ended).toEqual({
      metrics: 'FAIL WRONG_SERVICE',
      collectors: 'SKIPPED',
      clock: 'SKIPPED',
      textfile: 'SKIPPED',
    });
    expect(summaries['metrics']).toContain(name);
  });

  it('that is not there is refused', async () => {
    expect((await probed(plugin, await closedUrl())).ended['metrics']).toBe('FAIL REFUSED');
  });
});
