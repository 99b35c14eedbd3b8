import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** All TypeScript of one document as the program it is, and what it says it prints. */
export interface Snippets {
  readonly program: string;
  /** The lines behind `// →`, in their order. */
  readonly printed: readonly string[];
}

/** What a program is compiled for, where that is not Node. */
type Platform = Readonly<Record<string, unknown>>;

/** Joins the `ts` blocks of a document in the order in which a reader meets them. */
export function readSnippets(document: string): Snippets {
  const text = readFileSync(join(root, document), 'utf8');
  const blocks = [...text.matchAll(/```ts(?: continued)?\n([\s\S]*?)```/g)].map(
    (match) => match[1] ?? '',
  );
  const program = blocks.join('\n');
  const printed = [...program.matchAll(/\/\/ → (.*)$/gm)].map((match) => match[1] ?? '');
  return { program, printed };
}

/** A folder of a reader, who has installed the SDK. */
export interface Desk {
  /** Runs a program and gives what it printed, line by line; throws what made it fail or complain. */
  run(name: string, program: string, env: Record<string, string>): Promise<readonly string[]>;
  /** What the compiler finds wrong with these programs on Node, or on another platform. */
  check(programs: Readonly<Record<string, string>>, platform?: Platform): Promise<string>;
  clear(): void;
}

/** The SDK stands there as an installed package does, but runs from its source. */
export function openDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'parley-desk-'));
  mkdirSync(join(folder, 'node_modules/@parley'), { recursive: true });
  symlinkSync(join(root, 'sdk'), join(folder, 'node_modules/@parley/sdk'));
  return {
    async run(name, program, env) {
      const file = join(folder, `${name}.mts`);
      writeFileSync(file, program);
      const options = { env: { PATH: process.env.PATH ?? '', TZ: 'UTC', ...env }, timeout: 60_000 };
      const command = ['--conditions=parley-source', '--disable-warning=ExperimentalWarning', file];
      const { stdout, stderr } = await run(process.execPath, command, options);
      if (stderr !== '') throw new Error(`${name} complained: ${stderr}`);
      return stdout.split('\n').filter((line) => line !== '');
    },
    async check(programs, platform = {}) {
      for (const [name, program] of Object.entries(programs)) {
        writeFileSync(join(folder, `${name}.mts`), program);
      }
      const own = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')], noEmit: true };
      const compilerOptions = { ...own, ...platform };
      const files = Object.keys(programs).map((name) => `${name}.mts`);
      const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: files };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
      const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', folder]).catch(
        (error: { stdout: string }) => error,
      );
      return stdout;
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}
