import type { Json } from './json.ts';
import type { CheckCause } from './outcome.ts';

/** What a service answered. A status of 500 is an answer; no answer at all is an HttpFailure. */
export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most 10 MB; more is an HttpFailure with the cause TOO_LARGE. */
  readonly text: string;
  readonly durationMs: number;
  /** The text as JSON. @throws HttpFailure WRONG_ANSWER when it is none. */
  json(): Json;
}

/** HTTP to the plugin's own service, and nowhere else. */
export interface HttpClient {
  /** @param path Below the service's URL, such as `/-/ready`. @throws HttpFailure when no whole answer came in time. */
  get(path: string): Promise<HttpAnswer>;
}

/** Why no answer, or no usable one, was got. Left uncaught in a check, it ends that check FAIL with its cause. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly reason: CheckCause;

  constructor(reason: CheckCause, message: string) {
    super(message);
    this.reason = reason;
  }
}
