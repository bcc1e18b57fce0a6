import type { Token } from '../../domain/access/token.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import type { Verification } from '../../domain/diagnosis/verification.ts';
import type { Standing } from '../../domain/health/standing.ts';
import type { PluginSwitch } from '../../domain/plugin/plugin.ts';
import type { Service } from '../../domain/service/service.ts';
import type { Stack } from '../../domain/stack/stack.ts';
import type { Target } from '../../domain/target/target.ts';
import type { Hook } from './alert-store.ts';

/** State to be written; each replaces what was there under the same id. */
export type StateChange =
  | { readonly kind: 'stack-saved'; readonly stack: Stack }
  | { readonly kind: 'service-saved'; readonly service: Service }
  | { readonly kind: 'standing-saved'; readonly serviceId: string; readonly standing: Standing }
  /** Only what changed a target's health, or brought or took it, is written: the rest stays in memory. */
  | { readonly kind: 'target-saved'; readonly target: Target }
  /** The secret with which requests to a registered service are made; null takes it away. */
  | { readonly kind: 'credential-saved'; readonly serviceId: string; readonly authorization: string | null }
  | { readonly kind: 'token-saved'; readonly token: Token }
  /** Not kept in memory once it has ended. */
  | { readonly kind: 'diagnosis-saved'; readonly diagnosis: Diagnosis }
  | { readonly kind: 'verification-saved'; readonly verification: Verification }
  | { readonly kind: 'plugin-switched'; readonly switched: PluginSwitch }
  /** Only what is news is written: when an alert was last listed stays in memory. */
  | {
      readonly kind: 'alert-saved';
      readonly alert: Alert;
      /** Whether it was not known: its labels never change. */
      readonly isNew: boolean;
    }
  /** A webhook that will be acknowledged. */
  | { readonly kind: 'hook-received'; readonly hook: Hook }
  /** It is taken in. */
  | { readonly kind: 'hook-done'; readonly sequence: number };

/** All state, as it is loaded at start; from then on it is kept in memory and written through the log. */
export interface State {
  readonly stacks: readonly Stack[];
  /** Removed ones too: what the log names stays readable. */
  readonly services: readonly Service[];
  readonly standings: ReadonlyMap<string, Standing>;
  /** Removed ones too. */
  readonly targets: readonly Target[];
  /** Values of the Authorization header, by service. */
  readonly credentials: ReadonlyMap<string, string>;
  readonly tokens: readonly Token[];
  readonly switches: readonly PluginSwitch[];
}

export interface StateStore {
  load(): Promise<State>;
}
