import type { Language } from '../../src/lib/language.ts';

export type OwnFault = 'key' | 'taken' | 'many' | 'value' | 'secret_public';
export type OwnDone = 'saved' | 'removed';

interface OwnTexts {
  list: string;
  add: string;
  addTitle: string;
  columns: { key: string; value: string; about: string; changed: string };
  secret: string;
  public: string;
  none: { title: string; text: string };
  fields: {
    key: string;
    keyHint: string;
    value: string;
    valueHint: string;
    secretValueHint: string;
    category: string;
    description: string;
    isPublic: string;
    isPublicHint: string;
    isSecret: string;
    isSecretHint: string;
    save: string;
  };
  faults: Record<OwnFault, string>;
  remove: string;
  removeQuestion: { title: string; text: string; action: string };
  done: Record<OwnDone, string>;
}

const es: OwnTexts = {
  list: 'Valores propios',
  add: 'Agregar valor',
  addTitle: 'Valor nuevo',
  columns: { key: 'Clave', value: 'Valor', about: 'Para qué', changed: 'Último cambio' },
  secret: 'Secreto',
  public: 'Público',
  none: {
    title: 'Todavía no hay valores',
    text: 'Guarda aquí lo que otros sistemas del banco leen por la interfaz; el programa no lo usa.',
  },
  fields: {
    key: 'Clave',
    keyHint: 'Letras, números, puntos y guiones, por ejemplo campaign.banner. No se puede cambiar después.',
    value: 'Valor',
    valueHint: 'Un texto, o JSON: números, sí y no (true, false), listas y objetos.',
    secretValueHint: 'Está sellado y no se muestra. Escribe el nuevo.',
    category: 'Categoría',
    description: 'Para qué es',
    isPublic: 'Público',
    isPublicHint: 'Cualquiera puede leerlo sin entrar, en /api/v1/settings/public.',
    isSecret: 'Secreto',
    isSecretHint: 'Se guarda sellado y nunca se muestra ni se contesta. No se puede cambiar después.',
    save: 'Guardar',
  },
  faults: {
    key: 'Usa letras, números, puntos y guiones, y ninguna clave del programa.',
    taken: 'Ya hay un valor con esta clave.',
    many: 'Ya hay demasiados valores: quita alguno antes.',
    value: 'Escribe un valor, de 16,000 letras a lo más.',
    secret_public: 'Un secreto no puede ser público.',
  },
  remove: 'Borrar',
  removeQuestion: {
    title: '¿Borrar este valor?',
    text: 'Los sistemas que lo leen dejan de encontrarlo al momento. El historial se conserva.',
    action: 'Borrar',
  },
  done: { saved: 'Valor guardado.', removed: 'Valor borrado.' },
};

const en: OwnTexts = {
  list: 'Own values',
  add: 'Add value',
  addTitle: 'New value',
  columns: { key: 'Key', value: 'Value', about: 'What for', changed: 'Last change' },
  secret: 'Secret',
  public: 'Public',
  none: {
    title: 'There are no values yet',
    text: 'Keep here what other systems of the bank read by the interface; the program does not use it.',
  },
  fields: {
    key: 'Key',
    keyHint: 'Letters, digits, dots and hyphens, such as campaign.banner. It cannot be changed later.',
    value: 'Value',
    valueHint: 'A text, or JSON: numbers, true and false, lists and objects.',
    secretValueHint: 'It is sealed and not shown. Type the new one.',
    category: 'Category',
    description: 'What it is for',
    isPublic: 'Public',
    isPublicHint: 'Anybody may read it without a login, at /api/v1/settings/public.',
    isSecret: 'Secret',
    isSecretHint: 'It is kept sealed, and never shown or answered. It cannot be changed later.',
    save: 'Save',
  },
  faults: {
    key: 'Use letters, digits, dots and hyphens, and no key of the program.',
    taken: 'There is a value with this key already.',
    many: 'There are too many values already: remove one first.',
    value: 'Type a value of 16,000 characters at most.',
    secret_public: 'A secret cannot be public.',
  },
  remove: 'Delete',
  removeQuestion: {
    title: 'Delete this value?',
    text: 'Systems that read it find it no more at once. Its history is kept.',
    action: 'Delete',
  },
  done: { saved: 'Value saved.', removed: 'Value deleted.' },
};

export const ownTexts: Record<Language, OwnTexts> = { es, en };
