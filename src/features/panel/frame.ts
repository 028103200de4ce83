import { avatarUrlOf } from '../../../views/components/avatar.tsx';
import type { PageFiles } from '../../../views/layouts/html-page.tsx';
import type { Person } from '../../../views/layouts/panel-page.tsx';
import type { View } from '../../../views/view.ts';
import type { Context } from '../../context.ts';
import { assetUrl } from '../../http/assets.ts';
import { timeZoneOfRequest } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';

/** What every page of the panel loads. */
export const panelFiles = (): PageFiles => ({ styles: [assetUrl('panel.css')], scripts: [assetUrl('panel.js')] });

/** What a page loads on which nothing is live: the login, an error. */
export const loneFiles = (): PageFiles => ({ styles: [assetUrl('panel.css')], scripts: [assetUrl('zone.js')] });

/** For whom a page or a push is made. */
export const viewOf = (ctx: Context, caller: Pick<Caller, 'language'>, request: Request): View => ({
  language: caller.language,
  timeZone: timeZoneOfRequest(request),
  now: ctx.clock.now(),
});

export const personOf = (caller: Caller): Person => {
  const { fullName, role, language, theme } = caller;
  return { fullName, role, language, theme, avatarUrl: avatarUrlOf(caller) };
};

/** What every page of the panel takes besides its own. */
export const frameOf = (ctx: Context, caller: Caller, request: Request) => ({
  person: personOf(caller),
  files: panelFiles(),
  view: viewOf(ctx, caller, request),
});
