import type { Rule } from '../rule.ts';
import { alertmanager } from './alertmanager.ts';
import { checks } from './checks.ts';
import { composed } from './compose.ts';
import { contained } from './containers.ts';
import { grafana } from './grafana.ts';
import { host } from './host.ts';
import { keeping } from './keeping.ts';
import { prometheus } from './prometheus.ts';

/** Every correction that is known, each with one rule or more. */
export const rules: readonly Rule[] = [
  ...[...checks, ...composed, ...contained, ...prometheus],
  ...[...alertmanager, ...grafana, ...host, ...keeping],
];
