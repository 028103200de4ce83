import type { Category, Difference, DiffLine } from '../../src/features/knowledge/model.ts';
import { formatDateTime } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import type { View } from '../view.ts';
import { knowledgeTexts } from './knowledge-texts.ts';

interface DifferenceListProps {
  differences: Difference[];
  lang: Language;
  view: View;
}

/** What is different between two versions, field by field. */
export function DifferenceList({ differences, lang, view }: DifferenceListProps): JSX.Element {
  const texts = knowledgeTexts[view.language].history;
  if (differences.length === 0) {
    return (
      <p class="hint" safe>
        {texts.same}
      </p>
    );
  }
  return (
    <dl class="diff">
      {differences.map(({ field, lines }) => (
        <div>
          <dt safe>{texts.fields[field]}</dt>
          <dd lang={lang}>
            {lines.map((line) => (
              <Line line={line} field={field} view={view} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One line of it. */
export function Line({ line, field, view }: { line: DiffLine; field: Difference['field']; view: View }): JSX.Element {
  const texts = knowledgeTexts[view.language].history;
  if (line.kind === 'skipped') {
    return (
      <p class="diff-skipped" lang={view.language} safe>
        {texts.skipped(String(line.count ?? 0))}
      </p>
    );
  }
  return (
    <p class={['diff-line', `diff-${line.kind}`]}>
      {line.parts.map(({ text, kind }) => {
        const shown = shownOf(text, field, view);
        if (kind === 'added') return <ins safe>{shown}</ins>;
        if (kind === 'removed') return <del safe>{shown}</del>;
        return <span safe>{shown}</span>;
      })}
    </p>
  );
}

/** Dates and categories as a person reads them. */
function shownOf(text: string, field: Difference['field'], view: View): string {
  if (field === 'category') return knowledgeTexts[view.language].categories[text as Category] ?? text;
  if (field !== 'effectiveFrom' && field !== 'expiresAt') return text;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : formatDateTime(date, view);
}
