import { listVariables } from '../../service/doctor/check-configuration.ts';
import { databasePassword, examineWith, lookAt, tokenSecret, usualEnv } from './doctor-house.ts';

it('tells every mistake of the configuration at once, each with how to mend it', async () => {
  const lines = await examineWith({
    PORT: '99999',
    TOKEN_SECRETS: 'k1:short',
    SMTP_URL: 'http://relay.example',
    DKIM_DOMAIN: 'parley.example',
  });
  expect(lines.every(({ check, level }) => check === 'configuration' && level === 'wrong')).toBe(
    true,
  );
  expect(lines.map(({ says }) => says.split(' ')[0]).sort()).toEqual([
    'DKIM_SELECTOR',
    'PORT',
    'SMTP_URL',
    'TOKEN_SECRETS',
  ]);
  for (const { advice } of lines) expect(advice).not.toBeNull();
  const tokens = lines.find(({ says }) => says.startsWith('TOKEN_SECRETS'));
  expect(tokens?.advice).toContain('openssl rand -hex 32');
});

it('names a variable that is misspelt, and the one that was meant', async () => {
  const lines = await examineWith({ PARLEY_ROLE: 'api', DKIM_PASSPHRASE: 'x', HOME: 'x' });
  const strays = lines.filter(({ says }) => says.includes('no variable of Parley'));
  expect(strays.map(({ level, says }) => `${level} ${says.split(' ')[0]}`)).toEqual([
    'warn PARLEY_ROLE',
    'warn DKIM_PASSPHRASE',
  ]);
  expect(strays[0]?.advice).toContain('PARLEY_ROLES');
});

it('knows every variable there is', () => {
  expect(listVariables()).toEqual(expect.arrayContaining(Object.keys(usualEnv)));
  expect(listVariables()).toContain('INBOUND_TLS_KEY');
});

it('shows no secret and no mail address, whatever goes wrong', async () => {
  const relayPassword = 'Zk3vPq8wXn5t';
  const lines = await examineWith({
    SMTP_URL: `smtp://mailer:${relayPassword}@127.0.0.1:1?requireTLS=true`,
    PARLEY_API_KEY: 'parley_live_8c1f5b7d2e904a63',
    NOTIFICATIONS_REDIRECT_TO: 'somebody@private.example',
  });
  const told = JSON.stringify(lines);
  for (const secret of [tokenSecret, databasePassword, relayPassword, '8c1f5b7d2e904a63']) {
    expect(told).not.toContain(secret);
  }
  expect(told).not.toContain('private.example');
});

it('leaves its own advice readable', async () => {
  const lines = await examineWith({ DATABASE_URL: 'http://parley', SMTP_URL: 'x' });
  const advice = lines.map((line) => line.advice).join('\n');
  expect(advice).toContain('postgres://user:password@host:5432/name');
  expect(advice).toContain('587?requireTLS=true');
});

it.each([
  [
    'a usual word',
    { PARLEY_API_KEY: 'parley_live_change-me' },
    /PARLEY_API_KEY is or holds a usual/,
  ],
  ['few letters', { HOOK_SECRET: 'aaaabbbbaaaabbbbb' }, /HOOK_SECRET is made of few different/],
  ['a repetition', { HOOK_SECRET: 'q7Xk2mZ9q7Xk2mZ9q7Xk2mZ9' }, /HOOK_SECRET repeats itself/],
  [
    'a password of the database',
    { DATABASE_URL: 'postgres://parley:parley@127.0.0.1:1/parley' },
    /DATABASE_URL is or holds/,
  ],
  [
    'one for two things',
    { HOOK_SECRET: tokenSecret },
    /TOKEN_SECRETS and HOOK_SECRET hold the same/,
  ],
])('takes as wrong a secret that is %s', async (_what, env, sentence) => {
  const [found] = await lookAt('secrets', env);
  expect(found).toMatch(/^wrong/);
  expect(found).toMatch(sentence);
});

it('takes good secrets for good', async () => {
  expect(await lookAt('secrets', {})).toEqual(['ok 2 secrets, none of them weak']);
});
