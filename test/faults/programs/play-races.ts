/**
 * `play-races.ts <count> <seed> [changes]`: races in a process of their own, with the real waist or
 * with one whose source is changed (JSON). Prints the report as JSON.
 */
import { breakSources } from '../controls/break-source.ts';

const [count = '1000', seed = '1', changes = '[]'] = process.argv.slice(2);
const expectBroken = breakSources(JSON.parse(changes));
const { runRaces } = await import('../races/run-races.ts');
expectBroken();
const { stopSharedServer } = await import('../stage-database.ts');
const report = await runRaces({ count: Number(count), seed: Number(seed) });
await stopSharedServer();
process.stdout.write(JSON.stringify(report));
