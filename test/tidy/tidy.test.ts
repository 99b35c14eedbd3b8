import { listFiles, readSources, readText, type Source } from './sources.ts';

const service = readSources('service');

/** Files at the top of service/ that a command may start from. */
const wiringFiles = [
  ...['config.ts', 'ground.ts', 'mint.ts', 'real-ports.ts', 'service.ts', 'welcome.ts'],
];

/** architecture.md, Import direction: what each folder may import of the others. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  scheduling: [],
  links: [],
  db: [],
  calendar: ['scheduling'],
  mail: ['scheduling', 'calendar', 'links'],
  ops: ['db'],
  outbox: ['mail', 'links', 'scheduling', 'db', 'ops'],
  webhooks: ['db', 'ops'],
  rooms: ['scheduling', 'mail', 'outbox', 'webhooks', 'db', 'ops'],
  inbox: ['rooms', 'mail', 'links', 'scheduling', 'calendar', 'db', 'ops'],
  legacy: ['rooms', 'scheduling', 'db'],
  pages: ['rooms', 'links', 'mail', 'scheduling', 'db', 'ops'],
  api: ['rooms', 'inbox', 'webhooks', 'outbox', 'scheduling', 'db', 'ops'],
  operator: [
    'api',
    'rooms',
    'inbox',
    'outbox',
    'webhooks',
    'links',
    'mail',
    'scheduling',
    'db',
    'ops',
  ],
  dev: ['mail', 'calendar', 'db'],
  commands: ['legacy', 'keeping', 'rooms', 'links', 'calendar', 'db', 'ops', ...wiringFiles],
  keeping: ['rooms', 'inbox', 'webhooks', 'outbox', 'api', 'dev', 'db', 'ops'],
  doctor: [
    'inbox',
    'outbox',
    'webhooks',
    'mail',
    'links',
    'calendar',
    'db',
    'ops',
    'config.ts',
    'real-ports.ts',
  ],
};
interface LockFile {
  readonly packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

const pure = ['scheduling', 'calendar', 'mail', 'links'];
const everywhere = ['service/ports.ts', 'service/limits.ts'];
/** Files at the top of service/ that wire the house together. */
const wiring = service.filter((source) => source.folder === '');

const offenders = (sources: readonly Source[], wrong: (source: Source) => string[]): string[] =>
  sources.flatMap((source) => wrong(source).map((what) => `${source.path}: ${what}`));

const importing = (source: Source, name: string): boolean =>
  source.imports.some((one) => one === name || one.startsWith(`${name}/`));

describe('the house', () => {
  it('has imports that only point down', () => {
    const wrong = offenders(service, (source) => {
      if (source.folder === '') return [];
      return source.imports.filter((path) => {
        if (everywhere.includes(path) || !path.startsWith('service/')) return false;
        const target = path.split('/')[1] ?? '';
        return target !== source.folder && !allowed[source.folder]?.includes(target);
      });
    });
    expect(wrong).toEqual([]);
  });

  it('has only the folders of the plan', () => {
    const folders = new Set(service.map((source) => source.folder).filter(Boolean));
    expect([...folders].sort()).toEqual(Object.keys(allowed).sort());
  });

  it('keeps its pure folders free of input, output, clocks and randomness', () => {
    const impure =
      /new Date\(\)|Date\.now\(|Math\.random|randomUUID|randomBytes|process\.env|node:(fs|net|http|child_process)|console\./;
    const wrong = offenders(
      service.filter((source) => pure.includes(source.folder)),
      (source) => source.lines.filter((line) => impure.test(line)),
    );
    expect(wrong).toEqual([]);
  });

  it('reads the clock and makes randomness only where ports are wired', () => {
    const impure = /new Date\(\)|Date\.now\(|Math\.random|randomUUID|randomBytes/;
    const wrong = offenders(
      service.filter((source) => source.name !== 'real-ports.ts'),
      (source) => source.lines.filter((line) => impure.test(line)),
    );
    expect(wrong).toEqual([]);
  });

  it('holds SQL only in stores and views', () => {
    const sql = /(`|')\s*(select|insert into|update|delete from|with) [a-z_(]/;
    const wrong = offenders(
      service.filter(
        (source) => source.folder !== 'db' && !/-(store|views)\.ts$/.test(source.name),
      ),
      (source) => source.lines.filter((line) => sql.test(line)),
    );
    expect(wrong).toEqual([]);
  });

  it('never selects all columns', () => {
    const wrong = offenders(service, (source) =>
      source.lines.filter((line) => /select \*|returning \*/.test(line)),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['express', /-(routes|page)\.ts$/],
    ['express-rate-limit', /^request-limit-routes\.ts$/],
    ['smtp-server', /^smtp-listener\.ts$/],
    ['busboy', /^read-form\.ts$/],
    ['graphile-worker', /^(job-runner|migrate)\.ts$/],
    ['jsonwebtoken', /^(sign|open)-link\.ts$/],
    ['ical-generator', /^write-ics\.ts$/],
    ['timezones-ical-library', /^write-zone\.ts$/],
    ['mailauth', /^(authenticate-mail|published-rules)\.ts$/],
    ['standardwebhooks', /^sign-event\.ts$/],
    ['chrono-node', /^find-mentions\.ts$/],
    ['mailparser', /^(read-mail|mail-parts|mailbox-store|mailbox-mail|returned-mail)\.ts$/],
  ])('lets %s in only where its name says so', (name, files) => {
    const wrong = service.filter(
      (source) =>
        source.folder !== '' &&
        !files.test(source.name) &&
        importing(source, name) &&
        new RegExp(`^import (?!type)[^;]*'${name}`, 'm').test(source.text),
    );
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  it('lets only smtp-transport hold a nodemailer transport', () => {
    const wrong = service.filter(
      ({ name, imports }) =>
        name !== 'smtp-transport.ts' &&
        imports.some((one) => /^nodemailer($|.*(smtp|dkim|pool))/.test(one)),
    );
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  it('lets only the waist import the room stores', () => {
    const stores = service
      .filter((source) => source.folder === 'rooms' && source.name.endsWith('-store.ts'))
      .map((source) => source.path);
    const parts = [
      'apply',
      'erase-person',
      'import-room',
      'make-link',
      'make-reachable',
      'owe-intents',
      'reach-again',
      'record-change',
      'resend-message',
      'set-metadata',
    ];
    const waist = parts.map((part) => `service/rooms/${part}.ts`);
    const wrong = offenders(service, (source) => {
      if (waist.includes(source.path) || stores.includes(source.path)) return [];
      return source.imports.filter(
        (path) =>
          stores.includes(path) &&
          new RegExp(`import (?!type)[^;]*${path.split('/').at(-1)}`, 'm').test(source.text),
      );
    });
    expect(wrong).toEqual([]);
  });

  it('spells iTIP words only in calendar and mail', () => {
    const wire =
      /'(REQUEST|REPLY|COUNTER|CANCEL|REFRESH|ACCEPTED|DECLINED|TENTATIVE|NEEDS-ACTION)'/;
    const wrong = offenders(
      service.filter((source) => !['calendar', 'mail', 'dev'].includes(source.folder)),
      (source) => source.lines.filter((line) => wire.test(line)),
    );
    expect(wrong).toEqual([]);
  });

  it('has files, functions and lines of a size that can be read', () => {
    const sources = [...service, ...readSources('sdk/src'), ...readSources('sdk/examples')];
    const wrong = offenders(sources, (source) => [
      ...(source.lines.length > 251 ? [`${source.lines.length} lines`] : []),
      ...source.functions
        .filter((one) => one.lines > 60)
        .map((one) => `function ${one.name} has ${one.lines} lines`),
      ...source.lines.filter((line) => line.length > 100 && !/https?:|regex|\/\^/.test(line)),
    ]);
    expect(wrong).toEqual([]);
  });

  it('names nothing manager, handler, helper or util', () => {
    const vague = /manager|handler|helper|util/i;
    expect(listFiles('service', 'sdk/src', 'test').filter((path) => vague.test(path))).toEqual([]);
    const wrong = offenders(service, (source) =>
      source.lines.filter((line) =>
        /^export (async )?(function|const|interface|type) \w*(manager|handler|helper|util)/i.test(
          line,
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('has kebab-case file names', () => {
    const odd = service.filter((source) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(source.name));
    expect(odd.map((source) => source.path)).toEqual([]);
  });

  it('has no file that nothing reaches', () => {
    const byPath = new Map(service.map((source) => [source.path, source]));
    const reached = new Set<string>();
    const visit = (path: string): void => {
      const source = byPath.get(path);
      if (!source || reached.has(path)) return;
      reached.add(path);
      for (const next of source.imports) visit(next);
    };
    visit('service/main.ts');
    visit('service/doctor/main.ts');
    for (const test of readSources('test'))
      for (const path of test.imports) {
        if (path.startsWith('service/dev/')) visit(path);
      }
    expect(service.map((source) => source.path).filter((path) => !reached.has(path))).toEqual([]);
  });

  it('leaves nothing unfinished and says nothing of the workplace', () => {
    // One letter in brackets each, so that this line is not one of them.
    const odd =
      /\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b|\bit\.(ski[p]|onl[y]|tod[o])\b|\/tm[p]\/|\/roo[t]\//;
    const wrong = offenders([...service, ...readSources('sdk'), ...readSources('test')], (source) =>
      source.lines.filter((line) => odd.test(line)),
    );
    expect(wrong).toEqual([]);
  });

  it('has a lock file that a clean install accepts on every platform', () => {
    const { packages } = JSON.parse(readText('package-lock.json')) as LockFile;
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    );
    // An install on a machine whose registry lacks other platforms' packages drops them.
    expect(missing).toEqual([]);
    expect(readText('package-lock.json')).not.toContain('"resolved"');
  });

  it('wires everything in few files', () => {
    expect(wiring.length).toBeLessThanOrEqual(12);
  });
});
