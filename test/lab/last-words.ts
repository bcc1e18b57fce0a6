import type Docker from 'dockerode';

const lines = 3;
/** Docker frames each piece of output: eight bytes, the last four of which say how long it is. */
const headerBytes = 8;

/** The last lines that a container wrote; why there are none, when Docker does not give them. Never rejects. */
export async function lastWords(container: Docker.Container): Promise<string> {
  try {
    const framed = await container.logs({ stdout: true, stderr: true, follow: false, tail: lines });
    const pieces: string[] = [];
    for (let at = 0; at + headerBytes <= framed.length;) {
      const end = at + headerBytes + framed.readUInt32BE(at + 4);
      pieces.push(framed.toString('utf8', at + headerBytes, end));
      at = end;
    }
    return pieces.join('').trim();
  } catch (error) {
    return String(error);
  }
}
