import type Docker from 'dockerode';

/** Waits for the end of what the engine tells of a pull or an import. @throws Error when it tells of a failure. */
export function finished(docker: Docker, stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
