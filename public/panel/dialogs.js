/** Dialogs, popovers, toasts, and the question before something happens. */

/** How long a toast that may pass stays (milliseconds); no longer counted while somebody points at it or is in it. */
const TOAST_MS = 8_000;
const MAX_TOASTS = 4;
/** Between the button and what it opens, and between that and the edge of the window. */
const GAP_PX = 6;

const toasts = document.getElementById('toasts');
const confirmed = new WeakSet();

panel.open = (id) => {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  for (const other of document.querySelectorAll(':popover-open')) other.hidePopover();
  dialog.showModal();
  dialog.dispatchEvent(new Event('panel:open'));
};

document.addEventListener('click', (event) => {
  const { target } = event;
  const opener = target.closest('[data-dialog-open]');
  if (opener) panel.open(opener.dataset.dialogOpen);
  if (target.closest('[data-dialog-close]')) target.closest('dialog').close();
  // A click on the dialog itself is one beside what it holds.
  if (target.matches('dialog.dialog') && isOutside(target, event)) target.close();
  if (target.closest('[data-dismiss]')) dismiss(target.closest('[data-toast]'));
});

function isOutside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

document.addEventListener(
  'toggle',
  (event) => {
    const popover = event.target;
    if (!popover.matches?.('[popover]') || event.newState !== 'open') return;
    if (!CSS.supports('position-area', 'block-end')) place(popover);
    if (popover.hasAttribute('hx-get')) htmx.trigger(popover, 'opened');
  },
  true,
);

/** Below the button that opens it, or above where there is no room. */
function place(popover) {
  const anchor = document.querySelector(`[popovertarget="${popover.id}"]`)?.getBoundingClientRect();
  if (!anchor) return;
  const { offsetWidth: width, offsetHeight: height } = popover;
  const isBelow = anchor.bottom + GAP_PX + height <= innerHeight;
  const left = Math.min(Math.max(GAP_PX, anchor.right - width), innerWidth - width - GAP_PX);
  const top = isBelow ? anchor.bottom + GAP_PX : Math.max(GAP_PX, anchor.top - height - GAP_PX);
  Object.assign(popover.style, { position: 'fixed', inset: 'auto', left: `${left}px`, top: `${top}px` });
}

// Forms and their buttons are asked about when they are sent, whatever sends them; everything else when it is clicked.
// Before htmx hears of it.
document.addEventListener(
  'submit',
  (event) => {
    const { target: form, submitter } = event;
    const source = submitter?.dataset.confirm ? submitter : form.dataset.confirm ? form : null;
    if (!source || confirmed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(source, () => {
      confirmed.add(form);
      form.requestSubmit(submitter);
    });
  },
  true,
);
document.addEventListener(
  'click',
  (event) => {
    const source = event.target.closest('[data-confirm]');
    if (!source || source.matches('form') || source.type === 'submit' || confirmed.delete(source)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(source, () => {
      confirmed.add(source);
      source.click();
    });
  },
  true,
);

function ask(source, goOn) {
  const { dataset } = source;
  const dialog = document.getElementById('confirm');
  const yes = dialog.querySelector('[data-confirm-yes]');
  dialog.querySelector('h2').textContent = dataset.confirmTitle;
  dialog.querySelector('#confirm-text').textContent = dataset.confirm;
  yes.textContent = dataset.confirmAction;
  yes.classList.toggle('button-danger', dataset.confirmDanger === 'true');
  yes.classList.toggle('button-primary', dataset.confirmDanger !== 'true');
  dialog.returnValue = 'no';
  dialog.addEventListener(
    'close',
    () => {
      // Asked by a key, with the focus nowhere: it goes to what asked.
      if (document.activeElement === document.body || dialog.contains(document.activeElement)) source.focus();
      if (dialog.returnValue === 'yes') goOn();
    },
    { once: true },
  );
  panel.open('confirm');
}

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node.matches?.('[data-toast=pass]')) expire(node);
  }
  // Those that may pass make room first: what stays is to be read.
  const [passing, staying] = ['pass', 'stay'].map((kind) => [...toasts.querySelectorAll(`[data-toast=${kind}]`)]);
  const tooMany = Math.max(0, passing.length + staying.length - MAX_TOASTS);
  for (const old of [...passing, ...staying].slice(0, tooMany)) old.remove();
}).observe(toasts, { childList: true });

function expire(toast) {
  setTimeout(() => {
    if (!toast.isConnected) return;
    if (toast.matches(':hover, :focus-within')) expire(toast);
    else toast.remove();
  }, TOAST_MS);
}

/** The focus must not fall to nowhere. */
function dismiss(toast) {
  const hadFocus = toast.contains(document.activeElement);
  const next = toast.nextElementSibling ?? toast.previousElementSibling;
  toast.remove();
  if (hadFocus) (next?.querySelector('[data-dismiss]') ?? document.getElementById('main')).focus();
}

// A request that got no answer: nothing on the page has changed, and the person must know.
document.body.addEventListener('htmx:error', ({ detail }) => {
  if (!detail.ctx?.request || toasts.querySelector('.toast-failed')) return;
  toasts.append(document.getElementById('toast-failed').content.cloneNode(true));
});
