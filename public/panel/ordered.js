/**
 * The swap `ordered`: each new element takes the place of the one with its id, or comes in as new, where its
 * `data-order` belongs. A list with `data-direction="desc"` has the greatest first. What comes twice, or late, changes
 * nothing that it should not. `ordered-within` leaves out what would be new at the end of a list that goes on: the
 * element that `data-rest` names is shown then.
 */
htmx.registerExtension('ordered', {
  handle_swap(style, list, fragment) {
    if (style !== 'ordered' && style !== 'ordered-within') return false;
    const isBeyond = style === 'ordered' ? () => false : (element) => isBeyondEnd(list, element);
    const placed = [...fragment.children].filter((element) => !isThere(element) && !isBeyond(element));
    for (const element of placed) place(list, element);
    return placed;
  },
});

/** What says the same stays untouched: somebody may be about to click on it. */
function isThere(element) {
  const old = document.getElementById(element.id);
  if (old?.dataset.order !== element.dataset.order) return false;
  const { version } = element.dataset;
  return version === undefined ? old.textContent === element.textContent : old.dataset.version === version;
}

function isBeyondEnd(list, element) {
  const goesOn = document.getElementById(list.dataset.rest)?.hidden === false;
  const isKnown = document.getElementById(element.id) !== null;
  return goesOn && !isKnown && list.lastElementChild !== null && placeOf(list, element) === null;
}

function place(list, element) {
  const old = document.getElementById(element.id);
  const focused = old?.contains(document.activeElement) && document.activeElement !== old;
  old?.remove();
  list.insertBefore(element, placeOf(list, element));
  if (focused) element.querySelector('a, button')?.focus({ preventScroll: true });
}

/** The element that the new one goes before, or none: it is the last. */
function placeOf(list, element) {
  const sign = list.dataset.direction === 'desc' ? -1 : 1;
  const isAfter = (other) => sign * (Number(other.dataset.order) - Number(element.dataset.order)) > 0;
  if (sign < 0) return [...list.children].find(isAfter) ?? null;
  // What is new is mostly the last: look from there.
  let before = null;
  for (let other = list.lastElementChild; other && isAfter(other); other = other.previousElementSibling) before = other;
  return before;
}
