import type { Worker } from 'node:worker_threads';
import type { URL } from 'node:url';
import type { Clock } from '../application/ports/clock.ts';
import type { MemoryWatch } from './memory-watch.ts';
import { openWorker } from './open-worker.ts';
import { readExamined } from './read-examined.ts';
import type {
  ExaminationRequest,
  FromWorker,
  ProbeRequest,
  Report,
  ReportedExamined,
  ToWorker,
} from './protocol.ts';
import { limits } from './protocol.ts';
import { readMessage, readReport } from './read-message.ts';
import { messageOf } from '../plugin-sdk/settle.ts';

/** How long after its time is up a probe may still answer before its plugin counts as hanging. */
const graceMs = 750;

/** How long a plugin may take to be imported. */
const loadTimeoutMs = 10_000;

/** What a plugin's module said of itself. */
export type Loaded = FromWorker & { readonly kind: 'loaded' };
/** What a plugin printed, or how much of it was dropped. */
export type Printed = FromWorker & { readonly kind: 'printed' | 'dropped' };

export interface WorkerDeps {
  readonly clock: Clock;
  readonly onPrinted: (printed: Printed) => void;
  readonly memory: MemoryWatch;
}

/** What an examination needs of this side: somebody to tell, and somebody who reads. */
export interface Attendant {
  readonly ended: (check: ReportedExamined) => void;
  /** Answers JSON. @throws Error whose message says why there is none */
  readonly read: (reading: string) => Promise<string>;
}

interface Attended extends Attendant {
  readonly over: (failure: string | null) => void;
  readings: number;
}

/**
 * One life of a plugin: from the start of its worker to its end. Whatever the plugin does in there, this side
 * goes on. Nothing here rejects: where a sentence stands instead of an answer, it says why there is none.
 */
export class PluginWorker {
  /** What its module says of itself; when it is a sentence, the worker has ended. */
  readonly loaded: Promise<Loaded | string>;
  /** Why it ended, as soon as that is known; null when it was stopped. */
  readonly ended: Promise<string | null>;

  readonly #clock: Clock;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (answer: Report | string) => void>();
  readonly #examinations = new Map<number, Attended>();
  readonly #over = new AbortController();
  readonly #settle: { loaded: (loaded: Loaded | string) => void; ended: (failure: string | null) => void };
  readonly #unweigh: () => void;
  #gone: Promise<unknown> = Promise.resolve();
  #probes = 0;

  constructor(module: URL, { clock, onPrinted, memory }: WorkerDeps) {
    this.#clock = clock;
    let loaded: (loaded: Loaded | string) => void = () => undefined;
    let ended: (failure: string | null) => void = () => undefined;
    this.loaded = new Promise((resolve) => (loaded = resolve));
    this.ended = new Promise((resolve) => (ended = resolve));
    this.#settle = { loaded, ended };
    const { worker, said } = openWorker(module, {
      message: (raw) => this.#receive(raw, onPrinted),
      ended: (failure) => this.end(failure),
    });
    this.#worker = worker;
    this.#unweigh = memory.add({ worker, said, end: (failure) => this.end(failure) });
    void this.#limit(loadTimeoutMs, this.loaded, `It was not imported within ${loadTimeoutMs / 1000} s.`);
  }

  /** Answers at the latest a second after the request's timeout, and then the worker has ended. */
  async probe(request: ProbeRequest, signal: AbortSignal): Promise<Report | string> {
    if (this.#over.signal.aborted) return 'Its worker has ended.';
    if (signal.aborted) return 'The probe was called off.';
    const id = ++this.#probes;
    const answer = new Promise<Report | string>((resolve) => this.#waiting.set(id, resolve));
    const callOff = (): void => {
      this.#post({ kind: 'abort', id });
      this.#answer(id, 'The probe was called off.');
    };
    signal.addEventListener('abort', callOff, { once: true });
    this.#post({ kind: 'probe', id, request });
    const late = `It gave no report within ${request.timeoutMs} ms and did not stop when its time was up.`;
    void this.#limit(request.timeoutMs + graceMs, answer, late);
    return await answer.finally(() => signal.removeEventListener('abort', callOff));
  }

  /**
   * Runs checks, and tells the attendant of each that ends. Answers null when all have, or why the others will not; at
   * the latest a second after the request's timeout, and then the worker has ended.
   */
  async examine(
    request: ExaminationRequest,
    attendant: Attendant,
    signal: AbortSignal,
  ): Promise<string | null> {
    if (this.#over.signal.aborted) return 'Its worker has ended.';
    if (signal.aborted) return 'The diagnosis was called off.';
    const id = ++this.#probes;
    const ended = new Promise<string | null>((over) =>
      this.#examinations.set(id, { ...attendant, over, readings: 0 }),
    );
    const callOff = (): void => {
      this.#post({ kind: 'abort', id });
      this.#dismiss(id, 'The diagnosis was called off.');
    };
    signal.addEventListener('abort', callOff, { once: true });
    this.#post({ kind: 'examine', id, request });
    const late = `Its checks did not end within ${request.timeoutMs} ms and did not stop when their time was up.`;
    void this.#limit(request.timeoutMs + graceMs, ended, late);
    return await ended.finally(() => signal.removeEventListener('abort', callOff));
  }

  /** Ends it, for the reason given or, with null, because it was stopped; resolves when the thread is gone. */
  end(failure: string | null): Promise<unknown> {
    if (this.#over.signal.aborted) return this.#gone;
    this.#over.abort();
    this.#unweigh();
    // Answered before the thread is gone: one that is inside a system call takes its time.
    this.#settle.ended(failure);
    this.#settle.loaded(failure ?? 'It was stopped.');
    for (const id of this.#waiting.keys()) this.#answer(id, failure ?? 'It was stopped.');
    for (const id of this.#examinations.keys()) this.#dismiss(id, failure ?? 'It was stopped.');
    this.#gone = this.#worker.terminate();
    return this.#gone;
  }

  /** Ends the worker when a promise is not settled in time. */
  async #limit(ms: number, awaited: Promise<unknown>, failure: string): Promise<void> {
    const settled = new AbortController();
    void awaited.then(() => settled.abort());
    await this.#clock.sleep(ms, settled.signal);
    if (!settled.signal.aborted) void this.end(failure);
  }

  #receive(raw: unknown, onPrinted: WorkerDeps['onPrinted']): void {
    const message = readMessage(raw);
    if (typeof message === 'string') {
      void this.end(message);
      return;
    }
    switch (message.kind) {
      case 'loaded':
        this.#settle.loaded(message);
        break;
      case 'unloadable':
        void this.end(`It could not be imported: ${message.failure}`);
        break;
      case 'reported':
        this.#report(message.id, readReport(message.report));
        break;
      case 'examined':
        this.#tell(message.id, readExamined(message.check));
        break;
      case 'done':
        this.#dismiss(message.id, null);
        break;
      case 'asked':
        void this.#read(message);
        break;
      case 'misbehaved':
        void this.end(message.failure);
        break;
      case 'printed':
      case 'dropped':
        onPrinted(message);
    }
  }

  #report(id: number, report: Report | string): void {
    if (typeof report === 'string') void this.end(report);
    else this.#answer(id, report);
  }

  #tell(id: number, check: ReportedExamined | string): void {
    if (typeof check === 'string') void this.end(check);
    else this.#examinations.get(id)?.ended(check);
  }

  #dismiss(id: number, failure: string | null): void {
    this.#examinations.get(id)?.over(failure);
    this.#examinations.delete(id);
  }

  /** Has something read for a check, and sends what came of it. */
  async #read({ id, call, reading }: FromWorker & { readonly kind: 'asked' }): Promise<void> {
    const examination = this.#examinations.get(id);
    if (!examination) return;
    examination.readings += 1;
    if (examination.readings > limits.readings) {
      void this.end(`Its checks asked for more than ${limits.readings} readings.`);
      return;
    }
    try {
      const answer = await examination.read(reading);
      if (answer.length > limits.answerCharacters) throw new Error('There is more of it than is read.');
      this.#post({ kind: 'read', call, answer });
    } catch (error) {
      this.#post({ kind: 'unread', call, failure: messageOf(error) });
    }
  }

  #answer(id: number, answer: Report | string): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
