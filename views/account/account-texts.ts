import type { SignInMethod } from '../../src/features/auth/model.ts';
import type { PasswordFault } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { en } from './account-texts-en.ts';
import { es } from './account-texts-es.ts';

export type AccountDone = 'profile' | 'desk' | 'password' | 'sessions' | 'session' | 'avatar' | 'two_factor_off';

interface Confirmation {
  title: string;
  text: string;
  action: string;
}

/** Every word of the page about one's own account. */
export interface AccountTexts {
  title: string;
  lead: (role: string) => string;
  profile: {
    title: string;
    name: string;
    alias: string;
    aliasHint: string;
    signature: string;
    signatureHint: string;
    language: string;
    theme: string;
    timeZone: string;
    timeZoneHint: string;
    browserZone: string;
    save: string;
    faults: Record<'full_name' | 'alias' | 'signature' | 'time_zone', string>;
  };
  avatar: {
    label: string;
    choose: string;
    hint: string;
    save: string;
    remove: string;
    faults: Record<'kind' | 'size' | 'none', string>;
  };
  twoFactor: {
    title: string;
    text: string;
    atProvider: string;
    turnOn: string;
    on: string;
    since: string;
    codesLeft: (count: number) => string;
    required: string;
    code: string;
    codeFault: string;
    renew: string;
    renewText: string;
    renewNow: string;
    newCodes: string;
    codesList: string;
    turnOff: string;
    turnOffText: string;
    turnOffNow: string;
    password: string;
    passwordFault: string;
    tooMany: string;
  };
  desk: string;
  notifications: { title: string; text: string; action: string };
  password: {
    title: string;
    text: string;
    account: string;
    current: string;
    next: string;
    repeated: string;
    rules: string[];
    save: string;
    fine: string;
    faults: Record<PasswordFault | 'current' | 'different', string>;
  };
  sessions: {
    title: string;
    text: string;
    current: string;
    api: string;
    unknown: string;
    since: string;
    seen: string;
    end: string;
    confirm: Confirmation;
    endOne: string;
    endOneOf: (device: string) => string;
    confirmOne: (device: string) => Confirmation;
  };
  signIns: {
    title: string;
    text: string;
    none: string;
    newDevice: string;
    failed: string;
    methods: Record<SignInMethod, string>;
  };
  done: Record<AccountDone, string>;
}

export const accountTexts: Record<Language, AccountTexts> = { es, en };
