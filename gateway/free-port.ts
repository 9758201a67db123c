/** Whether one can listen somewhere, found out before anything else is started. */
import { createServer } from 'node:net';

/** An address that is not of this machine counts as free: whoever listens there says better what is wrong. */
export async function isPortFree({
  port,
  host,
}: {
  readonly port: number;
  readonly host: string;
}): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
