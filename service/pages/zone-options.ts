export interface ZoneGroup {
  readonly region: string;
  readonly zones: readonly string[];
}

/** Every zone a person can choose, by region; UTC stands under "Other". */
export const zoneGroups: readonly ZoneGroup[] = groupZones(Intl.supportedValuesOf('timeZone'));

function groupZones(names: readonly string[]): ZoneGroup[] {
  const regions = new Map<string, string[]>();
  for (const name of names) {
    const region = name.includes('/') ? name.slice(0, name.indexOf('/')) : 'Other';
    if (region !== 'Other') regions.set(region, [...(regions.get(region) ?? []), name]);
  }
  return [...regions, ['Other', ['UTC']] as const].map(([region, zones]) => ({ region, zones }));
}
