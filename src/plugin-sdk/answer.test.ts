import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from './index.ts';
import { authorized, excerpt, impostor, seemsToBe } from './index.ts';

const answer = (
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  status,
  text,
  headers,
  durationMs: 1,
  json: () => null,
});

describe('An answer', () => {
  it.each([401, 403])('of %d is from a service that asks who we are', (status) => {
    expect(() => authorized(answer(status, ''))).toThrow(expect.objectContaining({ reason: 'UNAUTHORIZED' }));
  });

  it.each([200, 404, 500])('of %d is handed on', (status) => {
    expect(authorized(answer(status, 'x')).text).toBe('x');
  });

  it('is cut short for a sentence', () => {
    expect(excerpt(answer(404, '404 page\n\n not found\n'))).toBe('404 “404 page not found”');
    expect(excerpt(answer(200, 'x'.repeat(1000)))).toBe(`200 “${'x'.repeat(59)}…”`);
    expect(excerpt(answer(204, ''))).toBe('204 and nothing else');
  });

  it.each<[string, readonly HttpAnswer[], string | null]>([
    ['its build metric', [answer(200, 'a 1\nalertmanager_build_info{version="0.25.0"} 1\n')], 'Alertmanager'],
    [
      'the build metric of a product unknown here',
      [answer(200, 'node_exporter_build_info{} 1\n')],
      'node_exporter',
    ],
    ['its Server header', [answer(404, '', { server: 'nginx/1.18.0' })], 'nginx/1.18.0'],
    ['the title of its page', [answer(200, '<html><TITLE>\n Grafana </TITLE>')], 'Grafana'],
    [
      'the best witness of several answers',
      [answer(404, '', { server: 'nginx' }), answer(200, 'grafana_build_info{} 1')],
      'Grafana',
    ],
    ['nothing but that it is written in Go', [answer(200, 'go_build_info{} 1\n')], null],
  ])('gives its service away by %s', (_, answers, name) => expect(seemsToBe(answers)).toBe(name));
});

describe('An answer that is not of the product', () => {
  const metrics = (name: string): HttpAnswer => answer(200, `${name}_build_info{} 1\n`);

  it('is a wrong service, by name', () => {
    expect(impostor('Prometheus', answer(401, 'no'), [metrics('grafana')])).toMatchObject({
      status: 'FAIL',
      cause: 'WRONG_SERVICE',
      observed: 'Grafana',
      summary: 'Grafana answers there instead of Prometheus: 401 “no”.',
    });
  });

  it('is a wrong answer when all else says that it is the product', () => {
    expect(impostor('Prometheus', answer(500, 'no'), [metrics('prometheus')]).cause).toBe('WRONG_ANSWER');
  });

  it('is one of an unknown service that asks for credentials, when nothing can be read without', () => {
    const guard = answer(401, '', { server: 'nginx' });
    expect(() => impostor('Prometheus', guard, [guard])).toThrow(
      expect.objectContaining({ reason: 'UNAUTHORIZED' }),
    );
  });
});
