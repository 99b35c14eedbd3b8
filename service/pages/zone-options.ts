export interface ZoneGroup {
  /** `Europe`; null: the few that belong to no region. */
  readonly region: string | null;
  readonly zones: readonly string[];
}

/** Every zone a person can choose, by region; UTC stands last. */
export const zoneGroups: readonly ZoneGroup[] = groupZones(Intl.supportedValuesOf('timeZone'));

function groupZones(names: readonly string[]): ZoneGroup[] {
  const regions = new Map<string, string[]>();
  for (const name of names) {
    if (!name.includes('/')) continue;
    const region = name.slice(0, name.indexOf('/'));
    regions.set(region, [...(regions.get(region) ?? []), name]);
  }
  const known: ZoneGroup[] = [...regions].map(([region, zones]) => ({ region, zones }));
  return [...known, { region: null, zones: ['UTC'] }];
}
