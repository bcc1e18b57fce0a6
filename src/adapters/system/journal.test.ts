import { describe, expect, it } from 'vitest';

import { openJournal } from './journal.ts';

function written(fields: object, message = 'It happened.'): string {
  const lines: string[] = [];
  openJournal('info', { write: (line: string) => void lines.push(line) }).info(message, fields);
  return lines.join('');
}

describe('The journal', () => {
  it.each([
    [{ token: 'sesame-open-up' }],
    [{ headers: { authorization: 'Basic sesame-open-up' } }],
    [{ request: { headers: { cookie: 'sesame-open-up' } } }],
    [{ body: { password: 'sesame-open-up' } }],
    [{ url: 'http://admin:sesame-open-up@127.0.0.1:9090/' }],
    [{ header: 'Bearer sesame-open-up' }],
    [{ error: new Error('refused: Authorization: Bearer sesame-open-up') }],
    [{ error: new Error('failed', { cause: new Error('http://a:sesame-open-up@b/') }) }],
  ])('keeps secrets to itself, wherever they stand: %j', (fields) => {
    expect(written(fields)).not.toContain('sesame');
  });

  it('keeps its own tokens to itself, also in its messages', () => {
    const secret = `custos_${'a'.repeat(43)}`;
    expect(written({ note: secret }, `It is ${secret}.`)).not.toContain('aaaa');
  });

  it('says when, what, and what else, as one line of JSON', () => {
    const line = written({ error: new Error('It broke.', { cause: new Error('It was old.') }), port: 1 });
    expect(line.endsWith('\n')).toBe(true);
    const entry = JSON.parse(line) as Record<string, unknown>;
    expect(entry).toMatchObject({ level: 30, msg: 'It happened.', port: 1 });
    expect(Date.parse(String(entry['time']))).not.toBeNaN();
    expect(line).toContain('It was old.');
  });

  it('is silent below its level', () => {
    const lines: string[] = [];
    openJournal('error', { write: (line: string) => void lines.push(line) }).info('Nothing.');
    expect(lines).toEqual([]);
  });
});
