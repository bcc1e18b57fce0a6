import { describe, expect, it } from 'vitest';
import { HttpFailure } from '../../plugin-sdk/index.ts';
import type { Attempt } from './classify.ts';
import { classify, hostOf } from './classify.ts';

const attempt: Attempt = {
  url: new URL('http://user:secret@host.example/path?token=1'),
  phase: 'connecting',
  timeoutMs: 100,
  expired: false,
};
const coded = (code: string): Error => Object.assign(new Error('whatever'), { code });
const told = (error: unknown, given: Partial<Attempt> = {}): string => {
  const failure = classify(error, { ...attempt, ...given });
  return failure ? `${failure.reason}: ${failure.message}` : 'not its fault';
};

/** What no server on this machine can be made to do. What one can is in service-http.test.ts. */
describe('A failure of the network', () => {
  it.each<[string, string]>([
    ['EHOSTUNREACH', 'UNROUTABLE: There is no way to host.example:80 from here (EHOSTUNREACH).'],
    ['ENETUNREACH', 'UNROUTABLE: There is no way to host.example:80 from here (ENETUNREACH).'],
    ['ENOTFOUND', 'NAME_UNRESOLVED: There is no host of the name host.example.'],
    ['EAI_AGAIN', 'NAME_UNRESOLVED: No name server could say where host.example is.'],
    ['ETIMEDOUT', 'TIMED_OUT: No connection to host.example:80 came about as long as this host tried.'],
    ['CERT_HAS_EXPIRED', 'TLS_FAILED: The certificate of host.example:80 has expired.'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS_FAILED: The certificate of host.example:80 is for another name.'],
    [
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
      'TLS_FAILED: No TLS connection to host.example:80 came about (ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE).',
    ],
    ['EMFILE', 'not its fault'],
  ])('with the code %s is put into words', (code, words) => expect(told(coded(code))).toBe(words));

  it('of a host with several addresses is that of the first', () => {
    expect(told(new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]))).toMatch(/^REFUSED/);
  });

  it('is found below what wraps it', () => {
    expect(told(new TypeError('fetch failed', { cause: coded('ECONNRESET') }))).toMatch(/^RESET/);
  });

  it('while the name is looked up is one of the name when the time is up', () => {
    expect(told(coded('ABORT_ERR'), { expired: true, phase: 'resolving' })).toBe(
      'NAME_UNRESOLVED: The name host.example was not resolved within 100 ms.',
    );
  });

  it('that was classified stays as it is', () => {
    const failure = new HttpFailure('TOO_LARGE', 'So.');
    expect(classify(failure, attempt)).toBe(failure);
  });

  it('is blamed on nobody when it is of no known kind', () => {
    expect(told('what?')).toBe('not its fault');
  });
});

describe('An address in a sentence', () => {
  it('shows host and port, and nothing that could be secret', () => {
    expect(hostOf(attempt.url)).toBe('host.example:80');
    expect(hostOf(new URL('https://host.example'))).toBe('host.example:443');
    expect(hostOf(new URL('http://[::1]:9090'))).toBe('[::1]:9090');
  });
});
