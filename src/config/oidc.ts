import type { SettingsReader } from './reader.ts';

export type StaffRole = 'AGENT' | 'SUPERVISOR' | 'ADMIN';

export interface OidcConfig {
  /** As the provider names itself. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  /** The claim that lists a person's groups. */
  groupsClaim: string;
  /** The groups whose members may log in, and as what; whoever is in several gets the highest role. */
  groupRoles: Readonly<Record<string, StaffRole>>;
  /** What people call it; null: the button says it in general. */
  name: string | null;
}

const ROLES: readonly unknown[] = ['AGENT', 'SUPERVISOR', 'ADMIN'];
const MAX_NAME_CHARACTERS = 60;

/** Where OIDC_ISSUER is not set, the rest of it has no meaning. */
export function readOidc(reader: SettingsReader, isProduction: boolean): OidcConfig | null {
  const issuer = reader.url('OIDC_ISSUER', isProduction ? ['https:'] : ['https:', 'http:']);
  const needed = (name: string): string => {
    const value = reader.text(name);
    if (value === null && issuer !== null) reader.fault(name, 'is required while OIDC_ISSUER is set');
    return value ?? '';
  };
  const clientId = needed('OIDC_CLIENT_ID');
  const clientSecret = needed('OIDC_CLIENT_SECRET');
  const groupRoles = readGroupRoles(reader, needed('OIDC_GROUP_ROLES'));
  const groupsClaim = reader.text('OIDC_GROUPS_CLAIM') ?? 'groups';
  const scopes = (reader.text('OIDC_SCOPES') ?? 'openid profile email').split(/\s+/);
  if (!scopes.includes('openid')) reader.fault('OIDC_SCOPES', 'must contain openid');
  const name = reader.text('OIDC_NAME');
  if (name !== null && name.length > MAX_NAME_CHARACTERS) {
    reader.fault('OIDC_NAME', `must have at most ${MAX_NAME_CHARACTERS} characters`);
  }
  // Without it the provider would not know where to send people back to.
  if (isProduction) needed('PUBLIC_URL');
  return issuer === null ? null : { issuer, clientId, clientSecret, scopes, groupsClaim, groupRoles, name };
}

/** Shape: OIDC_GROUP_ROLES={"bank-desk":"AGENT","bank-it":"ADMIN"}. */
function readGroupRoles(reader: SettingsReader, text: string): Record<string, StaffRole> {
  if (text === '') return {};
  const groups = parseObject(text);
  const isUsable =
    groups && Object.keys(groups).length > 0 && Object.values(groups).every((role) => ROLES.includes(role));
  if (isUsable) return groups as Record<string, StaffRole>;
  reader.fault('OIDC_GROUP_ROLES', 'must be a JSON object from groups to AGENT, SUPERVISOR or ADMIN');
  return {};
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
