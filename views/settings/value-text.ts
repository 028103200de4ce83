import type { SettingForm } from '../../src/features/settings/model.ts';
import { formatNumber, zoneText } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { pageTexts } from './page-texts.ts';
import { settingTexts } from './setting-texts.ts';

const MAX_CHARS = 160;

/** A value of a setting in words, on one line. */
export function valueText(form: SettingForm, value: unknown, language: Language): string {
  const { units, options } = settingTexts[language];
  const { yes, no, none, per, prices } = pageTexts[language];
  const say = (word: unknown): string => options[String(word)] ?? String(word);
  switch (form.kind) {
    case 'number': {
      const number = formatNumber(value as number, { language });
      return form.unit ? `${number} ${units[form.unit]}` : number;
    }
    case 'switch':
      return value ? yes : no;
    case 'choice':
      return say(value);
    case 'order':
      return (value as string[]).map(say).join(form.isSet ? ', ' : ' → ') || none;
    case 'rate': {
      const [points = '', time = ''] = (value as string).split('/');
      return `${formatNumber(Number(points), { language })} ${per[time as 'second' | 'minute' | 'hour'] ?? time}`;
    }
    case 'prices':
      return prices.models(formatNumber(Object.keys(value as object).length, { language }));
    case 'texts':
      return (
        cut(
          Object.values(value as Record<string, string>)
            .filter(Boolean)
            .join(' / '),
        ) || none
      );
    case 'lists':
      return (
        cut(
          Object.values(value as Record<string, string[]>)
            .map((list) => list.join(', '))
            .filter(Boolean)
            .join(' / '),
        ) || none
      );
    case 'text':
      return cut(form.pattern === 'time_zone' ? zoneText(String(value)) : String(value)) || none;
    default:
      return cut(String(value)) || none;
  }
}

const cut = (text: string): string => (text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text);
