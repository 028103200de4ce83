import { formatNumber } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { Icon } from './icons.tsx';

/** Where a list stands, and the ways on from there. */
export interface Pages {
  /** Of the first and the last row that are shown, from 1; and of all. */
  from: number;
  to: number;
  total: number;
  /** There are more than `total`: nobody counted them. */
  isMore?: boolean;
  /** Null where there is none. */
  previousPath: string | null;
  nextPath: string | null;
}

/** The way through a list: links, so that each page has an address. */
export function Pagination(props: Pages & { language: Language }): JSX.Element {
  const { from, to, total, isMore = false, previousPath, nextPath, language } = props;
  const { pages } = shellTexts[language];
  const say = (count: number): string => formatNumber(count, { language });
  if (total === 0) return '';
  return (
    <nav class="pages" aria-label={pages.title}>
      <p safe>{pages.range(say(from), say(to), isMore ? `${say(total)}+` : say(total))}</p>
      <Step path={previousPath} label={pages.previous} icon="back" rel="prev" />
      <Step path={nextPath} label={pages.next} icon="next" rel="next" />
    </nav>
  );
}

interface StepProps {
  path: string | null;
  label: string;
  icon: 'back' | 'next';
  rel: string;
}

/** What leads nowhere keeps its place, so that the other does not move under the pointer. */
function Step({ path, label, icon, rel }: StepProps): JSX.Element {
  if (path === null) {
    return (
      <span class="button button-quiet button-icon is-off" aria-hidden="true">
        <Icon name={icon} />
      </span>
    );
  }
  return (
    <a class="button button-quiet button-icon" href={path} rel={rel} aria-label={label} title={label}>
      <Icon name={icon} />
    </a>
  );
}
