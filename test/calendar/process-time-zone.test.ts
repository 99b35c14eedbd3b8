import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const script = fileURLToPath(new URL('print-readings.ts', import.meta.url));

async function printIn(timeZone: string): Promise<string> {
  const env = { ...process.env, TZ: timeZone, NODE_OPTIONS: '' };
  const flags = ['--disable-proto=delete', '--disable-warning=ExperimentalWarning'];
  const { stdout } = await run(process.execPath, [...flags, script], { env });
  return stdout;
}

describe('the time zone of the process', () => {
  it('changes nothing that is read or written', async () => {
    const zones = ['UTC', 'America/New_York', 'Asia/Tokyo'];
    const [printed = '', ...others] = await Promise.all(zones.map(printIn));
    expect(JSON.parse(printed)).toMatchObject({ processZone: 'UTC' });
    expect(printed).toContain('2026-07-15T10:00:00.000Z');
    expect(printed).toContain('DTSTART;TZID=Asia/Tokyo:20260310T230000');
    for (const [index, other] of others.entries()) {
      // The first mention is the process's own zone: proof that TZ took effect.
      expect(other).toBe(printed.replace('"UTC"', `"${zones[index + 1]}"`));
    }
  }, 60_000);
});
