export const KEYS_PATH = '/panel/api-keys';

export const keyPath = (id: number): string => `${KEYS_PATH}/${id}`;
