export { messageOf } from '../../plugin-sdk/settle.ts';
import { limits } from '../protocol.ts';

/** A text, cut where it is longer than allowed. */
export function clip(value: string, length: number = limits.summaryCharacters): string {
  return value.length <= length ? value : `${value.slice(0, length - 1)}…`;
}
