import { once } from 'node:events';
import { Readable, type Transform } from 'node:stream';
import { setImmediate as turnOfLoop } from 'node:timers/promises';

export interface MailStreamTerms {
  /** The relay said that it takes the mail's bytes; a throw breaks the mail off. */
  onStart(): void;
  /** Asked when the relay has everything but the end; anything but true breaks the mail off. */
  mayEnd(): Promise<boolean>;
  /** Ends the wait for a relay that does not read. */
  readonly signal: AbortSignal;
}

/** Small enough that a relay which does not read holds the mail back before its end. */
const pieceBytes = 16 * 1024;

/**
 * A mail as the stream that nodemailer's connection pipes to the wire after 354. The final dot is
 * written when this stream ends (RFC 5321 §4.5.2), so the end waits for `mayEnd`. A stream that
 * breaks instead of ending leaves the mail without its dot, and no relay may take it then.
 */
export function createMailStream(bytes: Buffer, terms: MailStreamTerms): Readable {
  let wire: Transform | null = null;

  async function* read(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      yield bytes.subarray(at, at + pieceBytes);
    }
    if (wire !== null) await emptied(wire, terms.signal);
    if (!(await terms.mayEnd())) throw new Error('withdrawn before the final dot');
  }

  const stream = Readable.from(read(), { objectMode: false, highWaterMark: pieceBytes });
  // Whoever breaks the stream knows why; without a listener the process would end over it.
  stream.on('error', () => {});
  const pipe = stream.pipe.bind(stream);
  // nodemailer pipes the mail at the very moment of the answer to DATA.
  stream.pipe = ((destination: Transform) => {
    wire = destination;
    terms.onStart();
    return pipe(destination);
  }) as typeof stream.pipe;
  return stream;
}

/** Waits until what was piped into `wire` has gone on to the socket and the socket takes more. */
async function emptied(wire: Transform, signal: AbortSignal): Promise<void> {
  // A relay that answers before it has everything may have done so in the breath of its 354.
  await turnOfLoop();
  while (wire.isPaused() || wire.readableLength + wire.writableLength > 0) {
    await (wire.isPaused() ? once(wire, 'resume', { signal }) : turnOfLoop(null, { signal }));
  }
}
