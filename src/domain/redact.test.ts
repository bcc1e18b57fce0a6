import { afterEach, describe, expect, it } from 'vitest';

import { redact, redactAlso, whyNoPattern } from './redact.ts';
import { redactJson } from './redact-json.ts';

afterEach(() => redactAlso([]));

describe('A text without its secrets', () => {
  it.each([
    ['a token of Custos', 'custos_abcdefghijklmnopqrstuvwxyz', 'custos_[redacted]'],
    ['a header', 'Authorization: Bearer abcdefgh12', 'Authorization: Bearer [redacted]'],
    ['a password in an address', 'http://ann:hunter2@host/', 'http://ann:[redacted]@host/'],
    ['a variable', 'DB_PASSWORD=hunter2 other', 'DB_PASSWORD=[redacted] other'],
    ['JSON', '{"api_key":"hunter2","a":1}', '{"api_key":"[redacted]","a":1}'],
    [
      'what Grafana encrypts, in JSON',
      '{"secureJsonData":{"httpHeaderValue1":"hunter2"},"a":1}',
      '{"secureJsonData":"[redacted]","a":1}',
    ],
    [
      'what Grafana encrypts, in YAML',
      '  - name: A\n    secureJsonData:\n      httpHeaderValue1: hunter2\n      tlsClientKey: hunter2\n    url: x\n',
      '  - name: A\n    secureJsonData: [redacted]\n    url: x\n',
    ],
  ])('has none of %s', (_, text, without) => {
    expect(redact(text)).toBe(without);
  });

  it('keeps what is no secret', () => {
    const text = 'token bucket: 5 of 10; password-auth.failed; the secret of success';
    expect(redact(text)).toBe(text);
  });

  it('has none of what somebody says is one, in structures too, until they say otherwise', () => {
    redactAlso(['ACC-[0-9]{6}', '(?i)internal\\.example']);
    expect(redact('ACC-123456 at db.Internal.Example')).toBe('[redacted] at db.[redacted]');
    expect(redactJson({ account: ['ACC-123456'] })).toEqual({ account: ['[redacted]'] });
    redactAlso([]);
    expect(redact('ACC-123456')).toBe('ACC-123456');
  });

  it('says why an expression cannot be one that is taken out', () => {
    expect(whyNoPattern('ACC-[0-9]{6}')).toBeNull();
    expect(whyNoPattern('(')).toMatch(/missing|paren/u);
    expect(whyNoPattern('x*')).toBe('it matches the empty text, and so every place');
  });
});

describe('A structure without its secrets', () => {
  it('has nothing of what Grafana encrypts', () => {
    expect(redactJson({ secureJsonData: { a: 'hunter2' }, jsonData: { a: 'b' } })).toEqual({
      ...{ secureJsonData: '[redacted]', jsonData: { a: 'b' } },
    });
  });
});
