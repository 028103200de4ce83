import { t } from 'elysia';
import type { Vault } from '../../lib/vault.ts';

/** What an address says of the words that a list was searched for, as `sealWords` wrote it. */
export const SealedWords = t.String({ maxLength: 1_000, default: '' });

/** The words that an address holds; none where it was not us who sealed them. */
export const openWords = (searches: Vault, sealed: string): string =>
  sealed === '' ? '' : (searches.open(sealed) ?? '');

/**
 * Words as an address may hold them: they may name a person, and browsers and proxies keep addresses. Where the address
 * of the page that asks holds the same words already, they stay as they are there, so that one search has one address.
 */
export function sealWords(searches: Vault, words: string, request: Request): string {
  if (words === '') return '';
  const present = URL.parse(pageOf(request))?.searchParams.get('search') ?? '';
  return openWords(searches, present) === words ? present : searches.seal(words);
}

/** `HX-Push-Url`, where the page that asks does not have this address already. */
export function pushedTo(path: string, request: Request): Record<string, string> {
  const page = URL.parse(pageOf(request));
  return page && page.pathname + page.search === path ? {} : { 'hx-push-url': path };
}

/** A form comes from the page that shows it. */
const pageOf = (request: Request): string =>
  request.method === 'POST' ? (request.headers.get('hx-current-url') ?? '') : request.url;
