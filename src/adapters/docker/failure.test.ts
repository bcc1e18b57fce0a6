import { describe, expect, it } from 'vitest';
import { explain, NotDocker, StreamEnded, Unanswered } from './failure.ts';

const endpoint = 'unix:///var/run/docker.sock';
const coded = (code: string) => Object.assign(new Error(`connect ${code} ${endpoint}`), { code });
const refused = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), { statusCode });

describe('Why an engine does not answer', () => {
  it.each<[string, unknown, RegExp]>([
    ['no socket', coded('ENOENT'), /no Docker engine at unix.*socket does not exist; start Docker/u],
    ['no daemon', coded('ECONNREFUSED'), /is not running: .*start it/u],
    ['no permission', coded('EACCES'), /this user may not open: join the group .* or run as a user who may/u],
    ['no name', coded('ENOTFOUND'), /cannot be resolved: correct the endpoint/u],
    ['no route', coded('EHOSTUNREACH'), /cannot be reached over the network: look at/u],
    ['each address failed', new AggregateError([coded('ECONNREFUSED')]), /is not running/u],
    ['broken off', coded('ECONNRESET'), /broke the connection off: .*look at its log/u],
    ['silence', new Unanswered(2000), /did not answer within 2 s: it hangs or is overloaded; look/u],
    ['end of the events', new StreamEnded('x'), /ended its stream of events: it is being stopped/u],
    ['a web server', new NotDocker('x'), /does not speak the API of Docker: correct the endpoint/u],
    ['no HTTP', coded('HPE_INVALID_CONSTANT'), /does not speak the API of Docker/u],
    [
      'an error',
      refused(500, 'no space left'),
      /with an error \(HTTP 500\): no space left; look at its log/u,
    ],
    ['a proxy', refused(403, '<html>'), /does not permit the question \(HTTP 403\): allow .* in the proxy/u],
    ['a refusal', refused(400, 'too new.'), /refused the question \(HTTP 400\): too new\.$/u],
    ['anything', new Error('odd'), /cannot be asked: odd\.$/u],
    ['no error', 'odd', /cannot be asked: odd\.$/u],
  ])('is one sentence with what to do: %s', (_, error, sentence) => {
    const said = explain(error, endpoint);
    expect(said).toMatch(sentence);
    expect(said).toContain(endpoint);
    expect(said).toMatch(/^[A-Z][^\n]*\.$/u);
  });
});
