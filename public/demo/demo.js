/** The page's own way into the chat: any button that says so opens it. */
for (const button of document.querySelectorAll('[data-open-chat]')) {
  button.addEventListener('click', () => document.querySelector('joxai-chat')?.open?.());
}
