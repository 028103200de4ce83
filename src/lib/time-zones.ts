let names: string[] | undefined;

/** The time zones to choose from, by name, with one more that is in use already: a name may be an older one. */
export function timeZoneNames(used: string | null): string[] {
  names ??= [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort();
  return used === null || names.includes(used) ? names : [...names, used].sort();
}
