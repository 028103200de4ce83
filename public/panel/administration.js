/** On a narrow screen the administration's navigation and tabs are lines to scroll: the open page is brought into them. */
for (const line of document.querySelectorAll('.administration-nav, .tabs')) {
  const current = line.querySelector('[aria-current]');
  if (current && line.scrollWidth > line.clientWidth) {
    line.scrollLeft = current.offsetLeft - (line.clientWidth - current.offsetWidth) / 2;
  }
}

/** The preview of the widget: what the server made of the fields goes into the frame. */
function tellFrame() {
  const config = document.querySelector('[data-widget-config]')?.dataset.widgetConfig;
  const frame = document.querySelector('[data-widget-frame]');
  if (!config || !frame) return;
  frame.contentWindow.postMessage({ type: 'widget-preview', config: JSON.parse(config) }, location.origin);
}
document.body.addEventListener('htmx:after:swap', tellFrame);
addEventListener('message', ({ origin, data }) => {
  if (origin === location.origin && data?.type === 'widget-preview-ready') tellFrame();
});

/** A button that copies what stands in another element. */
document.body.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('[data-copy]');
  const text = button && document.getElementById(button.dataset.copy)?.textContent.trim();
  if (!text) return;
  await navigator.clipboard.writeText(text);
  const label = button.querySelector('span');
  const before = label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => {
    label.textContent = before;
  }, 2_000);
});
