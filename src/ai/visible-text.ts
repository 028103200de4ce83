const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
/** Characters without a width or that turn the direction around, tags that no font shows. */
const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** What a reader of an article sees: instructions to a model are best hidden in the rest. */
export const visibleText = (text: string): string => text.replace(COMMENT, '').replace(UNSEEN, '');
