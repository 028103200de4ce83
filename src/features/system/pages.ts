import { Elysia } from 'elysia';
import { SystemPage } from '../../../views/system/system-page.tsx';
import type { Context } from '../../context.ts';
import { viewResponse } from '../../http/htmx.ts';
import { PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import { frameOf } from '../panel/frame.ts';
import { readSystem } from './service.ts';

/** The page about the service itself. It asks for itself again while it is open. */
export const systemPages = (ctx: Context) =>
  new Elysia({ prefix: '/panel/system' }).use(panelAccess(ctx)).get(
    '/',
    async ({ caller, request }) => {
      const system = await readSystem(ctx);
      return viewResponse(SystemPage({ system, ...frameOf(ctx, caller, request) }));
    },
    { panel: PERMISSIONS['system.read'] },
  );
