import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseConfig } from '../../service/config.ts';
import { roles } from '../../service/config-values.ts';
import { listVariables } from '../../service/doctor/check-configuration.ts';
import { limits } from '../../service/limits.ts';
import { readSources, readText } from '../tidy/sources.ts';
import { checkObjects } from './check-objects.ts';
import {
  deployFile,
  type Manifest,
  readCompose,
  readDeploy,
  readEnv,
  readEnvNames,
  readFolder,
  root,
} from './read-manifests.ts';

const dockerfile = readText('Dockerfile');
const compose = readCompose();
const base = readFolder('kubernetes/base');
const example = readFolder('kubernetes/overlays/example');
const deployments = base.filter(({ kind }) => kind === 'Deployment');
const containers = deployments.map(({ spec }) => spec.template.spec.containers[0]);
const unit = readDeploy('systemd/parley@.service');
const systemdFiles = readdirSync(deployFile('systemd')).filter((name) => name.endsWith('.example'));
const manifest = JSON.parse(readText('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
};

/** What belongs to Node, PostgreSQL and Grafana. */
const foreign = /^(NODE_ENV|NODE_OPTIONS|TZ|POSTGRES_\w+|GF_\w+)$/;
const known = listVariables();

/** The main process drains this long, and a little more for what hangs (main.ts). */
const drainSeconds = limits.drainTimeoutMs / 1_000 + 8;

describe('the environment', () => {
  it('is the same in the code and in the table of deploy/README.md', () => {
    const [, table = ''] = /## Environment\n([\s\S]*?)\n## /.exec(readDeploy('README.md')) ?? [];
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const told = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)]);
    expect(told.map(([, name]) => name).sort()).toEqual([...known].sort());
  });

  it('holds nothing that Parley does not read', () => {
    const [, ofImage = ''] = /^ENV ([\s\S]*?)\n(?=[A-Z#])/m.exec(dockerfile) ?? [];
    const used = {
      Dockerfile: [...ofImage.matchAll(/(\w+)=/g)].map(([, name]) => name ?? ''),
      'compose.yaml': Object.values(compose.services).flatMap((one) =>
        Object.keys(one.environment ?? {}),
      ),
      'compose/parley.env.example': readEnvNames(readDeploy('compose/parley.env.example')),
      'kubernetes/base/parley.env': readEnvNames(readDeploy('kubernetes/base/parley.env')),
      'overlays/example/parley.env': readEnvNames(
        readDeploy('kubernetes/overlays/example/parley.env'),
      ),
      kubernetes: containers.flatMap(({ env }) => env.map((one: { name: string }) => one.name)),
      'parley@.service': [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = '']) =>
        [...line.matchAll(/(?<![\w-])(\w+)=/g)].map(([, name]) => name ?? ''),
      ),
      ...Object.fromEntries(
        systemdFiles.map((name) => [name, readEnvNames(readDeploy(`systemd/${name}`))]),
      ),
    };
    const strays = Object.entries(used).flatMap(([file, names]) =>
      names
        .filter((name) => !known.includes(name) && !foreign.test(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(strays).toEqual([]);
    for (const names of Object.values(used)) expect(names.length).toBeGreaterThan(0);
  });

  const pem = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----';
  const made = { TOKEN_SECRETS: `k1:${'s'.repeat(32)}`, SMTP_URL: 'smtp://relay.example' };
  const DATABASE_URL = 'postgres://parley:x@database/parley';

  it('can be read as compose, Kubernetes and systemd put it together, one role a process', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-compose-'));
    cpSync(deployFile('compose'), folder, { recursive: true });
    execFileSync('sh', ['prepare.sh', 'parley.example'], { cwd: folder });
    const prepared = readEnv(readFileSync(join(folder, 'parley.env'), 'utf8'));
    rmSync(folder, { recursive: true });
    const inCompose = roles.map((role) => ({
      ...prepared,
      ...compose.services[role]?.environment,
    }));
    const inCluster = containers.map(({ env }) => ({
      ...readEnv(readDeploy('kubernetes/base/parley.env')),
      ...readEnv(readDeploy('kubernetes/overlays/example/parley.env')),
      ...Object.fromEntries(env.map(({ name, value }: Record<string, string>) => [name, value])),
      ...made,
      DATABASE_URL,
    }));
    const shared = readEnv(readDeploy('systemd/parley.env.example'));
    const inUnits = roles.map((role) => ({
      ...shared,
      ...readEnv(readDeploy(`systemd/${role}.env.example`)),
      ...made,
    }));
    for (const processes of [inCompose, inCluster, inUnits]) {
      const configs = processes.map((env) => parseConfig(env, () => pem));
      expect(configs.flatMap((config) => config.roles).sort()).toEqual([...roles].sort());
      for (const config of configs) {
        expect(config.metricsPort).not.toBeNull();
        expect(config.publicUrl).toBe('https://parley.example');
        expect(config.inbound.domain).toBe('parley.example');
      }
    }
    // On one machine each process of systemd needs ports of its own.
    const ports = inUnits.flatMap((env) => {
      const { port, metricsPort } = parseConfig(env, () => pem);
      return [port, metricsPort];
    });
    expect(new Set(ports).size).toBe(6);
  });
});

describe('the image', () => {
  it('has no root, a command that exists, and the ports that are the defaults', () => {
    const defaults = parseConfig({});
    expect(/^EXPOSE (.*)$/m.exec(dockerfile)?.[1]).toBe(
      `${defaults.port} ${defaults.inbound.port}`,
    );
    const [, user = '', group = ''] = /^USER (\d+):(\d+)$/m.exec(dockerfile) ?? [];
    expect(dockerfile).toContain(`useradd --uid ${user} `);
    for (const { spec } of deployments) {
      const { runAsNonRoot, runAsUser, runAsGroup } = spec.template.spec.securityContext;
      expect([runAsNonRoot, runAsUser, runAsGroup]).toEqual([true, Number(user), Number(group)]);
    }
    const [, command = ''] = /^CMD \["node", "(.*)"\]$/m.exec(dockerfile) ?? [];
    expect(existsSync(join(root, command))).toBe(true);
    expect(unit).toContain(`ExecStart=/usr/bin/node ${command}\n`);
    expect(manifest.scripts.start).toBe(`exec node ${command}`);
  });

  it('copies what is there and not ignored, and the packages of service/ are for production', () => {
    const copies = [...dockerfile.matchAll(/^COPY (?!--)(.*)$/gm)].flatMap(([, line = '']) =>
      line.split(' ').slice(0, -1),
    );
    const ignore = readText('.dockerignore');
    for (const path of copies) {
      expect(existsSync(join(root, path))).toBe(true);
      expect(ignore).toMatch(new RegExp(`^!${path}(/\\*\\.sql)?$`, 'm'));
    }
    const packages = readSources('service').flatMap(({ path, text }) =>
      [...text.matchAll(/^import (?!type)[^;]*? from '([^'.][^']*)'/gm)]
        .map(([, name = '']) => name)
        .filter((name) => !name.startsWith('node:'))
        .map((name) =>
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        )
        .filter((name) => !(name in manifest.dependencies))
        .map((name) => `${path}: ${name}`),
    );
    expect(packages).toEqual([]);
  });
});

describe('processes', () => {
  it('have little rights, and longer to stop than a drain takes', () => {
    for (const { spec } of deployments) {
      const { terminationGracePeriodSeconds, containers: all } = spec.template.spec;
      const { securityContext, lifecycle } = all[0];
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      const { seconds } = lifecycle.preStop.sleep;
      expect(terminationGracePeriodSeconds).toBeGreaterThan(drainSeconds + seconds);
    }
    for (const service of Object.values(compose.services)) {
      expect(service.read_only).toBe(true);
      expect(service.cap_drop).toEqual(['ALL']);
      expect(service.security_opt).toContain('no-new-privileges:true');
    }
    for (const role of roles) {
      const { stop_grace_period } = compose.services[role] ?? {};
      expect(Number.parseInt(stop_grace_period ?? '', 10)).toBeGreaterThan(drainSeconds);
    }
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(drainSeconds);
  });

  it('are asked how they are where they answer, on the port for metrics', () => {
    const routes = readText('service/ops/ops-routes.ts');
    for (const { env, ports, ...container } of containers) {
      const find = (name: string) => env.find((one: { name: string }) => one.name === name).value;
      const metrics = ports.find((one: { name: string }) => one.name === 'metrics');
      expect(metrics.containerPort).toBe(Number(find('METRICS_PORT')));
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
        const { path, port } = container[probe].httpGet;
        expect(routes).toContain(`get('${path}'`);
        expect(port).toBe('metrics');
      }
      expect(container.readinessProbe.httpGet.path).toBe('/readyz');
      expect(container.livenessProbe.httpGet.path).toBe('/livez');
    }
    expect(dockerfile).toContain('METRICS_PORT ?? process.env.PORT ?? 3000');
    expect(dockerfile).toContain("'/livez'");
  });

  it('are met at the ports they listen on', () => {
    const { port, inbound } = parseConfig(readEnv(readDeploy('kubernetes/base/parley.env')));
    const ports = (role: string) => {
      const at = deployments.findIndex(({ metadata }) => metadata.name === `parley-${role}`);
      const list = containers[at].ports as { name: string; containerPort: number }[];
      return Object.fromEntries(list.map((one) => [one.name, one.containerPort]));
    };
    expect(ports('api').http).toBe(port);
    expect(ports('smtp').smtp).toBe(inbound.port);
    const defaults = parseConfig({});
    expect(compose.services.api?.ports).toEqual([`127.0.0.1:3000:${defaults.port}`]);
    expect(compose.services.smtp?.ports).toEqual([`25:${defaults.inbound.port}`]);
  });
});

describe('Kubernetes', () => {
  const component = (one: { readonly 'app.kubernetes.io/component'?: string } | undefined) =>
    one?.['app.kubernetes.io/component'];
  const named = (kind: string) => base.filter((object) => object.kind === kind);

  it('has for each role a deployment and a disruption budget that mean the same pods', () => {
    for (const role of roles) {
      const [deployment] = named('Deployment').filter(
        ({ metadata }) => metadata.name === `parley-${role}`,
      );
      const { selector, template } = deployment?.spec ?? {};
      expect(component(selector.matchLabels)).toBe(role);
      expect(component(template.metadata.labels)).toBe(role);
    }
    const budgets = named('PodDisruptionBudget').map(({ spec }) =>
      component(spec.selector.matchLabels),
    );
    expect(budgets.sort()).toEqual([...roles].sort());
  });

  it('points at what is there: pods, ports, files', () => {
    const pods = named('Deployment').map(({ spec }) => component(spec.template.metadata.labels));
    const selectors = [
      ...named('Service').map(({ spec }) => component(spec.selector)),
      ...named('NetworkPolicy').map(({ spec }) => component(spec.podSelector.matchLabels)),
    ].filter((one) => one !== undefined);
    for (const one of selectors) expect(pods).toContain(one);
    const names = containers.flatMap(({ ports }) => ports.map((one: { name: string }) => one.name));
    for (const { spec } of named('Service')) {
      for (const { targetPort } of spec.ports) expect(names).toContain(targetPort);
    }
    const [scaler] = named('HorizontalPodAutoscaler');
    expect(named('Deployment').map(({ metadata }) => metadata.name)).toContain(
      scaler?.spec.scaleTargetRef.name,
    );
    for (const folder of ['kubernetes/base', 'kubernetes/overlays/example']) {
      const { resources, patches = [] } = parse(readDeploy(`${folder}/kustomization.yaml`)) as {
        resources: string[];
        patches?: { path: string }[];
      };
      const listed = [...resources, ...patches.map(({ path }) => path)];
      const there = readdirSync(deployFile(folder)).filter((name) => name.endsWith('.yaml'));
      expect(listed.filter((path) => path !== '../../base').sort()).toEqual(
        there.filter((name) => name !== 'kustomization.yaml').sort(),
      );
    }
  });

  it('gets the database of its cluster, which answers when a standby has it too', () => {
    const [cluster] = example.filter(({ kind }) => kind === 'Cluster');
    for (const { env } of containers) {
      const { valueFrom } = env.find((one: { name: string }) => one.name === 'DATABASE_URL');
      expect(valueFrom.secretKeyRef).toEqual({ name: `${cluster?.metadata.name}-app`, key: 'uri' });
    }
    const { synchronous, parameters } = cluster?.spec.postgresql ?? {};
    expect(synchronous).toEqual({ method: 'any', number: 1, dataDurability: 'required' });
    const most = 6 + 2 + 2;
    const perProcess = limits.databaseConnections + 1;
    expect(Number(parameters.max_connections)).toBeGreaterThan(most * perProcess);
  });

  it('is read by schemas that refuse a misspelt or wrong field', async () => {
    const [deployment] = deployments as [Manifest];
    const misspelt = structuredClone({ ...deployment, metadata: { name: 'misspelt' } });
    misspelt.spec.template.spec.containers[0].readinesProbe = {};
    const wrong = structuredClone(deployment);
    wrong.spec.replicas = 'two';
    const { mistakes, unknown } = await checkObjects([deployment, misspelt, wrong]);
    expect(mistakes).toHaveLength(2);
    expect(mistakes[0]).toContain('replicas');
    expect(mistakes[1]).toMatch(/^Deployment misspelt: .*readinesProbe/);
    expect(unknown).toEqual([]);
  });
});
