import { defineConfig } from 'tsup';

/**
 * One neutral build for Node, Bun, Deno, workers and bundlers: openapi-fetch and the types of the
 * OpenAPI document are put in, so that the package depends on nothing.
 */
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  dts: { resolve: true },
  noExternal: ['openapi-fetch'],
  sourcemap: false,
  clean: true,
});
