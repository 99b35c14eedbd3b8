import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The network between the service and its relay, which fails at the moment a scenario chooses. */
export interface RelayLine {
  /** An SMTP URL that leads through here. */
  readonly url: string;
  /** The next mail is cut off when so many bytes of what we say went through. */
  cutAfterBytes(bytes: number): Promise<void>;
  /** The next final dot goes through; its answer does not come back. */
  cutAfterDot(): Promise<void>;
  /** Not a byte passes, either way, and connections stay open. */
  stall(): void;
  resume(): void;
  /** Every open connection is reset (RST). */
  reset(): void;
  /** Every open connection is cut, and each new one at once. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

const dot = '\r\n.\r\n';

export async function startRelayLine(relayUrl: string): Promise<RelayLine> {
  const target = new URL(relayUrl);
  const sockets = new Set<Socket>();
  /** Told each piece the service says; true: this line is cut, `passes` says before or after. */
  let trap: ((piece: Buffer) => 'cut' | 'cut-after' | null) | null = null;
  let isShut = false;
  let isStalled = false;
  let held: (() => void)[] = [];
  const pass = (write: () => void) => {
    if (isStalled) held.push(write);
    else write();
  };
  const server = createServer((near) => {
    near.on('error', () => {});
    if (isShut) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    far.on('error', () => {});
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.on('data', (piece: Buffer) =>
      pass(() => {
        const end = trap?.(piece) ?? null;
        if (end === 'cut-after') {
          // It reaches the relay, whose answer finds nobody.
          near.removeAllListeners('close');
          sockets.delete(near);
          near.destroy();
          far.end(piece);
        } else if (end === 'cut') near.destroy();
        else far.write(piece);
      }),
    );
    far.on('data', (piece: Buffer) => pass(() => void near.write(piece)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const setTrap = (judge: (piece: Buffer) => 'cut' | 'cut-after' | null) =>
    new Promise<void>((resolve) => {
      trap = (piece) => {
        const end = judge(piece);
        if (end === null) return null;
        trap = null;
        resolve();
        return end;
      };
    });
  const url = new URL(relayUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    cutAfterBytes(bytes) {
      let left = bytes;
      return setTrap((piece) => {
        left -= piece.length;
        return left < 0 ? 'cut' : null;
      });
    },
    cutAfterDot: () =>
      setTrap((piece) => (piece.toString('latin1').endsWith(dot) ? 'cut-after' : null)),
    stall() {
      isStalled = true;
    },
    resume() {
      isStalled = false;
      for (const write of held.splice(0)) write();
    },
    reset() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    shut() {
      isShut = true;
      for (const socket of sockets) socket.destroy();
    },
    open() {
      isShut = false;
    },
    async close() {
      held = [];
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
