import { MAX_NOTE_CHARS, MAX_TEXT_CHARS, type PromptFault } from '../../src/features/prompt/model.ts';
import type { Language } from '../../src/lib/language.ts';

export type PromptDone = 'saved' | 'used' | 'withdrawn';

interface Confirmation {
  title: string;
  text: string;
  action: string;
}

/** Every word of the pages about the assistant's instructions. */
interface PromptTexts {
  editor: {
    title: string;
    text: string;
    texts: Record<Language, string>;
    hint: string;
    note: string;
    noteHint: string;
  };
  saveDraft: string;
  saveAndUse: string;
  confirmUse: Confirmation;
  preview: { title: string; text: string; show: string; of: Record<Language, string> };
  attempt: {
    title: string;
    text: string;
    question: string;
    language: string;
    ask: string;
    noQuestion: string;
    noAnswer: string;
  };
  languages: Record<Language, string>;
  versions: {
    title: string;
    text: string;
    none: { title: string; text: string };
    columns: Record<'version' | 'note' | 'author' | 'used', string>;
    name: (id: string) => string;
    active: string;
    noNote: string;
    usedBy: (name: string) => string;
    neverUsed: string;
    withdraw: string;
    confirmWithdraw: Confirmation;
  };
  version: {
    title: (id: string) => string;
    changes: (active: string | null) => string;
    same: string;
    use: string;
    goBack: string;
    confirm: (id: string) => Confirmation;
    edit: string;
    isActive: string;
    by: (name: string) => string;
  };
  done: Record<PromptDone, string>;
  faults: Record<PromptFault, string>;
}

const es: PromptTexts = {
  editor: {
    title: 'Instrucciones del banco',
    text: 'Tono, palabras y énfasis propios. Se añaden a las reglas fijas del programa, que nadie puede quitar: responder solo con fuentes, no revelar datos, no mover dinero. Valen para los modelos; el motor propio no las lee.',
    texts: { es: 'Para las respuestas en español', en: 'Para las respuestas en inglés' },
    hint: 'Por ejemplo: «Trata al cliente de usted. Llama a la banca en línea Banca Digital.»',
    note: 'Qué cambia y por qué',
    noteHint: 'Lo verá quien lea el historial.',
  },
  saveDraft: 'Guardar sin usar',
  saveAndUse: 'Guardar y poner en uso',
  confirmUse: {
    title: '¿Poner en uso estas instrucciones?',
    text: 'Valen desde la siguiente respuesta, en todos los procesos. Puedes volver a la versión anterior cuando quieras.',
    action: 'Poner en uso',
  },
  preview: {
    title: 'Todo lo que lee el modelo',
    text: 'Las reglas fijas y, al final, las instrucciones de arriba, también sin guardar.',
    show: 'Ver el texto completo',
    of: { es: 'En español', en: 'En inglés' },
  },
  attempt: {
    title: 'Probar antes de usar',
    text: 'Pregunta como un cliente desconocido. Responde quien respondería ahora, con las instrucciones de arriba aunque no estén guardadas. No se guarda nada.',
    question: 'Pregunta',
    language: 'Idioma de la respuesta',
    ask: 'Probar',
    noQuestion: 'Escribe una pregunta de 4,000 caracteres como máximo.',
    noAnswer: 'El asistente no responde en este momento. Vuelve a intentarlo.',
  },
  languages: { es: 'Español', en: 'Inglés' },
  versions: {
    title: 'Versiones',
    text: 'Ninguna se cambia ni se borra. Cada respuesta recuerda con cuál se hizo.',
    none: { title: 'Sin instrucciones propias', text: 'El asistente sigue las reglas fijas del programa.' },
    columns: { version: 'Versión', note: 'Qué cambia', author: 'Quién', used: 'En uso' },
    name: (id) => `Versión ${id}`,
    active: 'En uso',
    noNote: 'Sin nota',
    usedBy: (name) => `La puso ${name}`,
    neverUsed: 'Nunca',
    withdraw: 'Dejar de usarlas',
    confirmWithdraw: {
      title: '¿Dejar de usar instrucciones propias?',
      text: 'El asistente seguirá solo las reglas fijas desde la siguiente respuesta. Las versiones se quedan.',
      action: 'Dejar de usarlas',
    },
  },
  version: {
    title: (id) => `Versión ${id}`,
    changes: (active) => (active ? `Lo que cambia respecto a la versión ${active}, que está en uso` : 'Lo que añade'),
    same: 'Nada: es la misma.',
    use: 'Poner en uso',
    goBack: 'Volver a esta versión',
    confirm: (id) => ({
      title: `¿Poner en uso la versión ${id}?`,
      text: 'Vale desde la siguiente respuesta, en todos los procesos.',
      action: 'Poner en uso',
    }),
    edit: 'Partir de esta',
    isActive: 'Está en uso.',
    by: (name) => `La escribió ${name}`,
  },
  done: {
    saved: 'La versión quedó guardada, sin usar.',
    used: 'La versión está en uso en todos los procesos.',
    withdrawn: 'El asistente sigue solo las reglas fijas.',
  },
  faults: {
    empty: 'Escribe las instrucciones en al menos un idioma.',
    long_es: `Como máximo ${MAX_TEXT_CHARS} caracteres.`,
    long_en: `Como máximo ${MAX_TEXT_CHARS} caracteres.`,
    long_note: `Como máximo ${MAX_NOTE_CHARS} caracteres.`,
    same: 'Es lo mismo que ya está en uso.',
  },
};

const en: PromptTexts = {
  editor: {
    title: 'Instructions of the bank',
    text: 'Tone, words and emphasis of your own. They are added to the program’s fixed rules, which nobody can take away: answer from sources only, reveal no data, move no money. They are for models; the offline engine does not read them.',
    texts: { es: 'For replies in Spanish', en: 'For replies in English' },
    hint: 'For instance: “Keep a formal tone. Online banking is called Digital Banking.”',
    note: 'What changes, and why',
    noteHint: 'Whoever reads the history sees it.',
  },
  saveDraft: 'Save without using',
  saveAndUse: 'Save and use',
  confirmUse: {
    title: 'Put these instructions into use?',
    text: 'They hold from the next reply on, in all workers. You can go back to the version before at any time.',
    action: 'Put into use',
  },
  preview: {
    title: 'All that the model reads',
    text: 'The fixed rules and, last, the instructions above, saved or not.',
    show: 'See the whole text',
    of: { es: 'In Spanish', en: 'In English' },
  },
  attempt: {
    title: 'Try before you use it',
    text: 'Ask as a customer whom nobody knows. Who would answer now answers, under the instructions above even if they are not saved. Nothing is stored.',
    question: 'Question',
    language: 'Language of the reply',
    ask: 'Try',
    noQuestion: 'Write a question of at most 4,000 characters.',
    noAnswer: 'The assistant has no answer right now. Please try again.',
  },
  languages: { es: 'Spanish', en: 'English' },
  versions: {
    title: 'Versions',
    text: 'None is ever changed or deleted. Each reply remembers under which it was made.',
    none: { title: 'No instructions of your own', text: 'The assistant follows the program’s fixed rules.' },
    columns: { version: 'Version', note: 'What changes', author: 'Who', used: 'In use' },
    name: (id) => `Version ${id}`,
    active: 'In use',
    noNote: 'No note',
    usedBy: (name) => `Put into use by ${name}`,
    neverUsed: 'Never',
    withdraw: 'Stop using them',
    confirmWithdraw: {
      title: 'Stop using instructions of your own?',
      text: 'The assistant will follow the fixed rules alone from the next reply on. The versions stay.',
      action: 'Stop using them',
    },
  },
  version: {
    title: (id) => `Version ${id}`,
    changes: (active) => (active ? `What it changes of version ${active}, which is in use` : 'What it adds'),
    same: 'Nothing: it is the same.',
    use: 'Put into use',
    goBack: 'Go back to this version',
    confirm: (id) => ({
      title: `Put version ${id} into use?`,
      text: 'It holds from the next reply on, in all workers.',
      action: 'Put into use',
    }),
    edit: 'Start from this one',
    isActive: 'It is in use.',
    by: (name) => `Written by ${name}`,
  },
  done: {
    saved: 'The version is saved, and not in use.',
    used: 'The version is in use in all workers.',
    withdrawn: 'The assistant follows the fixed rules alone.',
  },
  faults: {
    empty: 'Write the instructions in one language at least.',
    long_es: `At most ${MAX_TEXT_CHARS} characters.`,
    long_en: `At most ${MAX_TEXT_CHARS} characters.`,
    long_note: `At most ${MAX_NOTE_CHARS} characters.`,
    same: 'That is what is in use already.',
  },
};

export const promptTexts: Record<Language, PromptTexts> = { es, en };
