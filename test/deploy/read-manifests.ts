import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const deployFile = (path: string): string => join(root, 'deploy', path);
export const readDeploy = (path: string): string => readFileSync(deployFile(path), 'utf8');

/** A Kubernetes object; what lies deeper is looked at as `unknown` data. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  // biome-ignore lint/suspicious/noExplicitAny: every kind has another shape; schemas check them.
  readonly spec?: any;
  readonly data?: Readonly<Record<string, string>>;
}

/** The objects of one file of `deploy/`. */
const readObjects = (text: string): Manifest[] =>
  parseAllDocuments(text).map((document) => document.toJS() as Manifest);

/** Every object file of a kustomize folder, without kustomize: as written. */
export function readFolder(folder: string): Manifest[] {
  return readdirSync(deployFile(folder))
    .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
    .flatMap((name) => readObjects(readDeploy(`${folder}/${name}`)));
}

/** Whether a program of this name is on the path. */
export function hasProgram(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));
}

/** What kustomize makes of a folder of `deploy/`. */
export function buildKustomization(folder: string): Manifest[] {
  const text = execFileSync('kubectl', ['kustomize', deployFile(folder)], { stdio: 'pipe' });
  return readObjects(text.toString());
}

/** The variables of an env file, also those that a `#` puts out of use. */
export function readEnvNames(text: string): string[] {
  return [...text.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name ?? '');
}

/** The values of an env file. */
export function readEnv(text: string): Record<string, string> {
  const found = [...text.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
}

interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly env_file?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly healthcheck?: object;
  readonly stop_grace_period?: string;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const readCompose = (): Compose =>
  parse(readDeploy('compose/compose.yaml'), { merge: true }) as Compose;
