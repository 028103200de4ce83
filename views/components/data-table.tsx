// biome-ignore-all lint/a11y/noRedundantRoles: as cards the table is laid out otherwise, and some browsers then lose its roles
import type { Language } from '../../src/lib/language.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { Icon } from './icons.tsx';

interface Column<Row> {
  label: string;
  /** Made markup; escape what comes from people. */
  cell: (row: Row) => JSX.Element;
  /** Where a click on the heading leads; without it the column does not sort. */
  sortPath?: string;
  /** How the rows are sorted by this column now. */
  sorted?: 'ascending' | 'descending';
  isNumber?: boolean;
}

interface DataTableProps<Row> {
  /** Of the table, for those who hear it. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  /** Unique on the page: the row's element has it. */
  rowId: (row: Row) => string;
  /** For bulk actions: the value that the row's box sends under `selected`. The table must stand in a BulkForm. */
  selection?: { value: (row: Row) => string; label: (row: Row) => string };
  /** The element's own, where filters and live pieces replace the whole table. */
  id?: string;
  language: Language;
}

/**
 * Rows of facts; on a narrow screen each row is a card. The first column names the row.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowId,
  selection,
  id,
  language,
}: DataTableProps<Row>): JSX.Element {
  return (
    <div class="table-frame" {...(id && { id })}>
      <table class="table" role="table">
        <caption class="hidden" safe>
          {caption}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            {selection ? <SelectAll language={language} /> : ''}
            {columns.map((column) => (
              <Heading
                label={column.label}
                isNumber={column.isNumber ?? false}
                language={language}
                {...(column.sortPath !== undefined && { sortPath: column.sortPath })}
                {...(column.sorted && { sorted: column.sorted })}
              />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr role="row" id={rowId(row)}>
              {selection ? <SelectRow value={selection.value(row)} label={selection.label(row)} /> : ''}
              {columns.map((column, at) =>
                at === 0 ? (
                  <th role="rowheader" scope="row" data-label={column.label}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td role="cell" data-label={column.label} class={[column.isNumber && 'number']}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadingProps {
  label: string;
  sortPath?: string;
  sorted?: 'ascending' | 'descending';
  isNumber: boolean;
  language: Language;
}

function Heading({ label, sortPath, sorted, isNumber, language }: HeadingProps): JSX.Element {
  return (
    <th role="columnheader" scope="col" aria-sort={sorted} class={[isNumber && 'number']}>
      {sortPath === undefined ? (
        <span safe>{label}</span>
      ) : (
        <a href={sortPath} title={shellTexts[language].table.sortBy(label)}>
          <span safe>{label}</span>
          <Icon name={sorted ? 'ascending' : 'sort'} />
        </a>
      )}
    </th>
  );
}

function SelectAll({ language }: { language: Language }): JSX.Element {
  const label = shellTexts[language].table.selectAll;
  return (
    <th role="columnheader" scope="col" class="select">
      <label class="box" title={label}>
        <input type="checkbox" data-select-all aria-label={label} />
      </label>
    </th>
  );
}

function SelectRow({ value, label }: { value: string; label: string }): JSX.Element {
  return (
    <td role="cell" class="select">
      <label class="box">
        <input type="checkbox" name="selected" value={value} aria-label={label} />
      </label>
    </td>
  );
}

interface BulkFormProps {
  /** Where the selection goes, for buttons that name no other place by `formaction` or `hx-post`. */
  action: string;
  /** Buttons that do something with what is selected. */
  actions: JSX.Element;
  /** The DataTable. */
  children: JSX.Element;
  language: Language;
}

/** A form around a table whose rows can be selected: the bar with the actions shows once something is. */
export function BulkForm({ action, actions, children, language }: BulkFormProps): JSX.Element {
  const { table } = shellTexts[language];
  return (
    <form class="bulk" method="post" action={action} data-bulk>
      {children}
      <div class="bulk-bar" hidden data-bulk-bar>
        <p role="status" data-bulk-count data-one={table.selected('1')} data-many={table.selected('{n}')} />
        <div class="bulk-actions">
          {actions}
          <button type="button" class="button button-quiet" data-bulk-clear safe>
            {table.clear}
          </button>
        </div>
      </div>
    </form>
  );
}
