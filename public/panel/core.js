/** What the parts of the panel's script share: each part is a function of its own (src/http/assets.ts). */
globalThis.panel = {
  isMac: /Mac|iPhone|iPad/.test(navigator.platform),
  /** Whether somebody types there. */
  isTyping: (element) =>
    element?.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element?.tagName) || isTextInput(element),
  /** Tells the page that something has happened: the event `panel:<name>` of the body, which `hx-trigger` hears too. */
  tell: (name) => document.body.dispatchEvent(new CustomEvent(`panel:${name}`)),
};

function isTextInput(element) {
  return element?.tagName === 'INPUT' && !/^(checkbox|radio|button|submit|reset|file|range|color)$/.test(element.type);
}
