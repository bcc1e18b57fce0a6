import type { Line, Runbook, Snippet, Syntax } from './runbook.ts';
import { readMarkdown } from './read-markdown.ts';
import { readScript } from './read-script.ts';
import type { Stretch } from './shell/word.ts';
import { readYaml } from './yaml-lines.ts';

/** Reads a runbook; whatever it is, it can be read. */
export function readRunbook(source: string, syntax: Syntax): Runbook {
  const text = source.replaceAll('\r\n', '\n').replace(/^\uFEFF/u, '');
  return { text, snippets: snippetsOf(text, syntax) };
}

function snippetsOf(text: string, syntax: Syntax): readonly Snippet[] {
  const whole: Stretch = { text, start: 0 };
  if (syntax === 'shell') return [{ section: '', ...readScript(whole) }];
  if (syntax === 'yaml') return [{ section: '', commands: [], lines: readYaml(whole) }];
  return readMarkdown(text).map(({ section, language, content }) => ({
    section,
    ...readFence(language, content),
  }));
}

const shells = new Set(['', 'bash', 'sh', 'shell', 'zsh', 'cron', 'crontab']);
const consoles = new Set(['console', 'shell-session', 'shellsession', 'terminal']);

function readFence(language: string, content: Stretch): Omit<Snippet, 'section'> {
  if (shells.has(language)) return readScript(content);
  if (consoles.has(language)) return readScript(typedIn(content));
  if (language === 'yaml' || language === 'yml') return { commands: [], lines: readYaml(content) };
  return { commands: [], lines: plainLines(content, language === 'prose' ? 'prose' : 'other') };
}

/** What somebody typed after a prompt; what was answered is made blank. */
function typedIn({ text, start }: Stretch): Stretch {
  const prompt = /^\s*(?:[\w.@:~/-]*[$#%]|>)\s+/u;
  let goesOn = false;
  const typed = text.split('\n').map((line) => {
    const lead = prompt.exec(line)?.[0];
    if (lead === undefined && !goesOn) return ' '.repeat(line.length);
    goesOn = line.endsWith('\\');
    return ' '.repeat(lead?.length ?? 0) + line.slice(lead?.length ?? 0);
  });
  return { text: typed.join('\n'), start };
}

function plainLines({ text, start }: Stretch, what: Line['what']): readonly Line[] {
  return [...text.matchAll(/[^\n]+/gu)].map(({ 0: line, index }) => ({
    ...{ what, text: line, path: '' },
    ...{ start: start + index, end: start + index + line.length },
  }));
}
