import { existsSync, readdirSync } from 'node:fs';
import { checkNames } from '../../service/doctor/doctor.ts';
import { readText } from '../tidy/sources.ts';
import { deployFile, readDeploy } from './read-manifests.ts';

const installing = readDeploy('installing.md');
const documents = readdirSync(deployFile('')).filter((name) => name.endsWith('.md'));
const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };

it('tells of every check of the doctor, and of no other', () => {
  const rows = [...installing.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name);
  expect(rows).toEqual(['configuration', ...checkNames]);
});

it.each(documents)('names commands and checks that exist: %s', (name) => {
  const text = readDeploy(name);
  const asked = [...text.matchAll(/doctor\b[^\n`]*--only ([a-z,-]+)/g)].flatMap(([, list = '']) =>
    list.split(','),
  );
  for (const check of asked) expect(checkNames).toContain(check);
  for (const [, script = ''] of text.matchAll(/npm run ([\w:-]+)/g)) {
    expect(Object.keys(scripts)).toContain(script);
  }
  for (const [, file = ''] of text.matchAll(/node (service\/[\w/-]+\.ts)/g)) {
    expect(existsSync(deployFile(`../${file}`))).toBe(true);
  }
});

it('tells an exposure that check:deploy holds it to', () => {
  const [, told = ''] = /([\d.]+) of 10 points/.exec(installing) ?? [];
  const [, demanded = ''] = /exposure = (\d+)/.exec(readText('test/deploy/check-deploy.ts')) ?? [];
  expect(Number(told) * 10).toBeLessThanOrEqual(Number(demanded));
});

it('installs with systemd only files that are there', () => {
  const named = [...installing.matchAll(/deploy\/systemd\/[\w@./-]+/g)].map(([path]) => path);
  expect(named.length).toBeGreaterThan(3);
  for (const path of named) expect(existsSync(deployFile(`../${path}`))).toBe(true);
  for (const name of ['parley', 'api', 'worker', 'smtp']) {
    expect(existsSync(deployFile(`systemd/${name}.env.example`))).toBe(true);
  }
});
