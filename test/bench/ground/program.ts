import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of the bench that does what it is asked, one question at a time or several. */
export interface Program {
  readonly pid: number;
  /** Rejects with the program's own error, or when it ends before it answers. */
  ask<T>(deed: string, argument?: unknown): Promise<T>;
  end(): Promise<void>;
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: string;
}

const running = new Set<ChildProcess>();

/** Starts `programs/<name>.ts` in a process of its own, so that it takes no time of another's. */
export async function startProgram(name: string, ...words: string[]): Promise<Program> {
  const path = fileURLToPath(new URL(`../programs/${name}.ts`, import.meta.url));
  const child = fork(path, words, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  running.add(child);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let nextId = 0;
  child.on('message', ({ id, value, failure }: Reply) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) one?.resolve(value);
    else one?.reject(new Error(`${name}: ${failure}`));
  });
  const over = Promise.withResolvers<void>();
  child.once('exit', (code) => {
    running.delete(child);
    for (const one of waiting.values()) one.reject(new Error(`${name} ended with ${code}`));
    over.resolve();
  });
  const program: Program = {
    pid: child.pid ?? 0,
    ask<T>(deed: string, argument?: unknown): Promise<T> {
      const id = nextId++;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      child.send({ id, deed, argument });
      return answer.promise as Promise<T>;
    },
    async end() {
      child.kill('SIGKILL');
      await over.promise;
    },
  };
  await program.ask('ready');
  return program;
}

/** Ends every program that is still there. */
export function endPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}

type Deeds = Readonly<Record<string, (argument: never) => unknown>>;

/** The other side: answers what the bench asks, and ends when the bench does. */
export function answerBench(deeds: Deeds): void {
  const all: Deeds = { ready: () => true, ...deeds };
  process.on('message', (question: { id: number; deed: string; argument: never }) => {
    void answer(all, question);
  });
  process.once('disconnect', () => process.exit(0));
}

async function answer(
  deeds: Deeds,
  { id, deed, argument }: { id: number; deed: string; argument: never },
): Promise<void> {
  try {
    const value = await deeds[deed]?.(argument);
    process.send?.({ id, value });
  } catch (error) {
    process.send?.({ id, failure: error instanceof Error ? (error.stack ?? '') : String(error) });
  }
}
