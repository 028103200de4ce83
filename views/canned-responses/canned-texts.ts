import type { Language } from '../../src/lib/language.ts';

interface CannedTexts {
  title: string;
  lead: string;
  add: string;
  addTitle: string;
  changeTitle: string;
  mine: string;
  shared: string;
  whose: string;
  shortcut: string;
  shortcutHint: string;
  name: string;
  textEs: string;
  textEn: string;
  textHint: string;
  forAll: string;
  forAllHint: string;
  save: string;
  edit: string;
  remove: string;
  removeConfirm: (shortcut: string) => { title: string; text: string; action: string };
  saved: string;
  removed: string;
  empty: { title: string; text: string };
  languages: string;
  faults: { shortcut: string; taken: string; title: string; text: string; long: string };
}

const es: CannedTexts = {
  title: 'Respuestas guardadas',
  lead: 'Textos que se insertan al escribir / en una respuesta.',
  add: 'Nueva respuesta',
  addTitle: 'Nueva respuesta guardada',
  changeTitle: 'Cambiar respuesta guardada',
  mine: 'Mía',
  shared: 'Del equipo',
  whose: 'De quién',
  shortcut: 'Atajo',
  shortcutHint: 'Lo que se escribe después de /. Letras, números, guion y guion bajo.',
  name: 'Título',
  textEs: 'Texto en español',
  textEn: 'Texto en inglés',
  textHint:
    'Se usa el del idioma de la conversación; si falta, el otro. Se rellenan solos: {customer}, {agent}, {bank} y {ticket}.',
  forAll: 'Para todo el equipo',
  forAllHint: 'Sin marcar, solo la ves tú.',
  save: 'Guardar',
  edit: 'Cambiar',
  remove: 'Eliminar',
  removeConfirm: (shortcut) => ({
    title: '¿Eliminar esta respuesta?',
    text: `/${shortcut} dejará de ofrecerse. Lo que ya se envió con ella no cambia. No se puede deshacer.`,
    action: 'Eliminar',
  }),
  saved: 'Respuesta guardada.',
  removed: 'Respuesta eliminada.',
  empty: {
    title: 'Todavía no hay respuestas guardadas',
    text: 'Guarda lo que escribes seguido y úsalo con / al responder.',
  },
  languages: 'Idiomas',
  faults: {
    shortcut: 'Usa de 1 a 32 letras, números, guiones o guiones bajos.',
    taken: 'Ese atajo ya lo usa otra respuesta.',
    title: 'Escribe un título de hasta 80 letras.',
    text: 'Escribe el texto al menos en un idioma.',
    long: 'Tiene más de 4000 letras.',
  },
};

const en: CannedTexts = {
  title: 'Canned responses',
  lead: 'Texts that are put in by typing / in a reply.',
  add: 'New response',
  addTitle: 'New canned response',
  changeTitle: 'Change canned response',
  mine: 'Mine',
  shared: "The team's",
  whose: 'Whose',
  shortcut: 'Shortcut',
  shortcutHint: 'What is typed after the /. Letters, digits, hyphens and underscores.',
  name: 'Title',
  textEs: 'Text in Spanish',
  textEn: 'Text in English',
  textHint:
    "The one in the conversation's language is used; where it is missing, the other. Filled in by themselves: {customer}, {agent}, {bank} and {ticket}.",
  forAll: 'For the whole team',
  forAllHint: 'Unless this is checked, only you see it.',
  save: 'Save',
  edit: 'Change',
  remove: 'Delete',
  removeConfirm: (shortcut) => ({
    title: 'Delete this response?',
    text: `/${shortcut} will no longer be offered. What was sent with it does not change. This cannot be undone.`,
    action: 'Delete',
  }),
  saved: 'Response saved.',
  removed: 'Response deleted.',
  empty: {
    title: 'There are no canned responses yet',
    text: 'Save what you write often and put it in with / as you reply.',
  },
  languages: 'Languages',
  faults: {
    shortcut: 'Use 1 to 32 letters, digits, hyphens or underscores.',
    taken: 'Another response has this shortcut already.',
    title: 'Write a title of up to 80 letters.',
    text: 'Write the text in one of the languages at least.',
    long: 'It has more than 4000 letters.',
  },
};

export const cannedTexts: Record<Language, CannedTexts> = { es, en };
