import type { CheckContext, Metrics } from 'custos/plugin-sdk';
import { HttpFailure, ReadFailure } from 'custos/plugin-sdk';

/**
 * Its own metrics.
 * @throws ReadFailure when it does not answer with them: that is one failure, which `probe` tells, and no more.
 */
export async function ownMetrics(context: CheckContext): Promise<Metrics> {
  const metrics = await readable(context.metrics());
  if (metrics.named(/^node_/).length > 0) return metrics;
  throw new ReadFailure('What it answers are no metrics of a host; `probe` says what they are.');
}

/** @throws ReadFailure for every HttpFailure: one dead exporter is one failure, not ten. */
export async function readable<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (isHttpFailure(error))
      throw new ReadFailure(`It could not be asked; \`probe\` says why: ${error.message}`);
    throw error;
  }
}

/** By name, not by class: the host may come with a copy of the SDK of its own. */
export function isHttpFailure(error: unknown): error is HttpFailure {
  return error instanceof HttpFailure || (error instanceof Error && error.name === 'HttpFailure');
}
