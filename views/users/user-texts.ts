import type { Availability } from '../../src/features/conversations/model.ts';
import type { AccountSource, Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { en } from './user-texts-en.ts';
import { es } from './user-texts-es.ts';

interface Confirmation {
  title: string;
  text: string;
  action: string;
}

export type PersonDone =
  | 'created'
  | 'invited'
  | 'saved'
  | 'availability'
  | 'linked'
  | 'deactivated'
  | 'reactivated'
  | 'sessions_ended'
  | 'two_factor_reset'
  | 'unlinked';
export type PersonFault =
  | 'email'
  | 'full_name'
  | 'username'
  | 'password'
  | 'capacity'
  | 'taken'
  | 'last_administrator'
  | 'inactive'
  | 'no_mail'
  | 'changed';

/** Every word of the pages about people. */
export interface UserTexts {
  lead: (total: string) => string;
  invite: string;
  list: string;
  search: string;
  filters: { role: string; state: string; twoFactor: string; source: string };
  states: { active: string; invited: string; inactive: string };
  columns: { person: string; role: string; state: string; twoFactor: string; availability: string; seen: string };
  sources: Record<AccountSource, string>;
  twoFactor: { on: string; off: string; atProvider: string };
  bulk: {
    select: (name: string) => string;
    deactivate: string;
    confirm: Confirmation;
    done: (count: number, stayed: number) => string;
  };
  availability: Record<Availability, string>;
  noAvailability: string;
  load: (count: string, capacity: string) => string;
  now: string;
  never: string;
  none: { title: string; text: string };
  roles: Record<Role, { label: string; text: string }>;
  fields: {
    email: string;
    fullName: string;
    username: string;
    usernameHint: string;
    role: string;
    roleHint: string;
    language: string;
    languageHint: string;
    password: string;
    passwordHint: string;
  };
  languages: Record<Language, string>;
  newPage: { title: string; lead: string; withPassword: string; submit: string; submitWithPassword: string };
  person: {
    details: string;
    save: string;
    access: string;
    facts: {
      state: string;
      source: string;
      twoFactor: string;
      lastLogin: string;
      lastSeen: string;
      since: string;
      work: string;
    };
    sessions: string;
    unlink: string;
    unlinkText: string;
    confirmUnlink: (name: string) => Confirmation;
    reset: string;
    resetText: string;
    confirmReset: (name: string) => Confirmation;
    endSessions: string;
    endSessionsText: string;
    confirmEndSessions: (name: string, count: string) => Confirmation;
    work: (conversations: string, tickets: string) => string;
    inviteAgain: string;
    inviteText: string;
    sendLink: string;
    sendLinkText: string;
    noMail: string;
    deactivate: string;
    deactivateText: string;
    confirmDeactivate: (name: string, conversations: string, tickets: string) => Confirmation;
    reactivate: string;
    reactivateText: string;
    confirmLink: (email: string) => Confirmation;
  };
  desk: {
    title: string;
    text: string;
    availability: string;
    capacity: string;
    capacityHint: (own: string) => string;
    save: string;
  };
  done: Record<PersonDone, string>;
  faults: Record<PersonFault, string>;
}

export const userTexts: Record<Language, UserTexts> = { es, en };
