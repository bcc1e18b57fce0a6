import type { RefusalCode } from '../domain/refusal.ts';
import { refusals } from '../domain/refusal.ts';
import { enumOf } from './enum-of.ts';

export const RefusalCodeEnum = enumOf<RefusalCode>(
  'RefusalCode',
  'All reasons for which the domain says no: every refusal has one; docs/refusals.md explains each.',
  refusals,
);
