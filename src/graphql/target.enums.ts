import type { TargetHealth } from '../domain/target/target.ts';
import { enumOf } from './enum-of.ts';

export const TargetHealthEnum = enumOf<TargetHealth>('TargetHealth', 'How a scrape went.', {
  UP: 'The last scrape worked.',
  DOWN: 'The last scrape failed.',
  UNKNOWN: 'Not scraped yet, or not known.',
});
