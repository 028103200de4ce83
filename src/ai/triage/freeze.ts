const FREEZE = /^(?:congel|bloque|paus|apag|freez|block|lock|turn$|switch$)/;
/** What a request to freeze a card is made of besides the verb: the card, courtesy, and which one. */
const REST = new Set(
  `a al an app ayuda ayudame ayudas by can card cards como could credit credito de debit debito desde do ella ending
  favor for from gracias hago haz help hi hola how i id in la lo like me mi mis my necesito of off on please por porfa
  puede pueden puedes puedo quiero rato tarjeta tarjetas termina terminada thanks the un una while with would you yes
  oro gold clasica classic platino platinum nomina number numero ultimos`
    .split(/\s+/)
    .filter(Boolean),
);

/**
 * Whether the message asks for a card to be frozen and tells nothing else: a deed that the assistant does for a verified
 * customer, and no emergency. Why it is to be frozen would stand in other words.
 *
 * @param now the text laid out by `sentences`
 */
export function asksOnlyToFreeze(now: string): boolean {
  const said = now.split(' ').filter((word) => word !== '' && word !== '|');
  return said.some((word) => FREEZE.test(word)) && said.every((word) => isPlain(word));
}

const isPlain = (word: string): boolean => FREEZE.test(word) || REST.has(word) || /^\d{1,4}$/.test(word);
