// A button with data-print prints the page: what is not to be on paper is left out by the style.
document.addEventListener('click', ({ target }) => {
  if (target instanceof Element && target.closest('[data-print]')) print();
});
