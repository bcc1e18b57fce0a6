const keywords = new Set(
  'and or unless by without on ignoring group_left group_right bool offset atan2 inf nan start end'.split(
    ' ',
  ),
);

/** The names of the metrics that a PromQL expression asks for, each once. What names none outright is left out. */
export function metricNames(expression: string): readonly string[] {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""')
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    // Lists of labels are no metrics.
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi, ' ')
    .replace(/\boffset\s+-?\w+|@\s*[\w.]+(\s*\(\s*\))?/gi, ' ');
  const found = [...bare.matchAll(/(?<![\w.:])([a-zA-Z_:][\w:]*)(?!\s*\(|[\w:])/g)].map(
    ([, name = '']) => name,
  );
  return [...new Set(found)].filter((name) => !keywords.has(name.toLowerCase()));
}
