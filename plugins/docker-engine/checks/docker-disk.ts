import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, warn } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

/** Of what Docker takes, what could be given up; of the disk, what is used (runbook C35). */
const [muchReclaimable, diskFull] = [0.2, 0.9];
/** Below this it is not worth anybody's while. */
const littleBytes = 5 * 1024 ** 3;

/** How much of the disk does Docker take, and what of it could be given up? */
export const dockerDisk: CheckDefinition = {
  name: 'docker-disk',
  title: 'How much of the disk does Docker take, and what of it could be given up?',
  reference: 'C35',
  run: async (context) => {
    const [info, shares] = await Promise.all([context.engine.info(), context.engine.disk()]);
    const bytes = shares.reduce((sum, share) => sum + share.bytes, 0);
    // Volumes are data: they are never what is given up.
    const free = shares
      .filter(({ type }) => type !== 'volumes')
      .reduce((sum, share) => sum + share.reclaimableBytes, 0);
    const disk = await context.host.disk(info.rootDirectory).catch(() => null);
    const used = disk && disk.bytes > 0 ? 1 - disk.availableBytes / disk.bytes : null;
    const gib = (count: number): string => `${(count / 1024 ** 3).toFixed(1)} GiB`;
    const observed = { bytes, reclaimableBytes: free, diskUsed: used };
    const isFull = used !== null && used >= diskFull;
    if (!isFull && (free < littleBytes || free / bytes < muchReclaimable))
      return pass(`Docker takes ${gib(bytes)}; ${gib(free)} of it could be given up.`, { observed });
    const finding: Finding = {
      code: isFull ? 'F10' : 'DockerReclaimable',
      certainty: 'CONFIRMED',
      ...(isFull && { severity: 'CRITICAL' as const }),
      explanation: isFull
        ? `The disk of the engine (${info.rootDirectory}) is ${String(Math.floor(used * 100))} % full; ${gib(free)} of images and build cache could be given up.`
        : `${gib(free)} of images and build cache could be given up.`,
      evidence: [
        evidence(
          'INSPECT',
          'docker system df',
          shares.map(({ type, bytes: taken }) => `${type} ${gib(taken)}`),
        ),
      ],
      remedies: [
        remedy('reclaim-space', 'Dangling images and build cache go; volumes, containers and networks stay.'),
      ],
    };
    return (isFull ? fail : warn)(finding.explanation, { observed, findings: [finding] });
  },
};
