import type { Journal } from '../../application/ports/journal.ts';
import { NotDocker, StreamEnded } from './failure.ts';
import type { Inbox } from './inbox.ts';
import { readEvent } from './notice.ts';

/** An event carries the labels of its container; a line longer than this, in characters, is none. */
const lineLimit = 1_048_576;

/** Puts each event of a stream into an inbox, and at last the end of the stream. */
export function collect(stream: NodeJS.ReadableStream, inbox: Inbox, journal: Journal): void {
  let rest = '';
  let garbled = false;
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (!read(line, inbox) && !garbled) garbled = complain(journal, line);
    if (rest.length > lineLimit) {
      rest = '';
      inbox.end(new NotDocker('A line of the events has no end.'));
    }
  });
  const ended = (): void => inbox.end(new StreamEnded('The stream of events ended.'));
  stream.on('error', (error: unknown) => inbox.end(error));
  stream.on('end', ended);
  stream.on('close', ended);
}

/** Whether the line was understood. */
function read(line: string, inbox: Inbox): boolean {
  if (line.trim() === '') return true;
  try {
    const said = readEvent(line);
    if (said) inbox.push(said);
    return true;
  } catch {
    inbox.miss();
    return false;
  }
}

/** Once for each stream. */
function complain(journal: Journal, line: string): true {
  journal.warn('Docker said something that is no event; its containers are listed instead.', {
    line: line.slice(0, 200),
  });
  return true;
}
