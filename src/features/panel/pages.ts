import { Elysia } from 'elysia';
import { DemoPage } from '../../../views/demo/demo-page.tsx';
import type { Context } from '../../context.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { languageOf } from '../../http/language.ts';
import { panelAccess } from '../auth/panel-access.ts';
import { HOME } from './errors.ts';

/** The addresses that people type: the front door, the panel's, and the demo bank's page. */
export const frontPages = (ctx: Context) =>
  new Elysia()
    .use(panelAccess(ctx))
    .get('/', ({ request }) => redirectTo(ctx.config.isProduction ? '/panel' : '/demo', request), { panelOpen: true })
    .get('/panel', ({ request }) => redirectTo(HOME, request), { panelOpen: true })
    .get(
      '/demo',
      ({ request }) =>
        viewResponse(DemoPage({ language: languageOf(request), bankName: ctx.settings.get('bank.name') })),
      { panelOpen: true },
    );
