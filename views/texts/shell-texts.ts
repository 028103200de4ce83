import type { SectionKey } from '../../src/features/panel/model.ts';
import type { Language } from '../../src/lib/language.ts';

/** Every word of the panel's frame and of the pieces that its pages are made of. */
interface ShellTexts {
  sections: Record<SectionKey, string>;
  more: string;
  close: string;
  cancel: string;
  back: string;
  now: string;
  search: {
    open: string;
    title: string;
    placeholder: string;
    results: string;
    groups: Record<'sections' | 'conversations' | 'tickets' | 'customers' | 'articles' | 'settings', string>;
    hint: string;
    none: { title: string; text: string };
    keys: { move: string; open: string };
  };
  shortcuts: {
    open: string;
    title: string;
    everywhere: string;
    here: string;
    list: { close: string; rows: string };
    singleKey: string;
    singleKeyHint: string;
  };
  bell: {
    open: string;
    unread: (count: number) => string;
    title: string;
    readAll: string;
    none: { title: string; text: string };
  };
  toasts: { region: string; dismiss: string; show: string };
  failed: string;
  confirm: string;
  table: {
    sortBy: (column: string) => string;
    select: string;
    selectAll: string;
    selected: (count: string) => string;
    clear: string;
  };
  filters: { title: string; clear: string; apply: string; any: string };
  pages: { title: string; previous: string; next: string; range: (from: string, to: string, total: string) => string };
  form: { required: string; optional: string; problem: string; sending: string };
  sla: { due: (span: string) => string; late: (span: string) => string };
  loading: string;
}

const es: ShellTexts = {
  sections: {
    inbox: 'Bandeja',
    tickets: 'Casos',
    customers: 'Clientes',
    knowledge: 'Conocimiento',
    reports: 'Informes',
    notifications: 'Avisos',
    administration: 'Ajustes',
    system: 'Sistema',
  },
  more: 'Más',
  close: 'Cerrar',
  cancel: 'Cancelar',
  back: 'Volver',
  now: 'ahora',
  search: {
    open: 'Buscar',
    title: 'Búsqueda rápida',
    placeholder: 'Busca conversaciones, casos, clientes, artículos, ajustes…',
    results: 'Resultados',
    groups: {
      sections: 'Ir a',
      conversations: 'Conversaciones',
      tickets: 'Casos',
      customers: 'Clientes',
      articles: 'Artículos',
      settings: 'Ajustes',
    },
    hint: 'Escribe al menos dos letras: un nombre, un folio, palabras de un mensaje, de un artículo o de un ajuste.',
    none: { title: 'Nada coincide', text: 'Revisa cómo está escrito o prueba con menos palabras.' },
    keys: { move: 'moverse', open: 'abrir' },
  },
  shortcuts: {
    open: 'Atajos de teclado',
    title: 'Atajos de teclado',
    everywhere: 'En todo el panel',
    here: 'En esta página',
    list: { close: 'Cerrar lo que está abierto', rows: 'Moverse por la lista' },
    singleKey: 'Abrir esta ayuda con la tecla ?',
    singleKeyHint: 'Desactívalo si dictas por voz o la tecla te estorba.',
  },
  bell: {
    open: 'Avisos',
    unread: (count) => (count === 1 ? '1 aviso sin leer' : `${count} avisos sin leer`),
    title: 'Avisos recientes',
    readAll: 'Marcar como leídos',
    none: { title: 'Sin avisos', text: 'Aquí verás lo que se te asigne, las menciones y lo que urge.' },
  },
  toasts: { region: 'Avisos emergentes', dismiss: 'Descartar', show: 'Ver' },
  failed: 'No se pudo completar. Lo que escribiste sigue aquí; revisa tu conexión e intenta de nuevo.',
  confirm: 'Confirmar',
  table: {
    sortBy: (column) => `Ordenar por ${column}`,
    select: 'Seleccionar',
    selectAll: 'Seleccionar todo',
    selected: (count) => (count === '1' ? '1 seleccionado' : `${count} seleccionados`),
    clear: 'Quitar selección',
  },
  filters: { title: 'Filtros', clear: 'Quitar filtros', apply: 'Aplicar', any: 'Todos' },
  pages: {
    title: 'Páginas',
    previous: 'Anterior',
    next: 'Siguiente',
    range: (from, to, total) => `${from}–${to} de ${total}`,
  },
  form: {
    required: 'obligatorio',
    optional: 'opcional',
    problem: 'Revisa los campos marcados.',
    sending: 'Enviando…',
  },
  sla: { due: (span) => `Vence en ${span}`, late: (span) => `Venció hace ${span}` },
  loading: 'Cargando…',
};

const en: ShellTexts = {
  sections: {
    inbox: 'Inbox',
    tickets: 'Tickets',
    customers: 'Customers',
    knowledge: 'Knowledge',
    reports: 'Reports',
    notifications: 'Alerts',
    administration: 'Settings',
    system: 'System',
  },
  more: 'More',
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  now: 'now',
  search: {
    open: 'Search',
    title: 'Quick search',
    placeholder: 'Search conversations, tickets, customers, articles, settings…',
    results: 'Results',
    groups: {
      sections: 'Go to',
      conversations: 'Conversations',
      tickets: 'Tickets',
      customers: 'Customers',
      articles: 'Articles',
      settings: 'Settings',
    },
    hint: 'Type two letters or more: a name, a reference, words of a message, an article or a setting.',
    none: { title: 'Nothing matches', text: 'Check the spelling or try fewer words.' },
    keys: { move: 'move', open: 'open' },
  },
  shortcuts: {
    open: 'Keyboard shortcuts',
    title: 'Keyboard shortcuts',
    everywhere: 'Everywhere',
    here: 'On this page',
    list: { close: 'Close what is open', rows: 'Move through the list' },
    singleKey: 'Open this help with the ? key',
    singleKeyHint: 'Turn it off if you dictate or the key gets in your way.',
  },
  bell: {
    open: 'Alerts',
    unread: (count) => (count === 1 ? '1 unread alert' : `${count} unread alerts`),
    title: 'Recent alerts',
    readAll: 'Mark as read',
    none: { title: 'No alerts', text: 'What is assigned to you, mentions and what is urgent will show here.' },
  },
  toasts: { region: 'Pop-up messages', dismiss: 'Dismiss', show: 'Show' },
  failed: 'That could not be done. What you typed is still here; check your connection and try again.',
  confirm: 'Confirm',
  table: {
    sortBy: (column) => `Sort by ${column}`,
    select: 'Select',
    selectAll: 'Select all',
    selected: (count) => `${count} selected`,
    clear: 'Clear selection',
  },
  filters: { title: 'Filters', clear: 'Clear filters', apply: 'Apply', any: 'All' },
  pages: {
    title: 'Pages',
    previous: 'Previous',
    next: 'Next',
    range: (from, to, total) => `${from}–${to} of ${total}`,
  },
  form: { required: 'required', optional: 'optional', problem: 'Check the marked fields.', sending: 'Sending…' },
  sla: { due: (span) => `Due in ${span}`, late: (span) => `${span} overdue` },
  loading: 'Loading…',
};

export const shellTexts: Record<Language, ShellTexts> = { es, en };
