export const WIDGET_PATH = '/panel/settings/widget';
export const PREVIEW_PATH = `${WIDGET_PATH}/preview`;
export const FRAME_PATH = `${WIDGET_PATH}/frame`;

export const imageFormPath = (name: string): string => `${WIDGET_PATH}/images/${name}`;
