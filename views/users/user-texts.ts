import type { Availability } from '../../src/features/conversations/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { en } from './user-texts-en.ts';
import { es } from './user-texts-es.ts';

interface Confirmation {
  title: string;
  text: string;
  action: string;
}

export type PersonDone = 'created' | 'invited' | 'saved' | 'availability' | 'linked' | 'deactivated' | 'reactivated';
export type PersonFault =
  | 'email'
  | 'full_name'
  | 'username'
  | 'password'
  | 'capacity'
  | 'taken'
  | 'last_administrator'
  | 'inactive'
  | 'no_mail';

/** Every word of the pages about people. */
export interface UserTexts {
  lead: (total: string) => string;
  invite: string;
  list: string;
  search: string;
  filters: { role: string; state: string };
  states: { active: string; invited: string; inactive: string };
  columns: { person: string; role: string; state: string; availability: string; seen: string };
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
    facts: { state: string; lastLogin: string; since: string; work: string };
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
