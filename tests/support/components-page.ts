import type { Language } from '../../src/lib/language.ts';
import { Avatar } from '../../views/components/avatar.tsx';
import { Button, confirmFirst } from '../../views/components/button.tsx';
import { Chip, PriorityChip, SlaChip, TicketChip } from '../../views/components/chips.tsx';
import { BulkForm, DataTable } from '../../views/components/data-table.tsx';
import { CheckField, Form, SelectField, TextArea, TextField } from '../../views/components/fields.tsx';
import { FilterBar } from '../../views/components/filter-bar.tsx';
import { Menu } from '../../views/components/menu.tsx';
import { Moment } from '../../views/components/moment.tsx';
import { PageHeader, Tabs } from '../../views/components/page-header.tsx';
import { Pagination } from '../../views/components/pagination.tsx';
import { Skeleton } from '../../views/components/skeleton.tsx';
import { Toast } from '../../views/components/toast.tsx';
import type { PageFiles } from '../../views/layouts/html-page.tsx';
import { PanelPage } from '../../views/layouts/panel-page.tsx';
import type { Theme, View } from '../../views/view.ts';

const NOW = new Date();
const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);
const ROWS = [
  { reference: 'TKT-AAAA1111', subject: 'Robo de tarjeta', due: 25, priority: 'URGENT', status: 'OPEN' },
  { reference: 'TKT-BBBB2222', subject: 'Comisión no reconocida', due: -90, priority: 'LOW', status: 'IN_PROGRESS' },
];
type Row = (typeof ROWS)[number];

/** The components that pages are made of, on one page: the browser's tests look at them and use them. */
export const componentsPage = { page, form };

function page(language: Language, theme: Theme, files: PageFiles): string {
  const view: View = { language, timeZone: 'America/Mexico_City', now: NOW };
  const children = `<div class="page">${[header(language), tabs(), filters(language), list(view), form(language, null), extras(view)].join('')}</div>`;
  return String(
    PanelPage({
      title: 'Piezas',
      section: null,
      person: { fullName: 'Ana Ruiz', avatarUrl: null, role: 'ADMIN', language, theme },
      files,
      children,
    }),
  );
}

const header = (language: Language): JSX.Element =>
  PageHeader({
    title: 'Casos',
    lead: '2 abiertos',
    backPath: '/panel',
    language,
    actions: [
      Menu({ id: 'more-actions', label: 'Más', children: Button({ label: 'Exportar', kind: 'quiet' }) }),
      Button({ label: 'Nota', icon: 'note', isIconOnly: true, shortcut: 'alt+p' }),
      Button({
        label: 'Resolver',
        icon: 'check',
        kind: 'primary',
        shortcut: 'alt+e',
        attributes: {
          'hx-post': '/panel/components/resolve',
          ...confirmFirst({
            title: '¿Resolver el caso?',
            text: 'El cliente recibe un correo. No se puede deshacer.',
            action: 'Resolver',
            isDangerous: true,
          }),
        },
      }),
    ].join(''),
  });

const tabs = (): JSX.Element =>
  Tabs({
    label: 'Vistas',
    tabs: [
      { label: 'Lista', path: '?view=list', isCurrent: true, count: '2' },
      { label: 'Tablero', path: '?view=board', isCurrent: false },
    ],
  });

const filters = (language: Language): JSX.Element =>
  FilterBar({
    path: '/panel/components',
    target: 'ticket-table',
    search: { name: 'text', label: 'Buscar en los casos', value: '' },
    selects: [
      { name: 'priority', label: 'Prioridad', value: 'URGENT', options: [{ value: 'URGENT', label: 'Urgente' }] },
    ],
    kept: { sort: 'due' },
    language,
  });

function list(view: View): string {
  const { language } = view;
  const table = DataTable<Row>({
    id: 'ticket-table',
    caption: 'Casos',
    columns: [
      { label: 'Caso', cell: ({ subject }) => `<a href="/panel/x">${subject}</a>`, sortPath: '?sort=subject' },
      { label: 'Prioridad', cell: ({ priority }) => PriorityChip({ priority, language }) },
      { label: 'Estado', cell: ({ status }) => TicketChip({ status, language }) },
      {
        label: 'Plazo',
        cell: ({ due }) => SlaChip({ dueAt: minutes(due), isBreached: due < 0, isWarned: true, view }),
        sortPath: '?sort=due',
        sorted: 'descending',
      },
      { label: 'Atiende', cell: () => Avatar({ name: 'Ana Ruiz' }) },
      {
        label: 'Cambió',
        cell: ({ due }) => Moment({ date: minutes(-Math.abs(due)), view, style: 'ago' }),
        isNumber: true,
      },
    ],
    rows: ROWS,
    rowId: ({ reference }) => `row-${reference}`,
    selection: { value: ({ reference }) => reference, label: ({ subject }) => subject },
    language,
  });
  const actions = Button({ label: 'Asignarme', type: 'submit' });
  const pages = Pagination({ from: 1, to: 2, total: 1200, previousPath: null, nextPath: '?skip=2', language });
  return `${BulkForm({ action: '/panel/components/bulk', actions, children: table, language })}${pages}`;
}

/** As it is shown first (null), or as an answer to what was typed in it. */
function form(language: Language, typed: string | null): string {
  const shared = { language, isRequired: true };
  const error = typed === null ? null : 'Escribe un correo completo, como ana@ejemplo.mx.';
  const children = [
    TextField({
      ...shared,
      name: 'email',
      label: 'Correo',
      value: typed ?? '',
      error,
      hint: 'Ahí llega la respuesta.',
      type: 'email',
      attributes: { 'data-shortcut': 'alt+l' },
    }),
    SelectField({
      ...shared,
      name: 'category',
      label: 'Categoría',
      value: 'b',
      options: [{ value: 'b', label: 'Tarjetas' }],
    }),
    TextArea({ language, name: 'notes', label: 'Notas', value: '' }),
    CheckField({ name: 'urgent', label: 'Es urgente', isChecked: true, hint: 'Avisa a todo el equipo.' }),
    Button({ label: 'Guardar', kind: 'primary', type: 'submit' }),
  ].join('');
  return String(
    Form({ id: 'contact', action: '/panel/components/save', children, error: error && 'Revisa los campos.' }),
  );
}

const extras = (view: View): string =>
  [
    Chip({ label: 'VIP', tone: 'blue' }),
    Skeleton({ rows: 2, language: view.language }),
    Toast({ title: 'Guardado', kind: 'done', language: view.language }),
  ].join('');
