import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where PostgreSQL listens. */
export interface ProxyTarget {
  readonly host: string;
  readonly port: number;
}

/** A way to PostgreSQL that fails as networks do, at the moment a test chooses. */
export interface CuttingProxy {
  readonly port: number;
  /** A database URL that leads through here. */
  through(databaseUrl: string): string;
  /**
   * The n-th COMMIT from now on reaches the server and is done; its answer never comes back, the
   * connection is cut instead. Resolves then.
   */
  cutAfterCommit(nth?: number): Promise<void>;
  /** The n-th COMMIT from now on never reaches the server; both ends are cut. */
  cutBeforeCommit(nth?: number): Promise<void>;
  /**
   * The client is cut off at the n-th COMMIT from now on, as if the network had failed, but the
   * COMMIT still stands in some router: it arrives when the function this resolves with is called.
   */
  holdCommit(nth?: number): Promise<() => void>;
  /** A black hole: connections stay open and are accepted, and not a byte passes. */
  stall(): void;
  /** Passes on everything again, and what was held back. */
  resume(): void;
  /** Each piece passes this much later, either way. */
  delay(ms: number): void;
  /** Cuts every open connection; new ones pass. */
  cutAll(): void;
  /** Cuts every open connection, and each new one at once. */
  shut(): void;
  open(): void;
  /** How many connections are open. */
  count(): number;
  close(): Promise<void>;
}

interface Trap {
  left: number;
  spring(line: Line, message: Buffer): void;
}

/** One connection from a client to the server. */
interface Line {
  readonly near: Socket;
  readonly far: Socket;
  /** What the server says is thrown away and ends the line. */
  isMute: boolean;
  cut(): void;
}

/** Starts a proxy on a free port of the loopback; `target` is read at each connection. */
export async function startCuttingProxy(target: ProxyTarget): Promise<CuttingProxy> {
  const lines = new Set<Line>();
  let trap: Trap | null = null;
  let isShut = false;
  let isStalled = false;
  let delayMs = 0;
  let held: (() => void)[] = [];
  const pass = (write: () => void) => {
    if (isStalled) held.push(write);
    else if (delayMs > 0) setTimeout(write, delayMs);
    else write();
  };

  const server = createServer((near) => {
    near.on('error', () => {});
    if (isShut) return void near.destroy();
    const line = openLine(near, target, lines);
    const onMessage = (message: Buffer, isCommit: boolean) => {
      if (isCommit && trap !== null) {
        trap.left -= 1;
        if (trap.left === 0) {
          const { spring } = trap;
          trap = null;
          return spring(line, message);
        }
      }
      line.far.write(message);
    };
    const read = splitMessages(onMessage);
    near.on('data', (bytes: Buffer) => pass(() => read(bytes)));
    line.far.on('data', (bytes: Buffer) =>
      pass(() => {
        if (line.isMute) line.cut();
        else near.write(bytes);
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const setTrap = <T>(
    nth: number,
    spring: (line: Line, message: Buffer, done: (value: T) => void) => void,
  ) =>
    new Promise<T>((resolve) => {
      trap = { left: nth, spring: (line, message) => spring(line, message, resolve) };
    });
  const cutAll = () => {
    for (const line of lines) line.cut();
  };

  return {
    port,
    through(databaseUrl) {
      const url = new URL(databaseUrl);
      url.host = `127.0.0.1:${port}`;
      return url.href;
    },
    cutAfterCommit: (nth = 1) =>
      setTrap<void>(nth, (line, message, done) => {
        line.isMute = true;
        line.near.once('close', () => done());
        line.far.write(message);
      }),
    cutBeforeCommit: (nth = 1) =>
      setTrap<void>(nth, (line, _message, done) => {
        line.cut();
        done();
      }),
    holdCommit: (nth = 1) =>
      setTrap<() => void>(nth, (line, message, done) => {
        line.isMute = true;
        lines.delete(line);
        line.near.removeAllListeners('close');
        line.near.destroy();
        done(() => line.far.write(message));
      }),
    stall() {
      isStalled = true;
    },
    resume() {
      isStalled = false;
      const late = held;
      held = [];
      for (const write of late) write();
    },
    delay(ms) {
      delayMs = ms;
    },
    cutAll,
    shut() {
      isShut = true;
      cutAll();
    },
    open() {
      isShut = false;
    },
    count: () => lines.size,
    async close() {
      isShut = true;
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}

function openLine(near: Socket, target: ProxyTarget, lines: Set<Line>): Line {
  const far = connect(target.port, target.host);
  const line: Line = {
    near,
    far,
    isMute: false,
    cut() {
      near.destroy();
      far.destroy();
    },
  };
  lines.add(line);
  far.on('error', () => {});
  for (const socket of [near, far]) {
    socket.on('close', () => {
      line.cut();
      lines.delete(line);
    });
  }
  return line;
}

/**
 * Cuts what a client says into messages (PostgreSQL, Message Formats): a type byte and a length,
 * but for the first, which has no type. `isCommit`: a simple query whose text is `commit`.
 */
function splitMessages(
  onMessage: (message: Buffer, isCommit: boolean) => void,
): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    for (;;) {
      const typeBytes = isFirst ? 0 : 1;
      if (rest.length < typeBytes + 4) return;
      const size = typeBytes + rest.readUInt32BE(typeBytes);
      if (rest.length < size) return;
      const message = rest.subarray(0, size);
      rest = rest.subarray(size);
      onMessage(message, !isFirst && isCommit(message));
      isFirst = false;
    }
  };
}

const isCommit = (message: Buffer): boolean =>
  message.length < 16 && /^Q....commit;?\0$/is.test(message.toString('latin1'));
