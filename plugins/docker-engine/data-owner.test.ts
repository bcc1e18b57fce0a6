import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import plugin from './plugin.ts';
import { container, having } from './worlds.ts';

const foreign = { type: 'directory', uid: 0, gid: 0, mode: 0o755 } as const;
const fallen = { status: 'restarting', exitCode: 1 } as const;
const found = async (world: ReturnType<typeof having>) =>
  (await runCheck(plugin, 'data-owner', world)).findings.map(({ code, certainty }) => [code, certainty]);

describe('Who may not write its data', () => {
  const folder = { files: { ...container.files, '/prometheus': foreign } };
  const file = {
    files: { ...container.files, '/prometheus/backup.tar': { ...foreign, type: 'file' as const } },
  };

  it('F05 is certain to have fallen over it when the folder itself is another’s', async () => {
    expect(await found(having({ ...folder, state: fallen }))).toEqual([['F05', 'CONFIRMED']]);
  });

  it('F05 is likely to have fallen over it when something in the folder is another’s', async () => {
    expect(await found(having({ ...file, state: fallen }))).toEqual([['F05', 'LIKELY']]);
  });

  it('F05 is likely to fall when it runs', async () => {
    expect(await found(having(folder))).toEqual([['F05', 'LIKELY']]);
  });

  it('F05 is nothing while it runs and only something in the folder is another’s', async () => {
    expect(await found(having(file))).toEqual([]);
  });
});
