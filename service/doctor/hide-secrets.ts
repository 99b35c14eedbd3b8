import { maskText } from '../ops/mask.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Variables whose whole value is a secret, or each part of it. */
const secretNames = [
  'TOKEN_SECRETS',
  'PARLEY_API_KEY',
  'PARLEY_ADMIN_KEY',
  'HOOK_SECRET',
  'MAILGUN_SIGNING_KEY',
  'RESEND_SIGNING_SECRET',
  'DKIM_PRIVATE_KEY',
  'INBOUND_TLS_KEY',
] as const;
const keyFiles: ReadonlySet<string> = new Set(['DKIM_PRIVATE_KEY', 'INBOUND_TLS_KEY']);
const urlNames = ['DATABASE_URL', 'SMTP_URL'] as const;

export interface NamedSecret {
  readonly name: string;
  readonly value: string;
}

/** Every secret of the environment with the variable it stands in. */
export function listSecrets(env: Env): NamedSecret[] {
  const whole = secretNames.flatMap((name) =>
    (env[name] ?? '').split(',').map((part) => ({
      name,
      value: name === 'TOKEN_SECRETS' ? part.slice(part.indexOf(':') + 1).trim() : part.trim(),
    })),
  );
  const inUrls = urlNames.flatMap((name) =>
    (env[name] ?? '').split(',').flatMap((entry) => {
      const url = URL.canParse(entry.trim()) ? new URL(entry.trim()) : null;
      return [
        { name, value: url?.password ?? '' },
        { name, value: decode(url?.password ?? '') },
      ];
    }),
  );
  const seen = new Set<string>();
  return [...whole, ...inUrls].filter(({ name, value }) => {
    // The path of a key's file is none.
    const isSecret = value !== '' && (!keyFiles.has(name) || value.startsWith('-----BEGIN'));
    const isNew = isSecret && !seen.has(`${name} ${value}`);
    seen.add(`${name} ${value}`);
    return isNew;
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Words of everyday speech: to hide them would show them, and they are told to be weak. */
const everydayWord = /^[a-z]{1,12}$/i;

/** A text of ours without any secret of the environment. */
export function hideSecrets(text: string, env: Env): string {
  let hidden = text;
  for (const { value } of listSecrets(env)) {
    if (!everydayWord.test(value)) hidden = hidden.replaceAll(value, '[secret]');
  }
  return hidden;
}

/** The same of a text that may hold words of servers, which say more than they should. */
export const hideForeign = (text: string, env: Env): string =>
  maskText(hideSecrets(text, env))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
