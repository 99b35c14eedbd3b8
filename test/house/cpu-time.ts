/**
 * Milliseconds of processor time that this process has used. What bounds the work of a parser is
 * measured with it: a busy machine makes a test wait, but makes nothing work more.
 */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
