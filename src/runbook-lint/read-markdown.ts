import type { Stretch } from './shell/word.ts';

/** A fence of a document, or the prose between two. */
export interface Block {
  readonly section: string;
  /** In lower case; `prose` of what is not in a fence. */
  readonly language: string;
  readonly content: Stretch;
}

const opening = /^\s*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})\s*\{?\.?([\w+-]*)[^`]*$/u;
const heading = /^#{1,6}\s/u;
/** How much of a section is remembered, in characters. */
const longestSection = 4000;

/** The fences of a document and the prose between them, in their order. A fence that is never closed goes to the end. */
export function readMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let fence: { readonly mark: string; readonly language: string } | null = null;
  let section = '';
  let start = 0;
  const close = (end: number): void => {
    const content = { text: text.slice(start, end), start };
    blocks.push({ section: section.slice(0, longestSection), language: fence?.language ?? 'prose', content });
  };
  for (const { 0: line, index } of text.matchAll(/[^\n]*(?:\n|$)/gu)) {
    const content = line.trimEnd();
    const next = index + line.length;
    if (fence !== null) {
      if (!closes(content, fence.mark)) continue;
      close(index);
      [fence, start] = [null, next];
      continue;
    }
    const opened = opening.exec(content);
    if (opened !== null) {
      close(index);
      fence = { mark: opened[1] ?? '', language: (opened[2] ?? '').toLowerCase() };
      start = next;
    } else section = heading.test(content) ? content : appended(section, content);
  }
  close(text.length);
  return blocks;
}

function closes(line: string, mark: string): boolean {
  const content = line.trim();
  return content.startsWith(mark) && content === mark.charAt(0).repeat(content.length);
}

function appended(section: string, line: string): string {
  return section.length > longestSection ? section : `${section}\n${line}`;
}
