import { Elysia, t } from 'elysia';
import { FramePage } from '../../../views/widget/frame-page.tsx';
import { type ImageFault, ImageForm, type ImageState } from '../../../views/widget/image-form.tsx';
import { WIDGET_PATH } from '../../../views/widget/paths.ts';
import { type PreviewState, PreviewValues, WidgetPage } from '../../../views/widget/widget-page.tsx';
import type { Context } from '../../context.ts';
import type { Settings } from '../../db/settings.ts';
import { assetUrl } from '../../http/assets.ts';
import { PAGE_CSP } from '../../http/headers.ts';
import { redirectTo, viewResponse } from '../../http/htmx.ts';
import { languageOf } from '../../http/language.ts';
import { limit } from '../../http/limits.ts';
import { oneOf } from '../../http/one-of.ts';
import { contrastOf } from '../../lib/contrast.ts';
import { AppError } from '../../lib/errors.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import { panelAccess } from '../auth/panel-access.ts';
import type { Caller } from '../auth/queries.ts';
import { frameOf, viewOf } from '../panel/frame.ts';
import { readValue } from '../settings/form.ts';
import type { SettingEntry } from '../settings/model.ts';
import { cardOf } from '../settings/pages.ts';
import { imagePath, widgetConfig } from './config.ts';
import { BRAND_IMAGES, type BrandImageName } from './model.ts';
import { removeImage, takeImage } from './service.ts';

const WHITE = '#ffffff';
/** The page with the preview may frame our own pages; the framed one may be framed by them. */
const FRAMING = { 'content-security-policy': `${PAGE_CSP}; frame-src 'self'` };
const FRAMED = { 'content-security-policy': PAGE_CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'") };

const read = { panel: PERMISSIONS['setting.read'] };
const written = { panel: PERMISSIONS['setting.manage'], params: t.Object({ name: oneOf(BRAND_IMAGES) }) };

/** How the widget looks, with the widget itself as it would be. */
export const widgetPages = (ctx: Context) =>
  new Elysia({ prefix: WIDGET_PATH })
    .use(panelAccess(ctx))
    .get('/', ({ caller, request, query: { done } }) => showWidget(ctx, caller, request, done === 'picture'), {
      ...read,
      query: t.Object({ done: t.Optional(oneOf(['picture'])) }),
    })
    .get(
      '/frame',
      ({ request }) => {
        const config = widgetConfig(ctx.settings);
        const page = FramePage({ language: languageOf(request), config, style: assetUrl('panel.css') });
        return viewResponse(page, { headers: FRAMED });
      },
      { ...read, query: t.Object({ lang: t.Optional(t.String({ maxLength: 8 })) }) },
    )
    .post(
      '/preview',
      async ({ caller, request, body }) => {
        const entries = await cardOf(ctx, 'widget', body);
        return viewResponse(PreviewValues({ preview: previewOf(ctx, entries), view: viewOf(ctx, caller, request) }));
      },
      { ...read, body: t.Record(t.String({ maxLength: 120 }), t.String({ maxLength: 20_000 })) },
    )
    .post(
      '/images/:name',
      async ({ caller, request, params: { name }, body, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        return takePicture(ctx, caller, request, name, body.image);
      },
      { ...written, body: t.Object({ image: t.Optional(t.Any()) }) },
    )
    .post(
      '/images/:name/remove',
      async ({ caller, request, params: { name }, set }) => {
        await limit(ctx, set, { name: 'settings_write', subject: caller.id });
        await removeImage(ctx, caller, name);
        return redirectTo(`${WIDGET_PATH}?done=picture`, request);
      },
      { ...written },
    );

async function showWidget(ctx: Context, caller: Caller, request: Request, isSaved: boolean): Promise<Response> {
  const settings = await cardOf(ctx, 'widget');
  const widget = {
    settings,
    images: BRAND_IMAGES.map((name) => imageOf(ctx, name)),
    preview: previewOf(ctx, settings),
    publicUrl: ctx.config.publicUrl,
    origins: ctx.config.corsOrigins,
    mayChange: may(caller.role, 'setting.manage'),
    isSaved,
  };
  return viewResponse(WidgetPage({ widget, ...frameOf(ctx, caller, request) }), { headers: FRAMING });
}

const imageOf = (ctx: Context, name: BrandImageName): ImageState => ({ name, path: imagePath(ctx.settings, name) });

/** What is typed, as far as it is right; what is wrong is shown as it is in use. */
function previewOf(ctx: Context, entries: SettingEntry[]): PreviewState {
  const right = entries.filter(({ fault }) => fault === null);
  const unsaved: Partial<Settings> = Object.fromEntries(
    right.map(({ key, form, typed }) => [key, readValue(key, form, typed)]),
  );
  const config = widgetConfig(ctx.settings, unsaved);
  const { primary_color: light, primary_color_dark: dark } = config.theme;
  return { config, contrast: { light: contrastOf(light, WHITE), dark: contrastOf(dark ?? light, WHITE) } };
}

async function takePicture(
  ctx: Context,
  caller: Caller,
  request: Request,
  name: BrandImageName,
  image: unknown,
): Promise<Response> {
  const again = (fault: ImageFault) =>
    viewResponse(ImageForm({ image: imageOf(ctx, name), fault, language: caller.language }), { status: 422 });
  // A form without a chosen file sends an empty one.
  if (!(image instanceof File) || image.size === 0) return again('none');
  try {
    await takeImage(ctx, caller, name, image);
    return redirectTo(`${WIDGET_PATH}?done=picture`, request);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'too_large') return again('size');
    if (error.code === 'unsupported_type') return again('kind');
    throw error;
  }
}
