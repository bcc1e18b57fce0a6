/**
 * What can be wrong with a simulated component.
 *
 * `refused`: nothing listens on its port. `silent`: it takes a request and never answers. `slow`: it answers after
 * three seconds. `unready`: 503, as while it starts. `broken`: 500. `impostor`: something else holds its port.
 * `targets-down`: every second target of a Prometheus cannot be scraped. `reload-failed`: it runs its old configuration.
 */
export type Fault =
  'refused' | 'silent' | 'slow' | 'unready' | 'broken' | 'impostor' | 'targets-down' | 'reload-failed';

/** A fault that comes and goes by itself; both times in milliseconds since the story began. */
export interface ScriptedFault {
  readonly service: string;
  readonly fault: Fault;
  readonly at: number;
  readonly until: number;
}

/** What happens to a simulated stack. */
export interface Script {
  readonly faults: readonly ScriptedFault[];
  /** After how many milliseconds it begins again; null: never. */
  readonly repeatAfterMs: number | null;
}
