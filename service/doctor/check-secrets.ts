import { parseSecrets } from '../links/secrets.ts';
import { type Check, count, type Finding, ok, wrong } from './finding.ts';
import { listSecrets } from './hide-secrets.ts';
import { viewSecretUse } from './people-views.ts';

/** Words that stand in examples, and in what people type when they mean to change it later. */
const usual =
  /password|passw0rd|secret|change.?me|example|default|qwerty|letmein|_key$|^postgres|^parley$/i;
/** The same in short ones; in long ones chance may write them. */
const usualInShort = /test|demo|1234|abcd/i;
const shortLength = 24;
/** Fewer different letters than this make a short pattern. */
const leastLetters = 8;
const dayMs = 24 * 60 * 60_000;

/** Whether secrets are secret: none weak, none used twice. */
export const checkSecrets: Check = async ({ env }) => {
  const secrets = listSecrets(env);
  const found: Finding[] = [];
  for (const { name, value } of secrets) {
    if (/^(DKIM_PRIVATE|INBOUND_TLS)_KEY$/.test(name)) continue;
    const weakness = findWeakness(value);
    if (weakness === null) continue;
    const advice = 'make another: `openssl rand -hex 32`';
    found.push(wrong(`a secret in ${name} ${weakness}`, advice));
  }
  const names = new Map<string, Set<string>>();
  for (const { name, value } of secrets) {
    names.set(value, (names.get(value) ?? new Set()).add(name));
  }
  for (const several of names.values()) {
    if (several.size < 2) continue;
    const says = `${[...several].join(' and ')} hold the same secret`;
    found.push(wrong(says, 'give each its own: who knows one of them knows all'));
  }
  return found.length > 0 ? found : [ok(`${count(secrets.length, 'secret')}, none of them weak`)];
};

function findWeakness(value: string): string | null {
  // What we make ourselves begins with words that say what it is.
  const own = value.replace(/^(parley_(live|admin)_|whsec_)/, '');
  const isUsual = usual.test(own) || (own.length < shortLength && usualInShort.test(own));
  if (isUsual) return 'is or holds a usual word';
  if (new Set(own).size < leastLetters) return 'is made of few different letters';
  return repeats(own) ? 'repeats itself' : null;
}

/** Whether it is a shorter text written twice or more, the last time perhaps in part. */
function repeats(text: string): boolean {
  for (let period = 1; period <= text.length / 2; period++) {
    if (text.startsWith(text.slice(period))) return true;
  }
  return false;
}

/** Whether `TOKEN_SECRETS` still has every secret that coming sessions need, and which rest. */
export const checkOldSecrets: Check = async ({ pool, config, clock }) => {
  if (pool === null || config.tokenSecrets === null) return [];
  const { keys, signingKeyId } = parseSecrets(config.tokenSecrets);
  // A session of today may still be answered.
  const since = new Date(clock.now().getTime() - dayMs);
  const uses = await viewSecretUse(pool, since);
  const found: Finding[] = [];
  for (const { keyId, people, links } of uses) {
    if (keys.has(keyId)) continue;
    const who = `${count(links, 'link')} and the reply addresses of ${people} people`;
    const says = `${who} need the secret ${keyId}`;
    const advice = `put ${keyId} back into TOKEN_SECRETS, behind the first`;
    found.push(wrong(`${says}, which TOKEN_SECRETS lacks`, advice));
  }
  const idle = [...keys.keys()].filter(
    (keyId) => keyId !== signingKeyId && !uses.some((use) => use.keyId === keyId),
  );
  for (const keyId of idle) {
    const says = `no coming session needs the secret ${keyId} any more`;
    found.push(ok(`${says}; past ones do for late answers`));
  }
  return found.length > 0 ? found : [ok('TOKEN_SECRETS has every secret that is needed')];
};
