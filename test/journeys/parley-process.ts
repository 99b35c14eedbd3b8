import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../house/wait-for.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const startTimeoutMs = 60_000;
/** Longer than a drain may take. */
const endTimeoutMs = 40_000;

type Env = Readonly<Record<string, string>>;

/** A process that was started, ready or not. */
export interface Launched {
  readonly child: ChildProcess;
  output(): string;
  errors(): string;
  /** Its exit code (null after a signal); also all processes it started are gone then. */
  ended(): Promise<number | null>;
}

/** A service as its operator knows it: from what it printed. */
export interface Parley extends Launched {
  /** Base of its HTTP port; every role has one. */
  readonly url: string;
  readonly smtpPort: number;
  readonly apiKey: string;
  readonly adminKey: string;
  /** The command it offers to paste; empty when it offers none. */
  readonly curl: string;
}

let launched: Launched[] = [];

/** Starts `command` in the root of the repository with nothing in its environment but `env`. */
export function launch(
  env: Env,
  command: readonly string[] = [process.execPath, 'service/main.ts'],
): Launched {
  const [program = '', ...words] = command;
  const child = spawn(program, words, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    // A group of its own, as a shell makes for each command.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  let code: number | null | undefined;
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  // Not `exit`: the pipes close when the last process that writes to them is gone.
  child.once('close', (exitCode) => {
    code = exitCode;
  });
  const one: Launched = {
    child,
    output: () => output,
    errors: () => errors,
    async ended() {
      const what = () => `the end of the process: ${output}${errors}`;
      await waitFor(() => code !== undefined, { timeoutMs: endTimeoutMs, what });
      return code ?? null;
    },
  };
  launched.push(one);
  return one;
}

/** Launches and waits until it says that it is ready; rejects at once when it ends instead. */
export async function startParley(env: Env, command?: readonly string[]): Promise<Parley> {
  const one = launch({ PORT: '0', INBOUND_SMTP_PORT: '0', ...env }, command);
  const { child, output, errors } = one;
  const isReady = () => /^Parley is ready[\s\S]+\/metrics$/m.test(output());
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const what = () => `a start: ${output()}${errors()}`;
  await waitFor(() => isReady() || isOver(), { timeoutMs: startTimeoutMs, what });
  if (!isReady()) throw new Error(`it did not start: ${output()}${errors()}`);
  const read = (pattern: RegExp) => pattern.exec(output())?.[1] ?? '';
  return {
    ...one,
    url: read(/^ +Metrics +(\S+)\/metrics$/m),
    smtpPort: Number(read(/^ +Inbound mail +smtp:\/\/localhost:(\d+) /m)),
    apiKey: read(/^ +API key +(\S+)$/m),
    adminKey: read(/^ +Admin key +(\S+) /m),
    curl: read(/^(curl (?:.*\\\n)*.*)$/m),
  };
}

/** Asks for a drain and waits for its end. */
export async function stopParley(parley: Launched): Promise<number | null> {
  parley.child.kill('SIGTERM');
  return parley.ended();
}

/** Ends everything a test left running. */
export async function endAll(): Promise<void> {
  const left = launched;
  launched = [];
  for (const { child } of left) signalGroup(child, 'SIGKILL');
  await Promise.all(left.map((one) => one.ended()));
}

/** What a terminal does at Ctrl-C: the whole group gets the signal. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
