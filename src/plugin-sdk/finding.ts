import type { Evidence } from './evidence.ts';
import type { Json } from './json.ts';

/** CRITICAL: somebody must act now. WARNING: somebody must act soon. INFO: worth knowing. */
export type Severity = 'CRITICAL' | 'WARNING' | 'INFO';

/** CONFIRMED: the evidence leaves nothing else. LIKELY: it speaks for it. POSSIBLE: it allows it. */
export type Certainty = 'CONFIRMED' | 'LIKELY' | 'POSSIBLE';

/** Something that can be found, told apart from everything else that could be wrong. Declared in the manifest. */
export interface FindingDefinition {
  /** For programs, such as `F16`: a row of the runbook, or the upper camel case name of an expert rule. */
  readonly code: string;
  /** What it is, in a line. */
  readonly title: string;
  /** How bad it is, unless a finding says otherwise. */
  readonly severity: Severity;
  /** Further rows of the runbook that it stands for, such as `X21`. */
  readonly covers?: readonly string[];
  /**
   * Codes of deeper findings that explain this one, of the same service or of one that it depends on; `*` for
   * any other that is no symptom itself. Where one of them is found too, this one is told below it.
   */
  readonly symptomOf?: readonly string[] | '*';
}

/** What can be done about a finding. */
export interface Remedy {
  /** Name of an action that some plugin declares for the service. */
  readonly action: string;
  /** On which service of the stack; omitted: the one that the finding is about. */
  readonly service?: string;
  readonly arguments?: { readonly [key: string]: Json };
  /** Why it would help, in a sentence. */
  readonly why: string;
}

/** Something that is wrong, as a check found it. Two of one code, service and aspect are told as one. */
export interface Finding {
  /** One of those that the plugin declares. */
  readonly code: string;
  readonly certainty: Certainty;
  /** Omitted: that of its definition. */
  readonly severity?: Severity;
  /** What is wrong and what to do, in a sentence that an engineer on call can act on. */
  readonly explanation: string;
  /** What of the service it is about, such as `job=node`; omitted: all of it. */
  readonly aspect?: string;
  /** Name of the service of the stack that it is about; omitted: the one that is looked at. */
  readonly service?: string;
  /** Beside the evidence of the check. */
  readonly evidence?: readonly Evidence[];
  /** Best first. */
  readonly remedies?: readonly Remedy[];
}
