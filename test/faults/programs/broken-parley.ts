/**
 * The service with some of its sources changed while they are loaded (`BROKEN_SOURCES`, JSON): a
 * control that must lose or break something. Ends with 1 when a source no longer says what is to
 * be changed.
 */
import { breakSources } from '../controls/break-source.ts';

const expectBroken = breakSources(JSON.parse(process.env.BROKEN_SOURCES ?? '[]'));
await import('../../../service/main.ts');
expectBroken();
