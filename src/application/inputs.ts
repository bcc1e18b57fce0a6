/** What to diagnose; null stands for what the API says of it. */
export interface DiagnoseInput {
  readonly service: string;
  readonly stack: string | null;
  /** Name of the problem; null: all that apply. */
  readonly problem: string | null;
  readonly timeoutMs: number;
  readonly wait: boolean;
}

/** What to verify. */
export interface VerifyInput {
  readonly stack: string | null;
  /** Names; null: all. */
  readonly services: readonly string[] | null;
  /** Names or references; null: all. */
  readonly checks: readonly string[] | null;
  readonly detailed: boolean;
  readonly ports: boolean;
  readonly timeoutMs: number;
  readonly wait: boolean;
}
