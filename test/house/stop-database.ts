/** Jest's global teardown. */
export default async function stopDatabase(): Promise<void> {
  await globalThis.parleyTestServer?.stop();
}
