import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Records by `name TYPE`; `SERVFAIL` in place of records is the answer of a broken server. */
export type Records = Readonly<Record<string, readonly string[] | 'SERVFAIL'>>;

export interface DnsServer {
  /** For `createDnsResolver` and `--dns`. */
  readonly address: string;
  close(): void;
}

const typeNames: Readonly<Record<number, string>> = {
  1: 'A',
  5: 'CNAME',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
};
const nameError = 3;
const serverFailure = 2;

/** A name server on the loopback that knows `records` and nothing else (RFC 1035 §4). */
export async function startDnsServer(records: Records): Promise<DnsServer> {
  const known = new Set(Object.keys(records).map((key) => key.split(' ')[0]));
  const server = createSocket('udp4');
  server.on('message', (question, from) => {
    const { name, typeCode, end } = readQuestion(question);
    const found = records[`${name} ${typeNames[typeCode]}`];
    const data = Array.isArray(found) ? found.map((text) => encode(text, typeCode)) : [];
    const header = Buffer.from(question.subarray(0, 12));
    const absent = known.has(name) ? 0 : nameError;
    header.writeUInt16BE(0x8180 | (found === 'SERVFAIL' ? serverFailure : absent), 2);
    header.writeUInt16BE(data.length, 6);
    header.writeUInt32BE(0, 8);
    const answers = data.map((rdata) => {
      const fields = Buffer.alloc(12);
      // A pointer to the name in the question, type, class IN, time to live, length.
      fields.writeUInt16BE(0xc00c, 0);
      fields.writeUInt16BE(typeCode, 2);
      fields.writeUInt16BE(1, 4);
      fields.writeUInt16BE(rdata.length, 10);
      return Buffer.concat([fields, rdata]);
    });
    const reply = Buffer.concat([header, question.subarray(12, end), ...answers]);
    server.send(reply, from.port, from.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `127.0.0.1:${server.address().port}`, close: () => void server.close() };
}

function readQuestion(message: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(
      message
        .subarray(at + 1, at + 1 + length)
        .toString('latin1')
        .toLowerCase(),
    );
    at += length + 1;
  }
  return { name: labels.join('.'), typeCode: message.readUInt16BE(at + 1), end: at + 5 };
}

function encode(text: string, typeCode: number): Buffer {
  switch (typeNames[typeCode]) {
    case 'A':
      return Buffer.from(text.split('.').map(Number));
    case 'MX': {
      const [priority = '0', exchange = ''] = text.split(' ');
      const preference = Buffer.alloc(2);
      preference.writeUInt16BE(Number(priority));
      return Buffer.concat([preference, encodeName(exchange)]);
    }
    case 'TXT': {
      const parts = text.match(/.{1,255}/gs) ?? [];
      return Buffer.concat(parts.map((part) => Buffer.from([part.length, ...Buffer.from(part)])));
    }
    default:
      throw new Error('the tests need no other records');
  }
}

const encodeName = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split('.')
      .filter(Boolean)
      .map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
