import { isTimeZone } from '../calendar/time-zone.ts';
import { type Check, type Finding, ok, warn, wrong } from './finding.ts';
import { viewZones } from './people-views.ts';

/** Rules change several times a year; a Node that is older than this is not up to date. */
const oldYears = 1;
/** What a Node with all its zones knows at least; one built small knows one. */
const leastZones = 300;

/** Whether this Node's rules of time zones are recent, and know every zone people have. */
export const checkZones: Check = async ({ env, pool, clock }) => {
  const found: Finding[] = [];
  const version = process.versions.tz ?? 'unknown';
  const known = Intl.supportedValuesOf('timeZone').length;
  const age = clock.now().getUTCFullYear() - Number(version.slice(0, 4));
  if (known < leastZones) {
    const says = `this Node knows only ${known} time zones`;
    found.push(wrong(says, 'use a Node with full ICU, as nodejs.org and Debian have it'));
  } else if (!(age <= oldYears)) {
    const says = `the time zone rules are of ${version}`;
    found.push(warn(says, 'update Node: rules change, and so do the times people see'));
  } else {
    found.push(ok(`the time zone rules are of ${version}`));
  }
  const { TZ = 'UTC' } = env;
  if (!/^(Etc\/)?(UTC|GMT)$/i.test(TZ)) {
    found.push(ok(`TZ is ${TZ}, which plays no part: Parley computes in UTC`));
  }
  if (pool === null) return found;
  for (const { zone, people } of await viewZones(pool, clock.now())) {
    if (isTimeZone(zone)) continue;
    const whose = `${people} people or applications have the zone ${zone}`;
    const says = `${whose}, which this Node does not know`;
    found.push(wrong(says, 'update Node'));
  }
  return found;
};
