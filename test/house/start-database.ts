import { serverVariable, startTestServer, type TestServer } from './test-server.ts';

declare global {
  var parleyTestServer: TestServer | undefined;
}

/** Jest's global setup: one PostgreSQL for all test files. */
export default async function startDatabase(): Promise<void> {
  globalThis.parleyTestServer = await startTestServer();
  process.env[serverVariable] = globalThis.parleyTestServer.serverUrl;
}
