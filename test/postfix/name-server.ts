import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Records by `name TYPE`, names in lower case; a name not listed does not exist. */
export type Records = Readonly<Record<string, readonly string[]>>;

export interface NameServer {
  readonly address: string;
  close(): Promise<void>;
}

/** An address of the loopback that nobody else uses: resolvers know port 53 only. */
const address = '127.77.0.53';
const types: Readonly<Record<number, string>> = { 1: 'A', 16: 'TXT' };
const headerBytes = 12;

/**
 * A name server that knows these records and nothing else, so that what the filters of a mail server
 * ask never leaves the machine. Rejects where its port cannot be had.
 */
export async function startNameServer(records: Records): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, peer) => {
    socket.send(answer(query, records), peer.port, peer.address);
  });
  socket.bind(53, address);
  await once(socket, 'listening');
  return { address, close: async () => void socket.close() };
}

/** RFC 1035 §4.1: the header and the question come back, with what is known below them. */
function answer(query: Buffer, records: Records): Buffer {
  const { name, type, end } = readQuestion(query);
  const found = records[`${name} ${types[type] ?? type}`] ?? [];
  const exists = Object.keys(records).some((one) => one.startsWith(`${name} `));
  const header = Buffer.alloc(headerBytes);
  query.copy(header, 0, 0, 2);
  // An authoritative answer to a question that may ask for recursion; 3: no such name.
  header.writeUInt16BE(0x8580 | (exists ? 0 : 3), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  const answers = found.map((text) => writeRecord(type, text));
  return Buffer.concat([header, query.subarray(headerBytes, end), ...answers]);
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function writeRecord(type: number, text: string): Buffer {
  const data = types[type] === 'A' ? Buffer.from(text.split('.').map(Number)) : writeText(text);
  const head = Buffer.alloc(headerBytes);
  // The name is that of the question, which stands right behind the header.
  head.writeUInt16BE(0xc000 | headerBytes, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

/** Strings of 255 bytes at most, which readers join (RFC 7208 §3.3). */
function writeText(text: string): Buffer {
  const pieces = text.match(/.{1,255}/gs) ?? [''];
  return Buffer.concat(
    pieces.flatMap((piece) => [Buffer.from([piece.length]), Buffer.from(piece, 'latin1')]),
  );
}
