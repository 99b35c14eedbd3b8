import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';

/** openapi-typescript-helpers names its types in no way the bundler follows; they come as files. */
const name = 'openapi-typescript-helpers';
for (const { types, source, module } of [
  { types: 'd.ts', source: 'd.mts', module: 'js' },
  { types: 'd.cts', source: 'd.cts', module: 'cjs' },
]) {
  copyFileSync(`../node_modules/${name}/dist/index.${source}`, `dist/${name}.${types}`);
  const index = `dist/index.${types}`;
  const text = readFileSync(index, 'utf8');
  writeFileSync(index, text.replace(`from '${name}'`, `from './${name}.${module}'`));
}
