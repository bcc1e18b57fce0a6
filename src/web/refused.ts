/** With this code a WebSocket is closed when its token is not good, or not any more. */
export const unauthorizedCode = 4401;

/** Whether an answer of the API says that the token is not good. */
export function isUnauthenticated(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('errors' in answer)) return false;
  return Array.isArray(answer.errors) && answer.errors.some(hasCode);
}

function hasCode(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('extensions' in error)) return false;
  const { extensions } = error;
  if (typeof extensions !== 'object' || extensions === null || !('code' in extensions)) return false;
  return extensions.code === 'UNAUTHENTICATED';
}
