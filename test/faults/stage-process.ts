import { fileURLToPath } from 'node:url';
import { type Launched, startParley } from '../journeys/parley-process.ts';

export type Role = 'api' | 'worker' | 'smtp';

export interface StartOptions {
  /** More environment for this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** A program of `programs/` in place of `service/main.ts`; by its path in the repository. */
  readonly program?: string;
  /** All roles of the process, when it has more than one. */
  readonly roles?: readonly Role[];
  /** Flags for Node, such as a memory ceiling. */
  readonly nodeFlags?: readonly string[];
}

/** One process of the service; dead or alive. */
export interface StageProcess {
  readonly role: Role;
  readonly pid: number;
  readonly httpPort: number;
  /** Null unless it has the role `smtp`. */
  readonly smtpPort: number | null;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  isAlive(): boolean;
  /** Null while it lives and after a signal. */
  exitCode(): number | null;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Its exit code (null after a signal), when it has ended. */
  ended(): Promise<number | null>;
  /** Everything it wrote, for reports about what went wrong. */
  log(): string;
}

export interface Place {
  readonly role: Role;
  readonly httpPort: number;
  readonly smtpPort: number;
}

const main = fileURLToPath(new URL('../../service/main.ts', import.meta.url));

/** Starts a process at a place; rejects when it ends instead of getting ready. */
export async function startProcess(
  place: Place,
  env: Readonly<Record<string, string>>,
  options: StartOptions = {},
): Promise<StageProcess> {
  const { program = main, nodeFlags = [], roles = [place.role] } = options;
  const launched = await startParley(
    {
      ...env,
      PARLEY_ROLES: roles.join(','),
      PORT: String(place.httpPort),
      INBOUND_SMTP_PORT: String(place.smtpPort),
      ...options.env,
    },
    [process.execPath, ...nodeFlags, program],
  );
  return asStageProcess(launched, place, roles);
}

function asStageProcess(
  launched: Launched,
  { role, httpPort, smtpPort }: Place,
  roles: readonly Role[],
): StageProcess {
  const { child } = launched;
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    role,
    pid: child.pid ?? 0,
    httpPort,
    smtpPort: roles.includes('smtp') ? smtpPort : null,
    url: `http://127.0.0.1:${httpPort}`,
    isAlive,
    exitCode: () => child.exitCode,
    async kill() {
      if (isAlive()) child.kill('SIGKILL');
      await launched.ended();
    },
    signal: (signal) => void child.kill(signal),
    ended: () => launched.ended(),
    log: () => launched.output() + launched.errors(),
  };
}
