/** What a column of a file can be, and by which headings it is known. */
export const IMPORT_FIELDS = {
  full_name: ['full_name', 'name', 'nombre', 'nombre completo', 'full name', 'cliente', 'customer', 'razon social'],
  first_name: ['first_name', 'first name', 'nombres', 'nombre de pila', 'given name'],
  last_name: ['last_name', 'last name', 'apellidos', 'apellido', 'surname', 'family name'],
  email: ['email', 'e-mail', 'correo', 'correo electronico', 'mail'],
  phone: ['phone', 'phone_number', 'telefono', 'tel', 'celular', 'movil', 'mobile'],
  birth_date: ['birth_date', 'birth date', 'fecha de nacimiento', 'nacimiento', 'date of birth', 'birthday'],
  customer_type: ['customer_type', 'type', 'tipo', 'tipo de cliente'],
  language: ['language', 'idioma', 'lengua'],
  external_id: [
    'external_id',
    'numero de cliente',
    'cliente id',
    'customer id',
    'id banco',
    'bank id',
    'numero en el banco',
  ],
  tags: ['tags', 'etiquetas', 'etiqueta', 'tag'],
  account_number: ['account_number', 'account', 'cuenta', 'numero de cuenta', 'clabe', 'iban', 'account number'],
} as const satisfies Record<string, readonly string[]>;
export type ImportField = keyof typeof IMPORT_FIELDS;
export const isImportField = (text: string): text is ImportField => Object.hasOwn(IMPORT_FIELDS, text);

/** What becomes of customers who are there already. */
export const ON_DUPLICATE = ['REFUSE', 'SKIP', 'UPDATE'] as const;
export type OnDuplicate = (typeof ON_DUPLICATE)[number];

/** Why a file is none of customers. */
export type FileFault = 'missing' | 'large' | 'empty' | 'unreadable' | 'columns';

/** A file on its way in. */
export interface ImportRow {
  id: string;
  status: 'PENDING' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED';
  fileName: string | null;
  content: string | null;
  mapping: string[] | null;
  onDuplicate: OnDuplicate;
  total: number;
  processed: number;
  added: number;
  updated: number;
  skipped: number;
  failure: string | null;
  /** It has said nothing for so long that whoever ran it is gone. */
  isSilent: boolean;
}

export type ImportSetup = Pick<ImportRow, 'onDuplicate'> & { mapping: string[] };

/** What is wrong with a line, in a word that the panel has a sentence for. */
export interface LineFault {
  line: number;
  /** By the name of the interface; null for the line as a whole. */
  field: string | null;
  fault: string;
}

/** What an import would do. */
export interface ImportCheck {
  added: number;
  updated: number;
  skipped: number;
  faultyLines: number;
  /** The first of them. */
  faults: LineFault[];
}
