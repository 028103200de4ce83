import type { SettingsStore } from '../../db/settings.ts';
import type { Language } from '../../lib/language.ts';

type Text = Record<Language, string>;

/** What the service itself says to customers, besides what the settings have of the bank's own. `{…}` is filled in. */
export const TEXTS = {
  waiting: {
    es: 'Tu mensaje llegó a nuestro equipo. Una persona te responderá aquí mismo.',
    en: 'Your message has reached our team. A person will answer you right here.',
  },
  withAgent: {
    es: 'Tu mensaje llegó a la persona que te atiende.',
    en: 'Your message has reached the person who is helping you.',
  },
  failed: {
    es: 'No pude preparar una respuesta, así que te paso con una persona. Tu número de caso es {ticket}.',
    en: 'I could not prepare an answer, so I am handing you over to a person. Your case number is {ticket}.',
  },
  maskedData: {
    es: 'Por tu seguridad borré datos confidenciales de tu mensaje. Nunca envíes por chat números de tarjeta, NIP, CVV, contraseñas ni códigos.',
    en: 'For your safety I removed confidential data from your message. Never send card numbers, PINs, CVVs, passwords or codes in a chat.',
  },
} as const satisfies Record<string, Text>;

/** The language, or the bank's first one where it is not offered. */
export function offeredLanguage(settings: SettingsStore, language: Language): Language {
  const offered = settings.get('chat.languages');
  return offered.includes(language) ? language : (offered[0] ?? language);
}

export function say(text: Text, language: Language, values: Record<string, string> = {}): string {
  return text[language].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
