import type { Socket } from 'node:net';

/** Sends one message as a line of JSON. A peer that has gone takes none. */
export function sendLine(socket: Socket, message: unknown): void {
  if (!socket.writable) return;
  socket.write(`${JSON.stringify(message)}\n`);
}

/**
 * Hands on what a peer sends, message by message. A line longer than `limit()` bytes, or one that is not JSON, ends the
 * connection: the peer is not Nadir, or not a sane one.
 */
export function onLines(socket: Socket, limit: () => number, listener: (message: unknown) => void): void {
  let parts: Buffer[] = [];
  let length = 0;
  socket.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0 && !socket.destroyed; end = chunk.indexOf(newline, start)) {
      parts.push(chunk.subarray(start, end));
      const line = Buffer.concat(parts);
      parts = [];
      length = 0;
      start = end + 1;
      if (line.length > limit()) socket.destroy();
      else hand(socket, line, listener);
    }
    const rest = chunk.subarray(start);
    length += rest.length;
    if (rest.length > 0) parts.push(rest);
    if (length > limit()) socket.destroy();
  });
}

const newline = 0x0a;

function hand(socket: Socket, line: Buffer, listener: (message: unknown) => void): void {
  let message: unknown;
  try {
    message = JSON.parse(line.toString('utf8'));
  } catch {
    socket.destroy();
    return;
  }
  listener(message);
}
