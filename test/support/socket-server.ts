import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

type Json = Record<string, unknown>;

/** The far end of Slack's socket mode: one connection, text messages both ways. */
export interface SocketServer {
  url: string;
  /** Resolves when the bot has connected. */
  connected: Promise<void>;
  /** Sends an envelope. @returns what the bot acknowledged it with */
  send(envelope: Json): Promise<Json>;
  stop(): Promise<void>;
}

/** https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export async function startSocketServer(): Promise<SocketServer> {
  const server = createServer();
  const acknowledged = new Map<string, (payload: Json) => void>();
  let socket: Socket | undefined;
  let arrived: () => void = () => {};
  const connected = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  server.on('upgrade', (request, connection: Socket) => {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${magic}`).digest('base64');
    connection.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket = connection;
    let held = Buffer.alloc(0);
    connection.on('data', (data) => {
      held = Buffer.concat([held, data]);
      for (let frame = readFrame(held); frame; frame = readFrame(held)) {
        held = held.subarray(frame.length);
        if (frame.opcode !== 1) continue;
        const { envelope_id, payload = {} } = JSON.parse(frame.text) as { envelope_id: string; payload?: Json };
        acknowledged.get(envelope_id)?.(payload);
      }
    });
    connection.on('error', () => {});
    write(connection, { type: 'hello', num_connections: 1, debug_info: {}, connection_info: {} });
    arrived();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connected,
    send: (envelope) =>
      new Promise((resolve, reject) => {
        if (!socket) {
          reject(new Error('nobody is connected'));
          return;
        }
        acknowledged.set(String(envelope.envelope_id), resolve);
        write(socket, envelope);
      }),
    stop: async () => {
      socket?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function write(socket: Socket, message: Json): void {
  const text = Buffer.from(JSON.stringify(message));
  const head =
    text.length < 126
      ? Buffer.from([0x81, text.length])
      : Buffer.from([0x81, 126, text.length >> 8, text.length & 255]);
  socket.write(Buffer.concat([head, text]));
}

/** The first whole frame of what came in; what clients send is masked. */
function readFrame(bytes: Buffer): { opcode: number; text: string; length: number } | undefined {
  if (bytes.length < 6) return undefined;
  const short = (bytes[1] ?? 0) & 127;
  const start = short === 126 ? 4 : 2;
  const size = short === 126 ? bytes.readUInt16BE(2) : short;
  const length = start + 4 + size;
  if (bytes.length < length) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const text = Buffer.from(bytes.subarray(start + 4, length).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return { opcode: (bytes[0] ?? 0) & 15, text: text.toString('utf8'), length };
}
