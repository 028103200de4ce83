/** On the page that the panel frames: takes over what somebody there is about to save. */
addEventListener('message', ({ origin, data }) => {
  if (origin !== location.origin || data?.type !== 'widget-preview') return;
  document.querySelector('joxai-chat')?.setAttribute('preview', JSON.stringify(data.config));
});
// What was typed while this page loaded is told once more.
parent.postMessage({ type: 'widget-preview-ready' }, location.origin);
