/** Jest runs the TypeScript sources as ES modules; PostgreSQL is started once for all files. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['parley-source', 'node', 'node-addons'] },
  moduleNameMapper: { '^@parley/sdk$': '<rootDir>/sdk/src/index.ts' },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2024',
          experimental: { keepImportAttributes: true },
        },
      },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  globalSetup: '<rootDir>/test/house/start-database.ts',
  globalTeardown: '<rootDir>/test/house/stop-database.ts',
  testTimeout: 30_000,
  // Many tests wait for a clock or a network: on two cores three workers end first.
  maxWorkers: 3,
  // What a test file has loaded stays in its worker's memory; a new worker costs a second.
  workerIdleMemoryLimit: '1GB',
};
