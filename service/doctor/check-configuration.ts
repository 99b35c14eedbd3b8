import { type Config, ConfigError, parseConfig } from '../config.ts';
import { count, type Finding, ok, warn, wrong } from './finding.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** How each is mended where the sentence alone does not show it. */
const mending: Readonly<Record<string, string>> = {
  DATABASE_URL: 'write postgres://user:password@host:5432/name, in a password / as %2F, @ as %40',
  TOKEN_SECRETS: 'write k1: and what `openssl rand -hex 32` prints; keep old ones behind a comma',
  PARLEY_API_KEY: 'write parley_live_ and what `openssl rand -hex 24` prints',
  PARLEY_ADMIN_KEY: 'write parley_admin_ and what `openssl rand -hex 24` prints',
  HOOK_SECRET: 'write what `openssl rand -hex 24` prints',
  SMTP_URL: 'write smtp://user:password@relay:587?requireTLS=true, in a password @ as %40',
  PUBLIC_URL: 'write https://parley.example, without a path of a page, user or query',
  PARLEY_ROLES: 'write api, worker or smtp, several with commas between them',
  DKIM_PRIVATE_KEY: 'name the PEM file of the RSA key, readable for the user Parley runs as',
  INBOUND_TLS_CERT: 'name the PEM file with the whole chain, readable for Parley’s user',
  INBOUND_TLS_KEY: 'name the PEM file of the key, readable for Parley’s user',
};
const elsewhere = 'see the table in deploy/README.md';

/** What an operator may have meant for us. */
const prefixes =
  /^(PARLEY|INBOUND|NOTIFICATIONS|DKIM|SMTP|TOKEN|WEBHOOK|HOOK|SES|SENDGRID|MAILGUN|RESEND)_/;

/** The names of all variables that Parley reads. */
export function listVariables(): string[] {
  const asked = new Set<string>();
  const nothing = new Proxy<Record<string, undefined>>(
    {},
    {
      get(_target, name) {
        asked.add(String(name));
        return undefined;
      },
    },
  );
  parseConfig(nothing);
  return [...asked];
}

/** The configuration, if it can be read, and every mistake of it. */
export function checkConfiguration(env: Env): {
  readonly config: Config | null;
  readonly findings: readonly Finding[];
} {
  const strays = findStrays(env);
  try {
    const config = parseConfig(env);
    const set = listVariables().filter((name) => env[name] !== undefined);
    const says =
      set.length === 0 ? 'nothing is set' : `${count(set.length, 'variable')} can be read`;
    return { config, findings: [ok(says), ...strays] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const mistakes = error.mistakes.map((mistake) => {
      const [name = ''] = /^[A-Z][A-Z0-9_]+/.exec(mistake) ?? [];
      return wrong(mistake, mending[name] ?? elsewhere);
    });
    return { config: null, findings: [...mistakes, ...strays] };
  }
}

/** Variables that look like ours and are not: a misspelt one silently changes nothing. */
function findStrays(env: Env): Finding[] {
  const known = listVariables();
  return Object.keys(env)
    .filter((name) => prefixes.test(name) && !known.includes(name))
    .map((name) => {
      const near = known.find((one) => distance(one, name) <= 3);
      const advice = near ? `write ${near}, if that is meant` : 'take it out, or correct its name';
      return warn(`${name} is no variable of Parley and changes nothing`, advice);
    });
}

/** How many letters two names differ by (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
