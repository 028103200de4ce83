import type { Draft } from '../../ai/answer.ts';
import { draftOf, type Emergency } from '../../ai/triage.ts';
import type { SettingsStore } from '../../db/settings.ts';
import type { Language } from '../../lib/language.ts';

/** The reply to an emergency, with the name and the telephone numbers that the bank has set. */
export const emergencyDraft = (settings: SettingsStore, emergency: Emergency, language: Language): Draft =>
  draftOf(emergency, language, {
    bankName: settings.get('bank.name'),
    phone: settings.get('bank.emergency_phone'),
    phoneAbroad: settings.get('bank.emergency_phone_abroad'),
  });
