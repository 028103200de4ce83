import type { Settings, SettingsStore } from '../../db/settings.ts';
import { BRAND_IMAGES, type BrandImageName } from './model.ts';

/** How the widget looks and what it offers. `unsaved`: values that take the place of those in use, to look at them. */
export function widgetConfig(settings: SettingsStore, unsaved: Partial<Settings> = {}) {
  const get = <Key extends keyof Settings>(key: Key): Settings[Key] =>
    (unsaved[key] as Settings[Key] | undefined) ?? settings.get(key);
  const bank = get('bank.name');
  const welcome = get('chat.welcome');
  const fill = (text: string) => text.replaceAll('{bank}', () => bank);
  return {
    bank_name: bank,
    theme: {
      primary_color: get('widget.colour'),
      primary_color_dark: get('widget.colour_dark') || null,
      mode: get('widget.mode'),
      position: get('widget.position'),
    },
    launcher_text: get('widget.launcher_text'),
    welcome_text: { es: fill(welcome.es), en: fill(welcome.en) },
    quick_replies: get('chat.quick_replies'),
    features: {
      attachments: get('widget.attachments'),
      feedback: get('widget.feedback'),
      escalation: get('widget.escalation'),
    },
    languages: get('chat.languages'),
    max_upload_size: settings.maxUploadBytes,
    ...Object.fromEntries(
      BRAND_IMAGES.flatMap((name) => {
        const path = imagePath(settings, name);
        return path ? [[`${name}_url`, path]] : [];
      }),
    ),
  };
}

/** Where a picture of the bank is; null where there is none. Its address changes with it. */
export function imagePath(settings: SettingsStore, name: BrandImageName): string | null {
  const hash = settings.imageHash(name);
  return hash && `/api/v1/chat/images/${name}?v=${hash}`;
}
