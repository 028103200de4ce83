import { isLanguage, type Language } from '../lib/language.ts';
import { readCookie } from './cookies.ts';

/** What somebody without an account chose on a page. */
export const LANGUAGE_COOKIE = 'joxai_lang';

/** The language of a page for somebody whose preference is not known: asked for, chosen before, or the browser's. */
export function languageOf(request: Request): Language {
  const chosen = new URL(request.url).searchParams.get('lang') ?? readCookie(request, LANGUAGE_COOKIE);
  return isLanguage(chosen) ? chosen : browserLanguage(request.headers.get('accept-language') ?? '');
}

/** The first of the browser's languages that we speak, in its order of preference; Spanish where it has none of ours. */
export function browserLanguage(header: string): Language {
  const wishes = header.split(',').map((wish, at) => {
    const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find(Boolean);
    return { language: tag.split('-', 1)[0], quality: Number(quality ?? 1), at };
  });
  wishes.sort((a, b) => b.quality - a.quality || a.at - b.at);
  return wishes.map(({ language }) => language).find(isLanguage) ?? 'es';
}
