import { Pool } from 'undici';
import { answer, now } from '../answer.ts';

/** A request to be sent again and again. */
export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ms: number;
}

/** How it went. */
export interface Served {
  readonly requestsPerSecond: number;
  /** Milliseconds from the request to the end of its answer, of each request. */
  readonly latencies: readonly number[];
}

const connections = 16;

answer({
  /** Keeps as many requests under way as there are connections. */
  run: async ({ url, headers, body, ms }: Load): Promise<Served> => {
    const { origin, pathname: path } = new URL(url);
    const pool = new Pool(origin, { connections, pipelining: 1 });
    const latencies: number[] = [];
    const began = now();
    const ask = async () => {
      const sent = now();
      const answered = await pool.request({
        path,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      });
      const text = await answered.body.text();
      if (answered.statusCode !== 200) throw new Error(`${answered.statusCode}: ${text.slice(0, 500)}`);
      latencies.push(now() - sent);
    };
    const keepAsking = async () => {
      while (now() - began < ms) await ask();
    };
    await Promise.all(Array.from({ length: connections }, keepAsking));
    const tookMs = now() - began;
    await pool.close();
    return { requestsPerSecond: (latencies.length * 1000) / tookMs, latencies };
  },
});
