import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

const anywhere = new Set(['0.0.0.0', '::', '']);
/** What changes or ends a service for whoever reaches it. */
const dangerous = ['--web.enable-lifecycle', '--web.enable-admin-api', '--web.enable-remote-write-receiver'];
/** Kinds that ask nobody who they are, as they come. */
const open = new Set(['prometheus', 'alertmanager', 'node-exporter', 'docker-engine']);

/** From where can it be reached, and by whom? */
export const binding: CheckDefinition = {
  name: 'binding',
  title: 'From where can it be reached, and by whom?',
  reference: 'C41',
  covers: ['X22'],
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const published = facts.ports.filter(({ hostPort }) => hostPort !== null);
    const observed = published.map(({ hostIp, hostPort }) => `${hostIp ?? ''}:${String(hostPort)}`);
    const isPublic = published.some(({ hostIp }) => anywhere.has(hostIp ?? ''));
    const wanted = context.settings['published'] === true;
    if (wanted && published.length === 0)
      return warn(notPublished.explanation, { observed, findings: [notPublished] });
    const guarded =
      context.service.authorized || facts.command.some((word) => word.startsWith('--web.config.file'));
    if (!isPublic || guarded || !open.has(context.service.kind))
      return pass(
        published.length === 0 ? 'It is published nowhere.' : `It is published at ${observed.join(', ')}.`,
        { observed },
      );
    const flags = facts.command.filter((word) => dangerous.some((flag) => word.startsWith(flag)));
    const finding = exposed(context.service.name, observed, flags);
    return (flags.length > 0 ? fail : warn)(finding.explanation, { observed, findings: [finding] });
  },
};

function exposed(name: string, at: readonly string[], flags: readonly string[]): Finding {
  const isDangerous = flags.length > 0;
  return {
    code: isDangerous ? 'X22' : 'ExposedWithoutAuthentication',
    certainty: 'CONFIRMED',
    explanation: isDangerous
      ? `${name} is published to every network (${at.join(', ')}), asks nobody who they are, and lets them stop or change it (${flags.join(', ')}): publish it at 127.0.0.1 only, or take the flags away.`
      : `${name} is published to every network (${at.join(', ')}) and asks nobody who they are: publish it at 127.0.0.1 only, or put something before it that does.`,
    evidence: [evidence('INSPECT', 'HostConfig.PortBindings', [...at, ...flags])],
    remedies: [
      remedy('publish-port', 'It is published at 127.0.0.1 only.', { arguments: { hostIp: '127.0.0.1' } }),
    ],
  };
}

const notPublished: Finding = {
  code: 'NotPublished',
  certainty: 'CONFIRMED',
  explanation: 'It should be reachable from outside (setting published), and publishes no port.',
  remedies: [remedy('publish-port', 'It is published.')],
};
