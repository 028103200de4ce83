export const SETTINGS_PATH = '/panel/settings';

export const settingHistoryPath = (key: string): string => `${SETTINGS_PATH}/history?key=${encodeURIComponent(key)}`;

export const settingResetPath = (category: string, key: string): string =>
  `${SETTINGS_PATH}/${category}/reset?key=${encodeURIComponent(key)}`;

/** The bank's own settings, which the program does not know. */
export const OWN_PATH = `${SETTINGS_PATH}/own`;

export const ownPath = (key: string): string => `${OWN_PATH}/edit?key=${encodeURIComponent(key)}`;

/** Where on its page a setting stands. */
export const settingAnchor = (key: string): string => `setting-${key.replaceAll('.', '-')}`;
