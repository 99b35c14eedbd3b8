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
    const isNew = value !== '' && !seen.has(`${name} ${value}`);
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

/** A text as it may be shown: servers answer with more than they should. */
export function hideSecrets(text: string, env: Env): string {
  let hidden = text;
  for (const { value } of listSecrets(env)) {
    // Short ones are words of everyday speech, and reported as too weak anyway.
    if (value.length >= 6) hidden = hidden.replaceAll(value, '[secret]');
  }
  return maskText(hidden)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
