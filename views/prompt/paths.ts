export const PROMPT_PATH = '/panel/settings/prompt';

export const versionPath = (id: number): string => `${PROMPT_PATH}/${id}`;
