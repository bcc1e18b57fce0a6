/** Remembers what was asked: who asks for the same again is given the same promise. */
export function kept<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (key) => {
    const before = asked.get(key);
    if (before) return before;
    const answer = ask(key);
    // Whoever asked hears of a failure; that nobody waits for it yet is no fault.
    answer.catch(() => undefined);
    asked.set(key, answer);
    return answer;
  };
}
